"""Rows as a table, as JSON and as mappings: what is answered, what is an error, what is doubted."""

from __future__ import annotations

import io
import math
import sys
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import InputError, answer_rows
from tradecalc.figures import records
from tradecalc.questions.growth import GROWTH
from tradecalc.questions.target import TARGET
from tradecalc.questions.track import TRACK
from tradecalc.rows import row_stream

if TYPE_CHECKING:
    from tradecalc.questions.question import Question
    from tradecalc.rows import RowSummary

UNCLOSED = '"a quotation mark is not closed"'


def streamed(
    text: str, question: Question = TARGET, held: str = "goal=10 year=2030", **options: Any
) -> tuple[list[str], RowSummary]:
    """The lines that rows on standard input come to, and how it went."""
    written: list[bytes] = []
    data = io.BytesIO(text.encode("utf-8", "surrogateescape"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(data))
        given = dict(entry.split("=") for entry in held.split())
        found = row_stream(question, "-", given, lambda data, _: written.append(data), **options)
    return b"".join(written).decode("utf-8", "surrogateescape").split("\n"), found


def years(text: str, **options: Any) -> list[str]:
    return streamed(text, answers="years", **options)[0]


def one(command: str, answers: str | None = None, /, **row: object) -> dict[str, Any]:
    (found,) = answer_rows([row], command, answers=[answers] if answers else ())
    return found


FILES = {
    "quoted cells": ('n,base\n"a, ""b""","4"\n', 'n,base,years,error\n"a, ""b""","4",6,\n'),
    "line ends in cells": (
        'n,base\n"a\n\n",4\nb,"5\n"\n',
        'n,base,years,error\n"a\n\n",4,6,\nb,"5\n",6,\n',
    ),
    "a header of two lines": ('"n\nm",base\nx,4', '"n\nm",base,years,error\nx,4,6,\n'),
    "semicolons": ("n;base\nÖ;3,4\nP;1.234,5\n", "n;base;years;error\nÖ;3,4;6;\nP;1.234,5;6;\n"),
    "CR LF": ("base,n\r\n4,a\r\n5,b", "base,n,years,error\r\n4,a,6,\r\n5,b,6,\r\n"),
    "a byte order mark": ("\ufeffbase,n\n4,é\n", "\ufeffbase,n,years,error\n4,é,6,\n"),
    "empty lines, empty cells": (
        "\n \nbase,n\n4,a\n\n   \n,\n",
        "base,n,years,error\n4,a,6,\n,,,\n",
    ),
    "rows that are too short": (
        "base,n,m\n4,a\n5\n",
        (
            'base,n,m,years,error\n4,a,,,"the row must have 3 cells, not 2"\n'
            '5,,,,"the row must have 3 cells, not 1"\n'
        ),
    ),
    "rows that are too long": (
        'base,n\n4,a,"b, c",d\n5,b,,\n',
        (
            'base,n,years,error\n4,a,,"the row must have 2 cells, not 4; left over is'
            ' ""b, c"",d: quote cells that hold a separator"\n5,b,6,\n'
        ),
    ),
    "a mark that nothing closes": (
        'n,base\na,4\n"b,5\nc,6\n',
        f'n,base,years,error\na,4,6,\n"""b",5,,{UNCLOSED}\nc,6,6,\n',
    ),
    "names of the answers": (
        "base,Years,error,answer_error\n4,a,b,c\n",
        "base,Years,error,answer_error,answer_years,answer_answer_error\n4,a,b,c,6,\n",
    ),
}


@pytest.mark.parametrize("size", [1 << 16, 1, 7])
@pytest.mark.parametrize(("text", "out"), FILES.values(), ids=FILES)
def test_a_row_is_kept_with_its_answers_behind(
    text: str, out: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "CHUNK", size)
    assert years(text) == out.split("\n")


@pytest.mark.parametrize(
    ("line", "begins", "value", "error"),
    [
        ('{"base": 4, "n": "\\u00e9", "a": [1, 2.50]}', "", "6", ""),
        ('{"base": "3,4", "year": 1999}', "", "6", ""),
        ('{"base": 4, "n": "x", "n": "y"}', "", "null", "the line has a key twice"),
        (
            '{"base": 4, "Base": 5}',
            "",
            "null",
            "columns 'base' and 'Base' are both --base: choose one with --map",
        ),
        ('{"base": null}', "", "null", "column base is empty"),
        ("[4]", '{"row": "[4]"', "null", "the line is not a JSON object"),
        (
            '{"base"',
            r'{"row": "{\"base\""',
            "null",
            "the line is not JSON: Expecting ':' delimiter",
        ),
        ("[NaN]", '{"row": "[NaN]"', "null", "the line is not JSON: NaN is not a number there"),
    ],
)
def test_an_object_is_kept_with_its_answers_behind(
    line: str, begins: str, value: str, error: str
) -> None:
    found = years(f'{{"base": 9}}\n\n{line}\n{{"base": 9, "years": 3}}')
    said = f'"{error}"' if error else "null"
    assert found[1] == f'{begins or line[:-1]}, "years": {value}, "error": {said}}}'
    assert found[2:] == ['{"base": 9, "years": 3, "answer_years": 6, "error": null}', ""]
    assert years('{"year": 2030}\n{ }', held="base=4 goal=10")[1].startswith('{"years": null')


def test_a_row_longer_than_any_row_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST", 1 << 16)
    with pytest.raises(InputError, match="has a line of more than 65,536 characters"):
        years("base,n\n4," + "x" * (1 << 18))
    found = years('base,n\n4,"x\n' + "5,y\n" * (1 << 15))  # a mark that nothing closes
    assert found[1:3] == [f'4,"""x",,{UNCLOSED}', "5,y,6,"]
    assert len(found) == (1 << 15) + 3


class TestColumns:
    @pytest.mark.parametrize(
        ("header", "row"),
        [
            ("TradeValue,goal,year", "4,10,2030"),
            ("base,tradevalue,goal,year", "9,4,10,2030"),
        ],
    )
    def test_feed_the_figure_that_they_are_called_or_mapped_to(self, header: str, row: str) -> None:
        renamed = ["base=TradeValue"] if "rade" in header else []
        (_, found, _), _ = streamed(f"{header}\n{row}\n", held="", renamed=renamed)
        assert found == f"{row},0.16499305075071297,6,1.5,1.0,0.15271512197902584,"

    def test_feed_nothing_where_they_are_mapped_to_nothing_or_their_figure_is_held(self) -> None:
        renamed = ["base-year="]
        assert years("base,base_year,goal,years\n4,x,y,z\n", renamed=renamed)[1:] == [
            "4,x,y,z,6,",
            "",
        ]

    @pytest.mark.parametrize(
        ("options", "what"),
        [
            ({"renamed": ["what-if=n"]}, "rows have no figure 'what_if': choose from base, goal"),
            ({"held": "goal=ten"}, "goal 'ten' is not a figure"),
            ({"held": "goal=.4bn"}, "a shell cuts"),
        ],
    )
    def test_and_options_that_no_row_can_have_are_refused(
        self, options: dict[str, Any], what: str
    ) -> None:
        with pytest.raises(InputError, match=what):
            streamed("base,n,n\n4,5,6\n", **options)

    def test_have_the_answers_that_a_row_with_empty_cells_may_have(self) -> None:
        found, summary = streamed("from,to,rate\n4,10,\n4,,150\n,10,150\n4,10,150\n", GROWTH, "")
        assert found[:-1] == [
            (
                "from,to,rate,cagr,answer_to,answer_from,years,change,total_growth,log_growth,"
                "doubling_time,halving_time,error"
            ),
            "4,10,,1.5,,,,6.0,1.5,0.9162907318741551,0.75647079736603,,",
            "4,,150,,10.0,,,6.0,,,,,",
            ",10,150,,,3.9999999999999996,,6.0,,,,,",
            "4,10,150,,,,1.0,,,,,,",
        ]
        assert summary.complaint == ""


class TestAnswers:
    @pytest.mark.parametrize("answer", ["goal_year", "years_to_goal"])
    def test_that_rest_on_what_has_no_value_say_why(self, answer: str) -> None:
        found = one("target", answer, base=4, rate=-3, goal=10)
        assert found[answer] is None
        said = "-3 % a year never leads from 4 to 10: the rate must be above zero"
        assert found["error"] == said

    def test_are_none_and_no_error_where_the_row_asks_for_another(self) -> None:
        found = one("target", "required_cagr", base=4, rate=18, year=2030)
        assert (found["required_cagr"], found["error"]) == (None, None)
        found = one("growth", "change", **{"from": 0, "to": 3, "years": 1})
        assert (found["change"], found["error"]) == (3, None)

    def test_levels_with_a_scale_are_in_full(self) -> None:
        for word, power in (("bn", 9), ("mn", 6), ("trn", 12)):
            for figure in ("3.4", "0.001", "123456.789", "999.999"):
                found = one("project", "full_year", ytd=f"{figure}{word}", months=12)
                assert found["full_year"] == float(Decimal(figure).scaleb(power))
        (found,) = answer_rows([{"ytd": "1.022trn", "months": 12}], "project", rounded=True)
        assert (found["full_year_low"], found["full_year_high"]) == (1021.5e9, 1022.5e9)

    def test_have_their_ends_beside_them_where_rounding_can_move_them(self) -> None:
        found, _ = streamed("base\n4\n=4\n0\n", rounded=True, answers="required_cagr,years")
        assert found == [
            "base,required_cagr,required_cagr_low,required_cagr_high,years,years_low,years_high,error",
            "4,0.16499305075071297,0.1423466550875094,0.19121090154950468,6,,,",
            "=4,0.16499305075071297,,,6,,,",
            '0,,,,6,,,"column base must be above zero, not 0"',
            "",
        ]
        asked, header = "full_year,method,likely_low,verdict", "ytd,months,base,growth,goal,year"
        options = {"rounded": True, "answers": asked}
        found, _ = streamed(f"{header}\n3.4,9,4,18%,10,2030\n", TRACK, "", **options)
        ends = "full_year,full_year_low,full_year_high"
        assert found[0] == f"{header},{ends},{asked[10:]},verdict_low,verdict_high,error"
        cells = found[1].split(",")[9:]
        assert cells[:3] == ["blend", "4.3934996187159285", "acceleration-needed"]
        assert cells[3:] == ["acceleration-needed", "on-track", ""]

    def test_rates_are_in_per_cent_and_answered_as_fractions(self) -> None:
        found, _ = streamed("base,rate\n4,18\n4,18%\n4,-5\n", held="year=2025", answers="goal")
        assert [line.split(",")[2] for line in found[1:-1]] == ["4.72", "4.72", "3.8"]
        options: Any = {"held": "year=2025", "answers": "goal", "fractions": True}
        found, _ = streamed("base,rate\n4,0.18\n4,18%\n4,.18\n4,-0.05\n", **options)
        assert [line.split(",")[2] for line in found[1:-1]] == ["4.72", "4.72", "4.72", "3.8"]


class TestFigures:
    @pytest.mark.parametrize(
        ("base", "error"),
        [
            ("", "column 2024 is empty"),
            ("n/a", "column 2024 'n/a' is not a figure: write 3.4"),
            ("4bn", "column 2024 has a scale and --goal has none"),
            ("٤", "column 2024 '٤' is not a figure"),
        ],
    )
    def test_are_called_by_their_column_in_an_error(self, base: str, error: str) -> None:
        found, summary = streamed(f'2024,n\n5,a\n"{base}",b\n', renamed=["base=2024"])
        assert error in found[2]
        assert found[1].endswith("0.11552453009332421,")
        assert summary.complaint == "no answer for 1 of 2 rows: their error says why"

    @pytest.mark.parametrize("missing", [None, "", " ", math.nan, Decimal("nan"), Decimal("snan")])
    def test_may_be_missing(self, missing: object) -> None:
        assert one("target", base=missing, goal=10, year=2030)["error"] == "column base is empty"
        row = {"base": missing, "goal": missing, "year": 2030, "current": missing}
        assert one("target", **row)["error"] == "column base and column goal are empty"
        row = {"base": 4, "goal": 10, "rate": 18, "year": 2030, "current": missing}
        assert one("target", **row)["error"].endswith(": drop the one to solve for")

    def test_may_be_numbers_of_any_sort(self) -> None:
        class NAType:  # as pandas has it: neither equal to itself nor not
            def __ne__(self, other: object) -> bool:
                raise TypeError("boolean value of NA is ambiguous")

        assert one("target", base=NAType(), goal=10, year=2030)["error"] == "column base is empty"
        for base in (4, 4.0, Decimal(4), Fraction(4), "4"):
            assert one("target", "years", base=base, goal=10, year=2030.0)["years"] == 6
        others: list[Any] = [True, [4], (4,), {"base": 4}, 10**5000]
        for other in others:
            assert one("target", base=other, goal=10, year=2030)["error"].startswith("column base")

    @pytest.mark.parametrize(
        ("year", "error"),
        [
            ("2030.5", "column year must be a whole number from 1 to 9999"),
            ("2020", "column year must be from 2025 to 9999"),
        ],
    )
    def test_a_year_is_a_whole_number_after_the_base_year(self, year: str, error: str) -> None:
        assert years(f"base,year\n4,2030.0\n4,{year}\n", held="goal=10")[1] == "4,2030.0,6,"
        assert years(f"base,year\n4,2031\n4,{year}\n", held="goal=10")[2].startswith(
            f'4,{year},,"{error}'
        )


class TestDoubts:
    @pytest.mark.parametrize(
        ("text", "question", "doubts"),
        [
            (
                "base,rate,year\n4,0.1,2030\n4,0.2,2030\n4,0.1%,2030\n",
                TARGET,
                ["column rate 0.1 was read as 0.1 %; write 10, or add --fractions (2 rows)."],
            ),
            (
                "from,to,years\n1,2,\n1,2,4\n1,2,\n",
                GROWTH,
                ["where column years is empty, 1 is taken (2 rows)."],
            ),
            (
                "from,to\n4+,5\n3..4,5\n4,5\n",
                GROWTH,
                ["marks such as + in 4+ do not count without --rounded (2 rows)."],
            ),
            (
                "from;to\n1,5;2,5\n999,5;1.234\n",
                GROWTH,
                ["1.234 in column to was read with a decimal point, not a comma (1 row)."],
            ),
            ("from;to\n1.5;2.5\n999.5;1.234\n", GROWTH, []),
        ],
    )
    @pytest.mark.parametrize("size", [1 << 16, 1])
    def test_are_told_once_and_counted_however_the_rows_come(
        self, text: str, question: Question, doubts: list[str], size: int, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(records, "CHUNK", size)
        assert streamed(text, question, "")[1].doubts == doubts

    @pytest.mark.parametrize(
        ("question", "header", "note"),
        [
            (TARGET, "base,goal,year", "--base-year is 2024 in every row."),
            (TARGET, "base,goal,year,base_year", None),
            (GROWTH, "from,rate", "--years is 1 in every row."),
            (GROWTH, "from,to,from_year,to_year", None),
        ],
    )
    def test_what_is_taken_in_every_row_is_noted(
        self, question: Question, header: str, note: str | None
    ) -> None:
        assert streamed(f"{header}\n", question, "")[1].notes == ([note] if note else [])


@pytest.mark.parametrize("size", [1 << 16, 1])
def test_a_strict_reading_ends_at_the_first_row_without_an_answer(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "CHUNK", size)
    found, summary = streamed('base,n\n4,a\n\n5,"b\nc"\nx,d\n4+,e\n', answers="years", strict=True)
    assert found == ["base,n,years,error", "4,a,6,", '5,"b', 'c",6,', ""]
    assert summary.complaint.startswith("standard input, line 6: column base 'x' is not a figure")
    assert summary.doubts == []
    found, summary = streamed('{"base": 4}\n\n{"base": "x"}\n', answers="years", strict=True)
    assert found == ['{"base": 4, "years": 6, "error": null}', ""]
    assert summary.complaint.startswith("standard input, line 3: column base 'x' is not a figure")
    assert streamed("base\n4\n", strict=True)[1].complaint == ""
