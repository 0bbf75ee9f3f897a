"""The parts of a total, from an option or from a file, before their figures are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.errors import InputError
from tradecalc.figures.parts import Part, parse_part, read_parts, require_names

if TYPE_CHECKING:
    from collections.abc import Callable

    Written = Callable[..., str]

OPTIONS = {
    "Cars=2.2": ("Cars", {"level": "2.2"}),
    "Cars=2.2+:18%+": ("Cars", {"level": "2.2+", "growth": "18%+"}),
    "Cars=2.2:5 per cent": ("Cars", {"level": "2.2", "growth": "5 per cent"}),
    "Cars = 2.2 : 1.7": ("Cars", {"level": "2.2", "prior": "1.7"}),
    "Cars==2.2:=5%": ("Cars", {"level": "=2.2", "growth": "=5%"}),
    "Cars=exact:2.2:about:1.7": ("Cars", {"level": "exact:2.2", "prior": "about:1.7"}),
    "Iron, steel=1.2:5%": ("Iron, steel", {"level": "1.2", "growth": "5%"}),
    "SITC 7: machinery=1.2": ("SITC 7: machinery", {"level": "1.2"}),
    "Нефть  и газ=1,2 млрд": ("Нефть и газ", {"level": "1,2 млрд"}),
}


@pytest.mark.parametrize("text", OPTIONS)
def test_a_part_as_an_option(text: str) -> None:
    part = parse_part(text)
    assert (part.name, part.figures) == OPTIONS[text]


NONE = ["", "Cars", "=2", "Cars=", "Cars=2:", "Cars=2:3:4", "Cars=:5%", "Ca\x1brs=2", "A=B=1"]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_part_is_told_its_form(text: str) -> None:
    with pytest.raises(InputError, match=r"^part .* is not a part: write 'NAME="):
        parse_part(text)


@pytest.mark.parametrize("name", ["TOTAL:", "Total exports", "the World", "All", "Итого", "rest"])
def test_a_total_and_its_rest_are_no_parts(name: str) -> None:
    with pytest.raises(InputError, match=r"is the total of|has the name of the rest"):
        require_names([parse_part(f"{name}=18")], has_total=True)
    others = ("Rest", "World Bank", "Totalis")
    require_names([parse_part(f"{one}=1") for one in others], has_total=False)


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
def test_columns_are_known_by_their_names(written: Written, content: str) -> None:
    (part,), unread = read_parts(written(content))
    assert (part.name, part.figures, unread) == ("Tea", {"level": "1.2", "growth": "5%"}, [])


def test_two_years_are_last_year_and_this_one(written: Written) -> None:
    parts, unread = read_parts(written("partner,2025,2024,rank\nChina,15.0,12.0,1\nTea,1,..,2\n"))
    assert [part.figures for part in parts] == [{"level": "15.0", "prior": "12.0"}, {"level": "1"}]
    assert unread == ["rank"]


def test_one_cell_settles_the_commas_of_its_column(written: Written) -> None:
    parts, _ = read_parts(written("товар;значение\nНефть;1.234\nГаз;12,5\n"))
    assert [part.figures["level"] for part in parts] == ["1234", "12,5"]
    parts, _ = read_parts(written("name;level\nA;1,234\n"), decimal="comma")
    assert parts[0].figures == {"level": "1.234"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("level,growth\n1,5%\n", "f.csv has no column name"),
        ("partner,2015,2025\nChina,12.0,15.0\n", "has no column level"),
        ("name,level\nTe\u200ba,2\n", r"line 2: the row needs a name and a level"),
        ("name\nA\n", "f.csv holds no table"),
    ],
)
def test_what_is_no_table_of_parts(written: Written, content: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_parts(written(content))


@given(text=st.text(max_size=30) | st.text(alphabet="na,;=:\n\t1.5%level ", max_size=60))
def test_any_text_is_parts_or_says_why_not(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any_parts.csv"
    path.write_text(f"name,level\n{text}", encoding="utf-8")
    reads: list[Callable[[], list[Part]]] = [
        lambda: [parse_part(text)],
        lambda: read_parts(str(path))[0],
    ]
    for read in reads:
        try:
            parts = read()
        except InputError as error:
            assert str(error)
        else:
            assert all(part.name and part.figures["level"] for part in parts)
