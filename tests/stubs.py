"""The types of the library, from the declarations: `python -m tests.stubs` writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import tradecalc
from tradecalc import _MODULES, _QUESTIONS
from tradecalc.cli import question_of

if TYPE_CHECKING:
    from tradecalc.questions.question import Figure, Question

HEAD = """# The types of the library, from the declarations: `python -m tests.stubs` writes them.
from collections.abc import Sequence
from typing import Literal

from tradecalc.questions.question import Result as Result
from tradecalc.questions.question import Value
"""
TAIL = """
__all__: list[str]
__version__: str
_MODULES: dict[str, str]
_QUESTIONS: tuple[str, ...]
"""
KINDS = {
    "level": "str | float",
    "rate": "str | float",
    "rates": "str | Sequence[str | float]",
    "year": "str | int",
    "years": "str | int",
    "count": "str | int",
    "text": "str",
    "texts": "Sequence[str]",
    "flag": "bool",
}


def stubs() -> str:
    """Return the types of every public name: formulas from their modules, questions declared."""
    lines = [HEAD.rstrip()]
    for module, names in _MODULES.items():
        lines += [
            f"from tradecalc.{module} import {name} as {name}"
            for name in names.split()
            if name != "Result"
        ]
    lines.append(TAIL.rstrip())
    for name in _QUESTIONS:
        lines += ["", *_result(question_of(name)), "", *_function(question_of(name))]
    return "\n".join(lines) + "\n"


def _result(question: Question) -> list[str]:
    """Return the class of a question's result, an attribute an answer."""
    names = [n for n, one in question.answers.items() if one.shown and n != "from"]
    body = [f"    {name}: Value" for name in names] or ["    ..."]
    return [f"class {question.name.capitalize()}Result(Result):", *body]


def _function(question: Question) -> list[str]:
    """Return the function that asks a question, an argument a figure."""
    listed = [f for f in question.figures.values() if f.argument]
    kind = "str | float" if question.name == "growth" else "str"
    takes = [f"    *values: {kind}," if listed else "    *,"]
    takes += ["    rounded: bool = False,", "    fractions: bool = False,"]
    takes += [f"    {_argument(f)}," for f in question.figures.values() if not f.argument]
    return [f"def {question.name}(", *takes, f") -> {question.name.capitalize()}Result: ..."]


def _argument(figure: Figure) -> str:
    name = f"{figure.name}_" if figure.name in ("from", "assert") else figure.name
    kind = KINDS.get(figure.kind, "str")
    if figure.kind == "word":
        kind = f"Literal[{', '.join(repr(word) for word in figure.among)}]".replace("'", '"')
    return f"{name}: {kind} | None = None"


if __name__ == "__main__":
    (Path(tradecalc.__file__).parent / "__init__.pyi").write_text(stubs())
