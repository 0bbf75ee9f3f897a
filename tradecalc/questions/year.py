"""The year in progress, which `project` and `track` ask about: by totals, or a file of months."""

from __future__ import annotations

from functools import partial
from math import exp, fsum
from typing import TYPE_CHECKING, Any

from tradecalc.core import projection, reference
from tradecalc.core.growth import growth_rate
from tradecalc.core.ranges import NOISE, Missing, finite, or_infinity, work_out
from tradecalc.errors import DomainError, InputError, Note
from tradecalc.questions.question import ARITHMETIC, Answer, Figure, Settled
from tradecalc.questions.target import RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from tradecalc.core.months import MonthlySeries
    from tradecalc.figures.months import Choice
    from tradecalc.figures.reading import Reading

    Known = Mapping[str, Any]  # of a year: figures, choices and what follows from them
    Ends = tuple[Fraction | int, Fraction | int]

LINE, FLAT = "ytd * 12 / months", "ytd + prior_year - prior_ytd"
SAME, MEASURED = "prior_year * ytd / prior_ytd", "measured on real trade flows"
BLEND = f"(({LINE}) * ({FLAT}) * ({SAME}))^(1/3)"
SEASONAL = "ytd + level * sum of factor * exp(drift * (months_ahead + age) / 12)"
OWN = "ytd + (prior_year - prior_ytd) * (1 + rest_growth)"
METHODS: dict[str, tuple[Any, str, str, str]] = {  # a function, its formula, term and source
    "straight_line": (projection.straight_line, LINE, "straight-line projection", ARITHMETIC),
    "flat_remainder": (projection.flat_remainder, FLAT, "flat remainder", ARITHMETIC),
    "same_growth": (projection.same_growth, SAME, "same growth, prior-year share", ARITHMETIC),
    "blend": (projection.blend, BLEND, "geometric mean of the three others", MEASURED),
    "seasonal": (lambda *, seasonal: seasonal, SEASONAL, "seasons and a drift", MEASURED),
    "rest_growth": (projection.with_rest_growth, OWN, "own growth of the rest", ARITHMETIC),
}
COMPLETE = "complete"  # the method of a year of which all 12 months are in
IS_COMPLETE = (None, "ytd", "complete year", ARITHMETIC)
KNOWN_END = Missing(DomainError("the year is complete, and its end is known"))
UNKNOWN_ENDS = Missing(DomainError("how years end beside an own {--rest_growth} is not known"))
FLOW_WORDS = {
    "national": "nations' whole exports or imports",
    "over-1bn": "flows over 1 bn USD a year",
    "over-100mn": "flows of 100 mn to 1 bn USD a year",
    "over-10mn": "flows of 10 to 100 mn USD a year",
    "under-10mn": "flows under 10 mn USD a year",
}

FLOWS = reference.FLOWS
FLOW = Figure("flow", "word", f"Kind of flow: {', '.join(FLOWS)}.", "over-1bn", among=FLOWS)
YEAR = (
    Figure("ytd", "level", "Total of this year's months so far.", "3.4", flow=True),
    Figure("months", "count", "Months that --ytd covers, or to take of a file.", "9", most=12),
    Figure("prior_year", "level", "Last year's total.", "4", flow=True),
    Figure("prior_ytd", "level", "Total of the same months of last year.", "2.88", flow=True),
    Figure("growth", "rate", "Growth of --ytd on the same months of last year, in %.", "18%"),
    Figure("rest_growth", "rate", "Your own growth of the rest, in %.", "10%", chosen=True),
    Figure("method", "word", f"One of {', '.join(METHODS)}.", "straight_line", among=[*METHODS]),
    FLOW,
)
of_file = partial(Figure, panel="File", in_rows=False)
MONTHLY = of_file("monthly", "text", "Monthly levels, or - for standard input.", metavar="FILE")
READING = (  # the names are those of a Choice
    of_file("series", "text", "Which of the file's series.", metavar="NAME"),
    of_file("value_column", "text", "Which column holds the levels.", metavar="COLUMN"),
    of_file("period_column", "text", "Which column holds the months.", metavar="COLUMN"),
    of_file("where", "texts", "Only rows with this value; repeatable.", metavar="COLUMN=VALUE"),
    of_file("decimal", "text", "Decimal mark: point or comma.", among=("point", "comma")),
    of_file("encoding", "text", "Encoding, such as cp1251.", metavar="NAME"),
    of_file("cumulative", "flag", "Levels are totals from January to the month."),
)
LIKELY = {"likely_low": 1, "likely_median": 3, "likely_high": 5}  # places among the points
FULL_YEAR = (
    Answer("full_year", "level", "Total of the whole year.", likely=("likely_low", "likely_high")),
    Answer("likely_low", "level", "One such year in ten ended below.", point=True, optional=True),
    Answer("likely_median", "level", "Half such years ended below.", point=True, optional=True),
    Answer("likely_high", "level", "One such year in ten ended above.", point=True, optional=True),
    Answer("method", "word", "Method of the headline.", point=True),
    Answer("actual", "level", "What a year that is over came to."),
)
METHOD_ROW = (Answer("method", "word", "Method."), Answer("full_year", "level", "Full year."))
SAME_MONTHS = (
    Answer("prior_ytd", "level", "Same months of last year.", "ytd / (1 + growth)"),
    Answer("ytd_growth", "rate", "Growth so far.", "(ytd - prior_ytd) / prior_ytd", *RATE),
)


