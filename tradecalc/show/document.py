"""A result that pastes into a document: Markdown, and HTML for notebooks."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from tradecalc.questions.question import Result
from tradecalc.show.digits import AS_EARNED, Style
from tradecalc.show.text import Grid, blocks


def md(result: Result, style: Style = AS_EARNED) -> str:
    """Return a result as Markdown that pastes into a document."""
    drawn: dict[str, Callable[[Any], str]] = {
        "title": lambda title: f"# {_escaped(title)}",
        "part": lambda asks: f"## {_escaped(asks)}",
        "verdict": lambda look: f"**{look.said(signs=style.signs)}**",
        "sentence": _md_sentence,
        "grid": _md_table,
        "workings": lambda lines: "\n".join(f"- `{line}`" for line in lines),
        "notes": lambda notes: "\n".join(f"- {_escaped(note)}" for note in notes),
    }
    return "\n\n".join(drawn[kind](block) for kind, block in blocks(result, style))


def _md_sentence(said: str) -> str:
    first, *more = map(_escaped, said.split("\n"))
    return "\n\n".join((f"**{first}**", *more))


def _md_table(grid: Grid) -> str:
    rule = "|".join("---" if column.left else "---:" for column in grid.columns)
    head, *rows = map(_md_row, grid.lines)
    title = [f"**{_escaped(grid.title)}**", ""] if grid.title else []
    return "\n".join((*title, head, f"|{rule}|", *rows))


def _md_row(cells: Iterable[str]) -> str:
    # Markdown makes one space of many, and a bar's mark stands where it stands.
    texts = (re.sub(" (?= )|(?<= ) ", "\u00a0", cell.strip()) for cell in cells)
    return f"| {' | '.join(map(_escaped, texts))} |"


def _escaped(words: str) -> str:
    words = re.sub(r"([\\|*_<>~`\[\]])", r"\\\1", words)
    # What begins a line as a heading or a list does is text here.
    return re.sub(r"^(\d+(?=[.)] )|(?=[#+-]( |$)))", r"\1\\", words)


def html(result: Result) -> str:
    """Return a result as HTML that stands by itself in a notebook."""
    from html import escape  # noqa: PLC0415  Markdown needs none

    def table(grid: Grid) -> str:
        sides = ["left" if column.left else "right" for column in grid.columns]
        rows = ""
        for cells in filter(any, grid.lines):
            pairs = zip(sides, map(escape, cells), strict=True)
            row = (f'<td style="text-align:{side}">{cell}</td>' for side, cell in pairs)
            rows += f"<tr>{''.join(row)}</tr>\n"
        title = f"<caption>{escape(grid.title)}</caption>\n" if grid.title else ""
        return f"<table>\n{title}{rows}</table>"

    drawn: dict[str, Callable[[Any], str]] = {
        "title": lambda title: f"<h3>{escape(title)}</h3>",
        "part": lambda asks: f"<h4>{escape(asks)}</h4>",
        "verdict": lambda look: f"<p><b>{look.said()}</b></p>",
        "sentence": lambda said: f"<p><b>{escape(said)}</b></p>",
        "grid": table,
        "notes": lambda notes: "\n".join(f"<p>{escape(note)}</p>" for note in notes),
    }
    return "\n".join(drawn[kind](block) for kind, block in blocks(result, Style(signs=True)))
