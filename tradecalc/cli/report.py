"""What do the figures of a case say?

A case is a file of published figures and where they stand: growth, projection, goal,
verdict, parts and contradictions in one go. Without a file it is the built-in one,
Kazakhstan and Uzbekistan on the way to 10 bn USD. It has no headline for -q.
"""

from tradecalc.cli.options import OUTPUT, argument, flag, option, shared
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

OPTIONS = {
    "case": argument("[CASE.toml]", "File of the case, or - for standard input."),
    "chart": option(
        "--chart",
        "FILE",
        "Draw the case as well, into a file ending in .svg or .png.",
        panel=OUTPUT,
    ),
    "print_case": flag(
        "--print-case", text="Print the built-in case, to start one's own from.", panel=OUTPUT
    ),
}


def _reported(
    question: Question,
    *,
    case: str | None = None,
    chart: str | None = None,
    print_case: bool = False,
) -> Report | str:
    """Return the report of a case, drawn into the file *chart* as well, or the built-in case."""
    if print_case:
        if case is not None or chart is not None:
            raise InputError("--print-case prints the built-in case: drop the file and --chart")
        return built_in_text()
    made = command.report(question, case=case, drawn=chart is not None)
    if chart is not None and made.picture is not None:
        from tradecalc.outputs.chart import save  # noqa: PLC0415  few reports are drawn

        save(made.picture, chart)
    return made


report = shared(_reported, OPTIONS, alone={"print_case": ""}, published=True)