def completed(known: Known) -> dict[str, Any]:
    """Return what is *known* with last year's total and same months, where they follow."""
    year = dict(known)
    if year["last_year"] in year:
        year["prior_year"] = year[year["last_year"]]
    ytd, growth = year["ytd"], year.get("growth")
    if growth is not None:
        year["prior_ytd"] = work_out(projection.prior_ytd, ytd=ytd, growth=growth)
    elif "prior_ytd" in year:
        growth = work_out(growth_rate, previous=year["prior_ytd"], current=ytd)
    year["growth_so_far"] = growth
    part, whole = year.get("prior_ytd"), year.get("prior_year")
    if isinstance(part, float) and whole and abs(part - whole) <= NOISE * whole:
        year["prior_ytd"] = whole  # or no month would be left with a trace of trade
    return year


def has_last(year: Known) -> bool:
    """Whether last year's total and its same months are known."""
    return "prior_year" in year and "prior_ytd" in year


def full_years(year: Known) -> dict[str, Any]:
    """Return the full year by each method that the figures allow."""
    if year["months"] == 12:
        return {COMPLETE: year["ytd"]}
    found = {}
    for method, (formula, *_) in METHODS.items():
        takes = formula.__code__.co_varnames[: formula.__code__.co_kwonlyargcount]
        if all(name in year for name in takes):
            found[method] = work_out(formula, **{name: year[name] for name in takes})
    return found


def headline(found: Known, year: Known) -> dict[str, Any]:
    """Return the full year by the method chosen, and where such years have ended."""
    level, ytd, points = found[year["method"]], year["ytd"], year["points"]
    ends = {name: work_out(_ending, level, ytd, points, k) for name, k in LIKELY.items()}
    actual = {"actual": year["actual"]} if "actual" in year else {}
    return {"full_year": level, **ends, "method": year["method"], **actual}


def _ending(level: float, ytd: float, points: Sequence[float], place: int) -> float:
    """Return what a share of such years ended below; none ends below its months so far."""
    if not level > 0:
        raise DomainError("how such years end is not known")
    return max(ytd, finite(level * exp(points[place])))


def same_months(year: Known) -> dict[str, Any]:
    """Return the one of last year's same months and the growth on them that was not given."""
    if "growth" in year:
        return {"prior_ytd": year["prior_ytd"]}
    return {"ytd_growth": year["growth_so_far"]} if "prior_ytd" in year else {}


def require(reading: Reading, needs: str, names: Sequence[str]) -> None:
    """Require the figures *names*, as a question *needs* them."""
    if missing := [f"{{--{name}}}" for name in names if name not in reading]:
        raise InputError(needs, remedy=f"add {', '.join(missing)}")


