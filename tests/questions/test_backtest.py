"""`backtest`: the scores of a file's series, its words, and files that cannot be judged."""

from __future__ import annotations

import math
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc.errors import DomainError, InputError
from tradecalc.figures.reading import Reading
from tradecalc.questions.backtest import BACKTEST
from tradecalc.questions.question import Result, answer
from tradecalc.show import text
from tradecalc.show.machine import bare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folder = Callable[..., str]

DOUBLED = (*[1.0] * 24, *[2.0] * 12)  # a year of 12, another, and one of 24


def restless(seed: int, years: int) -> list[float]:
    draw = random.Random(seed)
    return [(10 + t % 12) * math.exp(0.01 * t + draw.gauss(0, 0.2)) for t in range(12 * years + 5)]


@pytest.fixture
def file(tmp_path: Path) -> Folder:
    """Write series that begin in January 2001 into one file, and return its path."""

    def write(name: str = "trade.csv", /, **series: Any) -> str:
        lines = ["series,period,value"]
        for one, values in series.items():
            dated = enumerate(values)
            lines += [f"{one},{2001 + t // 12}-{t % 12 + 1:02},{value!r}" for t, value in dated]
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    return write


def counts(result: Result) -> tuple[int, int]:
    return result.series.value, result.years.value


def test_months_are_three_six_and_nine_unless_asked(file: Folder) -> None:
    path = file(exports=restless(1, 8))
    for asked, months in (
        (None, [3, 6, 9]),
        ("7;1", [1, 7]),
        ((9, 2), [2, 9]),
        ("11, 2,11", [2, 11]),
    ):
        result = BACKTEST(path, months=asked)
        assert [row["months"] for row in result.tables["scores"][::5]] == months
        read = [one.estimate.value for one in result.inputs.values() if one.estimate]
        assert read == months
        assert {row["n"] for row in result.tables["scores"]} == {6}


def test_the_notes_say_what_was_best_when_and_whose_ranges_they_are(file: Folder) -> None:
    path = file(exports=restless(1, 16), imports=restless(2, 12))
    result, own = BACKTEST(path), BACKTEST(path, flow="national")
    *by_month, ranges = text.notes(result)
    least = " ".join((text.sentence(result), *by_month))
    for m in (3, 6, 9):
        rows = [row for row in result.tables["scores"] if row["months"] == m]
        best = min(rows, key=lambda row: row["mean_error"])["method"].replace("_", " ")
        assert re.search(rf"{best} [^;]*{m}", least)
    assert "of over-1bn flows" in ranges
    assert "(assumed: --flow)" in ranges
    assert "of national flows" in text.notes(own)[-1]
    one, other = result.tables["scores"], own.tables["scores"]
    assert [row["mean_error"] for row in one] == [row["mean_error"] for row in other]
    assert [row["coverage"] for row in one] != [row["coverage"] for row in other]
    assert counts(result) == (2, 14 + 10)
    said = text.sentence(result)
    assert said.startswith("Over 24 years of 2 series, ")
    assert " has the least mean error after 3, 6 and 9 months: " in said
    assert " after 1 month: " in text.sentence(BACKTEST(path, months="1"))


def test_each_projection_can_be_had(file: Folder) -> None:
    result = BACKTEST(file(exports=restless(1, 6)), months="6,9", each=True)
    singles = result.tables["projections"]
    assert len(singles) == 4 * 2 * 5
    for row in singles:
        assert row["error"] == pytest.approx(math.log(row["projected"] / row["actual"]), abs=1e-12)
    blend = {"months": 6, "method": "blend"}
    errors = [abs(row["error"]) for row in singles if row.items() >= blend.items()]
    (score,) = (row for row in result.tables["scores"] if row.items() >= blend.items())
    assert score["mean_error"] == pytest.approx(sum(errors) / 4)
    assert score["n"] == len(errors) == 4
    head, first, *_ = bare(result, "projections").split("\n")
    assert head == "series,year,months,method,projected,low,high,actual,error"
    assert first.startswith("exports,2003,6,straight_line,")
    assert "projections" not in BACKTEST(file(exports=restless(1, 6))).tables


