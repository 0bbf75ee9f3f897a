"""What a shell offers at TAB: commands, options and their values, answered to typer's scripts.

Typer's own answer stands aside, for it has none behind `--format=`, offers files where a figure
is to be written, puts an error into the line being typed, and loads rich for every key pressed.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

from typer.core import TyperOption

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "_TRADECALC_COMPLETE"  # what typer's scripts set
BREAKS = "=:@"  # bash takes these signs to end a word: --format=json and total@2025=3 are several


class Offer(NamedTuple):
    """What may stand at the cursor: *values*, each with what it means, or else maybe *files*.

    *hint* says what else is wanted there, and *glued* is what of the word stands before the
    value, `--format=`.
    """

    values: tuple[tuple[str, str], ...] = ()
    files: bool = False
    hint: str = ""
    glued: str = ""


def completed(asked: str, environ: Mapping[str, str], group: Any) -> str | int | None:
    """Answer a call of a shell's script, `complete_zsh`: a text to print, or an exit code.

    None where it is of no shell known here.
    """
    if asked == "complete_bash":
        return _for_bash(environ.get("COMP_WORDS", ""), environ.get("COMP_CWORD", ""), group)
    line = environ.get("_TYPER_COMPLETE_ARGS", "")
    if asked == "complete_zsh":
        return _for_zsh(_offer(_split(line), group))
    if asked == "complete_fish":
        found = _offer(_split(line), group)
        if environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
            return int(found.files and not found.values)  # 1 lets fish offer files
        return "\n".join(f"{found.glued}{value}\t{text}" for value, text in found.values)
    return None


def _for_bash(words: str, cursor: str, group: Any) -> str:
    """Return the values, a line each; where there are none bash offers files."""
    at = int(cursor) if cursor.isdecimal() else 0
    pieces = words.split("\n")[1 : at + 1]
    line = _joined(pieces) or [""]
    found = _offer([word.strip("'\"") for word in line], group)
    glued = found.glued if pieces and pieces[-1] == line[-1] else ""  # else bash keeps it itself
    return "\n".join(glued + value for value, _ in found.values)


def _joined(pieces: list[str]) -> list[str]:
    """Put together the words that bash broke at an equals sign, a colon or an at."""
    words: list[str] = []
    is_open = False
    for piece in pieces:
        is_break = bool(piece) and not piece.strip(BREAKS)
        if words and (is_open or is_break):
            words[-1] += piece
        else:
            words.append(piece)
        is_open = is_break
    return words


def _split(line: str) -> list[str]:
    """Split a line as far as it is typed, with the word at the cursor last."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:  # a quotation mark is still open: what follows it is the word
        return [*words, lexer.token][1:]
    return [*words[1:], ""] if not words or line[-1:].isspace() else words[1:]


def _offer(words: list[str], group: Any) -> Offer:
    """Return what may stand in the place of the last of *words*."""
    *before, word = words or [""]
    top = group.make_context("tradecalc", [], resilient_parsing=True)
    if before:
        command = group.get_command(top, before[0])
        return Offer() if command is None else _within(command, before, word)
    if word.startswith("-"):
        return Offer(_options(group, top, before, word))
    names = [name for name in group.list_commands(top) if name.startswith(word)]
    texts = [group.get_command(top, name).get_short_help_str() for name in names]
    return Offer(tuple(zip(names, texts, strict=True)))


def _within(command: Any, before: list[str], word: str) -> Offer:
    """Return what may stand behind a command and the words *before*, the first of which it is."""
    context = command.make_context(before[0], [], resilient_parsing=True)
    taking = [p for p in command.params if isinstance(p, TyperOption) and not p.is_flag]
    options = {name: option for option in taking for name in option.opts}
    name, glue, start = word.partition("=")
    if glue and name in options:
        return _of(options[name], context, start)._replace(glued=f"{name}=")
    if before[-1] in options:
        return _of(options[before[-1]], context, word)
    if word.startswith("-"):
        return Offer(_options(command, context, before, word))
    arguments = [param for param in command.params if not isinstance(param, TyperOption)]
    return _of(arguments[0], context, word) if arguments else Offer()


def _options(
    command: Any, context: Any, before: list[str], word: str
) -> tuple[tuple[str, str], ...]:
    """Return the options that begin so, but for those that stand there already."""
    given = {name.partition("=")[0] for name in before}
    return tuple(
        (name, " ".join((option.help or "").split()))
        for option in command.get_params(context)
        if isinstance(option, TyperOption) and (option.multiple or not given & {*option.opts})
        for name in option.opts
        if name.startswith(word)
    )


def _of(param: Any, context: Any, start: str) -> Offer:
    """Return what an option or an argument takes: names it knows, a file, or a figure."""
    items = param.shell_complete(context, start)
    return Offer(
        tuple((item.value, item.help or "") for item in items),
        files=any(word in (param.metavar or "") for word in ("FILE", ".toml")),
        hint=" ".join((param.help or "").split()),
    )


def _for_zsh(found: Offer) -> str:
    """Return what zsh is to do, as one line of commands, for it is split where it is evaluated."""
    lines = ["compset -P '*='"] if found.glued else []
    if found.values:
        no_space = " -S ''" if any(value.endswith("=") for value, _ in found.values) else ""
        texts = " ".join(_quoted(value, text) for value, text in found.values)
        lines += ["local -a found", f"found=({texts})"]
        lines.append(f"_describe -V value found{no_space}")
    elif found.files:
        lines.append("_files")
    elif found.hint:
        lines.append(f"_message -r {_quoted(found.hint.replace('%', '%%'))}")
    return "; ".join(lines)


def _quoted(value: str, text: str = "") -> str:
    """Quote a text for zsh, or a value and what it means, with a colon between them."""
    whole = value.replace(":", "\\:") + ":" + text if text else value
    return "'" + whole.replace("'", "'\\''") + "'"
