"""What do the figures of a case say? All other questions, asked of one pool of figures."""

import os.path
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from tradecalc.core.growth import compound
from tradecalc.core.quantities import Quantity
from tradecalc.core.ranges import Estimate, Missing, work_out
from tradecalc.core.target import LATEST_YEAR, path_level
from tradecalc.errors import InputError, Note, TradecalcError, counted
from tradecalc.figures.case import QUANTITIES, Case, one_line, read_case
from tradecalc.figures.claim import parse_claim, parse_to_date
from tradecalc.figures.number import parse_number, parse_whole
from tradecalc.figures.parts import parse_part
from tradecalc.figures.reading import Reading
from tradecalc.questions import question as asking
from tradecalc.questions.check import CHECK
from tradecalc.questions.decompose import DECOMPOSE
from tradecalc.questions.growth import GROWTH
from tradecalc.questions.project import PROJECT
from tradecalc.questions.question import Answer, Figure, Question, Result, Settled
from tradecalc.questions.target import BASE_YEAR, GOAL, TARGET, if_over
from tradecalc.questions.track import TRACK, what_turns
from tradecalc.questions.year import FLOW, READING, YEAR

SECTIONS = {  # of a case: its keys, which are figures of the questions, and their kinds
    "target": {figure.name: figure.kind for figure in GOAL},
    "year_to_date": {one.name: one.kind for one in YEAR if one is not FLOW},
    "parts": {name: one.kind for name, one in DECOMPOSE.figures.items() if one.kind != "text"},
    "monthly": {"file": "text", **{figure.name: figure.kind for figure in READING}},
}
SECTIONS["year_to_date"]["current_year"] = "year"
SECTIONS["parts"]["period"] = "whole"
# The keys of figures that have another name in a question.
KEYS = {"to": "ytd", "rate": "growth", "value_1": "prior_ytd", "value_2": "ytd"}
KEYS |= {"what_if": "growth", "monthly": "file"}
LONGEST = 41  # years in a table: of more bars than a screen has lines none is seen
SUBJECTS = {"total": "Trade", "exports": "Exports", "imports": "Imports"}
VERDICTS = {
    "on-track": "the year is on track",
    "acceleration-needed": "the year is behind the path, and growth has to accelerate",
    "limited-progress": "the year makes limited progress only",
    "deterioration": "the year moves away from the goal",
}


class Pool:
    """The figures of a case by their keys, the quantity of each, and the claims."""

    def __init__(self, case: Case, *, fractions: bool) -> None:
        self.case, self.fractions, self.unit = case, fractions, case.prose("unit")
        self.said, self.given = case.said, case.given("", *SECTIONS)
        self.quantity = self.given.get("quantity", QUANTITIES[0])
        self.base_year = self._whole("base_year", BASE_YEAR)
        self.year = self._whole("current_year", self.base_year + 1)
        self.goal_year = self._whole("year", self.base_year + self._whole("years", 0))
        self.published = self._published(self._whole("months", 12, most=12))
        self.claims = [self._read("claims", parse_claim, t) for t in self.given.get("claims", ())]
        for text in self.given.get("part", ()):
            for figure in self._read("part", parse_part, text).figures.values():
                self._read("part", parse_number, figure)
        self.is_next = "base" in self.said and self.year == self.base_year + 1
        base, last = (self.given.get(key, "").strip() for key in ("base", "prior_year"))
        if self.is_next and last and base != last:
            rule = "and prior_year {last} are both last year's total: drop one, or claim it"
            raise self.placed(InputError(rule, figure="base", written=base, last=last), "base")

    def _read(self, key: str, parse: Callable[..., Any], text: str, **within: int) -> Any:
        try:
            return parse(text, **within)
        except InputError as error:
            raise self.placed(error if key == "claims" else error.about(key), key) from None

    def _whole(self, key: str, default: int, most: int = LATEST_YEAR) -> int:
        text = self.given.get(key, f"{default}")
        return int(self._read(key, parse_whole, text, least=min(1, default), most=most))

    def _published(self, months: int) -> dict[str, Quantity]:
        flow, year = self.quantity, self.year
        found = {"base": Quantity(flow, self.base_year), "prior_year": Quantity(flow, year - 1)}
        if "months" in self.said:
            found["ytd"] = Quantity(flow, year, months)
            found["growth"] = Quantity(f"{flow}_growth", year, months)
            found["prior_ytd"] = Quantity(flow, year - 1, months)
        if "period" in self.said:
            year, months = self._read("period", parse_to_date, self.given["period"])
            for name in QUANTITIES:
                found[name] = Quantity(name, year, months)
                found[f"{name}_growth"] = Quantity(f"{name}_growth", year, months)
            found |= {f"prior_{name}": Quantity(name, year - 1, months) for name in QUANTITIES}
        return {key: quantity for key, quantity in found.items() if key in self.said}

    def named(self, figure: str) -> str:
        """Return the key of a figure; one that a case cannot have goes by its option."""
        stem = re.sub(r"_\d+$", "", figure)
        key = KEYS.get(figure, KEYS.get(stem, stem))
        if key == "prior_year" and self.is_next:
            return "base"
        return key if key in self.case.homes else asking.option_name(figure)

    def placed(self, error: InputError, key: str) -> InputError:
        """Return an error with the line of a *key* in front."""
        where = self.case.at(self.case.homes.get(key, ""), key)
        return InputError("{where}: {said}", where=where, said=error.sentence(self.named))


