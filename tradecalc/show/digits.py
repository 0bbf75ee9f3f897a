"""How numbers look to people: digits, per cent, thousands; the ends of a range go outwards."""

import math
import sys
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

from tradecalc.core.ranges import Open
from tradecalc.show.machine import Cell, cell

# By direction, with the sign of the noise that a number is given first.
ROUNDINGS = {"nearest": (ROUND_HALF_UP, 0), "down": (ROUND_FLOOR, 1), "up": (ROUND_CEILING, -1)}
NOISE = Decimal("1e-9")  # of the size of a range, what an end may be off goes unseen
MANY = Context(prec=400)  # digits, for no number may have more than is rounded

UNITS = {"rate": "%", "share": "%", "chance": "%", "points": "pp"}  # read with their ranges too
OTHER_UNITS = {"log": "log points", "years": "years"}
POWERS = dict.fromkeys((*UNITS, "log"), 2)  # held as fractions, read by people times 100
RATIO_BOUNDS = (0.0, 0.60, 0.95)  # BOUNDS of core/track.py, where a verdict turns
# By LEAST and MOST of core/track.py: the words for a chance beyond, its ends without rounding.
UNKNOWN = {0.05: ("under 5", (0.0, 0.05)), 0.95: ("over 95", (0.95, 1.0))}

BAR = 24  # characters; with three columns of numbers it fits on 60


Digits = int | None  # after the point; None for as many as the figures earn


class Style(NamedTuple):
    """What the reader asked of a format for people."""

    digits: Digits = None
    explain: bool = False
    width: int | None = None  # of the terminal; else lines may be of any
    brief: bool = False  # only what a question's `brief` names
    signs: bool = False  # whether the encoding has more than ASCII


AS_EARNED = Style()


def number(
    value: float,
    decimals: int,
    kind: str = "level",
    *,
    direction: str = "nearest",
    size: float = 0.0,
    thousands: bool = True,
) -> str:
    """Return a number with *decimals* digits after the point, a rate in per cent and signed.

    Outwards, 1e-9 of *size*, the largest number of its range, is noise. What no reader could
    count, from 10 ** 15 on and below 10 ** -12, has six digits and a power of ten.
    >>> number(1234.5, 1), number(-0.001, 2), number(0.00375, 2, "rate"), number(-2.5e20, 2)
    ('1,234.5', '0.00', '+0.38', '-2.50000e+20')
    >>> number(4.601, 2, direction="up"), number(4.6000000000000005, 2, direction="up")
    ('4.61', '4.60')
    """
    exact, largest = (Decimal(repr(n)).scaleb(POWERS.get(kind, 0)) for n in (value, size))
    power = exact.adjusted()
    is_long = power >= 15 or (exact != 0 and power < -12 and decimals >= 12)
    unit = Decimal(1).scaleb(power - 5 if is_long else -decimals)
    rounding, sign_of_noise = ROUNDINGS[direction]
    exact += min(max(abs(exact), largest) * NOISE, unit / 1000) * sign_of_noise
    found = exact.quantize(unit, rounding, MANY)
    sign = "+" if found and kind in ("rate", "points", "log") else ""
    comma = "," if thousands and kind != "year" else ""
    return f"{found or abs(found):{sign}{comma}{'.5e' if is_long else 'f'}}"


def decimals_for(
    kind: str, values: Iterable[Any], *, written: int = 0, digits: Digits = None, own: Digits = None
) -> int:
    """Digits after the point that *values*, shown together, have earned, or *digits* if given.

    Two, fewer from 100 up, more below 0.1; a level no fewer than the levels *written*; a rate with
    a range one; no more than three of a range's width; a pace ratio as many as its verdict takes.
    """
    numbers = [one for one in map(cell, values) if not isinstance(one[0], str)]
    is_whole = all(isinstance(value, int) for value, _, _ in numbers)
    if is_whole or kind in ("year", "count", "chance", "word", "text"):
        return 0
    if digits is not None:
        return digits
    shift = POWERS.get(kind, 0)
    sizes = [magnitude(value) + shift for value, _, _ in numbers if value] or [0]
    if own is not None:
        return max(own, min(1 - max(sizes), 12))
    decimals = max(0, min(2, 3 - max(sizes)))
    widths = [high - low for _, low, high in numbers if low != high]
    width = magnitude(max(widths)) + shift if widths else -400  # which bounds no digits
    if shift:
        decimals = min(decimals, max(1, -width))
    if max(sizes) - 4 <= min(sizes) < -1:
        decimals = min(1 - min(sizes), 12)
    if kind == "level":
        decimals = max(decimals, min(written, 6))
    decimals = max(0, min(decimals, 2 - width))
    ratios = [value for value, _, _ in numbers if kind == "ratio"]
    while decimals < 6 and not all(_is_told(ratio, decimals) for ratio in ratios):
        decimals += 1
    return decimals


