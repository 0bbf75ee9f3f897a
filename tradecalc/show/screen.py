"""A result drawn at a terminal: the only importer of rich.

Bold and cyan is the answer, dim what was assumed; a verdict has a colour, its sign and words.
"""

import re
import textwrap
from collections.abc import Sequence
from io import StringIO
from typing import Any

from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tradecalc.questions.question import Result
from tradecalc.show.digits import Style
from tradecalc.show.text import ROUNDING, Grid, blocks, grids, width_of
from tradecalc.show.verdict import LOOKS, Look

# A rule below the heading and nothing else.
RULES = [Box(f"    \n    \n {rule * 2} \n" + "    \n" * 5) for rule in "-─"]
COLOURS = {sign: look.colour for look in LOOKS.values() for sign in (look.sign, look.plain)}
FAINT = {False: "", True: "not bold dim"}  # the range from rounding
# The space between a number and its unit, at which no line is broken.
IN_A_NUMBER = re.compile(r"(?<=\d) (?=%|(?:pp|years?|thousand|mn|bn|trn|[A-Z]{3})\b)")
IN_A_UNIT = re.compile(r"(?<=mn|bn) (?=[A-Z]{3}\b)|(?<= thousand) (?=[A-Z]{3}\b)")


def screen(result: Result, style: Style) -> str:
    """Return a result as a terminal shows it, in lines of its width."""
    out = StringIO()
    width = style.width or 10_000  # where no terminal sets one, lines are not folded
    # Without a height, rich takes a terminal that cannot draw to be of 80 columns.
    console = Console(file=out, width=width, height=25, force_terminal=True, highlight=False)
    dropped, assumed, before = list[str](), list[str](), ""
    for kind, block in blocks(result, style):
        if kind == "notes" and style.brief:
            assumed = block
            continue
        if before not in ("", "verdict"):
            console.print()
        before = kind
        if kind == "grid":
            dropped += _print_grid(console, block, style)
        elif kind == "verdict":
            console.print(_badge(block, style))
        elif kind == "sentence":
            first, *more = block.split("\n")
            _print_lines(console, [first], "bold")
            _print_lines(console, more)
        elif kind in ("workings", "notes"):
            _print_lines(console, block, "dim")
        else:
            _print_lines(console, [block], "bold underline")
    if style.brief:
        assumed = [*assumed, _more(result, style, dropped)]
        _print_lines(console, ["", " ".join(filter(None, assumed))], "dim")
    return out.getvalue().rstrip("\n")


def _more(result: Result, style: Style, dropped: Sequence[str]) -> str:
    """Return what --full would add."""
    if dropped:
        return f"No room for {', '.join(dropped)}: --full."
    is_whole = grids(result, style) == grids(result, style._replace(brief=False))
    return "" if is_whole and not result.parts else "--full for more."


def _badge(look: Look, style: Style) -> Text:
    return Text(f" {look.said(signs=style.signs)} ", style=f"bold black on {look.colour}")


def _print_lines(console: Console, lines: Sequence[str], look: str = "") -> None:
    """Print *lines*, broken at spaces, but for those before a unit."""
    for line in lines:
        if not line:
            console.print()
        joined = IN_A_UNIT.sub("\u00a0", IN_A_NUMBER.sub("\u00a0", line))
        for part in textwrap.wrap(joined, console.width, break_on_hyphens=False):
            console.print(Text(part.replace("\u00a0", " "), style=look))


def _print_grid(console: Console, grid: Grid, style: Style) -> list[str]:
    """Print a grid without the columns for which there is no room, and return their headings.

    Where no two columns fit, print each row as a record.
    """
    dropped, narrow = list[str](), grid
    while max(map(width_of, narrow.aligned)) > console.width:
        last = max(narrow.columns, key=lambda column: column.rank)
        if not last.rank or len(narrow.columns) == 2:
            _print_records(console, grid)
            return []
        narrow = narrow._replace(columns=[one for one in narrow.columns if one is not last])
        dropped += [last.heading] * (not last.is_bar)
    console.print(_table(narrow, style))
    return dropped


def _print_records(console: Console, grid: Grid) -> None:
    _print_lines(console, [grid.title] * bool(grid.title), "bold")
    head, *rows = grid._replace(columns=[one for one in grid.columns if not one.is_bar]).lines
    for k, (first, *cells) in enumerate(rows):
        record = f"{head[0]} {first}".strip()
        for name, cell in zip(head[1:], cells, strict=True):
            if cell:
                record += f" ({cell})" if name == ROUNDING else f"\n  {name} {cell}"
        record = record.replace("\n   ", "   ")  # what has no name stands beside the first
        _print_lines(console, record.split("\n"), "bold" if k == grid.strong else "")


def _table(grid: Grid, style: Style) -> Table:
    head, *rows = grid.lines
    table = Table(title=grid.title or None, title_justify="left", box=None)
    table.title_style = "dim" if style.brief else "bold"
    table.show_header, table.header_style, table.border_style = any(head), "", "dim"
    table.show_edge = table.pad_edge = False
    if head[0]:
        table.box = RULES[style.signs]
    else:
        table.padding = (0, 3, 0, 0)
    looks = ["cyan" if one.is_bar else FAINT[one.heading == ROUNDING] for one in grid.columns]
    for column, look in zip(grid.columns, looks, strict=True):
        side: Any = "left" if column.left else "right"
        table.add_column(column.heading, justify=side, no_wrap=True, header_style=look)
    for k, row in enumerate(rows):
        cells = [*map(_cell, row, looks)]
        if k == grid.strong and not head[0]:
            cells[1].stylize("cyan")  # the answer
        table.add_row(*cells, style="bold" if k == grid.strong else None)
    return table


def _cell(text: str, look: str) -> Text:
    """Return a cell; a verdict's sign is coloured, and so is the mark of a bar."""
    found = Text(text, style=look)
    if text[1:2] == " " and text[0] in COLOURS:
        found.stylize(COLOURS[text[0]], 0, 1)
    found.highlight_words("|", "yellow")
    return found