def settle(reading: Reading) -> Settled:
    """Read the case, and ask the questions it has figures for; one must have an answer."""
    pool = Pool(read_case(reading.get("case"), SECTIONS), fractions=reading.fractions)
    notes = [Note("{said}", said=one_line(said)) for said in pool.given.get("notes", ())]
    if "ytd" in pool.said and not {"base_year", "current_year"} & pool.said.keys():
        notes.append(Note("The months are of {year} ({--current_year}).", year=pool.year))
    parts = _answered(pool, notes)
    repeated = {str(quantity) for quantity in pool.published.values()}
    for part in (part for name, part in parts.items() if name != "growth"):  # which repeats others
        reading.inputs |= {n: i for n, i in part.inputs.items() if not n.startswith("what_if")}
        reading.doubts |= {n: d for n, d in part.doubts.items() if n not in repeated}
    reading.measured_in(next(iter(parts.values())).unit)
    way = _way(parts.get("track"))
    rows = {"figures": _figures(pool), "years": way if len(way) <= LONGEST else []}
    tables = {name: table for name, table in rows.items() if table}
    return Settled({}, {"pool": pool, "parts": parts, "way": way}, notes, answers=tables)


def _answered(pool: Pool, notes: list[Note]) -> dict[str, Result]:
    """Return the answers to all questions that have one, and note why the others have none."""
    parts: dict[str, Result] = {}
    last: TradecalcError | None = None
    for question, given in _questions(pool):
        # Months are exact; beside them only a base that is stated is rounded.
        is_rounded = "monthly" not in given or "base" in given
        reading = Reading(rounded=is_rounded, fractions=pool.fractions, unit=pool.unit)
        is_read = False
        try:
            asking.read(question, given, reading)
            is_read = "monthly" not in given  # a file is read when it is asked
            found = asking.answer(question, reading, {})
            found[found.headline]  # raises where it has no value
        except TradecalcError as error:
            if isinstance(error, InputError) and not is_read:
                raise pool.placed(error, pool.named(error.figure)) from None
            said = f"{question.asks} There is no answer: {{why}}"
            notes.append(Note(f"{said}.", why=error.sentence(pool.named)))
            last = type(error)(said, why=error.sentence(pool.named))
        else:
            before = [(n.template, n.fields) for part in parts.values() for n in part.notes]
            found.notes = tuple(n for n in found.notes if (n.template, n.fields) not in before)
            parts[question.name] = found
    if last and not parts:
        raise last
    return parts


def conclude(result: Result) -> None:
    """Give the report its title and its parts; notes name figures by their keys."""
    pool, result.parts = result.taken["pool"], result.taken["parts"]
    prose = pool.case.prose
    origin = ", ".join(filter(None, (prose("source"), prose("date"))))
    result.title = f"{prose('title')} ({origin})" if origin else prose("title")
    for one in (result, *result.parts.values()):
        one.named = pool.named