def settle_year(
    reading: Reading, known: Known, prior: str = "prior_year", said: str = "prior_year"
) -> Settled:
    """Check the year in progress, beside what is *known*, and choose its flow and its method.

    Last year's total is the figure *prior*, which the user may have *said* by another name.
    Raises InputError where two figures state one fact differently, a part is above its whole or
    a choice has nothing to work on, and DomainError where a growth leaves nothing.
    """
    names = ("ytd", prior, "prior_ytd", "growth", "rest_growth")
    figures = {name: reading[name] for name in names if name in reading}
    frame = {**known, "months": reading["months"], "last_year": prior}
    notes = _one_fact_once(reading, figures, prior, said)
    year = completed({**frame, **figures})
    has_rest = has_last(year) and year["months"] < 12
    fits = has_rest and _is_part(year)
    if has_rest and not fits:
        notes.append(_above_whole(reading, year, prior, said))
    if "rest_growth" in figures and not has_rest:
        raise reading.error("rest_growth", "needs a remainder to grow", _lacking(year))
    frame["flow"] = _flow(reading, year)
    frame["flow_is_assumed"] = "flow" not in reading and reading.dollars is None
    found = full_years(year)
    method = frame["method"] = _method(reading, found, {**year, **frame})
    own = {COMPLETE: KNOWN_END, "rest_growth": UNKNOWN_ENDS, "seasonal": known.get("points")}
    of_flow = frame["flow"], frame["months"]
    frame["points"] = own[method] if method in own else reference.endings(method, *of_flow).points
    formulas = {}
    for name in found:
        _, formula, *origin = METHODS.get(name, IS_COMPLETE)
        formulas[f"methods.full_year.{name}"] = (formula.replace("prior_year", prior), *origin)
    formulas["full_year"] = formulas[f"methods.full_year.{method}"]
    notes += _basis({**year, **frame}, is_asked="method" in reading)
    possible = (lambda **at: _is_part(completed({**frame, **at}))) if fits else None
    return Settled(figures, frame, notes, formulas=formulas, possible=possible)


def _is_part(year: Known) -> bool:
    part = year["prior_ytd"]
    return isinstance(part, Missing) or bool(part <= year["prior_year"])


def _one_fact_once(reading: Reading, figures: dict[str, Any], prior: str, said: str) -> list[Note]:
    """Require that figures of one fact agree, and keep one of them in the *figures*."""
    growths = (("growth", -1, "be above"), ("rest_growth", -1 - NOISE, "not be below"))
    for name, end, must in growths:
        if name in figures and reading.estimate(name).low <= end:
            written = reading.inputs[name].written
            raise DomainError(f"must {must} -100 %", figure=name, written=written)
    is_whole = reading["months"] == 12 and prior in figures
    before = "prior_ytd" if "prior_ytd" in figures else prior if is_whole else ""
    if before and "growth" in figures:
        if _disagree(*map(reading.ends, ("ytd", before, "growth"))):
            now, then, called = reading["ytd"], reading[before], said if before == prior else before
            found = f"{100 * (now / then - 1):.4g} %" if then > 0 else "growth from nothing"
            rule = f"is not the growth of {{--ytd}} on {{--{called}}}, {{found}}"
            raise reading.error("growth", rule, "drop the wrong one", found=found)
    if is_whole and before == "prior_ytd":
        if _disagree(reading.ends("prior_ytd"), reading.ends(prior), (0, 0)):
            rule = f"is not {{--{said}}}, though both are the total of 12 months"
            raise reading.error("prior_ytd", rule, "drop one")
    if before == "prior_ytd" and figures.pop("growth", None) is not None:
        both = "{--growth} and {--prior_ytd} agree within their rounding; {--prior_ytd} is used."
        return [Note(both)]
    return []


def _disagree(now: Ends, then: Ends, growth: Ends) -> bool:
    """Whether no level *now* is a level *then* after a growth as stated, each from low to high.

    In whole fractions, so that ranges that just touch agree: now = then * (1 + growth).
    """
    grown = [level * (1 + rate) for level in then for rate in growth]
    return now[1] < min(grown) or now[0] > max(grown)


