"""A number as people write it: the only door from text to number.

`3.4` `3,4` `USD3.4bn` `3,4 млрд` `1 234,5` `18.5%` and, with what is known of the rounding,
`=10` `>4` `<18.5%` `~4` `3.35..3.45` `3.4±0.05`, or where a shell would touch those, `exact:10`
`4+` `18.5%-` `about:4` `3.4+-0.05`. Half a unit of the last digit written is the rounding.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.ranges import Estimate, Range
from tradecalc.errors import InputError, quoted
from tradecalc.figures.vocabulary import SCALES, Words, read_words

if TYPE_CHECKING:
    from fractions import Fraction

LONGEST_FIGURE = 100  # characters; a longer text is not a figure

_MINUS = "−–-"  # the hyphen last: these stand in character classes
_SPACE = " \u00a0\u2007\u2009\u202f"
_QUANTITY = (  # words, a sign, the digits, words: "-USD 1 234,5 mn"
    rf"(?P<sign>[+{_MINUS}]?)(?P<head>(?:[^0-9.,+\s{_MINUS}]|[{_SPACE}])*)(?P<sign2>[+{_MINUS}]?)"
    rf"(?P<digits>[0-9](?:[0-9.,_'’{_SPACE}]*[0-9])?)"
    rf"(?:[eE](?P<power>[+-]?[0-9]{{1,3}}))?(?P<tail>(?:[^0-9\s]|[{_SPACE}])*)"
)
_WHOLE = r"\d+|[1-9]\d{0,2}(\D)\d{3}(?:\1\d{3})*"  # plain, or in groups of three by one sign
_MARKS = {  # before the digits, and how many units of the last one they leave open each way
    **dict.fromkeys(("=", "exact:"), (0, 0)),
    **dict.fromkeys(("~", "≈", "about:"), (1, 1)),
    **dict.fromkeys((">=", "≥", ">"), (0, 1)),
    **dict.fromkeys(("<=", "≤", "<"), (1, 0)),
}
_FORMS = "write 3.4, 3.4bn, USD3.4bn, 18.5% or 3.35..3.45"


class Number(NamedTuple):
    """A number as written: *coefficients*[0] * 10 ** *exponent*, the others the rounding's ends.

    It is *marked* where the writer gave the rounding (`=10`, `>4`, `3..4`).

    >>> parse_number("3,4 млрд").estimate(rounded=True)
    Estimate(value=3.4, range=Range(low=3.35, high=3.45))
    >>> parse_number(">18%").ends()
    (Fraction(18, 1), Fraction(19, 1))
    """

    written: str
    coefficients: tuple[int, int, int]
    exponent: int
    marked: bool
    percent: bool
    scale: int | None
    currency: str

    @property
    def places(self) -> int:
        """Digits after the point as written; below zero where it ends in tens (`1.5e3`)."""
        # The coefficients of a figure without a mark, and the middle of `a..b`, have one more.
        return -self.exponent - (not self.marked or ".." in self.written)

    def estimate(self, *, rounded: bool, shift: int = 0) -> Estimate:
        """Return the value, times ten to *shift*; a plain one has a range where *rounded*."""
        value, low, high = [self._float(c, shift) for c in self.coefficients]
        is_ranged = (self.marked or rounded) and low < high
        return Estimate(value, Range(low, high) if is_ranged else None)

    def ends(self, *, shift: int = 0) -> tuple[Fraction, Fraction]:
        """Return both ends of the rounding, exactly, times ten to *shift*."""
        from fractions import Fraction  # noqa: PLC0415  it costs 4 ms, and few commands need it

        power = Fraction(10) ** (self.exponent + shift)
        return self.coefficients[1] * power, self.coefficients[2] * power

    def _float(self, coefficient: int, shift: int) -> float:
        # Each rounds once, correctly; a rate is also shown as it was written, in per cent.
        value, written = (float(f"{coefficient}e{self.exponent + k}") for k in (shift, 0))
        if math.isinf(value) or math.isinf(written) or (value == 0) != (coefficient == 0):
            raise InputError("is too large or too small", written=quoted(self.written))
        return value


def parse_number(text: str) -> Number:
    """Read one number; raise InputError for anything else, and for two possible readings.

    >>> parse_number("1,234")
    Traceback (most recent call last):
    tradecalc.errors.InputError: '1,234' could be 1234 or 1.234: write one of these
    """
    body = text.strip()
    if not body:
        raise InputError("is empty", remedy="a shell cuts $3, so write USD3 or '$3'")
    try:
        number = _number(text, body)
    except InputError as error:
        error.written = quoted(body)
        raise
    if number.percent and (number.currency or number.scale is not None):
        raise InputError("cannot be both a per cent and an amount", written=quoted(body))
    return number


def parse_list(text: str) -> list[str]:
    """Split a list of figures: at semicolons if there is one, else at commas."""
    parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
    if not all(parts):
        raise InputError("has an empty entry", written=quoted(text), remedy="write 10;12,5;15")
    return parts


def parse_whole(text: str, *, least: int, most: int) -> int:
    """Read a whole number of digits only, such as a year; raise InputError for anything else."""
    body = text.strip()
    if len(body) < 10 and body.isascii() and body.isdigit() and least <= int(body) <= most:
        return int(body)
    rule = f"must be a whole number from {least} to {most}, not {{written}}"
    raise InputError(rule, written=quoted(text))


def by_convention(text: str) -> tuple[bool, bool]:
    """Whether the low and the high end follow from a mark alone: "more than 4" names no 5."""
    below, above = _split_mark(text.strip())[0] or (0, 0)
    return bool(below), bool(above)


def _number(text: str, body: str) -> Number:
    if len(body) > LONGEST_FIGURE:
        raise InputError(f"has more than {LONGEST_FIGURE} characters")
    if ".." in body:
        low, high, exponent, words = _pair(body.split("..", 1), body)
        if low > high:
            raise InputError("runs from high to low", remedy="write the lower end first")
        return Number(text, (5 * (low + high), 10 * low, 10 * high), exponent - 1, True, *words)
    if sign := re.search(r"±|\+/?-|\+−", body):
        value, off, exponent, words = _pair(body.split(sign[0], 1), body)
        if off < 0:
            raise InputError("has a tolerance below zero", remedy="write 3.4+-0.05")
        return Number(text, (value, value - off, value + off), exponent, True, *words)
    mark, part = _split_mark(body)
    value, exponent, words = _quantity(part, body)
    if mark is None:
        ends = 10 * value, 10 * value - 5, 10 * value + 5  # half a unit needs one more digit
        return Number(text, ends, exponent - 1, False, *words)
    return Number(text, (value, value - mark[0], value + mark[1]), exponent, True, *words)


def _split_mark(body: str) -> tuple[tuple[int, int] | None, str]:
    """Take the mark of the rounding off a figure: before it (`>4`) or behind it (`4+`)."""
    if not body[:1].isdigit():  # as most figures begin, and no mark does
        for sign, mark in _MARKS.items():
            if body[: len(sign)].lower() == sign:
                return mark, body[len(sign) :].strip()
    if len(body) > 1 and body[-1] in "+" + _MINUS:
        return _MARKS[">" if body[-1] == "+" else "<"], body[:-1].strip()
    return None, body


def _quantity(part: str, body: str) -> tuple[int, int, Words]:
    plain = part.replace(".", "", 1)
    if plain.isascii() and plain.isdigit() and "." not in (part[0], part[-1]):
        return int(plain), -len(part.partition(".")[2]), Words()
    rest = part.lstrip(_MINUS)
    if rest[:1] == "." or rest.casefold() in SCALES:  # what a shell makes of $3.4bn and of $3bn
        remedy = "a shell cuts $3{rest}, so write USD3{rest} or '$3{rest}'"
        raise InputError("must begin with a digit", remedy=remedy, rest=rest)
    match = re.fullmatch(_QUANTITY, part)
    if match is None or (match["sign"] and match["sign2"]):
        raise InputError("is not a figure", remedy=_FORMS)
    whole, fraction = _digits(match["digits"], body)
    if (match["tail"] == "." and not fraction) or match["tail"] == ",":
        raise InputError("ends with a point or a comma", remedy="drop it")
    sign = -1 if (match["sign"] or match["sign2"]) in tuple(_MINUS) else 1
    coefficient = sign * int(whole + fraction)
    words = read_words(match["head"], match["tail"])
    return coefficient, int(match["power"] or 0) - len(fraction), words


def _digits(digits: str, body: str) -> tuple[str, str]:
    """Split digits, with any separators, into the whole part and the decimals."""
    whole, fraction, decimal = digits, "", max(".,", key=digits.rfind)
    if digits.count(decimal) == 1:
        whole, _, fraction = digits.rpartition(decimal)
    if decimal == "," and re.fullmatch(r"[1-9]\d{0,2}", whole) and re.fullmatch(r"\d{3}", fraction):
        one, other = (body.replace(digits, whole + mark + fraction) for mark in ("", "."))
        rule, remedy = "could be {one} or {other}", "write one of these"
        raise InputError(rule, one=one, other=other, remedy=remedy)
    if not re.fullmatch(_WHOLE, whole) or re.search(r"\D", fraction):
        raise InputError("has its digits grouped wrongly", remedy="write 1,234,567.8")
    return re.sub(r"\D", "", whole), fraction


def _pair(parts: list[str], body: str) -> tuple[int, int, int, Words]:
    """Read two quantities on one exponent; the unit and scale of one hold for both."""
    first, second = (part.strip() for part in parts)
    if not (first and second) or _split_mark(first)[0] or _split_mark(second)[0]:
        raise InputError("is not a range", remedy="write 3.35..3.45 or 3.4+-0.05")
    a, a_exponent, a_words = _quantity(first, body)
    b, b_exponent, b_words = _quantity(second, body)
    if a_words.currency and b_words.currency and a_words.currency != b_words.currency:
        raise InputError("is in two currencies", remedy="write both ends in one")
    a_scale = b_words.scale if a_words.scale is None else a_words.scale
    b_scale = a_scale if b_words.scale is None else b_words.scale
    both = Words(a_words.percent or b_words.percent, a_scale, a_words.currency or b_words.currency)
    b_exponent += (b_scale or 0) - (a_scale or 0)
    exponent = min(a_exponent, b_exponent)
    return a * 10 ** (a_exponent - exponent), b * 10 ** (b_exponent - exponent), exponent, both
