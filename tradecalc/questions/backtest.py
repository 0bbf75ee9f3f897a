"""How good are projections? Every year of the user's own series is projected, then compared."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from tradecalc.core import backtest as core
from tradecalc.core.months import MonthlySeries
from tradecalc.core.ranges import Estimate
from tradecalc.core.reference import DEFAULT_FLOW
from tradecalc.errors import DomainError, InputError, Note, counted, listed
from tradecalc.figures.months import doubts, read_each, told_apart
from tradecalc.figures.number import parse_whole
from tradecalc.figures.reading import Input, Reading
from tradecalc.figures.text_file import source_name
from tradecalc.jobs import in_order
from tradecalc.questions.question import Answer, Figure, Question, Result, Settled, option_name
from tradecalc.questions.year import FLOW, READING, choice_of

MONTHS = (3, 6, 9)
NOTHING = "the months so far, or the same months of the year before, are zero"
ROLLING = "Tashman, 2000, International Journal of Forecasting 16: rolling origin"
HYNDMAN = "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.9"
MEDIAN = ("median of |ln(projected / actual)|", "median absolute error in logarithms", ROLLING)
MEAN = ("mean of |ln(projected / actual)|", "mean absolute error in logarithms", ROLLING)
BIAS = ("mean of ln(projected / actual)", "mean error in logarithms", ROLLING)
COVERAGE = ("covered / n", "share of the years that ended in the 80 % range")
SKILL = ("1 - mean_error / straight_line_mean_error", "skill over the straight line", HYNDMAN)
RANGES = "Coverage is of the ranges of {kind} flows, but of seasonal, whose ranges are its own"


def settle(reading: Reading) -> Settled:
    """Read the series, try every method in every year of them, and judge the methods."""
    asked = _months(reading)
    series, left_out = _series(reading)
    work = partial(core.backtest, months=asked, flow=reading.get("flow", DEFAULT_FLOW))
    tried: list[list[core.Trial]] = []
    for found in in_order(series, work, min(reading.get("jobs", 1), len(series))):
        tried.append(found)
        if reading.progress:
            reading.progress(len(tried), len(series))
    trials = [trial for found in tried for trial in found]
    if not trials:
        raise DomainError(f"no year can be projected: {NOTHING}", remedy="try later {--months}")
    whole, judged = core.overall(trials), core.scores(trials)
    best = next(score for score in whole if score.method == core.best_method(whole))
    answers: dict[str, Any] = {
        "best_method": best.method,
        "mean_error": Estimate(best.mean_error),
        "median_error": Estimate(best.median_error),
        "series": Estimate(sum(map(bool, tried))),
        "years": Estimate(sum(len({trial.year for trial in found}) for found in tried)),
        "scores": [_row("scores", score) for score in judged],
    }
    if "each" in reading:
        answers["projections"] = [_row("projections", trial) for trial in trials]
    months = sorted({trial.months for trial in trials})
    notes = _notes(reading, judged, months)
    if answers["years"].value < 10:
        notes.append(Note("Fewer than 10 years say little about which method is best."))
    possible = len(asked) * sum(len(core.judged_years(one)) for one in series)
    if missing := possible - len(trials) // len(core.METHODS):
        left_out.insert(0, f"{missing:,} of {possible:,} projections a method, where {NOTHING}")
    if left_out:
        more = f"; and {len(left_out) - 3} more" if len(left_out) > 3 else ""
        notes.append(Note("Left out: {reasons}.", reasons="; ".join(left_out[:3]) + more))
    return Settled({}, {"months": months}, notes, answers=answers)


def _months(reading: Reading) -> list[int]:
    parts = str(reading.get("months", MONTHS)).strip("[]()").replace(";", ",").split(",")
    try:
        asked = sorted({parse_whole(part, least=1, most=11) for part in parts})
    except InputError as error:
        raise error.about("months") from None
    for k, m in enumerate(asked, start=1):
        written = f"{m}" if "months" in reading else ""
        reading.inputs[f"months_{k}"] = Input(written, Estimate(m), "count")
    return asked


def _series(reading: Reading) -> tuple[list[MonthlySeries], list[str]]:
    """Return the series that can be tried, and the reasons against the others."""
    files: Sequence[str] = reading.get("files", ())
    if not files:
        raise InputError("backtest needs a file of months: tradecalc backtest exports.csv")
    for k, path in enumerate(files, start=1):
        reading.named(f"file_{k}", path)
        if path in files[k:]:
            raise InputError("is named twice", written=source_name(path), remedy="drop one")
    choice = choice_of(reading)
    read = [(path, *read_each(path, choice)) for path in files]
    left_out = [reason.sentence(option_name) for _, _, reasons in read for reason in reasons]
    found = told_apart([(path, series) for path, series, _ in read])
    flows = [one for one in found if min(one.values) >= 0]
    series = [one for one in flows if core.judged_years(one)]
    if balances := listed((one.name for one in found if one not in flows), 3):
        left_out.append(f"{balances} with months below zero (give exports and imports)")
    if short := listed((one.name for one in flows if one not in series), 3):
        left_out.append(f"{short} without three complete years in a row")
    if not series:
        raise DomainError("no series can be tried: {why}", why="; ".join(left_out[:3]))
    reading.doubts |= {f"files_{k}": note for k, note in enumerate(doubts(series, choice))}
    return series, left_out


def _row(table: str, one: core.Score | core.Trial) -> dict[str, Any]:
    cells = ((name, getattr(one, name)) for name in BACKTEST.tables[table])
    return {n: cell if isinstance(cell, (str, type(None))) else Estimate(cell) for n, cell in cells}


def _notes(reading: Reading, judged: Sequence[core.Score], months: Sequence[int]) -> list[Note]:
    best: dict[str, list[int]] = {}
    for m in months:
        best.setdefault(core.best_method([s for s in judged if s.months == m]), []).append(m)
    least = "; ".join(f"{method.replace('_', ' ')} after {_count(m)}" for method, m in best.items())
    assumed = "." if "flow" in reading else " (assumed: {--flow})."
    ranges = Note(f"{RANGES}{assumed}", kind=reading.get("flow", DEFAULT_FLOW))
    by_months = [Note("Least mean error: {least}.", least=least)] * (len(best) > 1)
    return [*by_months, ranges]


def _count(months: Sequence[int]) -> str:
    counts = [*map(str, months)]
    said = ", ".join([*counts[:-2], " and ".join(counts[-2:])])
    return f"{said} month" if said == "1" else f"{said} months"


def sentence(result: Result) -> Note:
    """Return the sentence that answers."""
    span, months = counted(result.answers["years"].value, "year"), _count(result.taken["months"])
    tried = "{series}" if "series" in result.inputs else "{series} series"
    said = f"Over {{span}} of {tried}, {{best_method}} has the least mean error after {{months}}:"
    said += " {mean_error}.\nIts median error is {median_error}."
    return Note(said, span=span, months=months)


COUNTS = {"months_{n}": "count"}
_own = partial(Figure, is_input=False)
_error = partial(Answer, digits=1)
BACKTEST = Question(
    "backtest",
    "How good are projections?",
    about="Projects every year of your monthly series after some months, and compares the results.",
    figures=(
        _own("files", "texts", "CSVs of months, or -.", metavar="FILE...")._replace(
            argument=True, reads={"file_{n}": "text"}
        ),
        _own("months", "text", "Months to project from: 3,6,9.", metavar="LIST", reads=COUNTS),
        _own("jobs", "count", "Processes to work on: 1 unless set.", most=64, metavar="N"),
        FLOW,
        _own("each", "flag", "Only the single projections, as CSV.", panel="Output"),
        *READING,
    ),
    answers=(
        Answer("best_method", "word", "Method with the least mean error over all months."),
        Answer("mean_error", "share", "Its mean error.", *MEAN),
        Answer("median_error", "share", "Its median error.", *MEDIAN),
        Answer("series", "count", "Series tried."),
        Answer("years", "count", "Years projected."),
    ),
    tables={
        "scores": (
            Answer("method", "word", "Method."),
            Answer("months", "count", "Months projected from."),
            Answer("n", "count", "Projections."),
            _error("median_error", "share", "Median error.", *MEDIAN, heading="median"),
            _error("mean_error", "share", "Mean error.", *MEAN, heading="mean"),
            _error("bias", "rate", "Mean error with its sign.", *BIAS),
            _error("coverage", "share", "Share of years in the 80 % range.", *COVERAGE),
            _error("skill", "rate", "Part of the straight line's error saved.", *SKILL),
        ),
        "projections": (
            Answer("series", "text", "Name of the series."),
            Answer("year", "year", "Year projected."),
            Answer("months", "count", "Months known."),
            Answer("method", "word", "Method."),
            Answer("projected", "level", "Total projected."),
            Answer("low", "level", "Lower end of its 80 % range."),
            Answer("high", "level", "Upper end of its 80 % range."),
            Answer("actual", "level", "Actual total."),
            Answer("error", "rate", "ln(projected / actual)."),
        ),
    },
    settle=settle,
    headline=lambda answers: next(iter(answers)),
    sentence=sentence,
    brief={
        "": (),
        "scores": ("method", "months", "median_error", "mean_error", "bias", "coverage", "skill"),
    },
    example="tradecalc backtest exports.csv",
)