def test_processes_change_nothing_but_the_time(file: Folder) -> None:
    files = [file(f"{k}.csv", exports=restless(k, 7), imports=restless(k + 9, 5)) for k in range(3)]
    seen: list[tuple[int, int]] = []
    reading = Reading()
    reading.progress = lambda done, of: seen.append((done, of))
    together = answer(BACKTEST, reading, {"files": files, "each": True, "jobs": "2"})
    assert seen == [(k, 6) for k in range(1, 7)]
    alone = BACKTEST(*files, each=True)
    assert together.answers == alone.answers
    assert text.notes(together) == text.notes(alone)
    assert "jobs" not in together.inputs


def test_series_of_one_name_are_told_apart_by_their_files(file: Folder) -> None:
    values = restless(1, 6)
    twice = [file("a.csv", exports=values), file("b.csv", exports=values)]
    result, once = BACKTEST(*twice, each=True), BACKTEST(twice[0])
    assert counts(result) == (2, 8)
    errors = [row["mean_error"] for row in result.tables["scores"]]
    assert errors == pytest.approx([row["mean_error"] for row in once.tables["scores"]])
    names = {row["series"] for row in result.tables["projections"]}
    assert names == {"a: exports", "b: exports"}
    with pytest.raises(InputError, match=r"a.csv is named twice: drop one"):
        BACKTEST(twice[0], twice[0])


def test_series_that_cannot_be_tried_are_left_out_by_name(file: Folder) -> None:
    short = {name: [1.0] * 35 for name in "ABCDEFG"}
    balance = [1.0] * 20 + [-2.0] * 28
    result = BACKTEST(file(long=restless(1, 5), balance=balance, **short))
    said = "'balance' with months below zero (give exports and imports)"
    left = f"Left out: {said}; 'A', 'B', 'C' and 4 more without three complete years in a row."
    assert left in text.notes(result)
    assert counts(result)[0] == 1
    with pytest.raises(DomainError, match=f"^no series can be tried: {re.escape(said)}$"):
        BACKTEST(file(balance=balance))
    files = file("old/f.csv", exports=restless(1, 1)), file("new/f.csv", exports=restless(1, 5))
    assert counts(BACKTEST(*files))[0] == 1  # a short series takes none of its name with it


def test_a_series_with_a_gap_is_left_out_and_named(file: Folder, tmp_path: Path) -> None:
    lines = (tmp_path / file(A=restless(1, 4), B=restless(2, 4))).read_text().split("\n")
    (tmp_path / "gap.csv").write_text("\n".join(ln for ln in lines if "B,2002-06" not in ln))
    result = BACKTEST(str(tmp_path / "gap.csv"))
    assert counts(result)[0] == 1
    assert any("(series 'B'): June 2002 has no number" in note for note in text.notes(result))


def test_years_of_nothing_are_counted(file: Folder) -> None:
    nothing_yet = [0.0] * 4 + [1.0] * 8
    result = BACKTEST(file(exports=[*[1.0] * 24, *nothing_yet, *[1.0] * 12], none=[0.0] * 36))
    # In 2003 three months bring nothing, and so do in 2004 the same of the year before; and
    # three months of one year of the other series.
    said = "Left out: 5 of 9 projections a method, where the months so far, or the same"
    assert any(note.startswith(said) for note in text.notes(result))
    assert counts(result) == (1, 2)
    with pytest.raises(DomainError, match="are zero"):
        BACKTEST(file(none=[0.0] * 48))


def test_totals_to_date_are_doubted(file: Folder) -> None:
    result = BACKTEST(file(exports=[float(5 * (t % 12 + 1)) for t in range(48)]))
    assert any("add --cumulative" in doubt for doubt in text.doubts(result))
