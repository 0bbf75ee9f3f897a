"""Rows for people: the answers to a file of questions as one table, which any format shows."""

from collections.abc import Sequence
from typing import Any

from tradecalc.errors import InputError, Note, meant
from tradecalc.figures.number import parse_number
from tradecalc.figures.reading import Reading
from tradecalc.questions.question import Answer, Question, Result, Settled
from tradecalc.rows import AnsweredRow
from tradecalc.show.machine import cell
from tradecalc.show.verdict import LOOKS

NAMED, REASONS = 3, 10  # rows that a note names, and such notes


def table_of_rows(
    question: Question, rows: Sequence[AnsweredRow], sort: str | None, *, picked: bool
) -> Result:
    """Return one table of *rows*: their names, and their answers, the main ones unless *picked*.

    Names are the columns that feed no figure, or where there are none all columns. Rows are sorted
    by the answer or column *sort*: numbers from the greatest, verdicts from the best, names from
    A; rows without it are last. Raises InputError where there is none of that name.
    """
    columns = dict.fromkeys(name for row in rows for name in row.cells)
    names = [name for name in columns if any(name not in row.fed for row in rows)] or [*columns]
    there = dict.fromkeys(name for row in rows for name in row.answers)
    main = [*there] if picked else [question.headline(there), *question.brief[""]]
    answers = [question.answers[name] for name in there if name in main]
    if sort:
        rows = _sorted(rows, sort)
    cells = [
        {f"column {name}": _printable(row.cells.get(name, "")) for name in names} | row.answers
        for row in rows
    ]
    texts = [Answer(f"column {name}", "text", name, heading=_printable(name)) for name in names]
    lacking = sum(bool(row.why) for row in rows)
    said = f"{len(rows):,} rows" + (f", {lacking:,} without an answer" if lacking else "")
    whole = Question(
        question.name,
        question.asks,
        figures=(),
        answers=(),
        settle=Settled,
        headline=lambda _: "",
        sentence=lambda _: Note("{said}.", said=said),
        tables={"rows": (*texts, *answers)},
        brief={"": (), "rows": [texts[0].name, *main, *(one.name for one in texts[1:])]},
    )
    return Result(whole, Reading(), Settled({}, notes=_reasons(rows, names[0])), {"rows": cells})


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _sorted(rows: Sequence[AnsweredRow], name: str) -> list[AnsweredRow]:
    answer = name.replace("-", "_")
    there = dict.fromkeys(n for row in rows for n in (*row.answers, *row.cells))
    if name not in there and answer not in there:
        raise InputError("is no answer and no column", figure="sort", remedy=meant(name, there))
    values = [row.cells.get(name) or cell(row.answers.get(answer))[0] for row in rows]
    sizes = [_size(value) for value in values]
    is_measured = all(
        size is not None for size, one in zip(sizes, values, strict=True) if one != ""
    )

    def order(k: int) -> tuple[bool, Any]:
        return values[k] == "", -(sizes[k] or 0) if is_measured else str(values[k]).casefold()

    return [rows[k] for k in sorted(range(len(rows)), key=order)]


def _size(value: float | str) -> float | None:
    """Return a number to sort by, also of a figure as written or a verdict; None for a word."""
    if not isinstance(value, str):
        return value
    if value in LOOKS:
        return -float([*LOOKS].index(value))
    try:
        return float(parse_number(value).estimate(rounded=False).value)
    except InputError:
        return None


def _reasons(rows: Sequence[AnsweredRow], name: str) -> list[Note]:
    """Return why rows lack an answer, a note for each reason."""
    called = dict[str, list[str]]()
    for row in rows:
        if row.why:
            called.setdefault(row.why, []).append(
                _printable(row.cells.get(name, "")) or str(row.line)
            )
    found = list[Note]()
    for why, some in [*called.items()][:REASONS]:
        more = f" and {len(some) - NAMED:,} more" if len(some) > NAMED else ""
        found.append(Note("{who}: {why}.", who=", ".join(some[:NAMED]) + more, why=why))
    return found
