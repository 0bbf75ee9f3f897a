"""How numbers look to people: how many digits, per cent, thousands, outward rounding.

Rounding is done in whole numbers on the float's exact value, so that no second rounding can
creep in. A range is rounded outwards, so that what is shown contains what was found, but for
an end that is the value itself, which is shown as the value is.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradecalc.core.kinds import Kind
    from tradecalc.core.ranges import Estimate

NOISE = 10**13  # of a float's sixteen digits, the last three may be the arithmetic's

Direction = Literal["nearest", "down", "up"]

BAR = 24  # characters; with three columns of numbers it fits on 60

UNITS = {"rate": "%", "share": "%", "chance": "%", "points": "pp"}  # read with their ranges too
OTHER_UNITS = {"log": "log points", "years": "years"}
IN_HUNDREDTHS = (*UNITS, "log")  # held as fractions, read by people times 100
RATIO_BOUNDS = (0.0, 0.60, 0.95)  # BOUNDS of core/track.py, where a verdict turns
# A chance beyond what is known: its words, and its ends where rounding adds nothing. The keys are
# LEAST and MOST of core/track.py, which few calls load.
UNKNOWN = {
    0.05: ("under 5", (0.0, 0.05)),
    0.95: ("over 95", (0.95, 1.0)),
}


@dataclass(frozen=True, slots=True)
class Style:
    """What the reader asked of a format for people.

    *digits* after the point, or None for as many as the figures earn; *explain* adds the
    formulas; *width* is the terminal's, or None in a pipe; *drawn* asks for bold print and rules;
    *block* is what bars are made of, which not every encoding has.
    """

    digits: int | None = None
    explain: bool = False
    width: int | None = None
    drawn: bool = False
    block: str = "#"


def rounded(
    value: float, places: int, direction: Direction = "nearest", *, size: float = 0.0
) -> int:
    """Return *value* in units of ten to minus *places*, as a whole number.

    Outwards, a value within what the arithmetic may be off from a whole unit counts as that
    unit: an end of 4.6 that was left at 4.6000000000000005 is not shown as 4.61. How much that
    may be follows from *size*, the largest number of those the value was worked out with.

    >>> rounded(4.605, 2), rounded(4.601, 2, "up"), rounded(4.6000000000000005, 2, "up")
    (461, 461, 460)
    """
    numerator, denominator = _in_units(value, places)
    units, rest = divmod(numerator, denominator)
    if direction == "nearest":
        return units + (2 * rest > denominator or (2 * rest == denominator and units % 2 == 1))
    if not rest:
        return units
    largest, share = _in_units(max(abs(value), size), places)
    if rest * share * NOISE < largest * denominator:
        return units
    if (denominator - rest) * share * NOISE < largest * denominator:
        return units + 1
    return units + (direction == "up")


def _in_units(value: float, places: int) -> tuple[int, int]:
    """Return *value* times ten to *places* as a fraction of two whole numbers."""
    numerator, denominator = value.as_integer_ratio()
    power = int(10 ** abs(places))
    return (numerator * power, denominator) if places > 0 else (numerator, denominator * power)


def number(
    value: float,
    decimals: int,
    *,
    shift: int = 0,
    direction: Direction = "nearest",
    size: float = 0.0,
    sign: bool = False,
    thousands: bool = True,
) -> str:
    """Return *value*, times ten to *shift*, with *decimals* digits after the point.

    What no reader could count, from 10 ** 15 on and below 10 ** -12, has six digits and a
    power of ten.

    >>> number(1234.5, 1), number(-0.001, 2), number(0.185, 1, shift=2, sign=True)
    ('1,234.5', '0.00', '+18.5')
    >>> number(-2.5e20, 2)
    '-2.50000e+20'
    """
    power = magnitude(value) + shift
    if power >= 15 or (power < -12 and decimals >= 12):
        mantissa = rounded(value, 5 - power + shift, direction)
        if abs(mantissa) == 10**6:  # 9.999999 has become 10.00000
            mantissa, power = mantissa // 10, power + 1
        return f"{number(mantissa / 1e5, 5, sign=sign)}e{power:+03d}"
    units = rounded(value, decimals + shift, direction, size=size)
    whole, fraction = divmod(abs(units), 10**decimals)
    text = f"{whole:,}" if thousands else str(whole)
    if decimals:
        text += f".{fraction:0{decimals}}"
    return ("-" if units < 0 else "+" if sign and units > 0 else "") + text


def decimals_for(
    kind: Kind, estimates: Iterable[Estimate], *, written: int, digits: int | None
) -> int:
    """Digits after the point that *estimates*, shown together, have earned.

    Two, fewer from 100 up, more below 0.1; a level no fewer than the levels *written*; a rate
    with a range one, or as many as show its width; and no more than three digits of a range's
    width. A pace ratio has as many as its verdict takes. Whole numbers that are counted have none.
    *digits*, if given, decides.

    >>> from tradecalc import Estimate, Range
    >>> decimals_for("level", [Estimate(4.5333)], written=1, digits=None)
    2
    >>> decimals_for("rate", [Estimate(0.165, Range(0.122, 0.165))], written=0, digits=None)
    1
    """
    shown = list(estimates)
    if kind in ("year", "count", "chance", "word", "text") or all(
        isinstance(e.value, int) for e in shown
    ):
        return 0
    if digits is not None:
        return digits
    shift = 2 if kind in IN_HUNDREDTHS else 0
    sizes = [magnitude(e.value) + shift for e in shown if e.value] or [0]
    widths = [e.range.high - e.range.low for e in shown if e.range and e.range.low < e.range.high]
    decimals = max(0, min(2, 3 - max(sizes)))
    if kind in IN_HUNDREDTHS and widths:
        decimals = min(decimals, max(1, -magnitude(max(widths)) - shift))
    if max(sizes) - 4 <= min(sizes) < -1:
        decimals = min(1 - min(sizes), 12)
    if kind == "level":
        decimals = max(decimals, min(written, 6))
    if widths:
        decimals = max(0, min(decimals, 2 - magnitude(max(widths)) - shift))
    while kind == "ratio" and decimals < 6 and not all(_is_told(e.value, decimals) for e in shown):
        decimals += 1
    return decimals


def two_digits(kind: Kind, estimates: Iterable[Estimate]) -> int:
    """Digits after the point at which the largest of *estimates* shows two digits or more.

    >>> from tradecalc import Estimate
    >>> two_digits("points", [Estimate(0.0003), Estimate(0.00007)])
    3
    """
    largest = max((abs(e.value) for e in estimates), default=0.0)
    return 1 - magnitude(largest) - (2 if kind in IN_HUNDREDTHS else 0)


def _is_told(ratio: float, decimals: int) -> bool:
    """Whether a pace ratio is on the same side of each bound of a verdict when it is rounded."""
    as_shown = rounded(ratio, decimals) / 10**decimals
    return all((ratio >= bound - 1e-9) == (as_shown >= bound) for bound in RATIO_BOUNDS)


def estimate_text(
    estimate: Estimate,
    kind: Kind,
    decimals: int,
    *,
    thousands: bool = True,
    toward: Direction = "nearest",
) -> tuple[str, str, str]:
    """Return a value and the two ends of its range, rounded outwards ("" for no range).

    An end that is the value itself is shown as the value is, which is rounded *toward* where
    that is asked for. Without *thousands* a program reads it: no words stand for a number then.

    >>> from tradecalc import Estimate, Range
    >>> estimate_text(Estimate(0.16499, Range(0.1224, 0.16499)), "rate", 1)
    ('+16.5', '+12.2', '+16.5')
    """
    hundredths = kind in IN_HUNDREDTHS
    ends = (estimate.range.low, estimate.range.high) if estimate.range else ()
    size = max(abs(number) for number in (estimate.value, *ends))

    def text(value: float, direction: Direction) -> str:
        return number(
            value,
            decimals,
            shift=2 * hundredths,
            direction=direction,
            size=size,
            sign=kind in ("rate", "points", "log"),
            thousands=thousands and kind != "year",
        )

    value = text(estimate.value, toward)
    if estimate.range is None:
        return value, "", ""
    low, high = estimate.range.low, estimate.range.high
    if kind == "chance" and thousands and estimate.value in UNKNOWN:
        value, unknown = UNKNOWN[estimate.value]
        if (low, high) == unknown:
            return value, "", ""
    near = 1e-12 * abs(estimate.value)  # what the arithmetic may be off
    return (
        value,
        value if estimate.value - low <= near else text(low, "down"),
        value if high - estimate.value <= near else text(high, "up"),
    )


def bar(value: float, mark: float | None, most: float, block: str) -> str:
    """Return a bar of *value* on a scale to *most*, made of *block*, with a mark at *mark*.

    >>> bar(4.59, 4.66, 10, "#"), bar(10.8, 10, 10.8, "#")
    ('###########|            ', '######################|#')
    """
    filled = round(BAR * max(value, 0.0) / most)
    signs = [block] * filled + [" "] * (BAR - filled)
    if mark is not None and 0 < mark <= most:
        signs[min(round(BAR * mark / most), BAR - 1)] = "|"
    return "".join(signs)


def span(low: str, high: str) -> str:
    """Return the two shown ends as a range is written, in a form that can be typed back.

    >>> span("4.46", "4.60"), span("", "")
    ('4.46..4.60', '')
    """
    return f"{low}..{high}" if low else ""


def label(name: str) -> str:
    """Return an answer's name as people read it.

    >>> label("required_cagr"), label("prior_ytd")
    ('required CAGR', 'prior year to date')
    """
    words = name.replace("ytd", "year to date").replace("cagr", "CAGR")
    return words.replace("_", " ")


def suffix(kind: Kind, unit: str) -> str:
    """Return what stands behind a number of *kind*, with its space: ` %`, ` bn USD`, ` years`."""
    words = unit if kind == "level" else UNITS.get(kind, OTHER_UNITS.get(kind, ""))
    return f" {words}" if words else ""


def magnitude(value: float) -> int:
    """Power of ten of a number's first digit; 0 for zero.

    A range may be wider than the largest number.
    """
    return math.floor(math.log10(min(abs(value), sys.float_info.max))) if value else 0
