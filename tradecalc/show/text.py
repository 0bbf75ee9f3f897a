"""A result as text: a verdict, a sentence, answers and tables in aligned columns, notes."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tradecalc.core.ranges import Estimate, Missing, Open, Range
from tradecalc.errors import Note, filled
from tradecalc.figures.number import by_convention
from tradecalc.figures.vocabulary import unit_name
from tradecalc.questions.question import NOTHING, Answer, Result
from tradecalc.show import digits, machine
from tradecalc.show.digits import AS_EARNED, Style, estimate_text, label, suffix
from tradecalc.show.machine import Cell, answered, cell, columns_of, tables_of
from tradecalc.show.verdict import LOOKS, Look, in_column

Row = Mapping[str, Any]
LONGEST = 15  # rows of a table that a screen shows without --full
ROUNDING, LIKELY = "rounding", "likely, 4 in 5"
MARKS = {(False, True): "over ", (True, False): "just under ", (True, True): "about "}


class Column(NamedTuple):
    """A column of texts, set to the *left* or the right; its *heading* stands above them.

    Where a screen is narrow, the columns of the highest *rank* are dropped first.
    """

    heading: str
    texts: list[str]
    left: bool = False
    rank: int = 0
    is_bar: bool = False


class Grid(NamedTuple):
    """A table of texts; *strong* is the row to stress, if any."""

    title: str
    columns: list[Column]
    strong: int | None = None

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """The headings, then the texts of each row."""
        return list(zip(*([c.heading, *c.texts] for c in self.columns), strict=True))

    @property
    def aligned(self) -> list[str]:
        """The same, each as one line, its texts as wide as the widest of their column."""
        padded = []
        for column in self.columns:
            texts = [column.heading, *column.texts]
            width, side = max(map(width_of, texts)), "<" if column.left else ">"
            padded.append([f"{text:{side}{width - width_of(text) + len(text)}}" for text in texts])
        return ["   ".join(line).rstrip() for line in zip(*padded, strict=True)]


def text(result: Result, style: Style = AS_EARNED) -> str:
    """Return a result as a pipe shows it: aligned, and never folded."""
    drawn: dict[str, Callable[[Any], str]] = {
        "title": lambda title: f"{title}\n{'=' * width_of(title)}",
        "verdict": lambda look: look.said(signs=style.signs),
        "part": lambda asks: f"{asks}\n{'-' * width_of(asks)}",
        "grid": lambda grid: "\n".join(
            (grid.title[:1].lower() + grid.title[1:], *grid.aligned)
        ).lstrip("\n"),
        "workings": "\n".join,
        "notes": lambda notes: "\n".join(f"Note: {note}" for note in notes),
    }
    return "\n\n".join(drawn.get(kind, str)(block) for kind, block in blocks(result, style))


def blocks(result: Result, style: Style) -> Iterator[tuple[str, Any]]:
    """Yield what people read of a result, each with what it is."""
    if result.title:
        yield "title", result.title
    yield from (("verdict", look) for look in verdicts(result))
    yield "sentence", sentence(result, style)
    yield from (("grid", grid) for grid in grids(result, style))
    if style.explain and (worked := workings(result, style)):
        yield "workings", [line for _, line, _ in worked]
    if found := notes(result, style):
        yield "notes", found
    if not style.brief:
        for part in result.parts.values():
            yield "part", part.question.asks
            yield from blocks(part, style)


def verdicts(result: Result) -> list[Look]:
    """Return the verdict of a result or its parts; beside another, "all agree" is left out."""
    found = [one.answers.get("verdict") for one in (result, *result.parts.values())]
    looks = [LOOKS[word] for one in found if (word := getattr(one, "value", one)) in LOOKS]
    return [look for look in looks if len(looks) == 1 or look is not LOOKS["consistent"]]


def width_of(words: str) -> int:
    """Return how many columns of a terminal *words* take: a sign takes one, two or none."""
    if words.isascii():
        return len(words)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  most text is plain

    return sum(1 + (east_asian_width(sign) in "WF") for sign in words if not combining(sign))


def sentence(result: Result, style: Style = AS_EARNED) -> str:
    """Return the sentence that answers, a line each where there are several."""
    return _said(result, result.sentence, style)


def notes(result: Result, style: Style = AS_EARNED) -> list[str]:
    """Return what to mind of a result, what it leaves out, and what has no range, and why."""
    found = [_said(result, note, style) for note in result.notes]
    brief = (*result.question.brief.get("", ()), *result.question.brief, result.headline)
    for name, value in result.answers.items():
        declared = result.question.answers.get(name)
        is_told = declared is None or (declared.shown and not declared.optional)
        is_told &= not style.brief or name in brief
        if is_told and isinstance(value, (Missing, Open)):
            what = "is left out" if isinstance(value, Missing) else "has no range"
            found.append(f"{name} {what}: {machine.reason(result, value)}.")
    return found


def doubts(result: Result) -> list[str]:
    """Return what to doubt of the figures as they were written."""
    return [_said(result, doubt, AS_EARNED) for doubt in result.doubts.values()]


def _said(result: Result, note: Note, style: Style) -> str:
    return filled(
        note.template, note.fields, result.named, lambda name: _shown(result, name, style)
    )


def _shown(result: Result, name: str, style: Style) -> str:
    """Return a figure as it was written, or an answer with its unit; the label of another name."""
    part, _, inner = name.partition(".")
    if inner and part in result.parts:
        return _shown(result.parts[part], inner, style)
    if name in result.inputs and name != "method":  # which is read with spaces for underscores
        return _as_written(result, name, style)
    for one in result.question.answers.values():
        if one.likely and name in one.likely and (ends := likely_ends(result, one, style)):
            return ends[one.likely.index(name)]
    declared = result.question.answers.get(name)
    said = declared and spoken(result, declared.kind, result.answers.get(name), style)[0]
    return said or label(name)


def _as_written(result: Result, name: str, style: Style) -> str:
    """Return a figure as a sentence has it: `4+` is "over 4", a plain rate in per cent."""
    written, estimate, kind, _, number = result.inputs[name]
    if estimate is None or (written and kind not in ("level", "rate")):
        return " ".join(written.split())
    if kind not in ("level", "rate") or (kind == "level" and "file" in result.taken):
        return spoken(result, kind, estimate, style)[0]
    unit = result.unit if kind == "level" else "%"
    if number is None:
        value = estimate.value * (100 if kind == "rate" else 1)
        return f"{value:,.10g}{suffix(kind, unit)}"
    shift = 2 if kind == "rate" and result.fractions and not number.percent else 0
    if number.scale not in (None, result.scale):
        unit = unit_name(number.scale, number.currency)
    power, places = number.exponent + shift, max(number.places - shift, 0)
    if power > 15:  # as no reader could count its digits
        return f"{written} {unit}".rstrip()
    value, low, high = (f"{float(f'{c}e{power}'):,.{places}f}" for c in number.coefficients)
    mark = by_convention(written)
    if number.marked and mark not in MARKS and low != high:
        value = f"{low} to {high}"
    return f"{MARKS.get(mark, '')}{value} {unit}".rstrip()


def spoken(result: Result, kind: str, value: Any, style: Style) -> tuple[str, str]:
    """Return a number with its unit, or a word, and its range, as people read them."""
    return with_unit(kind, rounded(result, kind, value, style), result.unit)


def with_unit(kind: str, texts: Cell, unit: str = "") -> tuple[str, str]:
    """Return a value with its unit, and its range as one text."""
    shown, *ends = map(_in_words, texts) if kind == "word" else texts
    ranged = "..".join(filter(None, ends))
    if ends[1] and kind in digits.UNITS:
        ranged += suffix(kind)
    return shown and shown + suffix(kind, unit, of=shown), ranged


def _in_words(name: str) -> str:
    return LOOKS[name].brief if name in LOOKS else name.replace("_", " ").replace("-", " ")


def rounded(result: Result, kind: str, value: Any, style: Style, **how: Any) -> Cell:
    """Return a value and the ends of its range with the digits that they have earned."""
    places = digits.decimals_for(kind, [value], written=result.decimals, digits=style.digits)
    return estimate_text(value, kind, places, **how)


def likely_ends(result: Result, declared: Answer, style: Style, **how: Any) -> list[str]:
    """Return both ends of an answer's forecast range, rounded outwards; nothing for none."""
    _, *ends = rounded(result, declared.kind, machine.likely(result, declared), style, **how)
    return [*filter(None, ends)]


