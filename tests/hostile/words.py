"""What may stand where an option or a cell takes a value: plausible words, and hostile ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tradecalc.cli.app import COMMANDS
from tradecalc.cli.options import FORMAT_NAMES
from tradecalc.commands.answerable import OPTIONS, answers_of
from tradecalc.commands.methods import METHODS
from tradecalc.core.reference import FLOWS


def mostly(
    usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any], times: int
) -> st.SearchStrategy[Any]:
    """Draw *usual* so many times as often as *odd*, whatever they are made of."""
    return st.sampled_from([usual] * times + [odd]).flatmap(lambda one: one)


PLAIN = ["3.4", "4", "10", "2.2", "0.8", "3.0", "2,53", "876", "1 234,5", "1,234,567.8", "0.5"]
RANGED = ["4+", "3.4-", "=10", "exact:4", "about:4", "~3.4", "3.35..3.45", "3.4±0.05", "4+-0.5"]
SCALED = ["USD3.4bn", "$4bn", "10bn", "876 млн", "3,4 млрд", "4.1 billion dollars", "€4mn"]
EDGES = ["0", "-2", "−5", "0.0001", "1e300", "1e-300", "5e-324", "1.7976931348623157e308", "0..4"]
NUMBERS = st.one_of(
    st.floats(1e-3, 1e6).map(lambda x: f"{x:.4g}"),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**9).map(str),
    st.integers(0, 10**30).map(str),
)
LEVELS = mostly(
    st.sampled_from(PLAIN * 3 + RANGED), st.one_of(st.sampled_from(SCALED + EDGES), NUMBERS), 5
)
RATES = mostly(
    st.sampled_from(["18", "18%", "18.5%-", "26.7%+", "5", "0", "-5", "0.165", "18..19%", "2.5 %"]),
    st.one_of(
        st.sampled_from(["-99.9", "-100", "1e5%", "900%", "about:20%", "15,5", "18 per cent"]),
        st.floats(-99, 300).map(lambda x: f"{x:.3g}%"),
        NUMBERS,
    ),
    5,
)
YEARS = mostly(
    st.sampled_from(["2024", "2025", "2030", "2026", "2023", "2022", "2019", "2050"]),
    st.one_of(
        st.integers(1980, 2100).map(str),
        st.sampled_from(["1", "9999", "10000", "0", "-1", "2030.5", "2030..2031", "1e3", "20 30"]),
    ),
    6,
)
COUNTS = mostly(st.integers(1, 12).map(str), st.sampled_from(["1.5", "0", "100", "13"]), 9)
HOSTILE = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                " ",
                "-",
                "--",
                "=",
                "@",
                ":",
                "%",
                "+",
                "..",
                "±",
                "'",
                '"',
                '"""',
                "'\"'",
                "\\",
            ),
            *("nan", "inf", "-inf", "Infinity", "NaN%", "1e309", "-1e309", "1e400..1e500", "4..3"),
            *("1e308..1e309", "5e-324..1e308", "±1", "4±", "4+-", "~", ">", "<", ">=4", "0x10"),
            *("1,234", "1.234.567,8,9", "1_000__", "_", "0e0", "-0", "+4", "--4", "1e", "1e5000"),
            *("9" * 400, "0." + "0" * 400 + "1", "1e-400", "1" * 5000, "a" * 5000, "9" * 25 + "%"),
            *("٣٤", "４", "Ⅷ", "½", "²", "1\u20284", "\u202e4", "4\u200b", "e\u0301", "\ufeff4"),
            *("\x1b[31mred", "\x07", "\r\n", "\t", "\n", "a\nb", "[bold]", "[/]", "[/red]", "[x"),
            *("{0}", "{ytd}", "%s", "%(x)s", "$HOME", "`id`", "|", "||", "a|b", "*", "_x_", "<b>"),
            *("None", "True", "null", "\udcff", "\udce9", "\ud800", "é", "💥", "🇰🇿", "漢字"),
            *("=SUM(A1)", "@x", "=cmd|' /C calc'!A0", "2025-13", "0000-00", "2025-08-99", "-q"),
        ]
    ),
    st.text(max_size=20),
    st.binary(max_size=8).map(lambda data: data.decode("utf-8", "surrogateescape")),
    st.floats().map(str),
    st.integers().map(str),
)
NAMES = sorted(
    {name for command, options in OPTIONS.items() for name in answers_of(command, set(options))}
    | {"growth_rate", "path", "years", "methods", "months", "flows", "parts", "verdict", "scores"}
    | {"milestone", "gap", "pace_ratio", "chance", "turned_by", "actual", "error", "likely_high"}
    | {"claims", "implied", "clash", "between", "figures", "track.verdict", "target.path", "rest"}
    | {"check.verdict", "project.full_year", "best_method", "what_if", "path_from_now", "headline"}
)
QUANTITIES = ["total", "exports", "imports", "balance", "total_growth", "exports_growth"]
QUANTITIES += ["imports_growth", "coverage_ratio", "exports_share", "imports_share"]
PERIODS = st.sampled_from(["2025-08", "2025", "2024", "2024-08", "2025-09", "2025-12", "2030-01"])
CLAIMS = st.builds(
    lambda name, period, figure: f"{name}{period}={figure}",
    st.sampled_from(QUANTITIES),
    mostly(st.just("") | PERIODS.map("@".__add__), HOSTILE.map("@".__add__), 12),
    mostly(LEVELS | RATES, HOSTILE, 12),
)
PARTS = st.builds(
    lambda name, level, more: f"{name}={level}{more}",
    mostly(st.sampled_from(["Cars", "Iron, steel", "Tea|x", "rest", "total"]), HOSTILE, 2),
    LEVELS,
    mostly(
        st.just("") | LEVELS.map(":".__add__) | RATES.map(lambda rate: f":{rate.strip('%')}%"),
        HOSTILE,
        9,
    ),
)
COLUMNS = st.sampled_from(["value", "period", "series", "Exports", "flow", "base", "2023", "level"])
LISTS = st.one_of(
    st.sampled_from(["3,6,9", "1", "12", "9,3", "10;12;15,5", "18", "0,13"]),
    st.lists(RATES, max_size=4).map(";".join),
)

