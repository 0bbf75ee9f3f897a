"""A table of text, and the shapes that it takes to fit a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from tradecalc.outputs.folding import folded, width_of

ROUNDING = "rounding"
LIKELY = "likely, 4 in 5"
GAP = 3  # spaces between two columns, whatever draws them


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text, with a heading a column.

    *strong* is the row to stress, if any. *left* are the numbers of the columns that are set to
    the left, beside the first, and *bars* those of them that hold bars.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: int | None = None
    left: tuple[int, ...] = ()
    bars: tuple[int, ...] = ()

    @property
    def heading(self) -> str:
        """The title with a capital, where it stands as a heading."""
        return self.title[:1].upper() + self.title[1:]

    @property
    def widths(self) -> tuple[int, ...]:
        """Width of each column, in columns of a terminal."""
        cells = zip(self.header, *self.rows, strict=True)
        return tuple(max(map(width_of, column)) for column in cells)


def without_empty(grid: Grid) -> Grid:
    """Drop the columns behind the first in which no row has anything."""
    filled = (any(row[k] for row in grid.rows) for k in range(len(grid.header)))
    return _chosen(grid, [k for k, is_filled in enumerate(filled) if k == 0 or is_filled])


def fitted(grid: Grid, width: int) -> Grid:
    """Return a grid no wider than *width*: as it is, with ranges below, as records, or broken."""
    without_bars = _chosen(grid, [k for k in range(len(grid.header)) if k not in grid.bars])
    shapes = (
        grid,
        without_bars,
        _stacked(without_bars),
        _as_records(without_bars),
        _as_records(without_bars, named=False),
    )
    for shape in shapes:
        if sum(shape.widths) + GAP * (len(shape.header) - 1) <= width:
            return shape
    return _broken(shapes[-1], width)


def _chosen(grid: Grid, columns: list[int]) -> Grid:
    """Return the grid of these columns."""
    rows = tuple(tuple(row[k] for k in columns) for row in grid.rows)
    left, bars = (
        tuple(n for n, k in enumerate(columns) if k in chosen) for chosen in (grid.left, grid.bars)
    )
    return Grid(grid.title, tuple(grid.header[k] for k in columns), rows, grid.strong, left, bars)


def _stacked(grid: Grid) -> Grid:
    """Return a grid with each range below its value instead of beside it."""
    values = [k for k, name in enumerate(grid.header) if name not in (ROUNDING, LIKELY)]
    rows: list[tuple[str, ...]] = []
    strong = None
    for number, row in enumerate(grid.rows):
        strong = len(rows) if number == grid.strong else strong
        rows.append(tuple(row[k] for k in values))
        for name in (ROUNDING, LIKELY):
            below = tuple(
                row[k + grid.header[k:].index(name)] if name in _behind(grid, k) else ""
                for k in values
            )
            if any(below):
                rows.append((f"  {name}", *below[1:]))
    left = tuple(n for n, k in enumerate(values) if k in grid.left)
    return Grid(grid.title, tuple(grid.header[k] for k in values), tuple(rows), strong, left)


def _behind(grid: Grid, k: int) -> tuple[str, ...]:
    """Return the headings of the ranges that stand directly behind column *k*."""
    behind = []
    for name in grid.header[k + 1 :]:
        if name not in (ROUNDING, LIKELY):
            break
        behind.append(name)
    return tuple(behind)


def _as_records(grid: Grid, *, named: bool = True) -> Grid:
    """Return a wide grid as two columns: each row's first cell, and below it its others.

    The first cell is *named* by its column where there is room.
    """
    rows: list[tuple[str, str]] = []
    strong = None
    for k, (first, *cells) in enumerate(grid.rows):
        strong = len(rows) if k == grid.strong else strong
        heading = f"{grid.header[0]} {first}".strip() if named else first
        below = [(name, text) for name, text in zip(grid.header[1:], cells, strict=True) if text]
        beside = below.pop(0)[1] if below and not below[0][0] else ""
        rows.append((heading, beside))
        rows += [(f"  {name}", text) for name, text in below]
    return Grid(grid.title, ("", ""), tuple(rows), strong)


def _broken(grid: Grid, width: int) -> Grid:
    """Return records with each range broken behind its points, and long words between them.

    The texts have room for their longest word, for their longest piece up to half the *width*,
    and for more what the names leave of it.
    """
    names, texts = ([row[k] for row in grid.rows] for k in (0, 1))
    pieces = [_at_points(text) for text in texts]
    longest = max((width_of(piece) for text in pieces for piece in text), default=0)
    words = (width_of(word) for text in pieces for piece in text for word in piece.split())
    for_names = max(width - GAP - max(min(longest, width // 2), *words, 0), 1)
    for_texts = max(width - GAP - min(max(map(width_of, names)), for_names), 1)
    rows: list[tuple[str, ...]] = []
    strong = None
    for k, (name, text) in enumerate(zip(names, pieces, strict=True)):
        strong = len(rows) if k == grid.strong else strong
        below = [line for piece in text for line in folded(piece, for_texts).split("\n")]
        indent = " " * (len(name) - len(name.lstrip()))
        lines = folded(name, for_names, hanging=f"{indent} ").split("\n")
        rows += zip_longest(lines, below, fillvalue="")
    return Grid(grid.title, ("", ""), tuple(rows), strong)


def _at_points(text: str) -> list[str]:
    low, points, high = text.partition("..")
    return [low + points, high] if points else [text]