def grids(result: Result, style: Style) -> list[Grid]:
    """Return the answers, then each table, as people read them."""
    brief = result.question.brief
    tables = tables_of(result)
    if style.brief:
        tables = [table for table in tables if table in brief and not _is_known(result, table)]
    found = [_table_grid(result, table, style) for table in tables]
    if style.brief:
        parts = [part for part in result.parts.values() if part.question.name in brief]
        found = [*(grids(part, style)[0] for part in parts), *found]
    answers = answered(result)
    if style.brief:
        answers = [pair for pair in answers if pair[0].name in brief[""]]
    if not answers:
        return found
    names = [one.name for one, _ in answers]
    labels = [result.headings.get(one.name) or one.heading or label(one.name) for one, _ in answers]
    pairs = [spoken(result, one.kind, value, style) for one, value in answers]
    likely = ["..".join(likely_ends(result, one, style)) for one, _ in answers]
    columns = [
        Column("", labels, left=True),
        Column("", [shown for shown, _ in pairs]),
        Column(ROUNDING, [ranged for _, ranged in pairs]),
        Column(LIKELY, likely),
    ]
    strong = names.index(result.headline) if result.headline in names else None
    return [Grid("", [column for column in columns if any(column.texts)], strong), *found]


def _is_known(result: Result, table: str) -> bool:
    """Whether all that a table says is its one row, that of the answers."""
    first, *more = result.answers[table]
    return not more and "method" in first and first["method"] == result.answers.get("method")


