"""Bytes as text: every encoding that is told, and what is not the text of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tradecalc.errors import InputError
from tradecalc.figures.text_file import detect_encoding, read_text, words_of_standard_input

if TYPE_CHECKING:
    from collections.abc import Callable

RUSSIAN = "Период;Экспорт\nянварь 2025;19 173,4\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]
)
def test_the_encoding_is_told_by_the_bytes(encoding: str, written: Callable[..., str]) -> None:
    assert read_text(written(RUSSIAN, encoding)) == RUSSIAN


def test_latin_letters_are_told_from_cyrillic_ones(written: Callable[..., str]) -> None:
    assert read_text(written("Türkiye, “Kazakhstan”", "cp1252")) == "Türkiye, “Kazakhstan”"
    assert read_text(written(RUSSIAN, "cp866"), "cp866") == RUSSIAN
    assert detect_encoding(b"\x81\xe9") == "latin-1"  # cp1252 has no such byte


REFUSED: list[tuple[bytes, str | None, str]] = [  # and more in golden/errors/months.txt
    ("Côte d'Ivoire\n".encode() + b"caf\xe9", None, "f.csv, line 2 is not utf-8 text"),
    (b"\xff\xfea", None, "f.csv, line 1 is not utf-16 text"),
    (b"a,b", "base64", "encoding 'base64' is unknown: try encoding utf-8"),
    (b"PK\x03\x04....xl/workbook.xml", None, "f.csv is a spreadsheet: save it as CSV"),
    (b"\xd0\xcf\x11\xe0\xa1", None, "f.csv is a spreadsheet"),
    (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", None, "a spreadsheet:"),
    (b"PK\x03\x04data.csv", None, "f.csv is a compressed file"),
    (b"%PDF-1.7", None, "f.csv is a PDF: copy its table into a CSV file"),
    (b'<?xml version="1.0"?><a/>', None, "f.csv is XML: save the table as CSV"),
    (b'\xef\xbb\xbf{"a": 1}', None, "f.csv is JSON: save the table as CSV"),
    (b'[{"a": 1}]', None, "f.csv is JSON"),
]


@pytest.mark.parametrize(("data", "encoding", "message"), REFUSED)
def test_what_is_not_the_text_of_a_table_is_told_what_it_is(
    data: bytes, encoding: str | None, message: str, written: Callable[..., str]
) -> None:
    with pytest.raises(InputError, match=message):
        read_text(written(data), encoding)


def test_files_that_cannot_be_opened(written: Callable[..., str]) -> None:
    written("")
    for path, message in {
        "": "'' cannot be read: No such file or directory",
        "x" * 300: f"'{'x' * 37}...' cannot be read: File name too long",
    }.items():
        with pytest.raises(InputError) as refused:
            read_text(path)
        assert str(refused.value) == message


def test_standard_input_is_a_file_too(standard_input: Callable[[bytes], None]) -> None:
    standard_input("\ufeffperiod,value".encode())
    assert read_text("-") == "period,value"
    standard_input(b"")
    with pytest.raises(InputError, match=r"^standard input is empty: put"):
        read_text("-")


def test_a_no_break_space_groups_and_a_plain_one_parts(
    standard_input: Callable[[bytes], None],
) -> None:
    standard_input("4\t1 2\n1\u00a0234,5 \u202f3\u2009000\u00a0\n".encode("utf-8-sig"))
    assert words_of_standard_input() == ["4", "1", "2", "1\u00a0234,5", "3\u2009000"]
