"""`backtest`: the scores of a file's series, its words, and files that cannot be judged."""

from __future__ import annotations

import math
import os
import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import UNMEASURED
from tradecalc import DomainError, Estimate, InputError
from tradecalc.commands.backtest import backtest
from tradecalc.core.backtest import METHODS
from tradecalc.inputs.monthly import Choice
from tradecalc.inputs.question import Question
from tradecalc.outputs.bare import bare
from tradecalc.outputs.display import Style
from tradecalc.outputs.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from tradecalc.outputs.report import Report

DOUBLED = (*[1.0] * 24, *[2.0] * 12)  # a year of 12, another, and one of 24


def restless(seed: int, years: int) -> list[float]:
    draw = random.Random(seed)
    return [(10 + t % 12) * math.exp(0.01 * t + draw.gauss(0, 0.2)) for t in range(12 * years + 5)]


class Folder:
    """Writes the files of a test."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, name: str = "trade.csv", /, **series: Any) -> str:
        """Write series that begin in January 2001 into one file, and return its path."""
        lines = ["series,period,value"]
        for one, values in series.items():
            lines += [
                f"{one},{2001 + t // 12}-{t % 12 + 1:02},{value!r}"
                for t, value in enumerate(values)
            ]
        path = self.path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def judge(*files: str, **options: Any) -> Report:
    return backtest(Question(), files=files, choice=Choice(), **options)


def estimate(report: Report, name: str) -> Any:
    found = report.answer(name).value
    assert isinstance(found, Estimate)
    return found.value


def rows(report: Report, name: str = "scores") -> list[dict[str, Any]]:
    table = report.table(name)
    assert table is not None
    names = [column.name for column in table.columns]
    plain = [[c.value if isinstance(c, Estimate) else c for c in row] for row in table.rows]
    return [dict(zip(names, row, strict=True)) for row in plain]


def text(report: Report) -> str:
    return FORMATS["table"](report, Style(width=80))


def test_one_year_worked_by_hand(folder: Folder) -> None:
    report = judge(folder.file(exports=DOUBLED), months="9")
    scores = {row["method"]: row for row in rows(report)}
    assert list(scores) == list(METHODS)
    flat = math.log(24 / 21)
    assert scores["flat_remainder"]["mean_error"] == pytest.approx(flat)
    assert scores["flat_remainder"]["bias"] == pytest.approx(-flat)
    assert scores["blend"]["median_error"] == pytest.approx(flat / 3)
    assert scores["straight_line"]["mean_error"] == 0
    assert scores["straight_line"]["skill"] == 0
    assert scores["flat_remainder"]["skill"] is None  # against nothing there is no skill
    assert report.headline == "best_method"
    assert bare(report, report.headline) == "straight_line"
    assert estimate(report, "mean_error") == estimate(report, "median_error") == 0
    assert (estimate(report, "series"), estimate(report, "years")) == (1, 1)
    assert " ".join(text(report).split()).startswith(  # folded, as at a terminal
        "Over 1 year of 1 series, straight line erred least after 9 months: 0.00 % in the mean,"
    )
    assert any("Fewer than 10 years" in note for note in report.notes)


def test_months_are_three_six_and_nine_unless_asked(folder: Folder) -> None:
    path = folder.file(exports=restless(1, 8))
    assert [row["months"] for row in rows(judge(path))[::5]] == [3, 6, 9]
    asked = judge(path, months="11, 2,11")
    assert [row["months"] for row in rows(asked)[::5]] == [2, 11]
    assert [row["months"] for row in rows(judge(path, months="7;1"))[::5]] == [1, 7]
    assert {name: r.estimate.value for name, r in asked.readings.items() if r.estimate} == {
        "months_1": 2,
        "months_2": 11,
    }
    assert {row["n"] for row in rows(asked)} == {6}


def test_the_notes_say_what_was_best_when_and_whose_ranges_they_are(folder: Folder) -> None:
    path = folder.file(exports=restless(1, 16), imports=restless(2, 12))
    report = judge(path)
    best = {}
    for m in (3, 6, 9):
        errors = {r["method"]: r["mean_error"] for r in rows(report) if r["months"] == m}
        best[m] = min(errors, key=errors.__getitem__).replace("_", " ")
    words = ", ".join(f"after {m} months {name}" for m, name in best.items())
    if len(set(best.values())) == 1:
        words = f"{best[3]}, after 3, 6 and 9 months each"
    assert f"Least mean error: {words}." in report.notes
    assert any("(over-1bn flows, assumed; set --flow)" in note for note in report.notes)
    assert not any("Fewer than" in note or "Left out" in note for note in report.notes)
    own = judge(path, flow="national")
    assert any("(national flows)" in note for note in own.notes)
    assert [row["mean_error"] for row in rows(own)] == [row["mean_error"] for row in rows(report)]
    assert [row["coverage"] for row in rows(own)] != [row["coverage"] for row in rows(report)]
    assert (estimate(report, "series"), estimate(report, "years")) == (2, 14 + 10)
    assert text(report).startswith("Over 24 years of 2 series, ")
    assert " erred least after 3, 6 and 9 months: " in text(report)


def test_a_month_is_a_month(folder: Folder) -> None:
    report = judge(folder.file(exports=restless(3, 6)), months="1")
    assert any(
        note.startswith("Least mean error: ") and note.endswith(", after 1 month.")
        for note in report.notes
    )


def test_the_table_fits_a_terminal(folder: Folder) -> None:
    report = judge(folder.file(exports=restless(1, 20)))
    lines = text(report).split("\n")
    header = next(line for line in lines if line.startswith("method "))
    assert header.split() == "method months n median mean bias coverage skill".split()  # noqa: SIM905  as it is read
    assert max(map(len, lines[lines.index(header) :][:16])) <= 80
    assert "0.000 %" in FORMATS["table"](report, Style(digits=3))
    plain = FORMATS["plain"](report, Style()).split("\n\n")[1].split("\n")
    assert plain[1].split("\t")[3:5] == ["median_error %", "mean_error %"]
    assert all(len(cell.split(".")[1]) == 1 for cell in plain[2].split("\t")[3:])


def test_each_projection_can_be_had(folder: Folder) -> None:
    report = judge(folder.file(exports=restless(1, 6)), months="6,9", each=True)
    singles = rows(report, "projections")
    assert len(singles) == 4 * 2 * 5
    for row in singles:
        assert row["error"] == pytest.approx(math.log(row["projected"] / row["actual"]), abs=1e-12)
    by_hand = [abs(r["error"]) for r in singles if (r["months"], r["method"]) == (6, "blend")]
    score = next(r for r in rows(report) if (r["months"], r["method"]) == (6, "blend"))
    assert score["mean_error"] == pytest.approx(sum(by_hand) / 4)
    assert score["n"] == len(by_hand) == 4
    head, first, *_ = bare(report, "projections").split("\n")
    assert head == "series,year,months,method,projected,low,high,actual,error"
    assert first.startswith("exports,2003,6,straight_line,")
    assert judge(folder.file(exports=restless(1, 6))).table("projections") is None


def test_processes_change_nothing_but_the_time(folder: Folder) -> None:
    files = [
        folder.file(f"{k}.csv", exports=restless(k, 7), imports=restless(k + 9, 5))
        for k in range(3)
    ]
    seen: list[tuple[int, int]] = []
    alone = judge(*files, each=True, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(k, 6) for k in range(1, 7)]
    together = judge(*files, each=True, jobs="2", progress=lambda done, of: seen.append((done, of)))
    assert seen[6:] == seen[:6]
    assert together.tables == alone.tables
    assert together.answers == alone.answers
    assert together.notes == alone.notes


def test_two_files_may_hold_series_of_one_name(folder: Folder) -> None:
    values = restless(1, 6)
    twice = [folder.file("a.csv", exports=values), folder.file("b.csv", exports=values)]
    report = judge(*twice)
    assert (estimate(report, "series"), estimate(report, "years")) == (2, 8)
    once = rows(judge(twice[0]))
    assert [row["mean_error"] for row in rows(report)] == pytest.approx(
        [row["mean_error"] for row in once]
    )
    assert {row["n"] for row in rows(report)} == {8}


def test_series_too_short_are_left_out_by_name(folder: Folder) -> None:
    short = {name: [1.0] * 35 for name in "ABCDEFG"}
    report = judge(folder.file(long=restless(1, 5), **short))
    assert "Left out: A, B, C and 4 more without three complete years." in report.notes
    assert estimate(report, "series") == 1


def test_years_of_nothing_are_counted(folder: Folder) -> None:
    nothing_yet = [0.0] * 4 + [1.0] * 8
    report = judge(folder.file(exports=[*[1.0] * 24, *nothing_yet, *[1.0] * 12], none=[0.0] * 36))
    # In 2003 three months bring nothing, and so do in 2004 the same of the year before; and
    # three months of one year of the other series.
    assert (
        "Left out, 5 of 9 projections by each method: the months so far, or the same months of"
        " the year before, came to nothing."
    ) in report.notes
    assert (estimate(report, "series"), estimate(report, "years")) == (1, 2)
    with pytest.raises(DomainError, match="came to nothing in every one"):
        judge(folder.file(none=[0.0] * 48))


def test_what_is_too_short_is_said(folder: Folder) -> None:
    needs = "needs three complete years in a row, two of them to project the third from: "
    with pytest.raises(DomainError, match=f"{needs}exports has 2$"):
        judge(folder.file(exports=[1.0] * 35))
    with pytest.raises(DomainError, match=f"{needs}B has 2, and the other series no more"):
        judge(folder.file(A=[1.0] * 12, B=[1.0] * 30))


def test_a_balance_is_named(folder: Folder) -> None:
    balance = [1.0] * 20 + [-2.0] * 28
    path = folder.file(exports=restless(1, 5), balance=balance)
    report = judge(path)
    assert any("Left out: balance with months below zero" in note for note in report.notes)
    assert estimate(report, "series") == 1
    with pytest.raises(DomainError, match=r"tried: balance with months below zero, as a balance"):
        judge(folder.file(balance=balance))


def test_a_series_with_a_gap_is_left_out_and_named(tmp_path: Path) -> None:
    good = [f"A,20{20 + k // 12}-{k % 12 + 1:02},{5 + k % 7}" for k in range(48)]
    gap = [f"B,20{20 + k // 12}-{k % 12 + 1:02},{5 + k % 7}" for k in range(48) if k != 17]
    file = tmp_path / "gap.csv"
    file.write_text("\n".join(["series,period,value", *good, *gap]))
    report = judge(str(file))
    assert estimate(report, "series") == 1
    assert any("(series 'B'): June 2021 is missing" in note for note in report.notes)


def test_series_of_one_name_are_told_apart_by_their_files(tmp_path: Path) -> None:
    for name in ("exports", "imports"):
        rows = [f"20{20 + k // 12}-{k % 12 + 1:02},{5 + k % 7}" for k in range(48)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["period,value", *rows]))
    report = judge(str(tmp_path / "exports.csv"), str(tmp_path / "imports.csv"), each=True)
    table = report.table("projections")
    assert table is not None
    assert {row[0] for row in table.rows} == {"exports: value", "imports: value"}
    assert report.readings["file_2"].written.endswith("imports.csv")


def test_totals_to_date_are_doubted(tmp_path: Path) -> None:
    rows = [f"20{20 + k // 12}-{k % 12 + 1:02},{5 * (k % 12 + 1)}" for k in range(48)]
    file = tmp_path / "totals.csv"
    file.write_text("\n".join(["period,value", *rows]))
    assert any("add --cumulative" in warning for warning in judge(str(file)).warnings)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"months": "12"}, "--months '12' is not a whole number from 1 to 11"),
        ({"months": "3,,6"}, "--months '' is not a whole number"),
        ({"months": "3.5"}, "--months '3.5' is not a whole number"),
        ({"jobs": "0"}, "--jobs '0' is not a whole number from 1 to 64"),
        ({"jobs": "65"}, "--jobs '65' is not a whole number from 1 to 64"),
        ({"flow": "huge"}, "--flow 'huge' is not one of national, over-1bn"),
    ],
)
def test_what_cannot_be_read(folder: Folder, options: dict[str, str], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        judge(folder.file(exports=DOUBLED), **options)


def test_a_backtest_needs_a_file() -> None:
    with pytest.raises(InputError, match="needs a file of months"):
        judge()


INTERRUPTED = """
import sys
from tradecalc.commands.backtest import backtest
from tradecalc.inputs.monthly import Choice
from tradecalc.inputs.question import Question

