"""The text of a file or of standard input, whatever its encoding, and what is not text."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tradecalc.errors import InputError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_INPUT = "standard input"
LONGEST_NAME = 200  # characters of a path that a message shows in full

_SAVE = "save the sheet as CSV"
_UNPACK = "unpack it first"
_BEGINNINGS = (  # how a file begins, what it then is, and what to do
    (b"\xd0\xcf\x11\xe0", "an Excel workbook", _SAVE),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"Rar!", "a rar archive", _UNPACK),
    (b"%PDF", "a PDF", "copy its table into a CSV file"),
    (b"PAR1", "a Parquet file", "save the table as CSV"),
)
_BYTE_ORDER_MARKS = (  # the longer first: that of UTF-32 begins with that of UTF-16
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BY_LETTERS = ("cp1251", "cp1252", "latin-1")
_WORDS = "январ|феврал|месяц|период|экспорт|импорт"


def source_name(path: str) -> str:
    """Return what messages call the file: its path, where that can be shown and is not too long."""
    if path == "-":
        return STANDARD_INPUT
    if not path:
        return "a file without a name"
    return path if path.isprintable() and len(path) <= LONGEST_NAME else quoted(path)


@contextmanager
def readable(path: str) -> Iterator[str]:
    """Open and read the file at *path* within this, and call it by the name that this gives.

    Raises InputError, saying why, where the system cannot open or read it.
    """
    source = source_name(path)
    try:
        yield source
    except InputError:  # of ours, and a ValueError too
        raise
    except IsADirectoryError:
        raise InputError(f"{source} is a directory: name a file in it") from None
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}") from None
    except ValueError:
        raise InputError(f"{quoted(path)} is not a file name") from None


def read_text(path: str, encoding: str | None = None) -> str:
    """Read a file, or standard input for `-`, as text without its byte order mark.

    Without *encoding* it is UTF-8 where it can be, else cp1251 or Latin-1 by its letters.
    Raises InputError where it cannot be read, is empty, or is not text.
    """
    data, source = read_bytes(path), source_name(path)
    if other := other_file(data):
        raise InputError(f"{source} is {other[0]}: {other[1]}")
    text = _decoded(data, source, encoding).removeprefix("\ufeff")
    if "\0" in text:
        # In UTF-16 a zero byte stands beside each Latin letter; without a mark it looks binary.
        halves = {"utf-16": data[1:200:2], "utf-16-be": data[:200:2]}
        for wide, half in halves.items():
            if len(half) > 4 and 2 * half.count(0) > len(half) and encoding is None:
                raise InputError(f"{source} looks like {wide} text: add --encoding {wide}")
        raise InputError(f"{source} is not text: save the table as CSV")
    if what := other_text(text):
        raise InputError(f"{source} is {what}: save the table as CSV")
    return text


def read_bytes(path: str) -> bytes:
    """Read a file, or standard input for `-`.

    Raises InputError where it cannot be read or is empty.
    """
    with readable(path) as source:
        if path == "-":
            data = sys.stdin.buffer.read() if sys.stdin else b""
        else:
            with open(path, "rb") as file:  # noqa: PTH123  pathlib would be loaded for this alone
                data = file.read()
    if not data.strip():
        raise InputError(f"{source} is empty: write the figures into it first")
    return data


def words_of_standard_input() -> list[str]:
    """Return what stands on standard input between spaces and ends of lines.

    Raises InputError where there is nothing, or bytes that are not UTF-8 text.
    """
    try:
        return read_bytes("-").decode("utf-8-sig").split()
    except UnicodeDecodeError:
        raise InputError(f"{STANDARD_INPUT} is not UTF-8 text: save it as UTF-8") from None


def other_file(data: bytes) -> tuple[str, str] | None:
    r"""Return what a file is that is not text, and what to do with it; None for any other.

    >>> other_file(b"%PDF-1.7"), other_file(b"period,value\n")
    (('a PDF', 'copy its table into a CSV file'), None)
    """
    for beginning, what, remedy in _BEGINNINGS:
        if data.startswith(beginning):
            return what, remedy
    if data.startswith(b"PK\x03\x04"):
        # The names of the files inside stand in a zip archive as they are.
        if b"xl/" in data:
            return "an Excel workbook", _SAVE
        if b"opendocument.spreadsheet" in data[:200]:
            return "an OpenDocument spreadsheet", _SAVE
        return "a zip archive", _UNPACK
    return None


def other_text(text: str) -> str:
    """Return what a text is that is marked up or JSON; nothing for any other.

    >>> other_text("<!doctype html><title>Trade</title>"), other_text("period,value")
    ('a web page', '')
    """
    start = text.lstrip()[:200].casefold()
    if start.startswith("<"):
        return "a web page" if "<html" in start or "<!doctype html" in start else "XML"
    return "JSON" if start.startswith(("{", "[")) else ""


def detect_encoding(data: bytes) -> str:
    """Return the encoding of *data*: by its mark, UTF-8 if it is that, else by its letters.

    A letter of cp1251 stands among its like; one of Latin-1 among plain letters.

    >>> detect_encoding("Türkiye".encode("latin-1")), detect_encoding("Китай".encode("cp1251"))
    ('cp1252', 'cp1251')
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    among_its_like = len(re.findall(rb"[\xc0-\xff\xa8\xb8](?=[\xc0-\xff\xa8\xb8])", data))
    among_plain = len(re.findall(rb"[\xc0-\xff](?=[A-Za-z])|[A-Za-z](?=[\xc0-\xff])", data))
    if among_its_like > among_plain:
        return "cp1251"
    try:
        data.decode("cp1252")  # Latin-1 with quotes and dashes, where it is written today
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _decoded(data: bytes, source: str, encoding: str | None) -> str:
    detected = encoding or detect_encoding(data)
    if encoding is None and detected in _BY_LETTERS:
        _refuse_doubtful(data, source)
    try:
        return data.decode(detected)
    except UnicodeDecodeError as error:
        what = (
            f"is not {encoding} text"
            if encoding
            else "is not text in the encoding that it begins in"
        )
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{source}, line {line} {what}: write --encoding utf-8, latin-1, cp1251 or utf-16"
        ) from None
    except (LookupError, ValueError):
        raise InputError(
            f"--encoding {quoted(encoding or '')} is not an encoding known here: write utf-8,"
            " latin-1, cp1251 or utf-16"
        ) from None


def _refuse_doubtful(data: bytes, source: str) -> None:
    """Refuse bytes that are not UTF-8 and probably not in an encoding told by its letters.

    So it is where UTF-8 is damaged in a place or two, and where another Cyrillic encoding makes
    the words that such tables have.
    """
    try:
        data.decode()
    except UnicodeDecodeError as error:
        loose = data.decode(errors="replace")
        spoilt = loose.count("\ufffd")
        if sum(not letter.isascii() for letter in loose) >= 2 * spoilt:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"{source}, line {line} is not UTF-8 text, and the rest of the file looks like it:"
                " save it as UTF-8, or add --encoding cp1252 or cp1251 if it is that"
            ) from None
    start = data[:10_000]
    if not re.search(_WORDS, start.decode("cp1251", "replace").casefold()):
        for encoding in ("cp866", "koi8-r"):
            if re.search(_WORDS, start.decode(encoding, "replace").casefold()):
                raise InputError(f"{source} looks like {encoding} text: add --encoding {encoding}")