def _is_told(ratio: float, decimals: int) -> bool:
    as_shown = float(number(ratio, decimals, thousands=False))
    return all((ratio >= bound - 1e-9) == (as_shown >= bound) for bound in RATIO_BOUNDS)


def estimate_text(
    estimate: Any, kind: str, decimals: int, *, thousands: bool = True, toward: str = "nearest"
) -> Cell:
    """Return a value and the ends of its range; without *thousands* no words stand for a number.

    >>> from tradecalc import Estimate, Range
    >>> estimate_text(Estimate(4.8935, Range(4.3, 4.8935)), "level", 2)
    ('4.89', '4.30', '4.90')
    """
    value, low, high = cell(estimate)
    if thousands and isinstance(estimate, Open):
        low = "open"
    if isinstance(value, str):
        return value, low, high
    size = max(abs(one) for one in (value, low, high) if not isinstance(one, str))
    how: dict[str, Any] = {"kind": kind, "size": size, "thousands": thousands}
    told = number(value, decimals, direction=toward, **how), None
    shown, unknown = UNKNOWN.get(value, told) if kind == "chance" and thousands else told
    if isinstance(low, str):
        return shown, low, ""
    if (low, high) == unknown:
        return shown, "", ""
    ends = (low, "down"), (high, "up")
    return shown, *(number(end, decimals, direction=way, **how) for end, way in ends)


def bars(values: Iterable[Any], marks: Iterable[Any], *, signs: bool = False) -> list[str]:
    """Return a bar of each value with a mark; above 1.5 times the greatest mark it is cut.

    >>> bars([4.0, 197.0, None], [10.0, 20.0, 30.0])
    ['##   |                  ', '###########|###########>', '']
    """
    block = "█" if signs else "#"
    pairs = [(cell(a)[0], cell(b)[0] or 0.0) for a, b in zip(values, marks, strict=True)]
    mark = max(at for _, at in pairs)
    most = max(mark, *(value or 0.0 for value, _ in pairs))
    most = min(most, 1.5 * mark) if mark > 0 else most
    return [
        _bar(value / most, at / most, block) if most > 0 and value != "" else ""
        for value, at in pairs
    ]


def _bar(length: float, place: float, block: str) -> str:
    signs = f"{block * round(BAR * min(length, 1.0)):{BAR}}"
    if place > 0:
        k = min(round(BAR * place), BAR - 1)
        signs = f"{signs[:k]}|{signs[k + 1 :]}"
    return f"{signs[:-1]}>" if length > 1 else signs


def label(name: str) -> str:
    """Return an answer's name as people read it: `prior_ytd` is "prior year to date"."""
    return name.replace("ytd", "year to date").replace("cagr", "CAGR").replace("_", " ")


def suffix(kind: str, unit: str = "", *, of: str = "") -> str:
    """Return what stands behind a number of *kind*, with its space: ` %`, ` bn USD`, ` years`."""
    words = unit if kind == "level" else UNITS.get(kind, OTHER_UNITS.get(kind, ""))
    if kind == "years" and of == "1":
        words = "year"
    return f" {words}" if words else ""


def magnitude(value: float) -> int:
    """Power of ten of a number's first digit; 0 for zero. A range may be wider than a float."""
    return math.floor(math.log10(min(abs(value), sys.float_info.max))) if value else 0