def _above_whole(reading: Reading, year: Known, prior: str, said: str) -> Note:
    """Refuse months of last year that are more than all of it, whatever the rounding.

    Where they are so by the figures as written alone, what rests on its other months has no value.
    """
    name = "growth" if "growth" in year else "prior_ytd"
    rule = f"puts last year's same months at {{part:.6g}}, above {{--{said}}} {{whole:.12g}}"
    levels = {"part": year["prior_ytd"], "whole": year["prior_year"]}

    def may_fit(ends: Callable[[str], tuple[Any, Any]]) -> bool:
        if name == "growth":
            return bool(ends("ytd")[0] <= ends(prior)[1] * (1 + ends("growth")[1]))
        return bool(ends("prior_ytd")[0] <= ends(prior)[1])

    if may_fit(lambda one: (reading.estimate(one).low, reading.estimate(one).high)):
        fits = "though within the rounding the part fits the whole: write more digits."
        return Note(f"{{--{name}}} {rule}, {fits}", **levels)
    rounded = "; if the figures are rounded, add {--rounded}" if may_fit(reading.ends) else ""
    raise reading.error(name, rule, f"a part is not above its whole{rounded}", **levels)


def _lacking(year: Known) -> str:
    """Return why last year's other months are not known, or what would make them known."""
    if year["months"] == 12:
        return "the year is complete"
    wanted = {"prior_year": "{--prior_year}", "prior_ytd": "{--growth} or {--prior_ytd}"}
    return "add " + " with ".join(said for name, said in wanted.items() if name not in year)


def _flow(reading: Reading, year: Known) -> str:
    """Return the kind of flow: as given, or by its size in dollars, or else assumed."""
    if "flow" in reading or reading.dollars is None:
        return str(reading.get("flow", reference.DEFAULT_FLOW))
    size = year.get("prior_year") or year["ytd"] * 12 / year["months"]
    return reference.flow_of_size(size * reading.dollars)


def _method(reading: Reading, found: Known, year: Known) -> str:
    """Return the method asked for, else the one that erred least on such flows.

    Raises InputError where the one asked for has nothing to work on.
    """
    asked = reading.get("method")
    if year["months"] == 12 and asked in (None, "straight_line"):
        return COMPLETE
    if asked is None:
        best = ("seasonal", *reference.best_first(year["flow"], year["months"]))
        return next((one for one in best if isinstance(found.get(one), float)), "straight_line")
    if asked in found:
        return str(asked)
    remedy = "add {--rest_growth}" if asked == "rest_growth" and has_last(year) else _lacking(year)
    if asked == "seasonal":
        remedy = year.get("why_not_seasonal", "add {--monthly} FILE, two complete years before")
    raise reading.error("method", "has nothing to work on", remedy)


def _basis(year: Known, *, is_asked: bool) -> list[Note]:
    """Return notes on what the headline rests on, and what would make it better."""
    method, flow, months, is_file = year["method"], year["flow"], year["months"], "file" in year
    if method == COMPLETE:
        how = "; {--months} 9 shows how it would have been projected" if is_file else ""
        return [Note(f"All 12 months are in, and nothing is projected{how}.")]
    why = year.get("why_not_seasonal")
    notes = [Note("The seasonal projection is left out: {why}.", why=why)] if why else []
    if method == "straight_line" and not has_last(year):
        more = "" if is_file else f"; for last year's pattern {_lacking(year)}"
        notes.append(Note(f"A straight line takes the rest to be like the months so far{more}."))
    elif method in reference.TOTALS_ONLY and not is_asked:
        best = reference.best_first(flow, months)[0]
        known = reference.endings(method, flow, months)
        said = "The headline is the {method}: on {flows}, after {span}, its median error was"
        said += " {error:.2f} % in {years:,} series-years"
        said += (
            ", the least or near it"
            if method == best
            else f", and the {in_words(best)} has no value"
        )
        said += "; the kind of flow is assumed; set {--flow}." if year["flow_is_assumed"] else "."
        error, years = 100 * known.median_error, known.series_years
        span, flows = months_text(months), FLOW_WORDS[flow]
        notes.append(Note(said, error=error, years=years, flows=flows, span=span))
    return notes


def months_text(months: int) -> str:
    """Return a number of months in words."""
    return "1 month" if months == 1 else f"{months} months"


def in_words(name: str) -> str:
    """Return a method or a verdict as a sentence has it."""
    return name.replace("_", " ").replace("-", " ")


# A file of months; totals load no reader of files


