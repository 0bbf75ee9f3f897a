"""What the figures of a case claim, each of its own months, so that they can be held together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tradecalc.commands.target import DEFAULT_BASE_YEAR
from tradecalc.core.quantities import Quantity
from tradecalc.core.target import LATEST_YEAR
from tradecalc.inputs.cases import QUANTITIES
from tradecalc.inputs.claims import parse_claim, parse_to_date
from tradecalc.inputs.figures import parse_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradecalc.inputs.cases import Case
    from tradecalc.inputs.stated import Stated


class Published(NamedTuple):
    """One published figure: what it is of, when, as it was written, and where the source has it."""

    name: str
    period: str
    written: str
    place: str

    @property
    def claim(self) -> str:
        """The figure in the words of `check`."""
        return f"{self.name}@{self.period}={self.written}"


def years_of(case: Case) -> tuple[int, int]:
    """Return the base year and the year in progress, which is the next unless it is stated.

    Raises InputError where one of them is not a year.
    """
    base = _whole(case.target, "base_year", DEFAULT_BASE_YEAR, most=LATEST_YEAR)
    return base, _whole(case.year_to_date, "current_year", base + 1, most=LATEST_YEAR)


def goal_year_of(case: Case) -> int:
    """Return the goal's year."""
    if "year" in case.target:
        return _whole(case.target, "year", 0, most=LATEST_YEAR)
    return years_of(case)[0] + _whole(case.target, "years", 0, most=LATEST_YEAR)


def figures_of(case: Case) -> Iterator[Published]:
    """Tell the figures that a case publishes: the base, the year to date, and the parts.

    The base is a whole year's, the year to date that of its months, the parts are of their
    period; last year's figures and growths are of the same months a year before.
    """
    base_year, year = years_of(case)
    so_far, flow = case.year_to_date, case.quantity
    if "base" in case.target:
        yield _published(flow, str(base_year), case.target["base"])
    if "prior_year" in so_far:
        yield _published(flow, str(year - 1), so_far["prior_year"])
    if "ytd" in so_far and "months" in so_far:
        count = _whole(so_far, "months", 12, most=12)
        months = f"-{count:02}" if count < 12 else ""  # twelve are the year
        names = {"ytd": flow, "growth": f"{flow}_growth"}
        yield from _stated(so_far, names, f"{year}{months}")
        yield from _stated(so_far, {"prior_ytd": flow}, f"{year - 1}{months}")
    if "period" in case.parts:
        period = case.parts["period"].text.strip()
        names = {name: name for flow in QUANTITIES for name in (flow, f"{flow}_growth")}
        yield from _stated(case.parts, names, period)
        of_year, month = parse_to_date(period, "period")
        before = Quantity("total", of_year - 1, month).period
        yield from _stated(case.parts, {f"prior_{flow}": flow for flow in QUANTITIES}, before)


def claims_of(case: Case) -> list[str]:
    """Return what a case claims, in the words of `check`: its figures and its claims, each once."""
    texts = [figure.claim for figure in figures_of(case)] + [claim.text for claim in case.claims]
    return list(dict.fromkeys(str(parse_claim(text)) for text in texts))


def _stated(
    section: Mapping[str, Stated], names: Mapping[str, str], period: str
) -> Iterator[Published]:
    """Tell the figures of a section, by their keys, that *names* has a name for."""
    for key, name in names.items():
        if key in section:
            yield _published(name, period, section[key])


def _published(name: str, period: str, stated: Stated) -> Published:
    return Published(name, period, stated.text.strip(), stated.place)


def _whole(section: Mapping[str, Stated], key: str, default: int, *, most: int) -> int:
    if key not in section:
        return default
    return parse_whole(key, section[key].text, least=1, most=most)
