"""One answer and nothing else, unrounded: what `-q` and `--get` print, and the cells of CSV.

It stands apart from the other formats because a shell loop calls it ten thousand times, and
loads nothing that they need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradecalc.core.kinds import Kind
    from tradecalc.outputs.report import Cell, Report


def bare(report: Report, name: str) -> str:
    """Return the answer *name* and nothing else, unrounded; of a table, its CSV.

    Raises InputError where there is no such answer, DomainError where it has no value.
    """
    report, name = report.part(name.replace("-", "_"))
    if (found := report.table(name)) is None:
        return bare_estimate(report.answer(name).value)[0]
    header: list[str] = []
    columns: list[list[str]] = []
    for k, column in enumerate(found.columns):
        values, lows, highs = zip(*(bare_estimate(row[k]) for row in found.rows), strict=True)
        header.append(column.name)
        columns.append(list(values))
        if any(lows):
            header += [f"{column.name}_low", f"{column.name}_high"]
            columns += [list(lows), list(highs)]
    return csv_text([header, *(list(row) for row in zip(*columns, strict=True))])


def bare_number(value: float) -> str:
    """Return a number at full precision, and zero without a sign."""
    return repr(value + 0)


def machine_unit(kind: Kind, unit: str) -> str:
    """Return the unit of a number that a machine reads: rates are fractions there."""
    units = {"log": "log", "years": "years", "level": unit}
    is_fraction = kind in ("rate", "share", "points", "chance")
    return "fraction" if is_fraction else units.get(kind, "")


def bare_estimate(value: Cell) -> tuple[str, str, str]:
    """Return a cell at full precision: its value and the ends of its range, "" for none."""
    if value is None or isinstance(value, str):
        return value or "", "", ""
    if value.range is None:
        return bare_number(value.value), "", ""
    return bare_number(value.value), bare_number(value.range.low), bare_number(value.range.high)


def csv_text(rows: list[list[str]]) -> str:
    """Return rows of text as CSV."""
    from csv import writer  # noqa: PLC0415  1 ms that only CSV needs
    from io import StringIO  # noqa: PLC0415

    out = StringIO()
    writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().removesuffix("\n")
