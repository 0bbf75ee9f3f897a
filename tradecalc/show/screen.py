"""A result drawn at a terminal, without colours: the only importer of rich."""

from io import StringIO

from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tradecalc.questions.question import Result
from tradecalc.show.digits import Style
from tradecalc.show.text import ROUNDING, Grid, blocks, width_of

# A rule of hyphens below the heading and nothing else: every encoding and screen reader has it.
HEAD_RULE = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
STYLES = {  # of a text, and what stands before and behind it
    "title": ("bold underline", "", "\n"),
    "part": ("bold underline", "\n", "\n"),
    "sentence": ("bold", "", ""),
    "workings": ("", "", "\n"),
    "notes": ("italic", "Note: ", ""),
}


def screen(result: Result, style: Style) -> str:
    """Return a result as a terminal shows it, in lines of its width."""
    out = StringIO()
    width = style.width or 10_000  # where no terminal sets one, lines are not folded
    # Without a height, rich takes a terminal that cannot draw to be of 80 columns.
    console = Console(file=out, width=width, height=25, force_terminal=True, highlight=False)
    for kind, block in blocks(result, style):
        if kind == "grid":
            _print_grid(console, block)
            continue
        look, before, after = STYLES[kind]
        for line in [block] if isinstance(block, str) else block:
            console.print(Text(before + line + after, style=look))
    return out.getvalue().rstrip("\n")


def _print_grid(console: Console, grid: Grid) -> None:
    """Print a grid as it is, without its bars, or as records: the first that fits."""
    without_bars = grid._replace(columns=[c for c in grid.columns if not c.is_bar])
    for shape in (grid, without_bars):
        if max(map(width_of, shape.aligned)) <= console.width:
            console.print(_table(shape))
            return
    console.print(Text(grid.title, style="bold"))
    head, *rows = without_bars.lines
    for k, (first, *cells) in enumerate(rows):
        record = f"{head[0]} {first}".strip()
        for name, cell in zip(head[1:], cells, strict=True):
            if cell:
                record += f" ({cell})" if name == ROUNDING else f"\n  {name} {cell}"
        record = record.replace("\n   ", "   ")  # what has no name stands beside the first
        console.print(Text(record, style="bold" if k == grid.strong else ""))


def _table(grid: Grid) -> Table:
    head, *rows = grid.lines
    table = Table(title=grid.title or None, title_justify="left", title_style="bold", box=HEAD_RULE)
    table.show_header, table.header_style = any(head), ""
    table.show_edge = table.pad_edge = False
    for column in grid.columns:
        table.add_column(column.heading, justify="left" if column.left else "right", no_wrap=True)
    for k, row in enumerate(rows):
        table.add_row(*map(Text, row), style="bold" if k == grid.strong else None)
    return table
