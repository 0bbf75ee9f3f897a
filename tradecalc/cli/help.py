"""Help as plain text, folded to the terminal: the same words for every eye, ear and typer.

Typer's own panels cut options short in narrow terminals, draw boxes where there are no signs for
them, and set what matters in dim and yellow, which nobody reads on a light background.
"""

from __future__ import annotations

import shutil
from re import findall
from typing import TYPE_CHECKING, Any

from typer.core import TyperOption

from tradecalc.outputs.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NARROW = 60  # columns below which what a name means stands under it
LEAST = 20  # columns that text gets in any case
LAST = ("Output", "Options")  # the panels that stand behind the others, in every command


def help_text(command: Any, context: Any, examples: Sequence[str]) -> str:
    """Return the help of a command: usage, what it does, what it takes, and examples."""
    width = max(shutil.get_terminal_size().columns, LEAST)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    blocks = [folded(f"Usage: {usage}", width, hanging="  ")]
    blocks += [folded(paragraph, width) for paragraph in paragraphs(command.help)]
    for title, entries in _panels(command, context).items():
        blocks.append("\n".join([f"{title}:", *entry_lines(entries, width)]))
    lines = [line for example in examples for line in example_lines(example, width)]
    return "\n\n".join([*blocks, "\n".join(["Examples:", *lines])])


def paragraphs(text: str | None) -> list[str]:
    """Return the paragraphs of a docstring, a line each."""
    return [" ".join(part.split()) for part in (text or "").split("\n\n")]


def _panels(command: Any, context: Any) -> dict[str, list[tuple[str, str]]]:
    """Return what the command takes, by the panel that it stands in: arguments and options."""
    panels: dict[str, list[tuple[str, str]]] = {}
    if hasattr(command, "list_commands"):
        found = (
            (name, command.get_command(context, name)) for name in command.list_commands(context)
        )
        panels["Commands"] = [(name, one.get_short_help_str(80)) for name, one in found]
    for param in command.get_params(context):
        if isinstance(param, TyperOption):
            place = "Options"
            names = ", ".join(sorted(param.opts, key=len, reverse=True))  # a set's order else
            name = names if param.is_flag else f"{names} {param.metavar}"
        else:
            place, name = "Arguments", param.metavar
        panels.setdefault(param.rich_help_panel or place, []).append((name, param.help or ""))
    behind = {title: panels.pop(title) for title in LAST if title in panels}
    return panels | behind


def entry_lines(entries: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Return a line or more for each name and what it means, side by side where there is room."""
    entries = list(entries)
    beside = min(max(len(name) for name, _ in entries), 24) + 4
    lines = []
    for name, text in entries:
        head = f"  {name}"
        place = 6 if width < NARROW else beside
        body = folded(" ".join(text.split()), width, indent=" " * place).split("\n")
        if len(head) + 2 <= place:
            lines += [head.ljust(place) + body[0].lstrip(), *body[1:]]
        else:
            lines += [*folded(name, width, indent="  ", hanging="  ").split("\n"), *body]
    return lines


def example_lines(line: str, width: int) -> list[str]:
    """Return a command line, broken so that a shell reads on, where it is too long."""
    words = findall(r"(?:[^\s']|'[^']*')+", line)
    pieces: list[str] = []
    for word in words:  # a value stays beside its option
        if pieces and pieces[-1].startswith("--") and " " not in pieces[-1] and word[0] != "-":
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    lines = [f"  {pieces[0]}"]
    for piece in pieces[1:]:
        if len(lines[-1]) + len(piece) + 3 > width:
            lines[-1] += " \\"
            lines.append(f"    {piece}")
        else:
            lines[-1] += f" {piece}"
    return lines