def choice_of(reading: Reading) -> Choice:
    """Return what was said of how to read a file of months."""
    from tradecalc.figures.months import Choice  # noqa: PLC0415  as said above

    said = {figure.name: reading[figure.name] for figure in READING if figure.name in reading}
    return Choice(**{**said, "where": tuple(said.get("where", ()))})


def read_months(reading: Reading, *more: str) -> dict[str, Any]:
    """Read the year from a file of months, if there is one, and return what else that tells.

    The options of a file, and *more* of them, go with one, and totals without.
    Raises InputError where the file cannot be read or has not those months, DomainError where a
    month is below zero.
    """
    if "monthly" not in reading:
        for name in (*more, *(figure.name for figure in READING)):
            if name in reading:
                raise InputError("is of a file", figure=name, remedy="add {--monthly} FILE")
        return {}
    for name in ("ytd", "prior_year", "prior_ytd", "growth"):
        if name in reading:
            raise InputError("comes from {--monthly} FILE too", figure=name, remedy="drop one")
    if reading.rounded and "base" not in reading:
        rule = "{--rounded} is for figures rounded for print, and the months of a file are exact"
        raise InputError(rule, remedy="drop one")
    from tradecalc.figures.months import doubts, read_one  # noqa: PLC0415  as said above

    choice = choice_of(reading)
    series = read_one(reading["monthly"], choice)
    reading.named("series", series.name)
    reading.doubts |= {f"monthly_{k}": one for k, one in enumerate(doubts([series], choice))}
    if min(series.values) < 0:
        rule = "{series} has months below zero: a trade flow has none, and a balance no projection"
        raise DomainError(rule, series=series.name, remedy="project exports and imports each")
    known = _known_months(reading, series)
    reading.measured_in(series.unit)
    for name in ("base", "goal", "milestone"):  # which were read before the unit was known
        if name in reading:
            said = reading.inputs[name].written or reading[name]
            reading.level(name, said, chosen=name != "base")
    return _year_of(reading, series, known)


def _known_months(reading: Reading, series: MonthlySeries) -> tuple[float, ...]:
    """Return the months of the year asked for, and find how many of them to project from."""
    if "current_year" not in reading:
        reading.default("current_year", series.last_year, "year")
    fields = {"year": reading["current_year"], "series": series.name}
    known = series.year(fields["year"])
    if not known:
        rule = f"{{series}}, {series.start[0]} to {series.last_year}, has no January of {{year}}"
        raise InputError(rule, remedy="a year to date begins in January", **fields)
    if "months" not in reading:
        reading.default("months", len(known), "count")
    if reading["months"] > len(known):
        rule = "is more than the {count} months that {series} has of {year}"
        raise reading.error("months", rule, "write so many or fewer", count=len(known), **fields)
    return known


def _year_of(reading: Reading, series: MonthlySeries, known: Sequence[float]) -> dict[str, Any]:
    """Keep the totals that the months come to, and return what else is known of the year."""
    year, count, history = reading["current_year"], reading["months"], ()
    history = series.history(year)
    totals = {"ytd": known[:count]}
    if history:
        totals |= {"prior_year": history[-1], "prior_ytd": history[-1][:count]}
    for name, months in totals.items():
        reading.from_file(name, total(months))
    if count == 12:
        return {"file": series, "why_not_seasonal": "the year is complete"}
    is_over = len(known) == 12
    found = {"file": series, **({"actual": total(known)} if is_over else {})}
    from tradecalc.core.seasonal import seasonal_projection  # noqa: PLC0415  as said above

    try:
        projected = seasonal_projection(history, known[:count])
    except DomainError as error:
        return found | {"why_not_seasonal": str(error)}
    rows: list[dict[str, Any]] = []
    for month, level in enumerate(projected.rest, start=count):
        before = history[-1][month]
        growth = work_out(growth_rate, previous=before, current=level)
        rows.append({"month": f"{year}-{month + 1:02}", "projected": level, "prior": before})
        rows[-1] |= {"growth": growth, **({"actual": known[month]} if is_over else {})}
    return found | {"seasonal": projected.full_year, "points": projected.points, "to_come": rows}


def total(months: Sequence[float]) -> float:
    """Return what months come to, or raise DomainError where that is too large to be held."""
    return finite(or_infinity(fsum, months))
