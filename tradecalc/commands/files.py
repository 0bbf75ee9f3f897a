"""Files of months, as the commands that read them do: what was chosen, and what to doubt."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tradecalc.commands.words import first_of
from tradecalc.inputs.cumulative import looks_cumulative

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tradecalc.core.months import MonthlySeries
    from tradecalc.inputs.monthly import Choice
    from tradecalc.inputs.question import Question


def keep_choice(question: Question, choice: Choice) -> None:
    """Keep what was said of a file, so that the answer shows what it rests on."""
    for name, said in choice._asdict().items():
        if isinstance(said, str):
            question.named(name, said)
        elif said:
            question.named(name, "yes" if said is True else ", ".join(said))


def doubt(question: Question, found: Iterable[MonthlySeries], choice: Choice) -> None:
    """Warn of months that look like totals to date, and of zeros where months are to come."""
    series = list(found)
    if not choice.cumulative and (rising := [one.name for one in series if looks_cumulative(one)]):
        question.warnings.append(
            f"{first_of(rising)}: the levels rise through every year and fall back in January, as"
            " totals from January to the month do; add --cumulative if they are published so."
        )
    if empty := [one.name for one in series if any(one.values) and not one.values[-1]]:
        question.warnings.append(
            f"{first_of(empty)}: the last months are 0; if they are still to come, leave their"
            " cells empty."
        )


def told_apart(by_file: Sequence[tuple[str, list[MonthlySeries]]]) -> list[MonthlySeries]:
    """Return the series of several files, with a file's name before a name that two files have."""
    files_with = Counter(name for _, found in by_file for name in {one.name for one in found})
    return [
        replace(one, name=f"{Path(path).stem}: {one.name}") if files_with[one.name] > 1 else one
        for path, found in by_file
        for one in found
    ]
