"""The options of `tradecalc report`."""

from functools import partial
from typing import Annotated

import typer

from tradecalc.cli.options import OUTPUT, flag, shared
from tradecalc.commands import report as command
from tradecalc.errors import InputError
from tradecalc.inputs.cases import built_in_text
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc report",
    "tradecalc report --print-case > case.toml",
    "tradecalc report case.toml --format md",
    "tradecalc report case.toml --get track.verdict",
)

CaseFile = Annotated[
    str | None,
    typer.Argument(
        metavar="[CASE.toml]", help="File of the case, or - for standard input.", show_default=False
    ),
]
PrintCase = Annotated[
    bool,
    flag("--print-case", text="Print the built-in case, to start one's own from.", panel=OUTPUT),
]
Chart = Annotated[
    str | None,
    typer.Option(
        "--chart",
        metavar="FILE",
        help="Draw the case as well, into a file ending in .svg or .png.",
        rich_help_panel=OUTPUT,
    ),
]


@partial(shared, alone={"print_case": ""}, published=True)
def report(
    question: Question,
    *,
    case: CaseFile = None,
    chart: Chart = None,
    print_case: PrintCase = False,
) -> Report | str:
    """What do the figures of a case say?

    A case is a file of published figures and where they stand: growth, projection, goal,
    verdict, parts and contradictions in one go. Without a file it is the built-in one,
    Kazakhstan and Uzbekistan on the way to 10 bn USD.
    """
    if print_case:
        if case is not None or chart is not None:
            raise InputError("--print-case prints the built-in case: drop the file and --chart")
        return built_in_text()
    made = command.report(question, case=case, drawn=chart is not None)
    if chart is not None and made.picture is not None:
        from tradecalc.outputs.chart import save  # noqa: PLC0415  few reports are drawn

        save(made.picture, chart)
    return made
