"""The year in progress of `project` and `track`: by its totals, or by a file of months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import exp, fsum
from typing import TYPE_CHECKING, Any

from tradecalc.core import projection, reference
from tradecalc.core.growth import growth_rate
from tradecalc.core.ranges import NOISE, Missing, finite, or_infinity, work_out
from tradecalc.errors import DomainError, InputError, Note, counted
from tradecalc.questions.question import ARITHMETIC, Answer, Figure, Known, Row, Settled
from tradecalc.questions.target import RATE

if TYPE_CHECKING:
    from tradecalc.core.months import MonthlySeries
    from tradecalc.figures.months import Choice
    from tradecalc.figures.reading import Reading

LINE, FLAT = "ytd * 12 / months", "ytd + prior_year - prior_ytd"
SAME, MEASURED = "prior_year * ytd / prior_ytd", "measured on real trade flows"
BLEND = f"(({LINE}) * ({FLAT}) * ({SAME}))^(1/3)"
SEASONAL = "ytd + level * sum of factor * exp(drift * (months_ahead + age) / 12)"
OWN = "ytd + (prior_year - prior_ytd) * (1 + rest_growth)"
METHODS: dict[str, tuple[Any, str, str, str]] = {  # a function, its formula, term and source
    "straight_line": (projection.straight_line, LINE, "straight-line projection", ARITHMETIC),
    "flat_remainder": (projection.flat_remainder, FLAT, "flat remainder", ARITHMETIC),
    "same_growth": (projection.same_growth, SAME, "same growth, prior-year share", ARITHMETIC),
    "blend": (projection.blend, BLEND, "geometric mean of the three projections", MEASURED),
    "seasonal": (lambda *, seasonal: seasonal, SEASONAL, "seasonal factors with a drift", MEASURED),
    "rest_growth": (projection.with_rest_growth, OWN, "own growth of the rest", ARITHMETIC),
}
FIGURES = ("ytd", "prior_year", "prior_ytd", "growth", "rest_growth", "base", "goal", "milestone")
COMPLETE = "complete"  # the method of a year with all 12 months
IN_HINDSIGHT = Note("{--months} 9 shows how the year would have been projected.")
IS_COMPLETE = (None, "ytd", "complete year", ARITHMETIC)
NONE_LEFT = Missing(DomainError("all 12 months are in"))
KNOWN_END = Missing(DomainError("the year is complete"))
UNKNOWN_ENDS = Missing(DomainError("no record shows how years end with your own {--rest_growth}"))
FLOW_WORDS = {
    "national": "nations' exports or imports",
    "over-1bn": "flows over 1 bn USD",
    "over-100mn": "flows of 100 mn to 1 bn USD",
    "over-10mn": "flows of 10 to 100 mn USD",
    "under-10mn": "flows under 10 mn USD",
}
RESTS = {  # what each method takes the rest of the year to do
    "straight_line": "runs like {months}",
    "flat_remainder": "equals last year's",
    "same_growth": "grows like {months}",
    "blend": "follows the blend",
    "seasonal": "follows the seasonal pattern",
    "rest_growth": "grows by {--rest_growth}",
}
FLOWS = reference.FLOWS
FLOW = Figure("flow", "word", f"Kind of flow: {', '.join(FLOWS)}.", "over-1bn", among=FLOWS)
YEAR = (
    Figure("ytd", "level", "Total of this year's months so far.", "3.4", flow=True),
    Figure("months", "count", "Months in --ytd, or to take from a file.", "9", most=12),
    Figure("prior_year", "level", "Last year's total.", "4", flow=True),
    Figure("prior_ytd", "level", "Total of the same months of last year.", "2.88", flow=True),
    Figure("growth", "rate", "Growth of --ytd on the same months of last year, in %.", "18%"),
    Figure("rest_growth", "rate", "Your own growth for the rest, in %.", "10%", chosen=True),
    Figure("method", "word", f"One of {', '.join(METHODS)}.", "straight_line", among=[*METHODS]),
    FLOW,
)
of_file = partial(Figure, panel="File", in_rows=False)
MONTHLY = of_file("monthly", "text", "Monthly levels, or - for standard input.", metavar="FILE")
READING = (  # the names are those of a Choice
    of_file("series", "text", "Series in the file.", metavar="NAME"),
    of_file("value_column", "text", "Column of the levels.", metavar="COLUMN"),
    of_file("period_column", "text", "Column of the months.", metavar="COLUMN"),
    of_file("where", "texts", "Only rows with this value; repeatable.", metavar="COLUMN=VALUE"),
    of_file("decimal", "text", "Mark: point or comma.", metavar="MARK", among=("point", "comma")),
    of_file("encoding", "text", "Encoding, such as cp1251.", metavar="NAME"),
    of_file("cumulative", "flag", "Levels are totals from January to the month."),
)
LIKELY = {"likely_low": 1, "likely_median": 3, "likely_high": 5}  # places among the points
FULL_YEAR = (
    Answer("full_year", "level", "Total of the whole year.", likely=("likely_low", "likely_high")),
    Answer("likely_low", "level", "One such year in ten ended below.", point=True, optional=True),
    Answer("likely_median", "level", "Half of them ended below.", point=True, optional=True),
    Answer("likely_high", "level", "One such year in ten ended above.", point=True, optional=True),
    Answer("method", "word", "Method of the headline.", point=True),
    Answer("actual", "level", "Actual total of a past year."),
)
METHOD_ROW = (Answer("method", "word", "Method."), Answer("full_year", "level", "Full year."))
H = "(full_year - ytd) / (prior_year - prior_ytd) - 1"
REST_GROWTH = Answer("rest_growth", "rate", "Growth of the remaining months, h.", H)
REST_GROWTH = REST_GROWTH._replace(heading="rest of year")
SAME_MONTHS = (
    Answer("prior_ytd", "level", "Same months of last year.", "ytd / (1 + growth)"),
    Answer("ytd_growth", "rate", "Growth so far.", "(ytd - prior_ytd) / prior_ytd", *RATE),
)


def completed(known: Known) -> Row:
    """Return what is *known* of the year, with last year's total and same months."""
    year = dict(known)
    if year["last_year"] in year:
        year["prior_year"] = year[year["last_year"]]
    ytd, growth = year["ytd"], year.get("growth")
    if growth is not None:
        year["prior_ytd"] = work_out(projection.prior_ytd, ytd=ytd, growth=growth)
    elif "prior_ytd" in year:
        growth = work_out(growth_rate, previous=year["prior_ytd"], current=ytd)
    part, whole = year.get("prior_ytd"), year.get("prior_year")
    year |= {"growth_so_far": growth, "has_last": None not in (part, whole), "is_part": True}
    if isinstance(part, float) and whole is not None:
        if abs(part - whole) <= NOISE * whole:
            year["prior_ytd"] = whole  # or no month would be left with a trace of trade
        year["is_part"] = year["prior_ytd"] <= whole
    return year


