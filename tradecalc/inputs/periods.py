"""A period as offices write it: `2025-09`, `2025M09`, `202509`, `Sep-25`, `сентябрь 2025`.

Most notations tell the month by themselves. Two do not, and there the column decides: `2001.1` is
October where a spreadsheet ate the zero of `2001.10`, and `01/09/2025` has its day first or its
month. What is not a month (a year, a quarter, a month without its year) is named for what it is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Month = tuple[int, int]  # the year, and the month from 1 to 12

# Kinds of period, as a message names them; a "total to date" runs from January to its month.
MONTH, TO_DATE, NO_PERIOD = "a month", "a total from January on", "no month"
NO_YEAR, DAY, WEEK = "a month without a year", "a day", "a week"
QUARTER, HALF, YEAR = "a quarter", "a half-year", "a year"
TENTH, EITHER_WAY = "January or October", "day or month first"

# English, Russian (as it stands and "of" it), Kazakh, Uzbek (two spellings), Indonesian, German.
_MONTH_NAMES = (
    "january february march april may june july august september october november december",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "yanvar fevral mart aprel may iyun iyul avgust sentyabr oktyabr noyabr dekabr",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "januar februar märz april mai juni juli august september oktober november dezember",
)
ENGLISH = tuple(name.capitalize() for name in _MONTH_NAMES[0].split())
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_YEAR = r"(?P<year>1[7-9]\d\d|20\d\d)"
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_MIDNIGHT = r"(?:[t ]0?0:00(?::00(?:\.0+)?)?z?)?"
# The first pattern that the whole text fits says what it is.
_NOTATIONS = (
    (MONTH, rf"{_YEAR}(?:-?m|[-./ ]|)(?P<month>0[1-9]|1[0-2])"),
    (MONTH, rf"{_YEAR}(?:-?m|[-/ ])(?P<month>[1-9])|{_YEAR.replace('year', 'y2')}\.(?P<m2>[2-9])"),
    (TENTH, rf"{_YEAR}\.1"),
    (DAY, rf"{_YEAR}(?P<s>[-./]?)(?P<month>\d\d)(?P=s)(?P<day>\d\d){_MIDNIGHT}"),
    (DAY, rf"{_YEAR}(?P<s>[-./])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?){_MIDNIGHT}"),
    (MONTH, rf"(?P<month>0?[1-9]|1[0-2])[-./]{_YEAR}"),
    # Where points stand between the numbers of a date, every country writes the day first.
    (DAY, rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.{_YEAR}{_MIDNIGHT}"),
    (EITHER_WAY, rf"(?P<day>\d\d?)(?P<s>[-/])(?P<month>\d\d?)(?P=s){_YEAR}{_MIDNIGHT}"),
    (DAY, rf"(?P<day>\d\d?)[-. ]+{_NAME}[-,./ ]*{_YEAR}"),
    (MONTH, rf"{_NAME}[-,./ '’]*(?:{_YEAR}|(?P<short>\d\d))"),
    (MONTH, rf"{_YEAR}[-,./ ]*{_NAME}"),
    (NO_YEAR, rf"(?:\d\d?[-. ]+)?{_NAME}"),
    (TO_DATE, rf"(?P<first>[^\W\d_]+)\.? ?[-–—] ?{_NAME}[-, ]*{_YEAR}"),
    (QUARTER, rf"{_YEAR}[-/ ]?(?:q|кв)[-. ]?[1-4]|(?:q|кв)[-. ]?[1-4][-/, ]*(?:1[7-9]|20)\d\d"),
    (QUARTER, r"(?:[1-4]|i{1,3}|iv)[- ]?(?:q|кв)\w*\.?[-/, ]*(?:1[7-9]|20)\d\d"),
    (HALF, rf"{_YEAR}[-/ ]?[hs][12]"),
    (WEEK, rf"{_YEAR}[-/ ]?w\d\d?"),
    (YEAR, rf"{_YEAR}(?:-a1)?"),
)


class Period(NamedTuple):
    """What a text says of time: its *kind* and, of a month or a total to date, which it is.

    Where the kind is EITHER_WAY, *month* is 100 times the first number plus the second.
    """

    kind: str
    year: int = 0
    month: int = 0


def read_period(text: str) -> Period:
    """What *text* alone says of time.

    The first and the last day of a month stand for the month: so offices and spreadsheets date
    it. A year of two digits is from 1969 to 2068.

    >>> read_period("2025M09"), read_period("Sep-25")
    (Period(kind='a month', year=2025, month=9), Period(kind='a month', year=2025, month=9))
    >>> read_period("01.09.2025")[1:], read_period("сентябрь 2025 г.")[1:]
    ((2025, 9), (2025, 9))
    >>> read_period("2022").kind, read_period("2022-Q1").kind, read_period("Januari").kind
    ('a year', 'a quarter', 'a month without a year')
    """
    body = re.sub(r"[\s\u00a0\u202f]+", " ", text.strip().casefold())
    body = re.sub(r"(?<=\d) ?(?:г|год|года|жыл|yil)\.?$", "", body)
    for kind, pattern in _NOTATIONS:
        if (match := re.fullmatch(pattern, body)) is not None:
            found = _as_matched(kind, match.groupdict())
            if found.kind != NO_PERIOD:
                return found
    return Period(NO_PERIOD)


def read_periods(texts: Iterable[str]) -> dict[str, Period]:
    """What each text of a column says of time, where one text alone may leave it open.

    >>> read_periods(["2001.09", "2001.1"])["2001.1"]
    Period(kind='a month', year=2001, month=10)
    >>> read_periods(["01/09/2025", "01/10/2025"])["01/09/2025"]
    Period(kind='a month', year=2025, month=9)
    >>> read_periods(["28/02/2025", "31/03/2025"])["28/02/2025"]
    Period(kind='a month', year=2025, month=2)
    """
    periods = {text: read_period(text) for text in dict.fromkeys(texts)}
    kinds = {period.kind for period in periods.values()}
    if TENTH in kinds:
        periods = _with_tenths_told(periods)
    if EITHER_WAY in kinds:
        periods = _with_days_told(periods)
    return periods


def month_name(month: Month) -> str:
    """Return the month as people read it.

    >>> month_name((2025, 9))
    'September 2025'
    """
    return f"{ENGLISH[month[1] - 1]} {month[0]}"


@cache
def month_number(name: str) -> int:
    """Return the month of a name or its first letters, three or more; 0 where it is none.

    >>> month_number("sept"), month_number("Мая"), month_number("total")
    (9, 5, 0)
    """
    start = name.casefold()
    if len(start) < 3:
        return 0
    found = {
        number
        for names in _MONTH_NAMES
        for number, full in enumerate(names.split(), start=1)
        if full.startswith(start)
    }
    return found.pop() if len(found) == 1 else 0  # `iyu` is June or July in Uzbek


def _as_matched(kind: str, parts: dict[str, str | None]) -> Period:
    """Make the period of what a pattern has told apart, or none where there is no such day."""
    year, month = int(parts.get("year") or parts.get("y2") or 0), parts.get("month")
    number = int(month or parts.get("m2") or 0)
    if parts.get("short"):
        year = (int(parts["short"] or 0) - 69) % 100 + 1969
    if parts.get("name"):
        number = month_number(parts["name"] or "")
        if not number or ("first" in parts and month_number(parts["first"] or "") != 1):
            return Period(NO_PERIOD)
    day = int(parts.get("day") or 1)
    if kind == EITHER_WAY:
        # The month keeps both numbers, as 100 * first + second, until the column tells them apart.
        return Period(EITHER_WAY, year, 100 * day + number)
    if kind == DAY:
        kind = _day_kind(year, number, day)
    return Period(kind, year, number)


def _day_kind(year: int, month: int, day: int) -> str:
    """Whether a day stands for its month, for itself, or for nothing."""
    if not 1 <= month <= 12:
        return NO_PERIOD
    leap = month == 2 and (year % 4 == 0) and (year % 100 != 0 or year % 400 == 0)
    last = _DAYS[month - 1] + leap
    if not 1 <= day <= last:
        return NO_PERIOD
    return MONTH if day in (1, last) else DAY


def _with_tenths_told(periods: dict[str, Period]) -> dict[str, Period]:
    """Tell `2001.1`: October beside `2001.09`, January beside `2001.9` or `2001.10`."""
    after_point = {text.strip().partition(".")[2] for text in periods}
    zero_eaten = any(part[:1] == "0" for part in after_point)
    one_digit = any(part in tuple("23456789") or part == "10" for part in after_point)
    if zero_eaten == one_digit:
        return periods
    month = 10 if zero_eaten else 1
    return {
        text: Period(MONTH, period.year, month) if period.kind == TENTH else period
        for text, period in periods.items()
    }


def _with_days_told(periods: dict[str, Period]) -> dict[str, Period]:
    """Tell `01/09/2025`: above 12 is a day; else the number that is 1 in every row, if one is."""
    pairs = {divmod(period.month, 100) for period in periods.values() if period.kind == EITHER_WAY}
    firsts, seconds = ({pair[place] for pair in pairs} for place in (0, 1))
    above = (max(firsts) > 12, max(seconds) > 12)
    ones = (firsts == {1}, seconds == {1}) if len(pairs) > 1 else (False, False)
    first, second = above if any(above) else ones
    if first == second:
        return periods
    told = {}
    for text, period in periods.items():
        told[text] = period
        if period.kind == EITHER_WAY:
            day, month = divmod(period.month, 100)
            if second:
                day, month = month, day
            told[text] = Period(_day_kind(period.year, month, day), period.year, month)
    return told
