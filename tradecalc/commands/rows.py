"""Many questions at once: a row each, answered where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.commands.answerable import ONE_FACT, OPTIONS, RATES, WHOLE, chosen
from tradecalc.commands.asker import Asker
from tradecalc.commands.likely import parse_flow
from tradecalc.commands.methods import read_method
from tradecalc.commands.seen import Seen
from tradecalc.core.target import LATEST_YEAR
from tradecalc.errors import InputError, quoted
from tradecalc.inputs.feeds import dashed, feeds, option_name, text_of
from tradecalc.inputs.figures import parse_whole
from tradecalc.inputs.numbers import without_point
from tradecalc.inputs.question import Question
from tradecalc.outputs.rows import ERROR, free_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tradecalc.outputs.rows import Value


def answer_rows(
    rows: Iterable[Mapping[str, Any]],
    command: str,
    *,
    answers: Sequence[str] | str = (),
    map: Mapping[str, str] | None = None,  # noqa: A002  every option is called as on the command line
    rounded: bool = False,
    fractions: bool = False,
    **options: object,
) -> Iterator[dict[str, Any]]:
    """Answers to one question a row: each row as it was, then its answers, then its `error`.

    A key of a row named as an option of *command* (`growth`, `target`, `project`, `decompose`)
    gives that figure, as text or number; *map* names another key for it, and *options* are the
    same for all rows. *answers* picks some. Rates are read in per cent, unless *fractions*, and
    answered as fractions; without *rounded* every figure counts by its value, with it each
    answer is followed by NAME_low and NAME_high. An answer that a row does not have is None,
    and so is the error of a row that is fine; one called as a key of the row is `answer_NAME`.

    No row has to do with another: rows can be cut into parts, which answer alike. The iterator,
    and this function with its options, can be pickled.

    Raises InputError where the options cannot be those of any row.

    >>> row, = answer_rows([{"partner": "UZB", "base": 4}], "target", goal=10, year=2030,
    ...                    answers=["required_cagr"])
    >>> row["partner"], round(row["required_cagr"], 4), row["error"]
    ('UZB', 0.165, None)
    """
    question = row_question(
        command,
        {name: text_of(name, value) for name, value in options.items() if value is not None},
        answers=answers if isinstance(answers, str) else ",".join(answers) or None,
        renamed={option_name(option): key for option, key in (map or {}).items()},
        rounded=rounded,
        fractions=fractions,
    )
    return question.of_each(rows)


def row_question(
    command: str,
    held: Mapping[str, str],
    *,
    answers: str | None = None,
    renamed: Mapping[str, str],
    rounded: bool = False,
    fractions: bool = False,
) -> RowQuestion:
    """Return the question that *command* is asked of each row, with *held* the same for all.

    *renamed* says which column feeds an option. Raises InputError where rows cannot be asked so.
    """
    if command not in OPTIONS:
        raise InputError(
            f"rows cannot be asked of {quoted(command)}: there are {', '.join(OPTIONS)}"
        )
    options = OPTIONS[command]
    held = {option_name(name): text for name, text in held.items()}
    held = {n: without_point(text) if n in WHOLE else text for n, text in held.items()}
    for name in (*held, *renamed):
        if name not in options:
            raise InputError(
                f"{command} has no option {quoted(name)} for rows: there are {', '.join(options)}"
            )
        if name in held and renamed.get(name):
            raise InputError(
                f"--{dashed(name)} holds for all rows, and --map names a column for it: drop one"
            )
    for name, text in held.items():
        _require_figure(name, text)
    picked = () if answers is None else chosen(command, answers)
    asker = Asker(command, tuple(held.items()), picked, rounded=rounded, fractions=fractions)
    return RowQuestion(asker, tuple(renamed.items()))


def _require_figure(name: str, text: str) -> None:
    """Require that what holds for all rows can be read: a figure of its kind, or a word."""
    shown = f"--{dashed(name)}"
    if name in WHOLE:
        parse_whole(shown, text, least=1, most=LATEST_YEAR)
    elif name == "method":
        read_method(text, shown)
    elif name == "flow":
        parse_flow(text, shown)
    elif name.endswith(RATES):
        Question().rate(name, text)
    else:
        Question().level(name, text)


class ColumnMap(NamedTuple):
    """Which column feeds each option, by its place and by its name, and what is added to a row.

    *names* are those of its answers and of its error, none of which is a column's.
    """

    places: Mapping[str, int]
    columns: Mapping[str, str]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """A question asked of each row, and the columns that feed an option under another name."""

    asker: Asker
    renamed: tuple[tuple[str, str], ...]

    def of_each(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Return each of *rows* with its answers, worked out when it is asked for."""
        return map(self, rows)

    def __call__(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row with its answers and its error behind it."""
        (said,) = self.of_objects([row], Seen())
        return {**row, **said}

    def of_objects(
        self, rows: Sequence[Mapping[str, Any]], seen: Seen
    ) -> Iterator[dict[str, Value]]:
        """Yield what is added to each row, under names that are not its keys; its error is last."""
        for keys, group in groupby(rows, key=tuple):
            alike = list(group)
            names = tuple(map(str, keys))
            try:
                column_map = self.column_map(names)
            except InputError as error:
                column_map = ColumnMap({}, {}, free_names([*self.asker.names(()), ERROR], names))
                faults = dict.fromkeys(range(len(alike)), str(error))
            else:
                faults = {}
            texts = _texts(alike, column_map, keys, faults)
            answers = self.asker.ask(column_map.columns, texts, len(alike), seen).unless(faults)
            errors = [answers.errors.get(place) for place in range(len(alike))]
            for values in zip(*answers.columns, errors, strict=True):
                yield dict(zip(column_map.names, values, strict=True))

    def column_map(self, columns: tuple[str, ...]) -> ColumnMap:
        """Return which of *columns* feed which options.

        Raises InputError where two would feed one.
        """
        return _column_map(self, columns)


def _texts(
    rows: Sequence[Mapping[str, Any]],
    column_map: ColumnMap,
    keys: Sequence[str],
    faults: dict[int, str],
) -> dict[str, list[str]]:
    """Return the figures in *rows* as texts, and add to *faults* what can be none."""
    texts: dict[str, list[str]] = {}
    for option, place in column_map.places.items():
        texts[option] = [""] * len(rows)
        for k, row in enumerate(rows):
            try:
                name, value = column_map.columns[option], row[keys[place]]
                texts[option][k] = text_of(name, value)
            except InputError as error:
                faults.setdefault(k, str(error))
    return texts


@lru_cache(maxsize=64)
def _column_map(question: RowQuestion, columns: tuple[str, ...]) -> ColumnMap:
    asker = question.asker
    held = {other for name, _ in asker.held for other in (name, *ONE_FACT.get(name, ()))}
    places = feeds(columns, OPTIONS[asker.command], dict(question.renamed), held)
    names = free_names([*asker.names(places), ERROR], columns)
    return ColumnMap(places, {option: columns[place] for option, place in places.items()}, names)