def full_years(year: Known) -> Row:
    """Return the full year by each method that the figures allow."""
    if year["months"] == 12:
        return {COMPLETE: year["ytd"]}
    found = {}
    for method, (formula, *_) in METHODS.items():
        takes = formula.__code__.co_varnames[: formula.__code__.co_kwonlyargcount]
        if all(name in year for name in takes):
            found[method] = work_out(formula, **{name: year[name] for name in takes})
    return found


def headline(found: Known, year: Known) -> Row:
    """Return the full year by the chosen method, its likely range, and last year's months."""
    level, ytd, points = found[year["method"]], year["ytd"], year["points"]
    a = {"full_year": level, "method": year["method"]}
    a |= {name: work_out(_ending, level, ytd, points, k) for name, k in LIKELY.items()}
    if "actual" in year:
        a["actual"] = year["actual"]
    if "growth" in year:
        a["prior_ytd"] = year["prior_ytd"]
    elif "prior_ytd" in year:
        a["ytd_growth"] = year["growth_so_far"]
    return a


def rest_of(method: str, level: Any, known: Known) -> Row:
    """Return the growth of the remaining months that a full year implies, where that is known."""
    if not known["has_last"]:
        return {}
    if known["months"] == 12:
        return {"rest_growth": NONE_LEFT}
    exact = {"flat_remainder": 0.0, "same_growth": known["growth_so_far"]}
    exact["rest_growth"] = known.get("rest_growth")
    if method in exact and not isinstance(level, Missing):  # by definition, without any blur
        return {"rest_growth": exact[method]}
    last = {name: known[name] for name in ("ytd", "prior_year", "prior_ytd")}
    return {"rest_growth": work_out(projection.rest_growth, full_year=level, **last)}


