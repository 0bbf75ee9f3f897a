"""A period as offices write it: `2025-09`, `2025M09`, `202509`, `Sep-25`, `сентябрь 2025`."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

# Kinds of period in the words of messages; a "total to date" runs from January to its month.
MONTH, TO_DATE, NO_PERIOD = "a month", "a total from January on", "not a month"
NO_YEAR, DAY, WEEK = "a month without a year", "a day", "a week"
QUARTER, HALF, YEAR = "a quarter", "a half-year", "a year"
TENTH, EITHER_WAY = "January or October", "a date that can be read two ways"

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

_YEAR = r"(?P<year>1[7-9]\d\d|20\d\d)"
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_MIDNIGHT = r"(?:[t ]0?0:00(?::00(?:\.0+)?)?z?)?"
# The first pattern that the whole text fits says what it is.
_NOTATIONS = (
    (MONTH, rf"{_YEAR}(?:-?m|[-./ ]|)(?P<month>0[1-9]|1[0-2])"),
    (MONTH, rf"{_YEAR}(?:-?m|[-/ ]|\.(?!1))(?P<month>[1-9])"),
    (TENTH, rf"{_YEAR}\.1"),
    (DAY, rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d){_MIDNIGHT}"),
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
    """A period as read from a text: its *kind* and, of a month or a total to date, which one."""

    kind: str
    year: int = 0
    month: int = 0  # if EITHER_WAY, 100 times the first number plus the second

    @property
    def ordinal(self) -> int:
        """Months from January of the year 0."""
        return 12 * self.year + self.month - 1


def read_period(text: str) -> Period:
    """Return the period that *text* names; the first and last day of a month are the month.

    >>> read_period("сентябрь 2025 г.")
    Period(kind='a month', year=2025, month=9)
    """
    body = re.sub(r"\s+", " ", text.strip().casefold())
    body = re.sub(r"(?<=\d) ?(?:г|год|года|жыл|yil)\.?$", "", body)
    for kind, pattern in _NOTATIONS:
        match = re.fullmatch(pattern, body)
        if match and (period := _as_matched(kind, match.groupdict())).kind != NO_PERIOD:
            return period
    return Period(NO_PERIOD)


def read_periods(texts: Iterable[str]) -> dict[str, Period]:
    """Return the period of each text of a column, which decides `2001.1` and `01/09/2025`."""
    periods = {text: read_period(text) for text in dict.fromkeys(texts)}
    kinds = {period.kind for period in periods.values()}
    tenth = _tenth(periods) if TENTH in kinds else 0
    day_first = _day_comes_first(periods.values()) if EITHER_WAY in kinds else None
    for text, (kind, year, month) in periods.items():
        if kind == TENTH and tenth:
            periods[text] = Period(MONTH, year, tenth)
        elif kind == EITHER_WAY and day_first is not None:
            first, second = divmod(month, 100)
            periods[text] = _of_day(year, *((second, first) if day_first else (first, second)))
    return periods


def month_name(count: int) -> str:
    """Return the name of a month, as `September 2025`, counted from January of the year 0."""
    return f"{ENGLISH[count % 12]} {count // 12}"


@cache
def month_number(text: str) -> int:
    """Return the month of a number, a name or its first letters, three or more; 0 for others."""
    if re.fullmatch("0?[1-9]|1[0-2]", text):
        return int(text)
    named = (enumerate(names.split(), start=1) for names in _MONTH_NAMES if len(text) >= 3)
    found = {k for names in named for k, name in names if name.startswith(text.casefold())}
    return found.pop() if len(found) == 1 else 0  # `iyu` is June or July in Uzbek


def _as_matched(kind: str, parts: dict[str, str | None]) -> Period:
    year, month, day = (int(parts.get(name) or 0) for name in ("year", "month", "day"))
    if short := parts.get("short"):
        year = (int(short) - 69) % 100 + 1969  # to 2068
    if name := parts.get("name"):
        month = month_number(name)
        if not month or month_number(parts.get("first") or "jan") != 1:
            return Period(NO_PERIOD)
    if kind == EITHER_WAY:
        return Period(EITHER_WAY, year, 100 * day + month)
    return _of_day(year, month, day) if kind == DAY else Period(kind, year, month)


def _of_day(year: int, month: int, day: int) -> Period:
    try:
        next_day = date(year, month, day) + timedelta(days=1)
    except ValueError:
        return Period(NO_PERIOD)
    return Period(MONTH if 1 in (day, next_day.day) else DAY, year, month)


def _tenth(texts: Iterable[str]) -> int:
    """Return what `2001.1` is: 10 beside `2001.09`, 1 beside `2001.9` or `2001.10`, else 0."""
    after_point = {text.strip().partition(".")[2] for text in texts}
    zero_eaten = any(part.startswith("0") for part in after_point)
    one_digit = not after_point.isdisjoint((*"23456789", "10"))
    return 0 if zero_eaten == one_digit else 10 if zero_eaten else 1


def _day_comes_first(periods: Iterable[Period]) -> bool | None:
    """Tell `01/09/2025`: above 12 is a day; else the number that is 1 in every row, if one is."""
    pairs = {divmod(period.month, 100) for period in periods if period.kind == EITHER_WAY}
    firsts, seconds = ({pair[place] for pair in pairs} for place in (0, 1))
    first, second = max(firsts) > 12, max(seconds) > 12
    if not (first or second) and len(pairs) > 1:
        first, second = firsts == {1}, seconds == {1}
    return None if first == second else first