def _questions(pool: Pool) -> Iterator[tuple[Question, dict[str, Any]]]:
    goal, so_far, parts, months = (pool.case.given(section) for section in SECTIONS)
    so_far |= {key: said for key, said in pool.given.items() if key == "flow"}
    last = {"prior_year": goal["base"]} if pool.is_next else {}
    of_year = {key: said for key, said in (so_far | months).items() if key not in last}
    # Totals have no other year that they might be of.
    totals = {key: said for key, said in so_far.items() if key != "current_year"}
    if months:
        file = of_year.pop("file")
        of_year["monthly"] = file if file == "-" else os.path.join(pool.case.folder, file)  # noqa: PTH118  pathlib costs
    if so_far.keys() >= {"ytd", "growth"}:
        yield GROWTH, {"to": so_far["ytd"], "rate": so_far["growth"], "years": "1"}
    elif so_far.keys() >= {"ytd", "prior_ytd"}:
        yield GROWTH, {"values": [so_far["prior_ytd"], so_far["ytd"]]}
    if "ytd" in so_far or months:
        yield PROJECT, of_year if months else totals | last
    if "base" in goal:
        said = pool.given.get("growth", "-100%")
        growth = Reading(fractions=pool.fractions).rate("growth", said).value
        kept = {"what_if": f"exact:{100 * growth:.12g}%"} if growth > -1 else {}
        yield TARGET, goal | kept
    if goal and ("ytd" in so_far or months):
        yield TRACK, of_year | goal
    if parts:
        yield DECOMPOSE, {key: said for key, said in parts.items() if key != "period"}
    repeated = [f"{quantity}={pool.given[key].strip()}" for key, quantity in pool.published.items()]
    claims = list(dict.fromkeys([*repeated, *map(str, pool.claims)]))
    if len(claims) > 1 or pool.claims:
        yield CHECK, {"claims": claims}


def _figures(pool: Pool) -> list[dict[str, Any]]:
    said = pool.said
    rows = [(q.name, q.period, *said[key]) for key, q in pool.published.items()]
    if "goal" in said:
        rows.append(("goal", f"{pool.goal_year}", *said["goal"]))
    for part in said.get("part", ()):
        name, _, level = part.text.partition("=")
        rows.append((name, said["period"].text.strip(), level, part.place))
    for claim, one in zip(pool.claims, said.get("claims", ()), strict=True):
        rows.append((claim.quantity.name, claim.quantity.period, claim.figure, one.place))
    unlike: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in rows:
        unlike.setdefault(row[:3], row)  # a claim may repeat a figure
    return [dict(zip(REPORT.tables["figures"], row, strict=True)) for row in unlike.values()]


def _way(track: Result | None) -> list[dict[str, Any]]:
    """Return the path from base to goal, and the levels at the pace so far."""
    if track is None or isinstance(track.answers["pace_so_far"], Missing):
        return []
    names = ("base", "goal", "full_year", "pace_so_far", "current_year", "base_year")
    base, goal, full_year, pace, current, first = (number_of(track, name) for name in names)
    rows, years = [], track.taken["years"]
    for year in range(first, first + years + 1):
        path = path_level(base=base, goal=goal, years=years, elapsed=year - first)
        row = {"year": Estimate(year), "path": Estimate(path)}
        if year == first or year >= current:  # the years between are known
            kept = work_out(compound, base=full_year, rate=pace, years=year - current)
            row |= {} if isinstance(kept, Missing) else {"pace": Estimate(kept)}
        rows.append(row)
    return rows


def number_of(result: Result, name: str) -> Any:
    """Return the number of a figure, or of an answer."""
    read = result.inputs.get(name)
    return read.estimate.value if read and read.estimate else result[name].value


def sentence(result: Result) -> Note:
    """Return the answers in plain sentences, a line each: the year, the goal, the verdict."""
    pool, parts = result.taken["pool"], result.parts
    fields: dict[str, Any] = {}
    lines = [_year(pool, parts, fields)] if "project" in parts else []
    if "target" in parts or "track" in parts:
        lines.append(_goal(parts, fields))
    if not lines and "decompose" in parts:
        lines.append(_of_part(parts, "decompose", fields))
    last = [_verdict(parts["track"])] if "track" in parts else []
    if "check" in parts:
        last += ["These figures cannot all be true."] * parts["check"].says_no
        last.append(_of_part(parts, "check", fields))
    return Note("\n".join([*lines, *([" ".join(last)] if last else [])]), **fields)


