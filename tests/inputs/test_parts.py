"""The parts of a total, from an option or from a file, before their figures are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.errors import InputError
from tradecalc.inputs.parts import parse_part, require_names
from tradecalc.inputs.parts_file import read_parts

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "name", "figures"),
    [
        ("Cars=2.2", "Cars", {"level": "2.2"}),
        ("Cars=2.2:26%", "Cars", {"level": "2.2", "growth": "26%"}),
        ("Cars=2.2+:18%+", "Cars", {"level": "2.2+", "growth": "18%+"}),
        ("Cars=2.2:18.5%-", "Cars", {"level": "2.2", "growth": "18.5%-"}),
        ("Cars=2.2:5 per cent", "Cars", {"level": "2.2", "growth": "5 per cent"}),
        ("Cars = 2.2 : 1.7", "Cars", {"level": "2.2", "prior": "1.7"}),
        ("Cars==2.2:=5%", "Cars", {"level": "=2.2", "growth": "=5%"}),
        (
            "Cars=exact:2.2:about:1.7",
            "Cars",
            {"level": "exact:2.2", "prior": "about:1.7"},
        ),
        ("Iron, steel=1.2:5%", "Iron, steel", {"level": "1.2", "growth": "5%"}),
        ("SITC 7: machinery=1.2", "SITC 7: machinery", {"level": "1.2"}),
        ("Нефть  и газ=1,2 млрд", "Нефть и газ", {"level": "1,2 млрд"}),
    ],
)
def test_a_part_as_an_option(text: str, name: str, figures: dict[str, str]) -> None:
    part = parse_part(text)
    assert (part.name, part.figures) == (name, figures)


@pytest.mark.parametrize(
    "text", ["", "Cars", "=2", "Cars=", "Cars=2:", "Cars=2:3:4", "Cars=:5%", "Ca\x1brs=2"]
)
def test_what_is_no_part_is_told_its_form(text: str) -> None:
    with pytest.raises(
        InputError, match=r"^--part .* (is not a part: write NAME=LEVEL|has no level)"
    ):
        parse_part(text)


def test_the_name_ends_at_the_first_equals_sign() -> None:
    with pytest.raises(InputError, match="'A' ends at the first =, and 'B=1' is not a level"):
        parse_part("A=B=1")


@pytest.mark.parametrize(
    "name",
    [
        *("Total", "TOTAL:", "Total exports", "Grand total", "World", "the World", "All"),
        *("Всего:", "Итого", "Весь мир", "Мир"),
    ],
)
def test_a_total_is_no_part(name: str) -> None:
    with pytest.raises(InputError, match="is not a part, it is what the parts come to"):
        require_names([parse_part(f"{name}=18")], has_total=False)
    require_names([parse_part("World Bank=1"), parse_part("Totalis=1")], has_total=False)


@given(text=st.text(max_size=30))
def test_any_text_is_a_part_or_says_why_not(text: str) -> None:
    try:
        part = parse_part(text)
    except InputError as error:
        assert str(error).startswith("--part ")
    else:
        assert part.name
        assert part.figures["level"]


@pytest.mark.parametrize(
    "content",
    [
        "name,level,growth\nTea,1.2,5%\n",
        "Partner,Value,Growth\nTea,1.2,5%\n",
        "Commodity;Amount (mn USD);Growth, %\nTea;1.2;5%\n",
        "country\tthis_year\tyoy\nTea\t1.2\t5%\n",
        "anything,level,growth\nTea,1.2,5%\n",
        "growth,country,level\n5%,Tea,1.2\n",
        "Table 7\n\nname,level,growth\nTea,1.2,5%\nSource: customs\n",
        "\ufeffТовар;Значение;Прирост\r\nTea;1.2;5%\r\n",
    ],
)
def test_columns_are_known_by_their_names(written: Callable[..., str], content: str) -> None:
    parts, unread = read_parts(written(content))
    assert [(part.name, part.figures) for part in parts] == [
        ("Tea", {"level": "1.2", "growth": "5%"})
    ]
    assert unread == []


def test_two_years_are_last_year_and_this_one(written: Callable[..., str]) -> None:
    parts, _ = read_parts(written("partner,2025,2024,rank\nChina,15.0,12.0,1\n"))
    assert parts[0].figures == {"level": "15.0", "prior": "12.0"}
    with pytest.raises(InputError, match="has no column level"):
        read_parts(written("partner,2015,2025\nChina,12.0,15.0\n"))


def test_one_cell_settles_the_commas_of_its_column(written: Callable[..., str]) -> None:
    content = "товар;значение;прошлый год\nНефть;1.234;999,5\nГаз;12,5;1.001,5\n"
    parts, _ = read_parts(written(content))
    assert [part.figures for part in parts] == [
        {"level": "1234", "prior": "999,5"},
        {"level": "12,5", "prior": "1.001,5"},
    ]
    with pytest.raises(InputError, match="add --decimal point or --decimal comma"):
        read_parts(written("name;level\nA;1,234\n"))
    parts, _ = read_parts("f.csv", decimal="comma")
    assert parts[0].figures == {"level": "1.234"}


def test_an_empty_cell_is_no_figure_of_last_year(written: Callable[..., str]) -> None:
    parts, unread = read_parts(written("name,level,last year,code\nA,1,..,7\nB,2,1.5,8\n"))
    assert [part.figures for part in parts] == [{"level": "1"}, {"level": "2", "prior": "1.5"}]
    assert unread == ["code"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("name,size\nA,1\n", r"f.csv has no column level \(its columns are 'name', 'size'\)"),
        ("level,growth\n1,5%\n", "f.csv has no column name beside its figures"),
        ("name,level,value\nA,1,2\n", "'level', 'value', which all may be the column level"),
        ("name,level\nA,\n", "f.csv, line 2, column level is empty: write the level"),
        ("name,level\n,5\n", "f.csv, line 2, column name is empty: write the name"),
        ("name\nA\n", "write columns of names and of levels, with commas"),
        ("name,level\nA,1,2\n", "f.csv, line 2: the row has 3 cells and the header 2"),
        ("", "f.csv is empty: write the figures into it first"),
        ("name,level\nA,1\nTe\u200ba,2\n", r"f.csv, line 3, column name holds 'Te\\u200ba'"),
    ],
)
def test_what_is_no_table_of_parts(written: Callable[..., str], content: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_parts(written(content))


@given(content=st.text(alphabet="na,;\n\t1.5%level ", max_size=60))
def test_any_file_is_parts_or_says_why_not(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any_parts.csv"
    path.write_text(f"name,level\n{content}", encoding="utf-8")
    try:
        parts, _ = read_parts(str(path))
    except InputError as error:
        assert str(error)
    else:
        assert all(part.name and part.figures["level"] for part in parts)