def _table_grid(result: Result, table: str, style: Style) -> Grid:
    found, bars, unit = list[Column](), list[Column](), ""
    rows, brief = result.answers[table], result.question.brief.get(table, ())
    columns = columns_of(result, table)
    if style.brief:
        columns = [column for column in columns if column.name in brief]
    first = columns[0].name
    choice = result.answers.get(first)  # as the method is
    chosen = [choice is not None and row.get(first) == choice for row in rows]
    for column in columns:
        heading = result.headings.get(f"{table}.{column.name}") or column.heading
        is_left = not found or column.kind in ("word", "text")
        pairs = [with_unit(*one) for one in cells_of(result, table, column, style)]
        shown = [value or column.missing for value, _ in pairs]
        if column.name == "verdict":
            shown = [in_column(str(cell(row.get("verdict"))[0]), signs=style.signs) for row in rows]
        # Both ends of a range are shown, or none.
        rank = brief.index(column.name) if style.brief and column.kind != "mixed" else 0
        found.append(Column(heading or label(column.name), shown, is_left, rank))
        if not style.brief:
            found.append(Column(ROUNDING, [ranged for _, ranged in pairs]))
        if column.against is not None:
            marks = [row.get(column.against) for row in rows]
            texts = digits.bars([row.get(column.name) for row in rows], marks, signs=style.signs)
            head = f"| {label(column.against)}" if column.against else ""
            bars.append(Column(head, texts, left=True, rank=len(brief), is_bar=True))
        if column.kind in ("level", "mixed") and result.unit:
            unit = result.unit
    if any(chosen):
        star = " ★" if style.signs else " *"
        starred = zip(found[0].texts, chosen, strict=True)
        found[0] = found[0]._replace(texts=[text + star * is_it for text, is_it in starred])
    kept = [one for one in (*found, *bars) if one is found[0] or any(one.texts)]
    if style.brief and len(rows) > LONGEST and result.question.figures:  # not a table of rows
        cut = [[*one.texts[:LONGEST], "" if k else "..."] for k, one in enumerate(kept)]
        kept = [one._replace(texts=texts) for one, texts in zip(kept, cut, strict=True)]
    strong = chosen.index(True) if any(chosen) else None
    named = result.headings.get(table, label(table).capitalize())
    title = named + (f" ({unit})" if unit else "")
    if style.brief or not named:
        title = f"in {unit}" if unit else ""
    return Grid(title, kept, strong)


