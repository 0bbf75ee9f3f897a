"""Text in the columns of a terminal, of which a sign takes one, two or none."""

from __future__ import annotations

BESIDE = "\0"  # stands beside a sign of two columns while its text is folded


def width_of(text: str) -> int:
    """Return how many columns of a terminal *text* takes.

    >>> width_of("Korea"), width_of("韓国"), width_of("Core\N{COMBINING ACUTE ACCENT}e")
    (5, 4, 5)
    """
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  most text is plain

    return sum(1 + (east_asian_width(sign) in "WF") for sign in text if not combining(sign))


def padded(text: str, width: int, *, left: bool) -> str:
    """Return *text* with spaces up to *width* columns, set to the *left* or to the right.

    >>> padded("韓国", 6, left=True), padded("4.5", 6, left=False)
    ('韓国  ', '   4.5')
    """
    spaces = " " * (width - width_of(text))
    return text + spaces if left else spaces + text


def folded(text: str, width: int, *, indent: str = "", hanging: str = "") -> str:
    r"""Return *text* in lines of no more than *width* columns, folded between words.

    A word is broken only where it is longer than a line, and an option never at its hyphens. Each
    line begins with *indent*, each but the first also with *hanging*.

    >>> folded("write --base-year 2024", 12)
    'write\n--base-year\n2024'
    >>> folded("韓国への輸出", 7)
    '韓国へ\nの輸出'
    """
    from textwrap import wrap  # noqa: PLC0415  text in a pipe is not folded

    is_wide = width_of(text) > len(text)
    if is_wide:
        text = "".join(sign + BESIDE * (width_of(sign) - 1) for sign in text)
    lines = wrap(
        text,
        max(width - is_wide, 1),  # a line may end between such a sign and what stands beside it
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace(BESIDE, "")
