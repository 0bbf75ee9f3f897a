"""What may stand where an option or a cell takes a value: plausible words, and hostile ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.cli import COMMANDS, FORMATS, QUESTIONS, question_of
from tradecalc.core.quantities import NAMES
from tradecalc.core.reference import FLOWS
from tradecalc.show.manual import TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Drawn = Callable[[Random], str]

PLAIN = ["3.4", "4", "10", "2.2", "0.8", "3.0", "2,53", "876", "1 234,5", "1,234,567.8", "0.5"]
RANGED = ["4+", "3.4-", "=10", "exact:4", "about:4", "~3.4", "3.35..3.45", "3.4±0.05", "4+-0.5"]
SCALED = ["USD3.4bn", "$4bn", "10bn", "876 млн", "3,4 млрд", "4.1 billion dollars", "€4mn"]
EDGES = ["0", "-2", "−5", "0.0001", "1e300", "1e-300", "5e-324", "1.7976931348623157e308", "0..4"]
RATES = ["18", "18%", "18.5%-", "26.7%+", "5", "0", "-5", "0.165", "18..19%", "2.5 %", "15,5"]
ODD_RATES = ["-99.9", "-100", "1e5%", "900%", "about:20%", "-101", "18 per cent", "1e300"]
YEARS = ["2024", "2025", "2030", "2026", "2023", "2022", "2019", "2050"]
ODD_YEARS = ["1", "9999", "10000", "0", "-1", "2030.5", "2030..2031", "1e3", "20 30", "1980"]
PERIODS = ["2025-08", "2025", "2024", "2024-08", "2025-09", "2025-12", "2030-01"]
HOSTILE = [
    *("", " ", "-", "--", "=", "@", ":", "%", "+", "..", "±", "'", '"', '"""', "\\", ",", ";"),
    *("nan", "inf", "-inf", "Infinity", "NaN%", "1e309", "-1e309", "1e400..1e500", "4..3", "±1"),
    *("1e308..1e309", "5e-324..1e308", "4±", "4+-", "~", ">", "<", ">=4", "0x10", "+4", "--4"),
    *("1,234", "1.234.567,8,9", "1_000__", "_", "0e0", "-0", "1e", "1e5000", "1e-400", "[/red]"),
    *("9" * 400, "0." + "0" * 400 + "1", "1" * 5000, "a" * 5000, "9" * 25 + "%", "[bold]", "[x"),
    *("٣٤", "４", "Ⅷ", "½", "²", "1\u20284", "\u202e4", "4\u200b", "e\u0301", "\ufeff4", "<b>"),
    *("\x1b[31mred", "\x07", "\r\n", "\t", "\n", "a\nb", "{0}", "{ytd}", "{--base}", "%s", "|"),
    *("$HOME", "`id`", "a|b", "*", "_x_", "None", "True", "null", "\udcff", "\ud800", "é", "💥"),
    *("=SUM(A1)", "@x", "=cmd|' /C calc'!A0", "2025-13", "0000-00", "2025-08-99", "-q", "漢字"),
]
SIGNS = "0123456789.,-+%=~<>± eE\t\"'[]{}éЖ漢\u00a0\u202e\x00\x1b"
COLUMNS = ["value", "period", "series", "Exports", "flow", "base", "2023", "level"]
ANSWERS = [name for one in map(question_of, QUESTIONS) for name in (*one.answers, *one.tables)]
ANSWERS += ["track.verdict", "target.path", "project.full_year", "projections"]


def hostile(random: Random) -> str:
    """What no question expects."""
    drawn = "".join(random.choices(SIGNS, k=random.randrange(9)))
    return random.choice(HOSTILE) if random.random() < 0.7 else drawn


def mostly(usual: list[str], odd: list[str]) -> Drawn:
    """Draw one of the *usual*, and now and then an odd one."""
    return lambda random: random.choice(usual if random.random() < 0.8 else odd)


level = mostly(PLAIN * 3 + RANGED, SCALED + EDGES)
rate = mostly(RATES, ODD_RATES)
year = mostly(YEARS, ODD_YEARS)
count = mostly([f"{k}" for k in range(1, 13)], ["1.5", "0", "100", "13"])


def claim(random: Random) -> str:
    """A claim, mostly one that can be read."""
    period = random.choice(["", *(f"@{one}" for one in PERIODS), f"@{hostile(random)}"])
    return f"{random.choice(NAMES)}{period}={random.choice([level, level, rate, hostile])(random)}"


def part(random: Random) -> str:
    """A part of a total."""
    name = random.choice(["Cars", "Iron, steel", "Tea|x", "rest", "total", hostile(random)])
    more = ["", f":{level(random)}", f":{rate(random).strip('%')}%", hostile(random)]
    return f"{name}={level(random)}{random.choice(more)}"


def _one_of(*words: str) -> Drawn:
    return mostly(list(words), list(words))


def _list_of(drawn: Drawn, mark: str) -> Drawn:
    return lambda random: mark.join(drawn(random) for _ in range(random.randint(0, 3)))


# By the option, or by what the help calls its value.
VALUES: dict[str, Drawn] = {
    "LEVEL": level,
    "RATE": rate,
    "RATES": _list_of(rate, ";"),
    "LIST": _one_of("3,6,9", "1", "12", "9,3", "10;12", "18", "0,13"),
    "YEAR": year,
    "N": count,
    "COMMAND": _one_of(*COMMANDS),
    "[TOPIC]": _one_of(*TOPICS),
    "FORMAT": _one_of(*FORMATS),
    "MARK": _one_of("point", "comma"),
    "COLUMN": _one_of(*COLUMNS),
    "COLUMN=VALUE": lambda random: f"{random.choice(COLUMNS)}={random.choice(['Exports', 'X'])}",
    "OPTION=COLUMN": lambda random: f"{random.choice(COLUMNS)}={random.choice(COLUMNS)}",
    "NAMES": _list_of(_one_of(*ANSWERS), ","),
    "NAME=LEVEL": part,
    "PERIOD": _one_of(*PERIODS),
    "[VALUES]...": level,
    "CLAIM...": claim,
    "--get": _one_of(*ANSWERS),
    "--sort": _one_of(*ANSWERS, *COLUMNS),
    "--method": _one_of("straight_line", "blend", "seasonal", "same-growth", "rest growth"),
    "--flow": _one_of(*FLOWS),
    "--encoding": _one_of("utf-8", "cp1251", "latin-1", "utf-16", "rot13", "hex", "idna"),
    "--series": _one_of("exports", "imports", "Exports", "exports to Mexico", "value"),
    "--digits": _one_of("0", "1", "5", "15"),
    "--jobs": _one_of("1"),  # two take half a second to start
}
