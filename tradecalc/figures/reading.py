"""A question's figures read together: under one set of rules, in one scale and one unit."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tradecalc.core.ranges import Estimate, Range
from tradecalc.errors import DomainError, InputError, Note, meant, quoted
from tradecalc.figures.number import Number, parse_list, parse_number, parse_whole
from tradecalc.figures.vocabulary import read_words, unit_name

if TYPE_CHECKING:
    from fractions import Fraction

_Read = TypeVar("_Read")
_Number = TypeVar("_Number", int, float)
Said = str | float  # a figure as people write it or, in Python, a number

DOUBTED_BELOW = 0.01  # a plain rate in per cent below this looks like a fraction
DOUBTED_ABOVE = 2.0  # a rate given as a number above this looks like one in per cent
_OF_KIND = {"level": "a level such as 4 or USD4bn", "rate": "a rate such as 18%"}


class Input(NamedTuple):
    """One figure of a question: its text, and the number that it was read as, if it is one."""

    written: str
    estimate: Estimate | None
    kind: str
    decimals: int = 0
    number: Number | None = None


class Reading(dict[str, Any]):
    """The values of a question's figures by name, and in *inputs* how each was read.

    The first level sets the scale and unit of all; *unit* (`bn USD`) is that of plain ones.
    A plain figure is exact unless *rounded*, and a plain rate in per cent unless *fractions*.
    *exact* drops ranges; *typed* figures may have lost their `$3`. A number from Python is exact,
    and as a rate a fraction.

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
        super().__init__()
        self.rounded, self.fractions, self.exact, self.typed = rounded, fractions, exact, typed
        self.inputs: dict[str, Input] = {}
        self.doubts: dict[str, Note] = {}  # by the figure that each is about
        self.answers_only = False  # whether tables that no answer needs are left out
        self.progress: Callable[[int, int], None] | None = None  # told what is done, of how many
        self.marks_ignored = False  # whether an exact question had a figure with a mark
        self._scale: int | None = None
        self._currency = self._first = ""  # the latter is what scale and currency come from
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
        """US dollars in a level of 1, or None where scale or currency is unknown."""
        known = self._currency == "USD" and self._scale is not None
        return float(10**self.scale) if known else None

    @property
    def decimals(self) -> int:
        """The most digits after the point that a level was written with."""
        return max((i.decimals for i in self.inputs.values() if i.kind == "level"), default=0)

    def level(self, name: str, said: Said, *, flow: bool = False, **how: bool) -> Estimate:
        """Read a level: a goal is *chosen*, a *flow* is not below 0, a *signed* one may be."""
        estimate = self._read(name, said, "level", **how)
        if flow and estimate.low < 0:
            rule = "must be zero or more, not {written}"
            raise DomainError(rule, figure=name, written=str(said))
        return estimate

    def levels(self, name: str, said: Sequence[Said]) -> list[Estimate]:
        """Read a list of levels as *name* 1, 2, ..."""
        return [self.level(f"{name}_{k}", one) for k, one in enumerate(said, start=1)]

    def rate(
        self, name: str, said: Said, *, chosen: bool = False, doubted_below: float = DOUBTED_BELOW
    ) -> Estimate:
        """Read a rate, and doubt a plain one below *doubted_below*: it looks like a fraction."""
        estimate = self._read(name, said, "rate", chosen=chosen)
        value, number, doubt = estimate.value, self.inputs[name].number, ""
        if number is None and abs(value) > DOUBTED_ABOVE:
            doubt = f"{100 * value:.12g} %; for {value:.12g} % write {value / 100:.12g}."
        elif number and not (number.percent or self.fractions) and 0 < abs(value) < doubted_below:
            remedy = "the per cent sign" if number.marked else f"{value * 10000:.12g}"
            doubt = f"{{text}} %; write {remedy}, or add {{--fractions}}."
        if doubt:
            doubt = f"{{--{name}}} {{text}} was read as {doubt}"
            self.doubts[name] = Note(doubt, text=self.text(name).strip())
        return estimate

    def rates(self, name: str, said: str | Sequence[Said]) -> tuple[float, ...]:
        """Read a list of chosen rates as *name* 1, 2, ..., and keep it as one figure."""
        parts = _about(name, parse_list, said) if isinstance(said, str) else said
        names = [f"{name}_{k}" for k in range(1, len(parts) + 1)]
        for one, part in zip(names, parts, strict=True):
            self.rate(one, part, chosen=True)
        found = self[name] = tuple(map(self.pop, names))
        return found

    def whole(self, name: str, said: Said, *, kind: str, least: int, most: int) -> int:
        """Read a year or a count: digits only, from *least* to *most*, never a range."""
        text = f"{said:.17g}" if isinstance(said, float) else str(said)
        if not self.typed:  # data frames hold a column of years as floats: 2030.0
            text = re.sub(r"(?<=[0-9])\.0+\s*$", "", text)
        value = _about(name, parse_whole, text, least=least, most=most)
        self._take(name, text, Estimate(value), kind)
        return value

    def word(self, name: str, said: Said, among: Sequence[str]) -> str:
        """Read one of the words *among*; spaces, hyphens and underscores are alike."""
        found = {re.sub("[-_ ]", "-", word): word for word in among}
        word = found.get(re.sub("[-_ ]", "-", str(said).strip().lower()))
        if word is None:
            remedy, written = meant(str(said), among), quoted(str(said))
            raise InputError("is unknown", figure=name, written=written, remedy=remedy)
        self.named(name, str(said))
        self[name] = word
        return word

    def named(self, name: str, text: str) -> None:
        """Keep a name that is no figure: of a file, a series."""
        self.inputs[name] = Input(text, None, "text")

    def default(self, name: str, value: _Number, kind: str = "level") -> _Number:
        """Keep a figure that nobody wrote, so that the answer shows what it rests on."""
        self._take(name, "", Estimate(value), kind)
        return value

    def measured_in(self, unit: str, *, by: str = "monthly") -> None:
        """Set the question's unit, which the option *by* gives; a file may have none."""
        if unit or self._plain == (None, ""):
            _, self._scale, self._currency = read_words("", unit)
            self._first = by

    def error(self, name: str, rule: str, remedy: str = "", **fields: Any) -> InputError:
        """Return an error about the figure *name* as written."""
        return InputError(rule, figure=name, written=self.text(name), remedy=remedy, **fields)

    def text(self, name: str) -> str:
        """Return the figure *name* as written, or the number that was given in Python."""
        return self.inputs[name].written or f"{self.estimate(name).value:.12g}"

    def estimate(self, name: str) -> Estimate:
        """Return the value and the range of the figure *name*."""
        if found := self.inputs[name].estimate:
            return found
        raise KeyError(name)

    def ends(self, name: str) -> tuple[Fraction, Fraction]:
        """Return the exact ends of a figure by its last digit, even if it counts as exact."""
        _, _, kind, _, number = self.inputs[name]
        if number is None:
            return parse_number(f"={self.estimate(name).value!r}").ends()
        return number.ends(shift=self._shift(number, kind))

    def box(self, names: Sequence[str]) -> dict[str, tuple[Any, Any]]:
        """Return the ends of the figures *names* that have a range, by name."""
        found: dict[str, tuple[Any, Any]] = {}
        for name in names:
            if isinstance(self.get(name), tuple):
                listed = [self.estimate(f"{name}_{k}") for k in range(1, len(self[name]) + 1)]
                if any(one.range for one in listed):
                    found[name] = tuple(e.low for e in listed), tuple(e.high for e in listed)
            elif name in self.inputs and self.estimate(name).range:
                found[name] = self.estimate(name).low, self.estimate(name).high
        return found

    def _read(
        self, name: str, said: Said, kind: str, *, chosen: bool = False, signed: bool = False
    ) -> Estimate:
        if not isinstance(said, str):
            try:
                value = float("nan" if isinstance(said, bool) else said)
            except (TypeError, ValueError, OverflowError):  # a list, None, or too large
                value = math.nan
            if not math.isfinite(value):
                raise InputError("must be a number, not {said}", figure=name, said=said)
            return self._take(name, "", Estimate(value), kind)
        if not self.typed:  # as statistical packages write; no shell took anything from it
            said = re.sub(r"^\s*([-+−–]?)\.(?=[0-9])", r"\g<1>0.", said)
        number = _about(name, parse_number, said)
        is_plain = number.scale is None and not number.currency
        if number.percent if kind == "level" else not is_plain:
            rule = f"must be {_OF_KIND[kind]}, not {{written}}"
            raise InputError(rule, figure=name, written=quoted(said))
        if kind == "level":
            if is_plain:
                number = number._replace(scale=self._plain[0], currency=self._plain[1])
            self._join_unit(name, number)
        shift = self._shift(number, kind)
        rounded = self.rounded and not chosen
        estimate = _about(name, number.estimate, rounded=rounded, shift=shift)
        is_flow = kind == "level" and not (number.marked or signed)
        if self.exact:
            self.marks_ignored |= estimate.range is not None
            estimate = Estimate(estimate.value)
        elif is_flow and estimate.low < 0 <= estimate.value:  # nor is what rounds to a flow below 0
            estimate = Estimate(estimate.value, Range(0.0, estimate.high))
        return self._take(name, said, estimate, kind, max(0, number.places - shift), number)

    def _shift(self, number: Number, kind: str) -> int:
        """Return the power of ten from a figure's own scale to the question's."""
        if kind == "rate":
            return 0 if self.fractions and not number.percent else -2
        return 0 if number.scale is None else number.scale - self.scale

    def _take(self, name: str, written: str, estimate: Estimate, kind: str, *more: Any) -> Estimate:
        self.inputs[name] = Input(written, estimate, kind, *more)
        self[name] = estimate.value
        return estimate

    def _join_unit(self, name: str, number: Number) -> None:
        """Take the scale and currency of the first level, and require the others to agree."""
        if number.scale is None and not number.currency and number.coefficients[0] == 0:
            return  # nothing is nothing in any unit
        if not self._first:
            self._scale, self._currency, self._first = number.scale, number.currency, name
            return
        first, currency = self._first, self._currency
        if number.currency and currency and number.currency != currency:
            rule = f"{{--{first}}} is in {currency} and {{--{name}}} in {number.currency}"
            raise InputError(rule, remedy="write both in one currency")
        if (number.scale is None) != (self._scale is None):
            scaled, plain = (first, name) if number.scale is None else (name, first)
            rule = f"{{--{scaled}}} has a scale and {{--{plain}}} has none"
            raise InputError(rule, remedy="write both with a scale (4bn, 10bn) or both without")
        self._currency = currency or number.currency


def _about(name: str, read: Callable[..., _Read], *arguments: Any, **options: Any) -> _Read:
    try:
        return read(*arguments, **options)
    except InputError as error:
        raise error.about(name) from None
