"""The figures of one question, read under one set of rules and brought to one scale and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.ranges import Estimate, Range
from tradecalc.errors import DomainError, InputError, quoted
from tradecalc.inputs.figures import Figure, parse_figure, parse_whole
from tradecalc.inputs.words import read_words, unit_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from tradecalc.core.kinds import Kind

DOUBTED_BELOW = 0.01  # a plain rate in per cent below this looks like a fraction


class Reading(NamedTuple):
    """One figure of a question: what was written ("" for none) and what it was read as.

    A name, such as a file's, is read as it is written and has no estimate.
    """

    written: str
    estimate: Estimate | None
    kind: Kind
    decimals: int = 0


class Question:
    """Reads the figures of one question, by name, and keeps what it read.

    The first level sets the scale and the unit that the others are converted to and that the
    answers are shown in. A plain figure is exact unless *rounded*; a rate without a per cent
    sign is in per cent unless *fractions*. Where the question is *exact*, every figure counts
    by its value alone, even one written as a range, so that no answer has a range; it is then
    not *rounded*. With *answers_only*, tables that no answer needs are left out, and so are the
    sentences about them.

    >>> question = Question()
    >>> question.level("base", "USD4bn").value, question.level("goal", "10000mn").value
    (4.0, 10.0)
    >>> question.unit, question.rate("rate", "18%-").range
    ('bn USD', Range(low=0.17, high=0.18))
    """

    def __init__(
        self,
        *,
        rounded: bool = False,
        fractions: bool = False,
        unit: str = "",
        exact: bool = False,
        answers_only: bool = False,
    ) -> None:
        """Start with no figures read; *unit*, such as `bn USD`, is that of plain levels.

        Raises InputError where *unit* is not a unit.
        """
        self.rounded = rounded
        self.fractions = fractions
        self.exact = exact
        self.answers_only = answers_only
        self.readings: dict[str, Reading] = {}
        self.figures: dict[str, Figure] = {}
        self.warnings: list[str] = []
        self.called: dict[str, str] = {}  # what messages call figures that are not options
        self._scale: int | None = None
        self._currency = ""
        self._first = ""
        self._plain: tuple[int | None, str] = (None, "")
        if unit:
            self.measured_in(unit, by="unit")
            self._plain = (self._scale, self._currency)

    @property
    def unit(self) -> str:
        """The levels' common unit, as people write it behind a number: `bn USD`, or nothing."""
        return unit_name(self._scale, self._currency)

    @property
    def scale(self) -> int:
        """The power of ten that the levels are counted in: 9 where they are in bn."""
        return self._scale or 0

    @property
    def dollars(self) -> float | None:
        """US dollars that a level of 1 stands for, or None where no scale and currency say so."""
        if self._currency != "USD" or self._scale is None:
            return None
        return float(10**self._scale)

    def level(
        self, name: str, text: str, *, chosen: bool = False, signed: bool = False
    ) -> Estimate:
        """Read a level. One that is *chosen*, such as a goal, is exact unless it says otherwise.

        One that is *signed*, such as a balance, may be below zero, and so may what rounds to it.
        Raises InputError where it is not a figure, is a per cent, has another currency than the
        levels before it, or has a scale where they have none or the other way round.
        """
        figure = self._parse(name, text)
        if figure.percent:
            raise InputError(
                f"{self.shown(name)} is a level, and {quoted(text)} is a per cent: write the level"
                " itself, like 4 or USD4bn"
            )
        if figure.scale is None and not figure.currency and self._plain != (None, ""):
            scale, currency = self._plain
            figure = figure._replace(scale=scale, currency=currency)
        self._join_unit(name, figure)
        rounded = self.rounded and not chosen
        shift = self._shift(figure)
        return self._keep(name, figure, "level", shift=shift, rounded=rounded, signed=signed)

    def flow_level(self, name: str, text: str, *, chosen: bool = False) -> Estimate:
        """Read the level of a trade flow.

        Raises InputError as `level` does, DomainError where it is below zero.
        """
        level = self.level(name, text, chosen=chosen)
        if level.low < 0:
            raise DomainError(f"{self.shown(name)} {text} is below zero: a trade flow is not")
        return level

    def rate(
        self, name: str, text: str, *, chosen: bool = False, doubted_below: float = DOUBTED_BELOW
    ) -> Estimate:
        """Read a rate, in per cent, as the fraction that the formulas take.

        A plain one that is smaller than *doubted_below* looks like a fraction, and is doubted.
        Raises InputError where it is not a figure or has a scale or a currency.
        """
        figure = self._parse(name, text)
        if figure.scale is not None or figure.currency:
            raise InputError(
                f"{self.shown(name)} is a rate, and {quoted(text)} is an amount: write it like 18%"
            )
        plain = not figure.percent
        if plain and not self.fractions:
            figure = figure._replace(percent=True)
        rounded = self.rounded and not chosen
        shift = -2 if figure.percent else 0
        estimate = self._keep(name, figure, "rate", shift=shift, rounded=rounded)
        if plain and not self.fractions and 0 < abs(estimate.value) < doubted_below:
            self.warnings.append(
                f"{self.shown(name)} {text.strip()} was read as {text.strip()} %;"
                + (
                    " write it with its per cent sign if that is meant, or add --fractions."
                    if figure.marked
                    else f" write {estimate.value * 10000:.12g}, or add --fractions."
                )
            )
        return estimate

    def whole(self, name: str, text: str, *, kind: Kind, least: int, most: int) -> int:
        """Read a year or a count: digits only, from *least* to *most*, never a range.

        Raises InputError for anything else.
        """
        value = parse_whole(self.shown(name), text, least=least, most=most)
        self.readings[name] = Reading(text, Estimate(value), kind)
        return value

    def default(self, name: str, value: int, kind: Kind) -> int:
        """Keep a value that was not written, so that the answer shows what it rests on."""
        self.readings[name] = Reading("", Estimate(value), kind)
        return value

    def named(self, name: str, text: str) -> None:
        """Keep what is named and is not a figure: a file, a series."""
        self.readings[name] = Reading(text, None, "text")

    def measured_in(self, unit: str, *, by: str = "monthly") -> None:
        """Set the question's unit, written as `unit_name` does; *by* is the option it comes from.

        A file that names no unit is taken to be in that of plain levels.
        Raises InputError where *unit* is not a unit.
        """
        if not unit and self._plain != (None, ""):
            return
        _, self._scale, self._currency = read_words("", unit, quoted(unit))
        self._first = by

    def from_file(self, name: str, value: float) -> Estimate:
        """Keep a level that a file's months came to, in the unit of the file."""
        estimate = Estimate(value)
        self.readings[name] = Reading("", estimate, "level")
        return estimate

    def value(self, name: str) -> float:
        """Return the value that the figure *name* was read as."""
        estimate = self.readings[name].estimate
        if estimate is None:
            raise KeyError(name)
        return estimate.value

    def levels(self, name: str, texts: Sequence[str]) -> list[Estimate]:
        """Read a row of levels as *name* 1, 2, ..."""
        return [self.level(f"{name}_{k}", text) for k, text in enumerate(texts, start=1)]

    def shown(self, name: str) -> str:
        """Return a figure's name as the user knows it: `--base`, or `value 2` in a row of them."""
        if name in self.called:
            return self.called[name]
        word, _, number = name.rpartition("_")
        if not number.isdigit():
            return f"--{name.replace('_', '-')}"
        return f"value {number}" if word == "value" else f"--{word.replace('_', '-')}"

    def as_written(self, name: str) -> tuple[Fraction, Fraction]:
        """Exact ends of the figure *name* by its last written digit, whatever the rules."""
        figure = self.figures[name]
        if self.readings[name].kind == "rate":
            return figure.ends(shift=-2 if figure.percent else 0)
        return figure.ends(shift=self._shift(figure))

    def _shift(self, figure: Figure) -> int:
        """Power of ten from a level's own scale to the question's; one without a scale is in it."""
        return 0 if figure.scale is None else figure.scale - (self._scale or 0)

    def _parse(self, name: str, text: str) -> Figure:
        try:
            return parse_figure(text)
        except InputError as error:
            raise InputError(f"{self.shown(name)} {error}") from None

    def _keep(
        self,
        name: str,
        figure: Figure,
        kind: Kind,
        *,
        shift: int,
        rounded: bool,
        signed: bool = False,
    ) -> Estimate:
        try:
            estimate = figure.estimate(rounded=rounded, shift=shift)
        except InputError as error:
            raise InputError(f"{self.shown(name)} {error}") from None
        if self.exact:
            estimate = Estimate(estimate.value)
        elif kind == "level" and not (figure.marked or signed) and estimate.range:
            # A flow is not below zero, so neither is what rounds to it.
            low = 0.0 if estimate.value >= 0 > estimate.range.low else estimate.range.low
            estimate = Estimate(estimate.value, Range(low, estimate.range.high))
        self.readings[name] = Reading(figure.written, estimate, kind, max(0, figure.places - shift))
        self.figures[name] = figure
        return estimate

    def _join_unit(self, name: str, figure: Figure) -> None:
        """Take the scale and currency of the first level, and require the others to agree."""
        if figure.scale is None and not figure.currency and figure.coefficients[0] == 0:
            return  # nothing is nothing in any unit
        if not self._first:
            self._scale, self._currency, self._first = figure.scale, figure.currency, name
            return
        if figure.currency and self._currency and figure.currency != self._currency:
            raise InputError(
                f"{self.shown(self._first)} is in {self._currency} and {self.shown(name)} in"
                f" {figure.currency}: convert one of them first"
            )
        if (figure.scale is None) != (self._scale is None):
            if self._first == "monthly":
                raise InputError(
                    f"{self.shown(name)} {quoted(figure.written)} is not in the unit of the file,"
                    f" {self.unit or 'plain numbers'}: write it in that"
                )
            with_scale, without = (name, self._first)
            if figure.scale is None:
                with_scale, without = without, with_scale
            raise InputError(
                f"{self.shown(with_scale)} has a scale and {self.shown(without)} has none: write"
                " both with one (4bn, 10bn) or both without"
            )
        self._currency = self._currency or figure.currency
