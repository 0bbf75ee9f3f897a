"""A Report drawn on a terminal: the only importer of rich.

There are no colours in it, only bold print and italics: the terminal's own colours are legible on
its own background, light or dark, and there is none that every one of them shows so.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.box import Box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tradecalc.outputs.layout import grids, summary, workings

if TYPE_CHECKING:
    from tradecalc.outputs.display import Style
    from tradecalc.outputs.grid import Grid
    from tradecalc.outputs.report import Report

# A rule of hyphens below the heading and nothing else: every encoding and screen reader has it.
HEAD_RULE = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
UNFOLDED = 10_000  # characters a line where no terminal sets a width


def draw(report: Report, style: Style) -> str:
    """Return the report as a terminal shows it."""
    out = StringIO()
    # Grids fit already, and rich, which counts some signs' columns otherwise, would cut them.
    console = Console(file=out, width=UNFOLDED, force_terminal=True, highlight=False)
    _print(console, report, style)
    return out.getvalue().removesuffix("\n")


def _print(console: Console, report: Report, style: Style) -> None:
    width = style.width
    if report.title:
        title = Text(report.title, style="bold underline")
        console.print(Padding(title, (0, 0, 1, 0)), width=width)
    console.print(Text(summary(report, style), style="bold"), width=width)
    for grid in grids(report, style):
        console.print(_table(grid))
    if style.explain:
        for line in workings(report, style):
            console.print(Padding(Text(line), (0, 0, 1, 0)), width=width)
    for note in report.notes:
        console.print(Text(f"Note: {note}", style="italic"), width=width)
    for part in report.parts:
        heading = Text(part.heading, style="bold underline")
        console.print(Padding(heading, (1, 0)), width=width)
        _print(console, part.report, style)


def _table(grid: Grid) -> Table:
    table = Table(
        title=grid.heading or None,
        title_justify="left",
        title_style="bold",
        box=HEAD_RULE,
        show_header=any(grid.header),
        header_style="",
        show_edge=False,
        pad_edge=False,
    )
    for k, heading in enumerate(grid.header):
        left = k == 0 or k in grid.left
        table.add_column(heading, justify="left" if left else "right", no_wrap=True)
    for k, row in enumerate(grid.rows):
        cells = (Text(text) for text in row)
        table.add_row(*cells, style="bold" if k == grid.strong else None)
    return table
