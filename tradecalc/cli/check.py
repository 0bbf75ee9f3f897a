"""The options of `tradecalc check`."""

from functools import partial
from typing import Annotated

import typer

from tradecalc.cli.options import FIGURES, shared
from tradecalc.commands import check as command
from tradecalc.core.quantities import NAMES
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc check --period 2025-08 total=3.0 total_growth=18.5%- exports=2.2",
    "tradecalc check total@2025-09=3.4 total_growth@2025-09=18%+ total@2024=4+",
    "tradecalc check --period 2025 exports=2.2 imports=0.8 coverage=275% --get implied",
)

Claims = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAME[@PERIOD]=FIGURE ...",
        help="total, exports, imports, balance; with _growth, total, exports and imports; coverage,"
        " exports_share, imports_share.",
        show_default=False,
        rich_help_panel=FIGURES,
        autocompletion=lambda: [f"{name}{sign}" for name in NAMES for sign in "=@"],
    ),
]
Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="Of claims without their own: 2025-08 is January to August, 2025 the year.",
        rich_help_panel=FIGURES,
    ),
]


@partial(shared, published=True)
def check(question: Question, *, claims: Claims = None, period: Period = None) -> Report:
    """Do published figures agree?

    Claims such as total@2025-08=3.0 are held against each other exactly, within their rounding.
    The exit code is 1 where they cannot all be true.
    """
    return command.check(question, claims=claims or (), period=period)
