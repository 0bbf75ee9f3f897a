"""The parts of a total, from an option or from a file, before their figures are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.errors import InputError
from tradecalc.figures.parts import parse_part, read_parts, require_names

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "name", "figures"),
    [
        ("Cars=2.2", "Cars", {"level": "2.2"}),
        ("Cars=2.2+:18%+", "Cars", {"level": "2.2+", "growth": "18%+"}),
        ("Cars=2.2:5 per cent", "Cars", {"level": "2.2", "growth": "5 per cent"}),
        ("Cars = 2.2 : 1.7", "Cars", {"level": "2.2", "prior": "1.7"}),
        ("Cars==2.2:=5%", "Cars", {"level": "=2.2", "growth": "=5%"}),
        ("Cars=exact:2.2:about:1.7", "Cars", {"level": "exact:2.2", "prior": "about:1.7"}),
        ("Iron, steel=1.2:5%", "Iron, steel", {"level": "1.2", "growth": "5%"}),
        ("SITC 7: machinery=1.2", "SITC 7: machinery", {"level": "1.2"}),
        ("Нефть  и газ=1,2 млрд", "Нефть и газ", {"level": "1,2 млрд"}),
    ],
)
def test_a_part_as_an_option(text: str, name: str, figures: dict[str, str]) -> None:
    part = parse_part(text)
    assert (part.name, part.figures) == (name, figures)


@pytest.mark.parametrize(
    "text", ["", "Cars", "=2", "Cars=", "Cars=2:", "Cars=2:3:4", "Cars=:5%", "Ca\x1brs=2", "A=B=1"]
)
def test_what_is_no_part_is_told_its_form(text: str) -> None:
    with pytest.raises(
        InputError, match=r"^part .* (is not a part: write NAME=LEVEL|has no level)"
    ):
        parse_part(text)


@pytest.mark.parametrize("name", ["Total", "TOTAL:", "Total exports", "the World", "All", "Итого"])
def test_a_total_is_no_part(name: str) -> None:
    with pytest.raises(InputError, match="is not a part, it is what"):
        require_names([parse_part(f"{name}=18")], has_total=False)
    require_names([parse_part("World Bank=1"), parse_part("Totalis=1")], has_total=False)


def test_other_slips_are_told_by_the_part() -> None:
    with pytest.raises(InputError, match=r"is named twice, first in part 'Cars': rename one"):
        require_names([parse_part("Cars=1"), parse_part("cars=2")], has_total=False)
    require_names([parse_part("Rest=1")], has_total=False)
    with pytest.raises(InputError, match="is what total has beside its parts"):
        require_names([parse_part("Rest=1")], has_total=True)
    with pytest.raises(InputError, match=r"^part 'Cars', behind the colon: 'x' is not"):
        parse_part("Cars=2:x")


@given(text=st.text(max_size=30))
def test_any_text_is_a_part_or_says_why_not(text: str) -> None:
    try:
        part = parse_part(text)
    except InputError as error:
        assert str(error).startswith("part ")
    else:
        assert part.name
        assert part.figures["level"]


@pytest.mark.parametrize(
    "content",
    [
        "Partner,Value,Growth\nTea,1.2,5%\n",
        "Commodity;Amount (mn USD);Growth, %\nTea;1.2;5%\n",
        "country\tthis_year\tyoy\nTea\t1.2\t5%\n",
        "growth,anything,level\n5%,Tea,1.2\n",
        "Table 7\n\nname,level,growth\nTea,1.2,5%\nSource: customs\n",
        "\ufeffТовар;Значение;Прирост\r\nTea;1.2;5%\r\n",
    ],
)
def test_columns_are_known_by_their_names(written: Callable[..., str], content: str) -> None:
    (part,), unread = read_parts(written(content))
    assert (part.name, part.figures, unread) == ("Tea", {"level": "1.2", "growth": "5%"}, [])


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
    with pytest.raises(InputError, match="add decimal point or decimal comma"):
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
        ("name,size\nA,1\n", "f.csv has no column level: name one of 'name', 'size' so"),
        ("level,growth\n1,5%\n", "f.csv has no column name"),
        ("name,level,value\nA,1,2\n", "f.csv has 'level', 'value' for level: rename the others"),
        ("name,level\nA,\n", "f.csv, line 2: column level is not a level: write the level, or"),
        ("name,level\n,5\n", "f.csv, line 2: column name is not a name: write the name"),
        ("name\nA\n", "f.csv holds no table"),
        ("name,level\nA,1,2\n", "f.csv, line 2: the row has 3 cells and the header 2"),
        ("", "f.csv is empty: write the figures into it first"),
        ("name,level\nA,1\nTe\u200ba,2\n", r"line 3: 'Te\\u200ba' in column name is not a name"),
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