def _ending(level: float, ytd: float, points: Sequence[float], place: int) -> float:
    """Return the level that a share of such years ended below, at least the months so far."""
    if not level > 0:
        raise DomainError("no record shows how such years end")
    return max(ytd, finite(level * exp(points[place])))


def require(reading: Reading, needs: str, names: Sequence[str]) -> None:
    """Require the figures *names*; *needs* says so."""
    if missing := [f"{{--{name}}}" for name in names if name not in reading]:
        remedy = f"add {' and '.join(missing)}" if len(missing) < len(names) else ""
        raise InputError(needs, remedy=remedy)


def settle_year(reading: Reading, known: Known, prior: str, said: str) -> Settled:
    """Check the year and choose its method; *prior* is last year's total, *said* the user's name.

    Raises InputError where figures clash or cannot be used, DomainError for growth of -100 %.
    """
    figures = {name: reading[name] for name in FIGURES if name in reading}
    notes = list[Note]()
    _one_fact_once(reading, figures, prior, said)
    year = completed({**known, **figures, "months": reading["months"], "last_year": prior})
    has_rest = year["has_last"] and year["months"] < 12
    if has_rest and not year["is_part"]:
        notes.append(_above_whole(reading, year, prior, said))
    if "rest_growth" in figures and not has_rest:
        raise reading.error("rest_growth", "is not possible", _lacking(year))
    is_cut = has_rest and year["is_part"]
    found = full_years(year)
    if isinstance(same := found.get("same_growth"), Missing):
        notes.append(Note("Same growth and the blend have no value: {why}.", why=same.why))
    year |= _flow(reading, year)
    method = year["method"] = _method(reading, found, year)
    points = {COMPLETE: KNOWN_END, "rest_growth": UNKNOWN_ENDS, "seasonal": known.get("points")}
    if method in reference.TOTALS_ONLY:
        points[method] = reference.endings(method, year["flow"], year["months"]).points
    year["points"] = points[method]
    formulas = {}
    for name in found:
        _, formula, term, source = METHODS.get(name, IS_COMPLETE)
        formulas[f"methods.full_year.{name}"] = formula.replace("prior_year", prior), term, source
    formulas["full_year"] = formulas[f"methods.full_year.{method}"]
    notes += _basis(year)
    possible = (lambda **at: completed({**year, **at})["is_part"]) if is_cut else None
    return Settled(figures, year, notes, formulas=formulas, possible=possible)


def _one_fact_once(reading: Reading, figures: Row, prior: str, said: str) -> None:
    """Require that figures of one fact agree, and keep one of them in the *figures*."""
    least = (("growth", -1, "above -100 %"), ("rest_growth", -1 - NOISE, "-100 % or more"))
    for name, end, bound in least:
        if name in figures and reading.estimate(name).low <= end:
            rule = f"must be {bound}, not {{written}}"
            raise DomainError(rule, figure=name, written=reading.text(name))
    ends, is_over = reading.ends, reading["months"] == 12 and prior in figures
    before = "prior_ytd" if "prior_ytd" in figures else prior if is_over else ""
    if before and "growth" in figures and _disagree(ends("ytd"), ends(before), ends("growth")):
        now, then, called = reading["ytd"], reading[before], said if before == prior else before
        found = f"{100 * (now / then - 1):.4g} %" if then > 0 else "growth from nothing"
        rule = f"contradicts {{--ytd}} and {{--{called}}}, which give {found}"
        raise reading.error("growth", rule, "drop the wrong one")
    if is_over and before == "prior_ytd" and _disagree(ends(before), ends(prior), (0, 0)):
        rule = f"and {{--{said}}} differ, but both are the total of 12 months"
        raise reading.error("prior_ytd", rule, "drop one")
    if before == "prior_ytd":
        figures.pop("growth", None)