def cells_of(
    result: Result, table: str, column: Answer, style: Style, **how: Any
) -> Iterator[tuple[str, Cell]]:
    """Yield the kind of each cell of a column, its value and its ends, with digits in common."""
    rows = result.answers[table]
    alike = [one.name for one in columns_of(result, table) if one.kind == "mixed"]
    earned: Row = {"written": result.decimals, "own": column.digits, "digits": style.digits}
    values, kind = [row.get(column.name) for row in rows], column.kind
    places = digits.decimals_for(kind, values, **earned)
    for row, value in zip(rows, values, strict=True):
        if column.kind == "mixed":  # the numbers of a row have digits in common, by their spread
            ends = sorted(n for name in alike if (n := cell(row.get(name))[0]) != "")
            spread = [Estimate(ends[0], Range(ends[0], ends[-1]))] if ends else []
            kind = row["kind"]
            places = digits.decimals_for(kind, spread, **earned)
        yield kind, estimate_text(value, kind, places, toward=column.toward, **how)


def workings(result: Result, style: Style = AS_EARNED) -> list[tuple[str, str, dict[str, str]]]:
    """Return for each formula the name of its answer, a line that explains it, and its fields."""
    found, formulas, cells = [], result.formulas, list[tuple[Answer, str, Any, Row]]()
    cells += [(one, one.name, value, NOTHING) for one, value in answered(result)]
    for table in tables_of(result):
        for column in columns_of(result, table):
            name = f"{table}.{column.name}"
            rows = [row for row in result.answers[table] if cell(row.get(column.name))[0] != ""]
            own = [row for row in rows if f"{name}.{next(iter(row.values()))}" in formulas]
            cells += [(column, name, row[column.name], row) for row in own or rows[-1:]]
    for declared, name, value, row in cells:
        first = next(iter(row.values()), None)
        said = formulas.get(f"{name}.{first}") or formulas.get(name) or declared.formula
        whole = said if isinstance(said, tuple) else (said, declared.term, declared.source)
        if not whole[0] or name in result.inputs:
            continue
        equation = f"{declared.name} = {_worked(result, whole[0], declared.name, row)}"
        where = name.partition(".")[0] + (f", {first}" if isinstance(first, str) else "")
        kind = row["kind"] if declared.kind == "mixed" else declared.kind
        origin = "; ".join(filter(None, whole[1:]))
        line = f"{equation} = {spoken(result, kind, value, style)[0]} [{origin}]"
        fields = dict(zip(machine.WORKING, (equation, *whole[1:]), strict=True))
        found.append((name, f"{where}: {line}" if row else line, fields))
    return found


def _worked(result: Result, formula: str, name: str, row: Row) -> str:
    known = {n: v for n, v in result.taken.items() if v.__class__ in (int, float)}
    known |= {**result.answers, **row}
    known.pop(name, None)
    numbers = {n: f"{one:.8g}" for n, v in known.items() if not isinstance(one := cell(v)[0], str)}
    given = {n: one.estimate for n, one in result.inputs.items() if one.estimate and n not in row}
    numbers |= {n: f"{one.value + 0:.12g}" for n, one in given.items()}
    worked = re.sub(r"[a-z_]\w*", lambda match: numbers.get(match[0], match[0]), formula)
    return formula if worked == formula else f"{formula} = {worked}"
