"""Rows: what is said of each is what its question says, however the file and the work are cut."""

from __future__ import annotations

import csv
import io
import pickle
import sys
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradecalc import Estimate, InputError, TradecalcError, answer_rows
from tradecalc.core.ranges import Missing, Open, finite
from tradecalc.questions.question import ask
from tradecalc.rows import QUESTIONS, _question, row_stream

CHOICES = {
    "method": ["straight-line", "flat-remainder", "same-growth", "blend", "rest_growth", "best"],
    "flow": ["national", "over-1bn", "under-10mn", "huge"],
}
PLAIN = ["4", "3.4", "0", "-5", "0.165", "007", "100", "-100", "1e3", "123456789.123456789", "0.00"]
# Figures that are not plain numbers, or not figures at all.
WRITTEN = (
    "4bn|USD3.4bn|3,4|1,234|1 234,5|18%|-18.5%|4+|18.5-|=4|about:4|3.35..3.45|3.4+-0.05|-1..1|"
    "0.5%|-0.9|4.|.4|-.4|1_000|−5|٤|４|²|n/a|nan|inf|-inf|1e400|1e-400|1e308|1e-308|EUR4|4 mn|- 5|"
    '| |\t|\0|4\0|4\n|\ufeff4|\udce9|"|' + "9" * 101 + "|" + "9" * 400
).split("|")
SPANS = ["2030", "2024", "6", "0", "-1", "9999", "10000", "13", "9", "2030.0", "٦", " 6 "]
USUAL = {
    "growth": ["from to", "from to years", "from to from_year to_year", "from to rate"],
    "target": [
        "base goal year",
        "base goal years base_year",
        "base rate year",
        "goal rate years",
        "base goal rate",
        "base goal year base_year current current_year",
    ],
    "project": [
        "ytd months",
        "ytd months prior_year growth milestone",
        "ytd months prior_year prior_ytd rest_growth method flow",
    ],
    "track": ["base goal year ytd months", "prior_year goal year ytd months growth method"],
    "decompose": [
        "exports imports",
        "exports total exports_growth total_growth",
        "imports total prior_imports prior_total",
    ],
}


def _texts(command: str, name: str) -> st.SearchStrategy[str]:
    """What may stand for a figure: mostly what can be answered, and anything else."""
    hostile = st.sampled_from([*WRITTEN, *SPANS]) | st.text(max_size=6)
    if name in CHOICES:
        return st.sampled_from(CHOICES[name]) | hostile
    if _question(command).figures[name].kind in ("year", "years", "count"):
        return st.sampled_from(SPANS) | st.integers(1, 12).map(str) | hostile
    decimals = st.decimals(-10, 1000, places=2, allow_nan=False).map(str)
    return st.sampled_from(PLAIN) | decimals | st.integers(0, 10**6).map(str) | hostile


def _fed(command: str) -> st.SearchStrategy[list[str]]:
    usual = st.sampled_from(USUAL[command]).map(str.split)
    return usual | st.lists(st.sampled_from(_question(command).row_figures), unique=True)


def _in_full(value: Any, scale: int) -> Any:
    """A number times ten to *scale*, by its decimal digits."""
    return finite(float(Decimal(repr(value)).scaleb(scale))) if scale else value


def _answers(command: str, figures: dict[str, str], *, rounded: bool, fractions: bool) -> Any:
    """The question's own answers to a row, in plain units, by name; {} where it has none."""
    question = _question(command)
    asked = {name: text for name, text in figures.items() if text.strip()}
    found: dict[str, Any] = {}
    try:
        how = {"rounded": rounded, "fractions": fractions, "exact": not rounded}
        result = ask(question, asked, tables=False, **how)
        shown = {n: one for n, one in result.answers.items() if question.answers[n].shown}
        for name, answer in shown.items():
            scale = result.scale if question.answers[name].kind == "level" else 0
            if isinstance(answer, Estimate | Open):
                found[name] = _in_full(answer.value, scale)
                if rounded and answer.range and not question.answers[name].point:
                    low, high = answer.range
                    ends = {f"{name}_low": low, f"{name}_high": high}
                    found |= {end: _in_full(value, scale) for end, value in ends.items()}
            elif not isinstance(answer, Missing):
                found[name] = answer
    except TradecalcError:
        return {}
    return found


