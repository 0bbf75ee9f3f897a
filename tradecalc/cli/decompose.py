"""The options of `tradecalc decompose`."""

from typing import Annotated

import typer

from tradecalc.cli.files import FILE, Decimal, Encoding
from tradecalc.cli.options import FIGURES, figure, shared
from tradecalc.cli.rows import asks_rows
from tradecalc.commands import decompose as command
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc decompose --total 3.0 --total-growth 18.5%- --exports 2.2 --exports-growth 26.7%+",
    "tradecalc decompose --exports 2.2 --imports 0.8 --prior-exports 1.74 --prior-imports 0.8",
    "tradecalc decompose --part Cars=2.2:26% --part 'Iron, steel=0.5:0.6' --total 3.0",
    "tradecalc decompose --rows partners.csv --answers balance,coverage_ratio",
)

Exports = Annotated[str | None, figure("--exports", "LEVEL", "Exports: 2.2, USD2.2bn.")]
Imports = Annotated[str | None, figure("--imports", "LEVEL", "Imports.")]
Total = Annotated[
    str | None, figure("--total", "LEVEL", "Exports and imports, or the total of all parts.")
]
ExportsGrowth = Annotated[
    str | None, figure("--exports-growth", "RATE", "Growth of exports on the year before, in %.")
]
ImportsGrowth = Annotated[str | None, figure("--imports-growth", "RATE", "Growth of imports.")]
TotalGrowth = Annotated[str | None, figure("--total-growth", "RATE", "Growth of the total.")]
PriorExports = Annotated[
    str | None, figure("--prior-exports", "LEVEL", "Exports a year before, instead of growth.")
]
PriorImports = Annotated[
    str | None, figure("--prior-imports", "LEVEL", "Imports a year before, instead of growth.")
]
PriorTotal = Annotated[
    str | None, figure("--prior-total", "LEVEL", "Total a year before, instead of growth.")
]
Part = Annotated[
    list[str] | None,
    typer.Option(
        "--part",
        metavar="NAME=LEVEL",
        help="A part of the total; NAME=LEVEL:26% has its growth and NAME=LEVEL:1.7, without"
        " a per cent sign, last year's level; may be repeated.",
        rich_help_panel=FIGURES,
    ),
]
Parts = Annotated[
    str | None,
    typer.Option(
        "--parts",
        metavar="FILE",
        help="CSV of parts, or - for standard input: name, level and growth or last_year.",
        rich_help_panel=FILE,
    ),
]


@asks_rows
@shared
def decompose(
    question: Question,
    *,
    exports: Exports = None,
    imports: Imports = None,
    total: Total = None,
    exports_growth: ExportsGrowth = None,
    imports_growth: ImportsGrowth = None,
    total_growth: TotalGrowth = None,
    prior_exports: PriorExports = None,
    prior_imports: PriorImports = None,
    prior_total: PriorTotal = None,
    part: Part = None,
    parts: Parts = None,
    decimal: Decimal = None,
    encoding: Encoding = None,
) -> Report:
    """What is the total made of?

    Give two of --exports, --imports and --total, and for two of them growth or last year's level.
    Or any parts, each as --part or all as --parts FILE, with --total where there is a rest.
    """
    return command.decompose(
        question,
        exports=exports,
        imports=imports,
        total=total,
        exports_growth=exports_growth,
        imports_growth=imports_growth,
        total_growth=total_growth,
        prior_exports=prior_exports,
        prior_imports=prior_imports,
        prior_total=prior_total,
        part=part or (),
        parts=parts,
        decimal=decimal,
        encoding=encoding,
    )
