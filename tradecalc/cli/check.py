"""Do published figures agree?

Claims such as total@2025-08=3.0 are held against each other exactly, within their rounding.
The exit code is 1 where they cannot all be true.
"""

from tradecalc.cli.options import FIGURES, argument, figure, shared
from tradecalc.commands import check as command
from tradecalc.core.quantities import NAMES

EXAMPLES = (
    "tradecalc check --period 2025-08 total=3.0 total_growth=18.5%- exports=2.2",
    "tradecalc check total@2025-09=3.4 total_growth@2025-09=18%+ total@2024=4+",
    "tradecalc check --period 2025 exports=2.2 imports=0.8 coverage_ratio=275% --get implied",
)

OPTIONS = {
    "claims": argument(
        "NAME[@PERIOD]=FIGURE ...",
        "NAME is total, exports, imports, balance, total_growth, exports_growth, imports_growth,"
        " coverage_ratio, exports_share or imports_share.",
        panel=FIGURES,
        several=True,
        among=[f"{name}{sign}" for name in NAMES for sign in "=@"],
    ),
    "period": figure(
        "--period",
        "PERIOD",
        "Period of claims without their own: 2025-08 is January to August, 2025 the whole year.",
    ),
}

check = shared(command.check, OPTIONS, published=True)
