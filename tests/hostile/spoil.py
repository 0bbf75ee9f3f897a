"""What is wrong with a file: in a place or a few, or from its first byte."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.hostile.words import HOSTILE

PIECES = st.one_of(
    st.sampled_from(
        [
            *(
                b'"',
                b'""',
                b",",
                b";",
                b"\t",
                b"\n",
                b"\r",
                b"\r\n",
                b"\0",
                b"\xff",
                b"\xef\xbb\xbf",
            ),
            *(b"\xff\xfe", b"\x1b[2J", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xe9", b"1e400", b"nan"),
            *(b"inf", b"-1e308", b"1e308", b"5e-324", b"9" * 400, b"=", b"[", b"]", b"{", b"}"),
            *(b"#", b"..", b"-", b"0", b"1,234", b"2024-13", b"Total", b"e", b"[/]", b"{x}", b"|"),
            *(b"\\", b"\\u0000", b"\\ud800", b'"""', b"'''", b"\n\n", b"x" * 3000, b"NaN", b"null"),
        ]
    ),
    st.binary(max_size=6),
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace")),
    HOSTILE.map(lambda text: text.encode("utf-8", "surrogatepass")),
)
NO_FILE = st.one_of(
    st.sampled_from([b"", b" ", b"\n", b"\0", b"\xef\xbb\xbf", b"PK\x03\x04xl/", b"<html>", b"{}"]),
    st.sampled_from(
        [b"\x1f\x8b\x08\0", b"%PDF-1.7", b"\xff\xfea\0", bytes(range(256)), b"[]", b"["]
    ),
    st.sampled_from([b"a,b\n" * 500, b'"' * 99, b"," * 999, b"[" * 5000, b"a" * 70000]),
    st.binary(max_size=200),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(PIECES, max_size=40).map(b"".join),
)


@st.composite
def spoilt(draw: st.DrawFn, content: bytes) -> bytes:
    """Return *content* with something wrong in a place or a few, or not."""
    for _ in range(draw(st.sampled_from([0] * 7 + [1, 1, 2, 5]))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.sampled_from([0, 0, 1, 5, 40]))
        piece = draw(st.one_of(PIECES, st.just(content[start : start + 60])))
        content = content[:start] + piece + content[start + length :]
    if draw(st.integers(0, 19)) == 0:
        content = content[: draw(st.integers(0, len(content)))]
    if draw(st.integers(0, 11)) == 0:
        encoding = draw(st.sampled_from(["utf-16", "utf-8-sig", "cp1251", "latin-1", "utf-32"]))
        content = content.decode("utf-8", "replace").encode(encoding, "replace")
    if draw(st.integers(0, 11)) == 0:
        content = content.replace(b"\n", draw(st.sampled_from([b"\r\n", b"\r"])))
    return content


def quoted(cell: str, separator: str, *, quote: bool) -> str:
    """Return a cell as a table has it: in quotation marks where it must and *quote* is set."""
    if quote and re.search(f'[{re.escape(separator)}"\r\n]', cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell
