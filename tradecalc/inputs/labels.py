"""What the words beside a number say: which series it is of, or that no month was published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.columns import holds_numbers, kinds_of
from tradecalc.inputs.conditions import told_apart_by
from tradecalc.inputs.levels import is_missing
from tradecalc.inputs.periods import NO_PERIOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.inputs.sheet import Sheet

_SERIES = "series"
# UN Comtrade has some forty columns beside the value; these name a flow.
_COMTRADE = frozenset(
    (
        *("reporterdesc", "flowdesc", "partnerdesc", "partner2desc", "cmddesc", "customsdesc"),
        *("motdesc", "reporter", "trade flow", "partner", "2nd partner", "commodity", "customs"),
    )
)
# What is said of one number, or of one file, and does not tell a series from another.
REMARKS = (
    r"obs_(?!value).*|conf_.*|.*flag|flags?|status|notes?|footnotes?|comments?|remarks?|source"
    r"|symbols?|quality|revis.*|decimals|time_format|last.update|примечани[ея]|источник"
)
# How final a number is.
_STATES = frozenset(
    (
        *("", "final", "provisional", "preliminary", "revised", "estimate", "estimated", "actual"),
        *("p", "r", "e", "forecast", "projection", "projected", "прогноз", "факт", "оценка"),
        *("предварительные", "окончательные", "уточненные", "уточнённые"),
    )
)
_QUARTER = r"(?:q|кв\.?) ?[1-4]|[1-4] ?(?:q|кв\.?|квартал)|(?:i|ii|iii|iv) ?(?:q|кв\.?|квартал)"
_STATUSES = r".*status|.*flags?|.*type|kind|.*статус|вид|тип|notes?"
_FLAGS = r".*status|.*flags?|.*статус"
_FORECASTS = r"(?:forecast|projecti|projected|прогноз)\w*"


def label_columns(sheet: Sheet, period: int, value: int) -> list[int]:
    """Return the places of the columns whose cells tell the series of the table apart.

    A column `series` does so alone. Else they are those of words that are not the same in every
    row; of two that tell the same apart, a code and its name, the wordier.
    """
    headers = sheet.names()
    if _SERIES in headers:
        return [headers.index(_SERIES)]
    codes_too = headers[value] == "obs_value"
    comtrade = headers[value] in ("primaryvalue", "trade value (us$)")
    labels: list[tuple[int, list[str]]] = []
    for place, name in enumerate(headers):
        if place in (period, value) or (comtrade and name not in _COMTRADE):
            continue
        cells = sheet.column(place)
        if len(distinct := set(cells)) == 1 or re.fullmatch(REMARKS, name):
            continue
        if (not codes_too and holds_numbers(sheet, place)) or _says_when_or_how_final(distinct):
            continue
        if NO_PERIOD not in kinds_of(sheet, place):
            continue
        for other, (_, others) in enumerate(labels):
            if len(distinct) == len(set(others)) == len(set(zip(cells, others, strict=True))):
                if sum(map(len, distinct)) > sum(map(len, set(others))):
                    labels[other] = (place, cells)
                break
        else:
            labels.append((place, cells))
    return [place for place, _ in labels]


def status_columns(sheet: Sheet, value: int) -> list[int]:
    """Return the places of the columns that say what kind of number stands beside them."""
    return [
        place
        for place, name in enumerate(sheet.names())
        if place != value
        and (re.fullmatch(_STATUSES, name) or _says_when_or_how_final(set(sheet.column(place))))
    ]


def refuse_forecasts(
    sheet: Sheet, rows: Sequence[int], value: int, statuses: Sequence[int]
) -> None:
    """Require that no number of a series is marked as a forecast; an estimate is published.

    *rows* are those of one series in order, *statuses* the `status_columns`.
    Raises InputError naming the first such row, and the condition that keeps the others.
    """
    for place in statuses:
        known = [row for row in rows if not is_missing(sheet.rows[row][value].strip())]
        if not (wrong := _forecasts(sheet, known, place, sheet.names()[place])):
            continue
        right = sorted(set(known) - set(wrong))
        keep = told_apart_by(sheet, right, wrong, among=[place]) if right else ""
        raise InputError(
            f"{sheet.at(wrong[0])}: {quoted(sheet.rows[wrong[0]][place].strip())} in column"
            f" {sheet.header[place]} marks a forecast, and published months are wanted:"
            f" {f'keep them with {keep}' if keep else 'leave such rows out'}"
        )


def _forecasts(sheet: Sheet, rows: Sequence[int], place: int, name: str) -> list[int]:
    """The *rows* that the column at *place* marks as forecasts.

    `F` is a forecast in SDMX. Elsewhere it may be final, and then it does not stand at the end.
    """
    cells = {row: sheet.rows[row][place] for row in rows}
    words = {cell: re.findall(r"\w+", cell.casefold()) for cell in set(cells.values())}
    if marked := [row for row in rows if _says_forecast(words[cells[row]])]:
        return marked
    marked = [row for row in rows if words[cells[row]] == ["f"]]
    if re.fullmatch(r"obs_(?:status|flag)", name):
        return marked
    at_the_end = 0 < len(marked) < len(rows) and marked == list(rows[-len(marked) :])
    return marked if at_the_end and re.fullmatch(_FLAGS, name) else []


def _says_forecast(words: list[str]) -> bool:
    """Whether a word or two say so; a longer text is a note that may say anything."""
    if len(words) > 2 or (words and words[0] in ("no", "not", "non", "не", "нет")):
        return False
    return any(re.fullmatch(_FORECASTS, word) for word in words)


def _says_when_or_how_final(cells: set[str]) -> bool:
    """Whether all the cells of a column are quarters, or states of publication."""
    folded = {cell.casefold() for cell in cells}
    return folded <= _STATES or all(re.fullmatch(_QUARTER, cell) for cell in folded)