if __name__ == "__main__":
    try:
        backtest(Question(), files=[sys.argv[1]], choice=Choice(), months="1,2,3,4,5,6,7,8,9",
                 jobs="2", progress=lambda done, of: print(done, of, flush=True))
    except KeyboardInterrupt:
        sys.exit(130)
"""


def test_ctrl_c_ends_all_processes_and_says_nothing(folder: Folder, tmp_path: Path) -> None:
    path = folder.file(**{f"series {k}": restless(k, 40) for k in range(60)})
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), path],
        env=UNMEASURED,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1 60\n"
        os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to every process
        # Until the last of them has ended, and sooner than the work would be done.
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, "")


def test_a_short_series_takes_none_of_its_name_with_it(tmp_path: Path) -> None:
    for folder_name, months in (("old", 20), ("new", 48)):
        (tmp_path / folder_name).mkdir()
        rows = [f"20{20 + k // 12}-{k % 12 + 1:02},{5 + k % 7}" for k in range(months)]
        (tmp_path / folder_name / "f.csv").write_text("\n".join(["period,value", *rows]))
    report = judge(str(tmp_path / "old" / "f.csv"), str(tmp_path / "new" / "f.csv"))
    assert estimate(report, "series") == 1
    assert any("Left out: f: value without three complete years" in note for note in report.notes)
