"""Where years like this one have ended: the kind of flow, its best method, and a likely range."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tradecalc.commands.words import in_words, months_text
from tradecalc.core.reference import (
    DEFAULT_FLOW,
    FLOWS,
    NEAR,
    TOTALS_ONLY,
    Endings,
    best_first,
    endings,
    flow_of_size,
)
from tradecalc.errors import InputError, quoted

if TYPE_CHECKING:
    from tradecalc.core.year import Year
    from tradecalc.inputs.question import Question

GIVEN = "--flow"  # the basis of a kind that is not found but said
IN_WORDS = {  # the size of a partner's or product's flow, in words
    "over-1bn": "over 1 bn USD",
    "over-100mn": "100 mn to 1 bn USD",
    "over-10mn": "10 to 100 mn USD",
    "under-10mn": "under 10 mn USD",
}


class Flow(NamedTuple):
    """The kind of flow, and what it was found from."""

    kind: str
    basis: str

    @property
    def is_assumed(self) -> bool:
        """Whether the kind follows from nothing."""
        return not self.basis

    @property
    def name(self) -> str:
        """The kind as a sentence has it."""
        if self.kind == "national":
            return "a nation's whole exports or imports"
        return f"a flow of {IN_WORDS[self.kind]} a year"

    @property
    def plural(self) -> str:
        """The kind, many of it."""
        return self.name.replace("a nation's", "nations'").replace("a flow", "flows")


def read_flow(question: Question, text: str | None, year: Year) -> Flow:
    """Return the kind of flow: as given, else by its size in dollars, else over 1 bn a year.

    Raises InputError where it is not one of the kinds.
    """
    if text is not None:
        question.named("flow", text)
        return Flow(parse_flow(text, question.shown("flow")), GIVEN)
    if question.dollars is None:
        return Flow(DEFAULT_FLOW, "")
    last = year.figures.get(year.prior)
    if last and last.value > 0:
        size, basis = last.value, "last year's total"
    else:
        line = year.full_year("straight_line")
        size, basis = line(ytd=year.figures["ytd"].value), "the straight line"
    return Flow(flow_of_size(size * question.dollars), basis)


def parse_flow(text: str, shown: str = "--flow") -> str:
    """Return the kind of flow that *text* names; *shown* is what a message calls it.

    Raises InputError where it is none.
    """
    kind = text.strip().lower().replace("_", "-").replace(" ", "-")
    if kind not in FLOWS:
        raise InputError(f"{shown} {quoted(text)} is not one of {', '.join(FLOWS)}")
    return kind


def endings_of(method: str, flow: Flow, months: int) -> Endings | None:
    """Return how years ended beside *method*, or nothing where the reference has no such row."""
    return endings(method, flow.kind, months) if method in TOTALS_ONLY and months < 12 else None


def why(flow: Flow, months: int) -> str:
    """Return a note on which method from totals is the headline, and on what evidence."""
    best, *others = best_first(flow.kind, months)
    found = {name: endings(name, flow.kind, months) for name in (best, *others)}
    lowest = min(found, key=lambda name: found[name].median_error)
    if best == lowest:
        error = f", {_per_cent(found[best])}, was the least"
        other = "blend" if best != "blend" else others[0]
        error += f" ({_words(other)}: {_per_cent(found[other])})"
    else:
        error = f" was {_per_cent(found[best])}, within {100 * (NEAR - 1):.0f} % of the least,"
        error += f" {_per_cent(found[lowest])} ({_words(lowest)})"
    basis = f"follows from {flow.basis}" if flow.basis else "is assumed; set --flow"
    if flow.basis == GIVEN:
        basis = "is as given"
    return (
        f"The headline is {_words(best)}: over {found[best].series_years:,} series-years of"
        f" {flow.plural}, after {months_text(months)}, its median error{error}. The kind of flow"
        f" {basis}."
    )


def _words(method: str) -> str:
    name = in_words(method)
    return name if name == "same growth" else f"the {name}"


def _per_cent(found: Endings) -> str:
    return f"{100 * found.median_error:.2f} %"