def _of_part(parts: Mapping[str, Result], name: str, fields: dict[str, Any]) -> str:
    """Return the sentence of a part, its answers and fields under the part's name."""
    note = parts[name].sentence
    fields |= {f"{name}.{field}": said for field, said in note.fields.items()}
    return re.sub(r"\{(?=\w)", f"{{{name}.", note.template)


def _year(pool: Pool, parts: Mapping[str, Result], fields: dict[str, Any]) -> str:
    months, is_stated = number_of(parts["project"], "months"), "ytd" in pool.given
    fields["now"] = pool.year if is_stated else number_of(parts["project"], "current_year")
    first = counted(months, "month")
    span = {1: "January of ", 12: ""}.get(months, f"the first {first} of ")
    line = f"In {span}{{now}} {{project.series}} came to {{project.ytd}}"
    if is_stated:
        line = f"{SUBJECTS[pool.quantity]} came to {{project.ytd}} in {span}{{now}}"
    if is_stated and "growth" in pool.given:
        is_rise = number_of(parts["project"], "growth") > 0
        line += ", up {project.growth}" if is_rise else ", a growth of {project.growth}"
    elif "growth" in parts:
        line += ", {growth.growth_rate} on a year before"
    if months == 12:
        return f"{line}: the year is complete."
    line += ". The year is heading for {project.full_year}"
    if parts["project"]["full_year"].likely:
        line += "; four such years in five ended between {project.likely_low}"
        line += " and {project.likely_high}"
    return f"{line}."


def _goal(parts: Mapping[str, Result], fields: dict[str, Any]) -> str:
    whose = "track" if "track" in parts else "target"
    fields["first"] = number_of(parts[whose], "base_year")
    fields["last"] = fields["first"] + parts[whose].taken["years"]
    fields["less"], fields["more"] = (if_over(parts[whose], f" or {o}") for o in ("less", "more"))
    line = (
        f"The goal of {{{whose}.goal}} in {{last}} takes {{{whose}.required_cagr}} a year{{less}}"
    )
    line += f" from {{{whose}.base}} in {{first}}"
    if whose == "track":
        fields["due"] = number_of(parts[whose], "current_year")
        line += ", and so {track.milestone}{more} in {due}" * (fields["due"] < fields["last"])
    return f"{line}."


def _verdict(track: Result) -> str:
    turned = what_turns(track)
    though = f"; {turned}" if turned else ""
    return f"At {{track.full_year}} {VERDICTS[track['verdict'].value]}{though}."


AS_WRITTEN = {"figure": "Figure.", "period": "Period.", "written": "As written.", "where": "Place."}
_option = partial(Figure, panel="Output", is_input=False)
REPORT = Question(
    "report",
    "What do the figures of a case say?",
    about="A case is a file of published figures and their places. Without a file the built-in one"
    " is used: Kazakhstan and Uzbekistan on the way to 10 bn USD. There is no headline for -q.",
    figures=(
        _option("case", "text", "File of the case, or -.", metavar="[CASE.toml]", argument=True),
        _option("chart", "text", "Also draw it, into a .svg or .png file.", metavar="FILE"),
        _option("print_case", "flag", "Print the built-in case, as a start for your own."),
    ),
    answers=(),
    tables={
        "figures": tuple(Answer(name, "text", said) for name, said in AS_WRITTEN.items()),
        "years": (
            Answer("year", "year", "Calendar year."),
            Answer("path", "level", "Level on the path to the goal."),
            Answer("pace", "level", "Level at the pace so far.", against="path"),
        ),
    },
    settle=settle,
    conclude=conclude,
    headline=lambda answers: "",  # noqa: ARG005  a report has none
    sentence=sentence,
    example="tradecalc report",
    is_published=True,
    brief={"": (), "track": (), "years": ("year", "path", "pace")},
    parts=(GROWTH, PROJECT, TARGET, TRACK, DECOMPOSE, CHECK),
)