@settings(max_examples=max(150, settings().max_examples))
@given(data=st.data(), rounded=st.booleans(), fractions=st.booleans())
def test_a_row_is_answered_as_its_question_is(
    data: st.DataObject, *, rounded: bool, fractions: bool
) -> None:
    command = data.draw(st.sampled_from(QUESTIONS))
    fed = data.draw(_fed(command))
    some = [name for name in fed if data.draw(st.integers(0, 4)) == 0]
    held = {name: data.draw(_texts(command, name).filter(str.strip)) for name in some}
    row = {name: data.draw(_texts(command, name)) for name in fed if name not in held}
    how = {"rounded": rounded, "fractions": fractions}
    try:
        (said,) = answer_rows(
            [row], command, rounded=rounded, fractions=fractions, **dict[str, Any](held)
        )
    except TradecalcError:  # what is held is no figure for any row
        assert not _answers(command, held | row, **how)
        return
    same = {"year": ["years"], "years": ["year", "from_year", "to_year"], "from_year": ["years"]}
    told = {other for name in held for other in same.get(name, ())} - {"base_year"}
    expected = _answers(command, {n: t for n, t in row.items() if n not in told} | held, **how)
    assert {name: said[name] for name in row} == row
    own = {n.removeprefix("answer_"): value for n, value in said.items() if n not in row}
    assert {n: v for n, v in own.items() if n != "error" and v is not None} == expected


@pytest.mark.parametrize("command", ["growth", "target"])
@given(data=st.data())
def test_plain_numbers_are_answered_alike_one_by_one_and_by_the_column(
    command: str, data: st.DataObject
) -> None:
    """A block of plain rows is worked out by columns; a row beside a hostile one is not."""
    fed = data.draw(st.sampled_from(USUAL[command]).map(str.split))
    row = st.fixed_dictionaries({name: _texts(command, name) for name in fed})
    plain = row.filter(lambda row: all(text.isascii() and text.isdigit() for text in row.values()))
    rows = data.draw(st.lists(row | plain, min_size=1, max_size=6))
    written = io.StringIO(newline="")
    table = csv.writer(written, quoting=csv.QUOTE_ALL)
    table.writerows([["id", *fed], *(["x", *(row[n] for n in fed)] for row in rows)])
    out: list[bytes] = []
    with pytest.MonkeyPatch.context() as patch:
        text = written.getvalue().encode("utf-8", "surrogateescape")
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        row_stream(_question(command), "-", {}, lambda data, _: out.append(data))
    lines = io.StringIO(b"".join(out).decode("utf-8", "surrogateescape"), newline="")
    together = list(csv.reader(lines))[1:]
    for cells, said in zip(together, answer_rows(rows, command), strict=True):
        alone = [*said.values()][len(fed) :]
        if any(map(str.strip, cells[1 : len(fed) + 1])):
            assert cells[len(fed) + 1 :] == ["" if value is None else str(value) for value in alone]


def test_the_iterator_is_pickled_half_way_and_goes_on() -> None:
    rows = [{"base": str(base)} for base in range(1, 9)]
    expected = list(answer_rows(rows, "target", goal=10, year=2030))
    answered = answer_rows(iter(rows), "target", goal=10, year=2030)
    first = [next(answered) for _ in range(3)]
    rest = pickle.loads(pickle.dumps(answered))  # noqa: S301  our own bytes
    assert [*first, *rest] == expected
    again = partial(answer_rows, command="target", goal=10, year=2030)
    assert list(pickle.loads(pickle.dumps(again))(rows)) == expected  # noqa: S301
    with pytest.raises(InputError):
        answer_rows(rows, "target", goal="ten")