# By what the help calls the value; an option with another word gets all of these.
VALUES: dict[str, st.SearchStrategy[str]] = {
    "LEVEL": LEVELS,
    "RATE": RATES,
    "RATES": LISTS,
    "LIST": LISTS,
    "YEAR": YEARS,
    "N": COUNTS,
    "COMMAND": st.sampled_from([*COMMANDS]),
    "FORMAT": st.sampled_from([*FORMAT_NAMES]),
    "KIND": st.sampled_from([*FLOWS]),
    "MARK": st.sampled_from(["point", "comma"]),
    "COLUMN": COLUMNS,
    "COLUMN=VALUE": st.builds("{}={}".format, COLUMNS, st.sampled_from(["Exports", "X", "2024"])),
    "OPTION=COLUMN": st.builds(
        "{}={}".format, st.sampled_from(["base", "from", "to", "year", "exports", "ytd"]), COLUMNS
    ),
    "NAMES": st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(",".join),
    "NAME=LEVEL": PARTS,
    "PERIOD": PERIODS,
    "[VALUES]...": LEVELS,
    "NAME[@PERIOD]=FIGURE ...": CLAIMS,
}
NAMED: dict[str, st.SearchStrategy[str]] = {
    "--get": st.sampled_from(NAMES),
    "--method": st.sampled_from([*METHODS]),
    "--encoding": st.sampled_from(["utf-8", "cp1251", "latin-1", "utf-16", "rot13", "hex", "idna"]),
    "--series": st.sampled_from(["exports", "imports", "Exports", "exports to Mexico", "value"]),
    "--digits": st.integers(0, 15).map(str),
    "--jobs": mostly(st.just("1"), st.just("2"), 15),  # two take half a second to start
    "--map": VALUES["OPTION=COLUMN"],
}
ANY = st.one_of(*VALUES.values(), *NAMED.values())