def _disagree(now: Sequence[Any], then: Sequence[Any], growth: Sequence[Any]) -> bool:
    """Whether no level *now* is one *then* with this growth; ranges that just touch agree."""
    grown = [level * (1 + rate) for level in then for rate in growth]
    return bool(now[1] < min(grown) or now[0] > max(grown))


def _above_whole(reading: Reading, year: Known, prior: str, said: str) -> Note:
    """Refuse months above their year, unless rounding may bring them below."""
    name, now = ("growth", "ytd") if "growth" in year else ("prior_ytd", "prior_ytd")
    rule = f"puts last year's same months at {{part:.6g}}, above {{--{said}}} {{whole:.12g}}"
    levels = {"part": year["prior_ytd"], "whole": year["prior_year"]}

    def may_fit(ends: Callable[[str], Any]) -> bool:
        rise = ends("growth")[1] if name == "growth" else 0
        return bool(ends(now)[0] <= ends(prior)[1] * (1 + rise))

    if may_fit(lambda one: (reading.estimate(one).low, reading.estimate(one).high)):
        fits = "though within the rounding the part fits the whole: write more digits."
        return Note(f"{{--{name}}} {rule}, {fits}", **levels)
    rounded = ", or add {--rounded}" if may_fit(reading.ends) else ""
    raise reading.error(name, rule, f"check both{rounded}", **levels)


def _lacking(year: Known) -> str:
    """Return why last year's other months are unknown, or which figures to add."""
    wanted = {"prior_year": "{--prior_year}", "prior_ytd": "{--growth} or {--prior_ytd}"}
    missing = " with ".join(said for name, said in wanted.items() if name not in year)
    return "the year is complete" if year["months"] == 12 else f"add {missing}"


def _flow(reading: Reading, year: Known) -> Row:
    flow = reading.get("flow")
    if flow is None and reading.dollars is not None:
        size = year.get("prior_year") or year["ytd"] * 12 / year["months"]
        flow = reference.flow_of_size(size * reading.dollars)
    return {"flow": flow or reference.DEFAULT_FLOW, "flow_is_assumed": flow is None}


def _method(reading: Reading, found: Known, year: Known) -> str:
    asked = reading.get("method")
    if year["months"] == 12 and asked in (None, "straight_line"):
        return COMPLETE
    if asked is None:
        best = ("seasonal", *reference.best_first(year["flow"], year["months"]))
        return next((one for one in best if isinstance(found.get(one), float)), "straight_line")
    if asked in found:
        return str(asked)
    remedy = _lacking(year)
    if asked == "seasonal":
        remedy = year.get("why_not_seasonal", "add {--monthly} FILE with two years before")
    elif asked == "rest_growth" and year["has_last"]:
        remedy = "add {--rest_growth}"
    raise reading.error("method", "is not possible", remedy)


def _basis(year: Known) -> list[Note]:
    """Return notes on the basis of the headline, and on what would improve it."""
    method, is_file, why = year["method"], "file" in year, year.get("why_not_seasonal")
    if method == COMPLETE:
        return [IN_HINDSIGHT] if is_file else []
    notes = [Note("There is no seasonal projection: {why}.", why=why)] if why else []
    if not (year["has_last"] or is_file):
        notes.append(Note(f"For last year's pattern {_lacking(year)}."))
    if method in reference.TOTALS_ONLY:
        known = reference.endings(method, year["flow"], year["months"])
        said = "Median error of the {method}: {error:.1f} % in {years:,} years of {flows}"
        said += " (assumed: {--flow})." if year["flow_is_assumed"] else "."
        error, years = 100 * known.median_error, known.series_years
        flows = FLOW_WORDS[year["flow"]]
        notes.append(Note(said, error=error, years=years, flows=flows))
    return notes


