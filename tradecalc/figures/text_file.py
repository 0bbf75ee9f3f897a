"""Bytes of a file or of standard input -> text, whatever the encoding; and what is not text."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tradecalc.errors import InputError, quoted

_TABLE = "save the table as CSV"
_OTHER_KINDS = (  # how a file begins, what it then is, and what to do
    # The names of the files inside stand in a zip archive as they are.
    (rb"\xd0\xcf\x11\xe0|PK\x03\x04.*(?:xl/|opendocument\.s)", "a spreadsheet", "save it as CSV"),
    (rb"PK\x03\x04|7z\xbc\xaf|Rar!|\x1f\x8b|BZh|\xfd7zXZ", "a compressed file", "unpack it first"),
    (rb"%PDF", "a PDF", "copy its table into a CSV file"),
    (rb"PAR1", "a Parquet file", _TABLE),
    (rb"\s*<(?:.{0,200}<html|!doctype html|html)", "a web page", _TABLE),
    (rb"\s*<", "XML", _TABLE),
    (rb"\s*[\[{]", "JSON", _TABLE),
)
_ENCODINGS = "try {--encoding} utf-8, latin-1, cp1251 or utf-16"


def read_text(path: str, encoding: str | None = None) -> str:
    """Read a file, or standard input for `-`, as text; raise InputError for what is no table."""
    data, source = read_bytes(path), source_name(path)
    if other := other_kind(data.removeprefix(b"\xef\xbb\xbf")):
        raise InputError(f"is {other[0]}", written=source, remedy=other[1])
    encoding = encoding or detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        rule, at = "is not {name} text", f"{source}, line {line}"
        raise InputError(rule, written=at, remedy=_ENCODINGS, name=encoding) from None
    except (LookupError, ValueError):
        wrong = InputError("is unknown", written=quoted(encoding), remedy=_ENCODINGS)
        raise wrong.about("encoding") from None
    if "\0" in text:
        raise InputError("is not text", written=source, remedy=_TABLE)
    return text.removeprefix("\ufeff")


def read_bytes(path: str) -> bytes:
    """Read a file, or standard input for `-`; raise InputError where there is nothing."""
    with readable(path) as source:
        if path == "-":
            data = sys.stdin.buffer.read() if sys.stdin else b""
        else:
            with open(path, "rb") as file:  # noqa: PTH123  pathlib would be loaded for this alone
                data = file.read()
        if not data.strip():
            raise InputError("is empty", written=source, remedy="put figures into it")
    return data


def words_of_standard_input() -> list[str]:
    """Return the words on standard input; narrow and no-break spaces group digits."""
    data = read_bytes("-")
    text = data.decode(detect_encoding(data), "replace").removeprefix("\ufeff")
    return re.findall(r"\S+(?:[\u00a0\u2007\u2009\u202f]+\S+)*", text)


def source_name(path: str) -> str:
    """Return the file's name in messages: its path, quoted if it is long or cannot be printed."""
    if path == "-":
        return "standard input"
    return path if 0 < len(path) <= 200 and path.isprintable() else quoted(path)


@contextmanager
def readable(path: str) -> Iterator[str]:
    """Give the name of a file that is read within this; raise InputError if it cannot be read."""
    source = source_name(path)
    if "\0" in path:
        raise InputError("is not a file name", written=source)
    try:
        yield source
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", written=source) from None


def other_kind(data: bytes) -> tuple[str, str] | None:
    """Return what else than a table a file is, and what to do with it; None for a table."""
    flags = re.DOTALL | re.IGNORECASE
    found = ((kind, todo) for begin, kind, todo in _OTHER_KINDS if re.match(begin, data, flags))
    return next(found, None)


def detect_encoding(data: bytes) -> str:
    """Return the encoding of *data*: by its mark, UTF-8 if it fits, else by its letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # In UTF-16 a zero byte stands beside each Latin letter and each digit, on the same side.
    for encoding, zeros in (("utf-16-le", data[1:200:2]), ("utf-16-be", data[:200:2])):
        if 8 * zeros.count(0) > len(zeros) > 4:
            return encoding
    # UTF-8 that is damaged in a place or two is still UTF-8.
    loose = data.decode(errors="surrogateescape")
    spoilt = len(re.findall("[\udc80-\udcff]", loose))
    others = sum(not letter.isascii() for letter in loose)
    if not spoilt or others >= 2 * spoilt or data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    # A letter of cp1251 stands among its like; one of cp1252 or Latin-1 among plain letters.
    among_its_like = len(re.findall(rb"[\xc0-\xff\xa8\xb8](?=[\xc0-\xff\xa8\xb8])", data))
    among_plain = len(re.findall(rb"[\xc0-\xff](?=[A-Za-z])|[A-Za-z](?=[\xc0-\xff])", data))
    if among_its_like > among_plain:
        return "cp1251"
    # cp1252 is Latin-1 with quotes and dashes, and has no letter for five of the bytes.
    return "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "cp1252"
