"""The options of any file that a command reads: those that several commands have."""

from functools import partial

from tradecalc.cli.options import option

FILE = "File"

of_file = partial(option, panel=FILE)

DECIMAL = of_file(
    "--decimal",
    "MARK",
    "Decimal mark, point or comma, where the file leaves it open.",
    among=("point", "comma"),
)
ENCODING = of_file("--encoding", "NAME", "Encoding, such as cp1251, where it is not recognised.")
