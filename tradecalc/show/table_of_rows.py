"""Rows for people: the answers to a file of questions as one table, which any format shows."""

from collections.abc import Sequence
from typing import Any

from tradecalc.core.ranges import Estimate, Range
from tradecalc.errors import InputError, Note, meant, quoted
from tradecalc.figures.number import parse_number
from tradecalc.figures.reading import Reading
from tradecalc.figures.records import as_bytes
from tradecalc.figures.text_file import detect_encoding
from tradecalc.figures.vocabulary import unit_name
from tradecalc.questions.question import Answer, Question, Result, Settled
from tradecalc.rows import AnsweredRow, in_full
from tradecalc.show.machine import cell
from tradecalc.show.verdict import LOOKS

NAMED, REASONS = 3, 10  # rows that a note names, and such notes
LONGEST = 48  # characters of a name


def table_of_rows(
    question: Question, rows: Sequence[AnsweredRow], sort: str | None, *, picked: bool
) -> Result:
    """Return one table of *rows*: their names, and their answers, the main ones unless *picked*.

    Names are the columns that feed no figure. Figures stand beside them where names do not tell
    the rows apart, or currencies differ. Rows are sorted by the answer or column *sort*: numbers
    from the greatest, verdicts from the best, names from A; rows without it are last. Raises
    InputError where there is none of that name, or no row to answer.
    """
    rows = _readable(rows)
    there = dict.fromkeys(name for row in rows for name in row.answers)
    if not there:
        raise InputError("has no row to answer", figure="rows")
    main = [*there] if picked else [question.headline(there), *question.brief[""]]
    answers = [question.answers[name] for name in there if name in main]
    if sort:
        rows = _sorted(rows, sort)
    columns = dict.fromkeys(name for row in rows for name in row.cells)
    names = [name for name in columns if not any(name in row.fed for row in rows)]
    currencies, scale = {row.currency for row in rows if row.answers}, max(r.scale for r in rows)
    told = {tuple(map(row.cells.get, names)) for row in rows}
    if not names or len(told) < len(rows) or len(currencies) > 1:
        names = [*columns]
    levels = [one.name for one in answers if one.kind == "level"]
    cells = [
        {f"column {name}": row.cells.get(name, "") for name in names}
        | row.answers
        | {name: _in_units(row.answers.get(name), scale) for name in levels}
        for row in rows
    ]
    texts = [Answer(f"column {name}", "text", name, heading=name) for name in names]
    # A column that is the same in all rows names none of them.
    ranked = sorted(names, key=lambda name: len({row.cells.get(name) for row in rows}) == 1)
    first, *rest = (f"column {name}" for name in ranked)
    lacking = sum(bool(row.why) for row in rows)
    said = f"{len(rows):,} row{'s' * (len(rows) > 1)}"
    said += f", {lacking:,} without an answer" if lacking else ""
    whole = Question(
        question.name,
        question.asks,
        figures=(),
        answers=(),
        settle=Settled,
        headline=lambda _: "",
        sentence=lambda _: Note("{said}.", said=said),
        tables={"rows": (*texts, *answers)},
        brief={"": (), "rows": [first, *main, *rest]},
    )
    unit = unit_name(scale or None, max(currencies)) if len(currencies) == 1 else ""
    read = [name for name in columns if any(name in row.fed for row in rows)]
    notes = [Note("Columns read: {names}.", names=", ".join(read)), *_reasons(rows, ranked[0])]
    settled = Settled({}, notes=notes, headings={"rows": ""})
    return Result(whole, Reading(unit=unit), settled, {"rows": cells})


def _readable(rows: Sequence[AnsweredRow]) -> list[AnsweredRow]:
    """Return rows with texts that print, in the encoding of their file, none of them too long."""
    texts = [text for row in rows for pair in row.cells.items() for text in pair]
    encoding = detect_encoding(as_bytes("\n".join(map(_printable, texts))))

    def read(text: str) -> str:
        found = _printable(as_bytes(_printable(text)).decode(encoding, "replace"))
        return found if len(found) <= LONGEST else f"{found[: LONGEST - 3].rstrip()}..."

    return [
        row._replace(
            cells={read(name): read(text) for name, text in row.cells.items()},
            fed=frozenset(map(read, row.fed)),
            why=_printable(row.why),
        )
        for row in rows
    ]


def _printable(text: str) -> str:
    """Return *text* with a space for what does not print, but for bytes that are not yet read."""
    signs = (c if c.isprintable() or "\udc80" <= c <= "\udcff" else " " for c in text)
    return " ".join((text if text.isprintable() else "".join(signs)).split())


def _in_units(value: Any, scale: int) -> Any:
    """Return a level, and its range, in units of ten to *scale*."""
    if isinstance(value, Estimate):
        found: Any = [in_full(one, -scale) for one in cell(value)]
        return Estimate(found[0], Range(*found[1:]))
    return in_full(value, -scale)


def _sorted(rows: Sequence[AnsweredRow], name: str) -> list[AnsweredRow]:
    answer = name.replace("-", "_")
    there = dict.fromkeys(n for row in rows for n in (*row.answers, *row.cells))
    if name not in there and answer not in there:
        rule = "{written} is no answer and no column"
        raise InputError(rule, figure="sort", written=quoted(name), remedy=meant(name, there))
    values = [row.cells.get(name) or cell(row.answers.get(answer))[0] for row in rows]
    sizes = [_size(value) for value in values]
    words = sum(size is None and one != "" for size, one in zip(sizes, values, strict=True))
    is_measured = 2 * words < len(rows) - values.count("")  # "n/a" among numbers is none

    def order(k: int) -> tuple[bool, Any]:
        if is_measured:
            return sizes[k] is None or values[k] == "", -(sizes[k] or 0)
        return values[k] == "", str(values[k]).casefold()

    return [rows[k] for k in sorted(range(len(rows)), key=order)]


def _size(value: float | str) -> float | None:
    """Return a number to sort by, also of a figure as written or a verdict; None for a word."""
    if not isinstance(value, str):
        return value
    if value in LOOKS:
        return -float([*LOOKS].index(value))
    try:
        number = parse_number(value)
    except InputError:
        return None
    return float(number.estimate(rounded=False, shift=number.scale or 0).value)


def _reasons(rows: Sequence[AnsweredRow], name: str) -> list[Note]:
    """Return why rows lack an answer, a note for each reason."""
    called = dict[str, list[str]]()
    for row in rows:
        if row.why:
            line, who = f"line {row.line}", row.cells.get(name)
            called.setdefault(row.why, []).append(f"{who} ({line})" if who else line)
    found = list[Note]()
    for why, some in [*called.items()][:REASONS]:
        more = f" and {len(some) - NAMED:,} more" if len(some) > NAMED else ""
        who = ", ".join(some[:NAMED]) + more
        found.append(Note("No answer for {who}: {why}.", who=who, why=why))
    return found
