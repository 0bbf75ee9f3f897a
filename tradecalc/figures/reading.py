"""A question's figures read together: under one set of rules, in one scale and one unit."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.core.ranges import Estimate, Range
from tradecalc.errors import DomainError, InputError, Note, quoted
from tradecalc.figures.number import Number, parse_list, parse_number, parse_whole
from tradecalc.figures.vocabulary import read_words, unit_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

Said = str | float  # a figure as people write it or, in Python, a number

DOUBTED_BELOW = 0.01  # a plain rate in per cent below this looks like a fraction
DOUBTED_ABOVE = 2.0  # a rate given as a number above this looks like one in per cent


class Input(NamedTuple):
    """One figure of a question: what was *written* ("" for none) and what it was read as.

    A name, such as a file's, has no estimate. *decimals* are the digits after the point, and
    *number* is the figure as it was written.
    """

    written: str
    estimate: Estimate | None
    kind: str
    decimals: int = 0
    number: Number | None = None


class Reading(dict[str, Any]):
    """The values of a question's figures by name, and in *inputs* how each was read.

    The first level sets the scale and the unit that the others are converted to and that the
    answers are in. A plain figure is exact unless *rounded*; a rate without a per cent sign is in
    per cent unless *fractions*. Where the question is *exact*, every figure counts by its value
    alone, even one written as a range. What was *typed* at a prompt may have lost its `$3` to the
    shell. *unit*, such as `bn USD`, is that of plain levels.

    In Python a number is exact, and a rate given so is a fraction.

    Raises InputError where *unit* is not a unit.

    >>> reading = Reading()
    >>> reading.level("base", "USD4bn").value, reading.level("goal", "10000mn").value
    (4.0, 10.0)
    >>> reading.unit, reading.rate("rate", "18%-").range
    ('bn USD', Range(low=0.17, high=0.18))
    """

    def __init__(
        self,
        *,
        rounded: bool = False,
        fractions: bool = False,
        exact: bool = False,
        typed: bool = False,
        unit: str = "",
    ) -> None:
        """Start with no figures read."""
        super().__init__()
        self.rounded, self.fractions, self.exact, self.typed = rounded, fractions, exact, typed
        self.inputs: dict[str, Input] = {}
        self.doubts: dict[str, Note] = {}  # by the figure that each is about
        self.answers_only = False  # whether tables that no answer needs are left out
        self.progress: Callable[[int, int], None] | None = None  # told what is done, of how many
        self.marks_ignored = False  # whether an exact question had a figure with a mark
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

    @property
    def decimals(self) -> int:
        """Most digits after the point that a level was written with."""
        return max((i.decimals for i in self.inputs.values() if i.kind == "level"), default=0)

    def level(
        self,
        name: str,
        said: Said,
        *,
        chosen: bool = False,
        flow: bool = False,
        signed: bool = False,
    ) -> Estimate:
        """Read a level. One that is *chosen*, such as a goal, is exact unless it says otherwise.

        A *flow* is not below zero; one that is *signed*, such as a balance, may be, and so may
        what rounds to it.
        Raises InputError where it is not a figure, is a per cent, has another currency than the
        levels before it, or has a scale where they have none or the other way round; DomainError
        for a flow below zero.
        """
        if not isinstance(said, str):
            estimate = self._plain_number(name, said, "level")
        else:
            number = self._parse(name, said)
            if number.percent:
                raise InputError(
                    "is a level, and {text} is a per cent",
                    figure=name,
                    text=quoted(said),
                    remedy="write the level itself, like 4 or USD4bn",
                )
            if number.scale is None and not number.currency and self._plain != (None, ""):
                scale, currency = self._plain
                number = number._replace(scale=scale, currency=currency)
            self._join_unit(name, number)
            rounded = self.rounded and not chosen
            estimate = self._keep(name, number, "level", rounded=rounded, signed=signed)
        if flow and estimate.low < 0:
            raise DomainError(
                "is below zero", figure=name, written=str(said), remedy="a trade flow is not"
            )
        return estimate

    def levels(self, name: str, said: Sequence[Said]) -> list[Estimate]:
        """Read a list of levels as *name* 1, 2, ..."""
        return [self.level(f"{name}_{k}", one) for k, one in enumerate(said, start=1)]

    def rate(
        self,
        name: str,
        said: Said,
        *,
        chosen: bool = False,
        doubted_below: float = DOUBTED_BELOW,
    ) -> Estimate:
        """Read a rate, in per cent, as the fraction that the formulas take.

        A plain one that is smaller than *doubted_below* looks like a fraction, and is doubted.
        Raises InputError where it is not a figure or has a scale or a currency.
        """
        if not isinstance(said, str):
            if abs(said) > DOUBTED_ABOVE:
                self.doubts[name] = Note(
                    f"{{--{name}}} {{said:.12g}} is a fraction, {{percent:,.12g}} %: write"
                    " {fraction:.12g} or '{said:.12g}%' if that is not meant.",
                    said=said,
                    percent=100 * said,
                    fraction=said / 100,
                )
            return self._plain_number(name, said, "rate")
        number = self._parse(name, said)
        if number.scale is not None or number.currency:
            raise InputError(
                "is a rate, and {text} is an amount",
                figure=name,
                text=quoted(said),
                remedy="write it like 18%",
            )
        in_per_cent = number.percent or not self.fractions
        looks_plain = not number.percent and not self.fractions
        number = number._replace(percent=in_per_cent)
        estimate = self._keep(name, number, "rate", rounded=self.rounded and not chosen)
        if looks_plain and 0 < abs(estimate.value) < doubted_below:
            remedy = "write it with its per cent sign if that is meant, or add {--fractions}."
            if not number.marked:
                remedy = "write {fraction:.12g}, or add {--fractions}."
            self.doubts[name] = Note(
                f"{{--{name}}} {{text}} was read as {{text}} %; {remedy}",
                text=said.strip(),
                fraction=estimate.value * 10000,
            )
        return estimate

    def rates(self, name: str, said: str | Sequence[Said]) -> tuple[float, ...]:
        """Read a list of chosen rates as *name* 1, 2, ..., and keep them as one figure.

        Raises InputError where one cannot be read or an entry is empty.
        """
        try:
            parts = parse_list(said) if isinstance(said, str) else said
        except InputError as error:
            raise error.about(name) from None
        read = [self.rate(f"{name}_{k}", one, chosen=True) for k, one in enumerate(parts, start=1)]
        for k in range(1, len(read) + 1):
            del self[f"{name}_{k}"]  # they are one figure, which moves as one
        self[name] = tuple(one.value for one in read)
        return tuple(self[name])

    def whole(self, name: str, said: Said, *, kind: str, least: int, most: int) -> int:
        """Read a year or a count: digits only, from *least* to *most*, never a range.

        Raises InputError for anything else.
        """
        text = said if isinstance(said, str) else f"{said:.17g}"
        if not self.typed:  # data frames hold a column of years as floats, 2030.0
            text = re.sub(r"(?<=[0-9])\.0+\s*$", "", text)
        try:
            value = parse_whole(text, least=least, most=most)
        except InputError as error:
            raise error.about(name) from None
        self.inputs[name] = Input(text, Estimate(value), kind)
        self[name] = value
        return value

    def word(self, name: str, said: Said, among: Sequence[str]) -> str:
        """Read one of the words *among*, whichever of space, hyphen and underscore it is written with.

        Raises InputError for another.
        """
        found = {word.replace("_", "-"): word for word in among}
        key = str(said).strip().lower().replace("_", "-").replace(" ", "-")
        if key not in found:
            raise InputError(
                "is not one of {words}",
                figure=name,
                written=quoted(str(said)),
                words=", ".join(among),
            )
        self.named(name, str(said))
        self[name] = found[key]
        return found[key]

    def named(self, name: str, text: str) -> None:
        """Keep what is named and is not a figure: a file, a series."""
        self.inputs[name] = Input(text, None, "text")

    def default(self, name: str, value: int, kind: str) -> int:
        """Keep a value that was not written, so that the answer shows what it rests on."""
        self.inputs[name] = Input("", Estimate(value), kind)
        self[name] = value
        return value

    def from_file(self, name: str, value: float) -> Estimate:
        """Keep a level that a file's months came to, in the unit of the file."""
        return self._take(name, Input("", Estimate(value), "level"))

    def measured_in(self, unit: str, *, by: str = "monthly") -> None:
        """Set the question's unit, written as `unit_name` does; *by* is the option it comes from.

        A file that names no unit is taken to be in that of plain levels.
        Raises InputError where *unit* is not a unit.
        """
        if not unit and self._plain != (None, ""):
            return
        _, self._scale, self._currency = read_words("", unit)
        self._first = by

    def error(self, name: str, rule: str, remedy: str = "", **fields: Any) -> InputError:
        """Return the error that the figure *name*, as it was written, breaks a *rule*."""
        written = self.inputs[name].written
        return InputError(rule, figure=name, written=written, remedy=remedy, **fields)

    def estimate(self, name: str) -> Estimate:
        """Return the value and the range that the figure *name* was read as."""
        found = self.inputs[name].estimate
        if found is None:
            raise KeyError(name)
        return found

    def ends(self, name: str) -> tuple[Fraction, Fraction]:
        """Return the exact ends of the figure *name* by its last written digit, whatever the rules.

        A number given in Python has no digits: it is exact.
        """
        from fractions import Fraction  # noqa: PLC0415  it costs 4 ms, and few questions need it

        _, estimate, kind, _, number = self.inputs[name]
        if number is None:
            value = Fraction(repr(estimate.value)) if estimate else Fraction(0)
            return value, value
        return number.ends(shift=self._shift(number, kind))

    def box(self, names: Sequence[str]) -> dict[str, tuple[Any, Any]]:
        """Return the ends of those of the figures *names* that have a range, by name."""
        found: dict[str, tuple[Any, Any]] = {}
        for name in names:
            if isinstance(self.get(name), tuple):
                listed = [self.estimate(f"{name}_{k}") for k in range(1, len(self[name]) + 1)]
                if any(one.range for one in listed):
                    found[name] = tuple(e.low for e in listed), tuple(e.high for e in listed)
            elif name in self.inputs and self.estimate(name).range:
                found[name] = self.estimate(name).low, self.estimate(name).high
        return found

    def _plain_number(self, name: str, said: float, kind: str) -> Estimate:
        if not math.isfinite(said):
            raise InputError("is {said}", figure=name, said=said, remedy="write a number")
        return self._take(name, Input("", Estimate(float(said)), kind))

    def _parse(self, name: str, text: str) -> Number:
        if not self.typed:  # as statistical packages write; no shell took anything from it
            text = re.sub(r"^\s*([-+−–]?)\.(?=[0-9])", r"\g<1>0.", text)
        try:
            return parse_number(text)
        except InputError as error:
            raise error.about(name) from None

    def _shift(self, number: Number, kind: str) -> int:
        """Power of ten from a figure's own scale to the question's; a plain level is in it."""
        if kind == "rate":
            return -2 if number.percent else 0
        return 0 if number.scale is None else number.scale - self.scale

    def _keep(
        self, name: str, number: Number, kind: str, *, rounded: bool, signed: bool = False
    ) -> Estimate:
        shift = self._shift(number, kind)
        try:
            estimate = number.estimate(rounded=rounded, shift=shift)
        except InputError as error:
            raise error.about(name) from None
        if self.exact:
            self.marks_ignored |= estimate.range is not None
            estimate = Estimate(estimate.value)
        elif kind == "level" and not (number.marked or signed) and estimate.range:
            # A flow is not below zero, so neither is what rounds to it.
            low = 0.0 if estimate.value >= 0 > estimate.range.low else estimate.range.low
            estimate = Estimate(estimate.value, Range(low, estimate.range.high))
        decimals = max(0, number.places - shift)
        return self._take(name, Input(number.written, estimate, kind, decimals, number))

    def _take(self, name: str, read: Input) -> Estimate:
        assert read.estimate is not None  # noqa: S101  for the type checker: all callers give one
        self.inputs[name] = read
        self[name] = read.estimate.value
        return read.estimate

    def _join_unit(self, name: str, number: Number) -> None:
        """Take the scale and currency of the first level, and require the others to agree."""
        if number.scale is None and not number.currency and number.coefficients[0] == 0:
            return  # nothing is nothing in any unit
        if not self._first:
            self._scale, self._currency, self._first = number.scale, number.currency, name
            return
        first = self._first
        if number.currency and self._currency and number.currency != self._currency:
            raise InputError(
                f"{{--{first}}} is in {{currency}} and {{--{name}}} in {{other}}",
                currency=self._currency,
                other=number.currency,
                remedy="convert one of them first",
            )
        if (number.scale is None) != (self._scale is None):
            if first == "monthly":
                raise InputError(
                    "is not in the unit of the file, {unit}",
                    figure=name,
                    written=quoted(number.written),
                    unit=self.unit or "plain numbers",
                    remedy="write it in that",
                )
            scaled, plain = (first, name) if number.scale is None else (name, first)
            raise InputError(
                f"{{--{scaled}}} has a scale and {{--{plain}}} has none",
                remedy="write both with one (4bn, 10bn) or both without",
            )
        self._currency = self._currency or number.currency