def first_months(count: int) -> str:
    """Return the year so far in words: `the first nine months`."""
    return f"the first {counted(count, 'month').removeprefix('one ')}"


def choice_of(reading: Reading) -> Choice:
    """Return what was said of how to read a file of months."""
    from tradecalc.figures.months import Choice  # noqa: PLC0415  totals load no reader of files

    return Choice(**{name: reading[name] for name in Choice._fields if name in reading})


def read_months(reading: Reading, *more: str) -> Row:
    """Read the year from a file of months, if any; raise InputError, or DomainError below zero."""
    if "monthly" not in reading:
        for name in (*more, *(figure.name for figure in READING)):
            if name in reading:
                raise InputError("needs {--monthly} FILE", figure=name)
        return {}
    for name in ("ytd", "prior_year", "prior_ytd", "growth"):
        if name in reading:
            raise InputError("comes from {--monthly} FILE too", figure=name, remedy="drop one")
    if reading.rounded and "base" not in reading:
        raise InputError("the months of a file are exact", remedy="drop {--rounded}")
    from tradecalc.figures.months import doubts, read_one  # noqa: PLC0415  as said above

    series = read_one(reading["monthly"], choice := choice_of(reading))
    reading.named("series", series.name)
    reading.doubts |= {f"monthly_{k}": one for k, one in enumerate(doubts([series], choice))}
    if min(series.values) < 0:
        remedy = "project exports and imports, not a balance"
        raise DomainError("has months below zero", written=series.name, remedy=remedy)
    reading.measured_in(series.unit)
    for name in ("base", "goal", "milestone"):  # which were read before the unit was known
        if name in reading:
            said = reading.inputs[name].written or reading[name]
            reading.level(name, said, chosen=name != "base")
    return _year_of(reading, series)


def _year_of(reading: Reading, series: MonthlySeries) -> Row:
    """Keep the totals of the year asked for, and return the rest of what its months tell."""
    year = reading.get("current_year") or reading.default("current_year", series.last_year, "year")
    months = series.year(year)
    if not months:
        remedy = f"it runs from {series.start[0]}-{series.start[1]:02} to {series.last_year}"
        raise InputError(f"has no January of {year}", written=series.name, remedy=remedy)
    count = reading.get("months") or reading.default("months", len(months), "count")
    if count > len(months):
        rule = f"must be at most {len(months)}, not {count}: {{series}} has no more of {year}"
        raise InputError(rule, figure="months", series=series.name)
    reading.default("ytd", total(months[:count]))
    if history := series.history(year):
        reading.default("prior_year", total(history[-1]))
        reading.default("prior_ytd", total(history[-1][:count]))
    found: Row = {"file": series}
    if count == 12:
        return found | {"why_not_seasonal": "the year is complete"}
    if is_over := len(months) == 12:
        found["actual"] = total(months)
    from tradecalc.core.seasonal import seasonal_projection  # noqa: PLC0415  as said above

    try:
        projected = seasonal_projection(history, months[:count])
    except DomainError as error:
        return found | {"why_not_seasonal": str(error)}
    rows: list[Row] = []
    for month, level in enumerate(projected.rest, start=count):
        row = {"month": f"{year}-{month + 1:02}", "projected": level, "prior": history[-1][month]}
        row["growth"] = work_out(growth_rate, previous=row["prior"], current=level)
        rows.append(row | {"actual": months[month]} if is_over else row)
    return found | {"seasonal": projected.full_year, "points": projected.points, "to_come": rows}


def total(months: Sequence[float]) -> float:
    """Return the total of *months*, or raise DomainError where it is too large."""
    return finite(or_infinity(fsum, months))
