"""What is a total made of? Exports and imports, or any parts: growth, shares, contributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft
from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.inputs.question import Question
    from tradecalc.outputs.report import Report


def decompose(
    question: Question,
    *,
    exports: str | None = None,
    imports: str | None = None,
    total: str | None = None,
    exports_growth: str | None = None,
    imports_growth: str | None = None,
    total_growth: str | None = None,
    prior_exports: str | None = None,
    prior_imports: str | None = None,
    prior_total: str | None = None,
    part: Sequence[str] = (),
    parts: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
) -> Report:
    """Report what a total is made of: exports and imports, or each *part* and those in *parts*.

    Raises InputError where the figures are too few, too many or clash, DomainError where one
    of them is below zero or leaves nothing to have grown from.
    """
    stated = {
        "exports": exports,
        "prior_exports": prior_exports,
        "exports_growth": exports_growth,
        "imports": imports,
        "prior_imports": prior_imports,
        "imports_growth": imports_growth,
        "total": total,
        "prior_total": prior_total,
        "total_growth": total_growth,
    }
    if parts is None and (decimal is not None or encoding is not None):
        raise InputError("--decimal and --encoding are of a file: add --parts FILE")
    draft = Draft("decompose", question)
    if part or parts is not None:
        from tradecalc.commands.parts import decompose_parts  # noqa: PLC0415  two flows need none

        return decompose_parts(
            draft, stated, part=part, path=parts, decimal=decimal, encoding=encoding
        )
    from tradecalc.commands.flows import decompose_flows  # noqa: PLC0415  nor do parts need flows

    return decompose_flows(draft, stated)
