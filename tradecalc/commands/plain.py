"""Questions whose figures are all plain numbers, so that a formula for each answer is enough.

Most rows of a table ask such questions. Any other row, and one for which a formula has no value,
is asked of the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tradecalc.commands.target import DEFAULT_BASE_YEAR
from tradecalc.commands.two_levels import TWO_LEVELS
from tradecalc.core.growth import compound, doubling_time, halving_time
from tradecalc.core.target import LATEST_YEAR
from tradecalc.inputs.numbers import plain_levels, plain_rates, plain_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    RowFormula = Callable[..., float | None]

Cell = TypeVar("Cell")


class Plain(NamedTuple):
    """A question of *levels*, *rates* and a number of years: the names of the figures.

    *span* gives the years from the options in *dates*, None where these are not a span.
    *formulas* give the answers from the levels, the rates as fractions and the years, in order.
    """

    levels: tuple[str, ...]
    rates: tuple[str, ...]
    dates: tuple[str, ...]
    span: Callable[..., int | None]
    formulas: Mapping[str, RowFormula]

    def figures(
        self,
        texts: Mapping[str, Sequence[str]],
        held: Mapping[str, str],
        count: int,
        *,
        fractions: bool,
    ) -> list[Sequence[float | None]]:
        """Return the formulas' arguments for *count* rows, None for what is not a plain number.

        What is *held* is the same for all rows.
        """
        cells = {**texts, **{name: [text] for name, text in held.items()}}
        columns = [plain_levels(cells[name]) for name in self.levels]
        columns += [plain_rates(cells[name], fractions=fractions) for name in self.rates]
        columns.append(self._spans([_each(cells[name], count) for name in self.dates], count))
        return [_each(column, count) for column in columns]

    def _spans(self, dates: Sequence[Sequence[str]], count: int) -> list[float | None]:
        """Return the years between the *dates* of each row."""
        if not dates:
            return [self.span()] * count
        known: dict[tuple[str, ...], int | None] = {}
        spans: list[float | None] = []
        for said in zip(*dates, strict=True):
            if said not in known:
                known[said] = self.span(*said)
            spans.append(known[said])
        return spans


def _each(cells: Sequence[Cell], count: int) -> Sequence[Cell]:
    """Return a column for *count* rows; one cell alone is what they all have in common."""
    return cells if len(cells) == count else [*cells] * count


def plain_question(command: str, given: Collection[str]) -> Plain | None:
    """Return the plain question of *command* with figures for the options *given*, if it is one.

    >>> plain_question("target", {"base", "goal", "year"}).levels
    ('base', 'goal')
    """
    ask = {"target": _target, "growth": _growth}.get(command)
    return ask(frozenset(given)) if ask else None


def _target(given: frozenset[str]) -> Plain | None:
    figures = given & {"base", "goal", "rate"}
    dates = tuple(name for name in ("year", "years", "base_year") if name in given)
    if len(figures) != 2 or not given <= {*figures, *dates} or dates not in _TARGET_SPANS:
        return None
    levels = tuple(name for name in ("base", "goal") if name in figures)
    rates = ("rate",) if "rate" in figures else ()
    if not rates:
        solved: RowFormula = TWO_LEVELS["cagr"]
        ends: tuple[RowFormula, RowFormula] = (_first, _second)
    elif "base" in figures:
        solved = _grown
        ends = (_first, _grown)
    else:
        solved = _before
        ends = (_before, _first)
    formulas = {_SOLVED[levels]: solved, "years": _years}
    for name in ("total_growth", "yearly_increase", "log_growth"):
        formulas[name] = _along(TWO_LEVELS[name], *ends)
    return Plain(levels, rates, dates, _TARGET_SPANS[dates], formulas)


def _growth(given: frozenset[str]) -> Plain | None:
    dates = tuple(name for name in ("years", "from_year", "to_year") if name in given)
    if given != {"from", "to", *dates} or dates not in _GROWTH_SPANS:
        return None
    names = ("cagr", "change", "total_growth", "log_growth")
    formulas: dict[str, RowFormula] = {name: TWO_LEVELS[name] for name in names}
    formulas |= {"doubling_time": _doubling, "halving_time": _halving}
    return Plain(("from", "to"), (), dates, _GROWTH_SPANS[dates], formulas)


def _along(formula: RowFormula, start: RowFormula, end: RowFormula) -> RowFormula:
    """Return *formula* between the levels that two others give."""
    if (start, end) == (_first, _second):
        return formula
    return lambda one, other, years: formula(
        start(one, other, years), end(one, other, years), years
    )


def _first(one: float, other: float, years: int) -> float:  # noqa: ARG001  one shape for all
    return one


def _second(one: float, other: float, years: int) -> float:  # noqa: ARG001  the same
    return other


def _years(one: float, other: float, years: int) -> float:  # noqa: ARG001  the same
    return years


def _grown(base: float, rate: float, years: int) -> float:
    return compound(base=base, rate=rate, years=years)


def _before(goal: float, rate: float, years: int) -> float:
    return compound(base=goal, rate=rate, years=-years)


def _doubling(start: float, end: float, years: int) -> float | None:
    rate = TWO_LEVELS["cagr"](start, end, years)
    return doubling_time(rate=rate) if rate > 0 else None


def _halving(start: float, end: float, years: int) -> float | None:
    rate = TWO_LEVELS["cagr"](start, end, years)
    return halving_time(rate=rate) if rate < 0 else None


def _count(years: str, *, most: int = LATEST_YEAR) -> int | None:
    return plain_whole(years, least=1, most=most)


def _interval(first: str, last: str) -> int | None:
    """Years from the first to the last, none where that is not after it."""
    start, end = _count(first), _count(last)
    return end - start if start and end and end > start else None


def _count_from(years: str, base_year: str) -> int | None:
    start = _count(base_year)
    return _count(years, most=LATEST_YEAR - start) if start else None


_SOLVED = {("base", "goal"): "required_cagr", ("base",): "goal", ("goal",): "base"}
_BASE_YEAR = str(DEFAULT_BASE_YEAR)
_TARGET_SPANS: dict[tuple[str, ...], Callable[..., int | None]] = {
    ("year",): lambda year: _interval(_BASE_YEAR, year),
    ("year", "base_year"): lambda year, base_year: _interval(base_year, year),
    ("years",): lambda years: _count_from(years, _BASE_YEAR),
    ("years", "base_year"): _count_from,
}
_GROWTH_SPANS: dict[tuple[str, ...], Callable[..., int | None]] = {
    (): lambda: 1,
    ("years",): _count,
    ("from_year", "to_year"): _interval,
}
