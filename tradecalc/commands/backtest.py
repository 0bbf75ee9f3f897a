"""Which projection would have done best? Every year of the user's own series, year by year."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft
from tradecalc.commands.files import doubt, keep_choice, told_apart
from tradecalc.commands.jobs import gathered, in_order
from tradecalc.commands.likely import parse_flow
from tradecalc.commands.words import all_of, arithmetic, first_of, in_words
from tradecalc.core import backtest as core
from tradecalc.core.ranges import Estimate
from tradecalc.core.reference import DEFAULT_FLOW
from tradecalc.errors import DomainError, InputError
from tradecalc.inputs.figures import parse_whole
from tradecalc.inputs.monthly import UNSAID, read_each
from tradecalc.inputs.text_file import source_name
from tradecalc.outputs.report import Cell, Column, Report, Working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.commands.jobs import Progress
    from tradecalc.core.backtest import Score, Trial
    from tradecalc.core.months import MonthlySeries
    from tradecalc.inputs.monthly import Choice
    from tradecalc.inputs.question import Question

MONTHS = (3, 6, 9)
FEW = 10  # years: with fewer, chance decides between methods that are near one another

ROLLING = "Tashman, 2000, International Journal of Forecasting 16: rolling origin"
WORKINGS = {
    "median_error": Working(
        "median of |ln(projected / actual)|", "median absolute error in logarithms", ROLLING
    ),
    "mean_error": Working(
        "mean of |ln(projected / actual)|", "mean absolute error in logarithms", ROLLING
    ),
    "bias": Working("mean of ln(projected / actual)", "mean error in logarithms", ROLLING),
    "coverage": arithmetic("covered / n", "share of the years that ended in the 80 % range"),
    "skill": Working(
        "1 - mean_error / straight_line_mean_error",
        "skill score against the straight line",
        "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.9",
    ),
}
SCORES = (  # with headings and digits that let the table fit a terminal of 80 columns
    Column("method", "word"),
    Column("months", "count"),
    Column("n", "count"),
    Column("median_error", "share", heading="median", digits=1),
    Column("mean_error", "share", heading="mean", digits=1),
    Column("bias", "rate", digits=1),
    Column("coverage", "share", digits=1),
    Column("skill", "rate", digits=1),
)
PROJECTIONS = (
    Column("series", "text"),
    Column("year", "year"),
    Column("months", "count"),
    Column("method", "word"),
    Column("projected", "level"),
    Column("low", "level"),
    Column("high", "level"),
    Column("actual", "level"),
    Column("error", "rate"),
)


def backtest(
    question: Question,
    *,
    files: Sequence[str] = (),
    choice: Choice | None = None,
    months: str | None = None,
    jobs: str | None = None,
    flow: str | None = None,
    each: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Report how every method would have done in every year of the series in *files*.

    *choice* tells which series of a file are meant. *each* adds every single projection as a
    table; *progress* is told of each series that is done.

    Raises InputError where the files or options cannot be read, DomainError where no series
    can be tried.
    """
    if not files:
        raise InputError("backtest needs a file of months, as in: backtest exports.csv")
    asked = _months(question, months)
    workers = 1 if jobs is None else parse_whole("--jobs", jobs, least=1, most=64)
    kind = DEFAULT_FLOW
    if flow is not None:
        question.named("flow", flow)
        kind = parse_flow(flow)
    series, left_out = _read(question, files, choice or UNSAID)
    work = partial(core.backtest, months=asked, flow=kind)
    results = in_order(series, work, workers=min(workers, len(series)) or 1)
    tried = gathered(results, len(series), progress)
    trials = [trial for found_in in tried for trial in found_in]
    if not trials:
        raise DomainError(
            "no year can be projected: the months so far, or the same months of the year before,"
            " came to nothing in every one; later --months may do"
        )
    draft = Draft("backtest", question)
    _add_best(draft, trials)
    counts = sum(map(bool, tried)), sum(len({trial.year for trial in part}) for part in tried)
    for name, count in zip(("series", "years"), counts, strict=True):
        draft.add(name, "count", Estimate(count))
    judged = core.scores(trials)
    draft.table("scores", SCORES, [_score_row(score) for score in judged], WORKINGS)
    if each:
        draft.table("projections", PROJECTIONS, [_trial_row(trial) for trial in trials], {})
    _add_notes(draft, judged, kind, chosen=flow is not None)
    if counts[1] < FEW:
        draft.notes.append(f"Fewer than {FEW} years are little to tell the methods apart by.")
    whole = len(asked) * sum(len(core.judged_years(one)) for one in series)
    _add_left_out(draft, left_out, whole, len(trials) // len(core.METHODS))
    return draft.report(_sentence(*counts, asked), headline="best_method")


def _read(
    question: Question, files: Sequence[str], choice: Choice
) -> tuple[list[MonthlySeries], list[str]]:
    """Read the series that can be tried, and why each of the others cannot.

    Raises InputError where a file cannot be read, DomainError where no series can be tried.
    """
    if twice := [path for path, times in Counter(files).items() if times > 1]:
        raise InputError(f"{source_name(twice[0])} is named twice: drop one")
    read = [(path, *read_each(path, choice)) for path in files]
    found = told_apart([(path, series) for path, series, _ in read])
    left_out = [reason for _, _, reasons in read for reason in reasons]
    for k, path in enumerate(files, start=1):
        question.named(f"file_{k}", path)
    keep_choice(question, choice)
    balances = [one.name for one in found if min(one.values) < 0]
    flows = [one for one in found if min(one.values) >= 0]
    short = [one.name for one in flows if not core.judged_years(one)]
    series = [one for one in flows if core.judged_years(one)]
    if balances:
        left_out.append(
            f"{first_of(balances)} with months below zero, as a balance has: give exports and"
            " imports each"
        )
    if short and series:
        left_out.append(f"{first_of(short)} without three complete years")
    if not series:
        if flows:
            raise DomainError("; ".join([_too_short(flows), *left_out]))
        raise DomainError(f"no series can be tried: {'; '.join(left_out[:3])}")
    doubt(question, series, choice)
    return series, left_out


def _months(question: Question, text: str | None) -> list[int]:
    """Read the numbers of months asked for: a list of whole numbers, each once and in order."""
    if text is None:
        return [question.default(f"months_{k}", m, "count") for k, m in enumerate(MONTHS, start=1)]
    parts = text.replace(";", ",").split(",")
    asked = sorted({parse_whole("--months", part, least=1, most=11) for part in parts})
    for k, m in enumerate(asked, start=1):
        question.whole(f"months_{k}", str(m), kind="count", least=1, most=11)
    return asked


def _too_short(found: Sequence[MonthlySeries]) -> str:
    """Return what a backtest needs, and the most that there is of it."""
    needed = "a backtest needs three complete years in a row, two of them to project the third from"
    if not found:
        return f"{needed}, and there is no series"
    longest = max(found, key=lambda series: len(series.complete_years))
    count = len(longest.complete_years)
    return f"{needed}: {longest.name} has {count or 'none'}" + (
        ", and the other series no more" if len(found) > 1 else ""
    )


def _add_best(draft: Draft, trials: Sequence[Trial]) -> None:
    """Add the best method and its errors over all months together."""
    whole = core.overall(trials)
    best = core.best_method(whole)
    score = next(score for score in whole if score.method == best)
    draft.add("best_method", "word", best)
    for name, error in (("mean_error", score.mean_error), ("median_error", score.median_error)):
        draft.add(name, "share", Estimate(error), WORKINGS[name])


def _score_row(score: Score) -> tuple[Cell, ...]:
    numbers = (
        score.months,
        score.n,
        score.median_error,
        score.mean_error,
        score.bias,
        score.coverage,
        score.skill,
    )
    return score.method, *(None if number is None else Estimate(number) for number in numbers)


def _trial_row(trial: Trial) -> tuple[Cell, ...]:
    return (
        trial.series,
        Estimate(trial.year),
        Estimate(trial.months),
        trial.method,
        Estimate(trial.projected),
        Estimate(trial.low),
        Estimate(trial.high),
        Estimate(trial.actual),
        Estimate(trial.error),
    )


def _sentence(series: int, years: int, asked: Sequence[int]) -> str:
    span = "1 year" if years == 1 else "{years} years"
    return (
        f"Over {span} of {'1' if series == 1 else '{series}'} series, {{best_method}} erred least"
        f" after {_after(asked)}: {{mean_error}} in the mean, {{median_error}} in the median."
    )


def _after(months: Sequence[int]) -> str:
    """Return numbers of months in words: 3, 6 and 9 months."""
    unit = "month" if months[-1] == 1 else "months"
    return f"{all_of([str(count) for count in months])} {unit}"


def _add_notes(draft: Draft, judged: Sequence[Score], flow: str, *, chosen: bool) -> None:
    """Say which method was best when, and what the errors and the ranges are."""
    months = sorted({score.months for score in judged if score.months})
    best = {m: core.best_method([s for s in judged if s.months == m]) for m in months}
    if len(set(best.values())) == 1:
        name = in_words(best[months[0]])
        every = " each" if len(months) > 1 else ""
        draft.notes.append(f"Least mean error: {name}, after {_after(months)}{every}.")
    else:
        each = (f"after {_after([m])} {in_words(name)}" for m, name in best.items())
        draft.notes.append(f"Least mean error: {', '.join(each)}.")
    draft.notes.append(
        "Errors are ln(projected / actual), nearly the per cent that a projection was off; the"
        " bias is below zero where it was too low."
    )
    kind = f"{flow} flows" if chosen else f"{flow} flows, assumed; set --flow"
    draft.notes.append(
        "The 80 % range of seasonal follows each series' own errors; those of the other methods"
        f" are where years have ended on real trade ({kind})."
    )


def _add_left_out(draft: Draft, reasons: Sequence[str], whole: int, judged: int) -> None:
    """Say which series, and how many projections, could not be tried."""
    if reasons:
        more = f"; and {len(reasons) - 3} more" if len(reasons) > 3 else ""
        draft.notes.append(f"Left out: {'; '.join(reasons[:3])}{more}.")
    if missing := whole - judged:
        draft.notes.append(
            f"Left out, {missing:,} of {whole:,} projections by each method: the months so far, or"
            " the same months of the year before, came to nothing."
        )
