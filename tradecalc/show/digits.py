"""How numbers look to people: how many digits, per cent, thousands, outward rounding.

A number is rounded once, as the decimal that it is written in, half away from zero; the ends of a
range outwards, so that what is shown contains what was found.
"""

from __future__ import annotations

import math
import sys
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tradecalc.core.ranges import Estimate

Direction = Literal["nearest", "down", "up"]

ROUNDINGS = {"nearest": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}
NOISE = Decimal("1e-9")  # of the size of a range, what an end may be off goes unseen
MANY = Context(prec=400)  # digits, for no number may have more than is rounded

UNITS = {"rate": "%", "share": "%", "chance": "%", "points": "pp"}  # read with their ranges too
OTHER_UNITS = {"log": "log points", "years": "years"}
IN_HUNDREDTHS = (*UNITS, "log")  # held as fractions, read by people times 100
RATIO_BOUNDS = (0.0, 0.60, 0.95)  # BOUNDS of core/track.py, where a verdict turns
# A chance beyond what is known: its words, and its ends where rounding adds nothing. The keys are
# LEAST and MOST of core/track.py, which few calls load.
UNKNOWN = {0.05: ("under 5", (0.0, 0.05)), 0.95: ("over 95", (0.95, 1.0))}

BAR = 24  # characters; with three columns of numbers it fits on 60
BEYOND = 1.5  # how far beyond the greatest mark a bar reaches before it is cut
MARK, CUT = "|", ">"


class Style(NamedTuple):
    """What the reader asked of a format for people.

    *digits* after the point, or None for as many as the figures earn; *explain* adds the
    formulas; *width* is the terminal's, or None where lines may be of any; *block* is what bars
    are made of, which not every encoding has.
    """

    digits: int | None = None
    explain: bool = False
    width: int | None = None
    block: str = "#"


AS_EARNED = Style()


def number(
    value: float,
    decimals: int,
    kind: str = "level",
    *,
    direction: Direction = "nearest",
    size: float = 0.0,
    thousands: bool = True,
) -> str:
    """Return a number with *decimals* digits after the point, a rate in per cent and signed.

    Outwards, a value within 1e-9 of *size*, the largest number of its range, of a whole unit of
    the last digit counts as that: an end left at 4.6000000000000005 is not shown as 4.61. What no
    reader could count, from 10 ** 15 on and below 10 ** -12, has six digits and a power of ten.

    >>> number(1234.5, 1), number(-0.001, 2), number(0.00375, 2, "rate"), number(-2.5e20, 2)
    ('1,234.5', '0.00', '+0.38', '-2.50000e+20')
    >>> number(4.601, 2, direction="up"), number(4.6000000000000005, 2, direction="up")
    ('4.61', '4.60')
    """
    exact, largest = (
        Decimal(repr(n)).scaleb(2 if kind in IN_HUNDREDTHS else 0) for n in (value, size)
    )
    power = exact.adjusted()
    is_long = power >= 15 or (exact != 0 and power < -12 and decimals >= 12)
    unit = Decimal(1).scaleb(power - 5 if is_long else -decimals)
    near = min(max(abs(exact), largest) * NOISE, unit / 1000)
    exact += near * {"nearest": 0, "down": 1, "up": -1}[direction]
    found = exact.quantize(unit, ROUNDINGS[direction], MANY)
    sign = "+" if found and kind in ("rate", "points", "log") else ""
    comma = "," if thousands and kind != "year" else ""
    return f"{found or abs(found):{sign}{comma}{'.5e' if is_long else 'f'}}"


def decimals_for(
    kind: str, estimates: Iterable[Estimate], *, written: int, digits: int | None
) -> int:
    """Digits after the point that *estimates*, shown together, have earned, or *digits* if given.

    Two, fewer from 100 up, more below 0.1; a level no fewer than the levels *written*; a rate
    with a range one, or as many as show its width; and no more than three digits of a range's
    width. A pace ratio has as many as its verdict takes. Whole numbers that are counted have none.
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


def _is_told(ratio: float, decimals: int) -> bool:
    """Whether a pace ratio is on the same side of each bound of a verdict when it is rounded."""
    as_shown = float(number(ratio, decimals))
    return all((ratio >= bound - 1e-9) == (as_shown >= bound) for bound in RATIO_BOUNDS)


def estimate_text(
    estimate: Estimate,
    kind: str,
    decimals: int,
    *,
    thousands: bool = True,
    toward: Direction = "nearest",
) -> tuple[str, str, str]:
    """Return a value and the two ends of its range, rounded outwards ("" for no range).

    The value is rounded *toward* where that is asked for. Without *thousands* a program reads it:
    no words stand for a number then.

    >>> from tradecalc import Estimate, Range
    >>> estimate_text(Estimate(4.8935, Range(4.3, 4.8935)), "level", 2)
    ('4.89', '4.30', '4.90')
    """
    size = max(abs(end) for end in (estimate.value, estimate.low, estimate.high))

    def text(value: float, direction: Direction) -> str:
        how = {"direction": direction, "size": size, "thousands": thousands}
        return number(value, decimals, kind, **how)

    value, unknown = text(estimate.value, toward), None
    if kind == "chance" and thousands and estimate.value in UNKNOWN:
        value, unknown = UNKNOWN[estimate.value]
    if estimate.range is None or estimate.range == unknown:
        return value, "", ""
    return value, text(estimate.low, "down"), text(estimate.high, "up")


def bars(values: Sequence[float | None], marks: Sequence[float | None], block: str) -> list[str]:
    """Return a bar of each value, made of *block*, with a mark where its other number is.

    A whole bar is the greatest number, or one not far beyond the greatest mark: more is cut.

    >>> bars([4.0, 197.0, None], [10.0, 20.0, 30.0], "#")
    ['##   |                  ', '###########|###########>', '']
    """
    most, mark = (max(n or 0.0 for n in numbers) for numbers in (values, marks))
    most = min(max(most, mark), BEYOND * mark) if mark > 0 else most
    found = []
    for value, at in zip(values, marks, strict=True):
        length = None if value is None or most <= 0 else max(value / most, 0.0)
        signs = "" if length is None else f"{block * round(BAR * min(length, 1.0)):{BAR}}"
        if signs and at is not None and at > 0:
            place = min(round(BAR * (at / most)), BAR - 1)
            signs = signs[:place] + MARK + signs[place + 1 :]
        found.append(signs[:-1] + CUT if length and length > 1 else signs)
    return found


def label(name: str) -> str:
    """Return an answer's name as people read it.

    >>> label("required_cagr"), label("prior_ytd")
    ('required CAGR', 'prior year to date')
    """
    words = name.replace("ytd", "year to date").replace("cagr", "CAGR")
    return words.replace("_", " ")


def suffix(kind: str, unit: str = "", *, of: str = "") -> str:
    """Return what stands behind a number of *kind*, with its space: ` %`, ` bn USD`, ` years`.

    >>> suffix("years", of="6"), suffix("years", of="1")
    (' years', ' year')
    """
    words = unit if kind == "level" else UNITS.get(kind, OTHER_UNITS.get(kind, ""))
    if kind == "years" and of == "1":
        words = "year"
    return f" {words}" if words else ""


def magnitude(value: float) -> int:
    """Power of ten of a number's first digit; 0 for zero.

    A range may be wider than the largest number.
    """
    return math.floor(math.log10(min(abs(value), sys.float_info.max))) if value else 0
