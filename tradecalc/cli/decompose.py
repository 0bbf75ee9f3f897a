"""What is the total made of?

Give two of --exports, --imports and --total, and for two of them growth or last year's level.
Or split a total into any parts, each as --part or all in --parts FILE; with --total what is
left is the rest.
"""

from tradecalc.cli.files import DECIMAL, ENCODING, of_file
from tradecalc.cli.options import figure, shared
from tradecalc.cli.rows import asks_rows
from tradecalc.commands import decompose as command

EXAMPLES = (
    "tradecalc decompose --total 3.0 --total-growth 18.5%- --exports 2.2 --exports-growth 26.7%+",
    "tradecalc decompose --exports 2.2 --imports 0.8 --prior-exports 1.74 --prior-imports 0.8",
    "tradecalc decompose --part Cars=2.2:26% --part 'Iron, steel=0.5:0.6' --total 3.0",
    "tradecalc decompose --rows partners.csv --answers balance,coverage_ratio",
)

OPTIONS = {
    "exports": figure("--exports", "LEVEL", "Exports: 2.2, USD2.2bn."),
    "imports": figure("--imports", "LEVEL", "Imports."),
    "total": figure("--total", "LEVEL", "Exports and imports, or the total of all parts."),
    "exports_growth": figure(
        "--exports-growth", "RATE", "Growth of exports on the year before, in %."
    ),
    "imports_growth": figure(
        "--imports-growth", "RATE", "Growth of imports on the year before, in %."
    ),
    "total_growth": figure(
        "--total-growth", "RATE", "Growth of the total on the year before, in %."
    ),
    "prior_exports": figure(
        "--prior-exports", "LEVEL", "Exports a year before, instead of growth."
    ),
    "prior_imports": figure(
        "--prior-imports", "LEVEL", "Imports a year before, instead of growth."
    ),
    "prior_total": figure("--prior-total", "LEVEL", "Total a year before, instead of growth."),
    "part": figure(
        "--part",
        "NAME=LEVEL",
        "A part of the total; NAME=LEVEL:26% has its growth and NAME=LEVEL:1.7, without a per cent"
        " sign, last year's level; may be repeated.",
        several=True,
    ),
    "parts": of_file(
        "--parts",
        "FILE",
        "CSV of parts, or - for standard input: name, level and growth or last_year.",
    ),
    "decimal": DECIMAL,
    "encoding": ENCODING,
}

decompose = asks_rows("decompose", shared(command.decompose, OPTIONS))
