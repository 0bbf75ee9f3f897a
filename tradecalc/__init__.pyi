# The types of the library, from the declarations: `python -m tests.stubs` writes them.
from collections.abc import Sequence
from typing import Literal

from tradecalc.questions.question import Result as Result
from tradecalc.questions.question import Value
from tradecalc.rows import answer_rows as answer_rows
from tradecalc.core.claims import Claim as Claim
from tradecalc.core.claims import check_claims as check_claims
from tradecalc.core.decomposition import contribution as contribution
from tradecalc.core.decomposition import coverage_ratio as coverage_ratio
from tradecalc.core.decomposition import trade_balance as trade_balance
from tradecalc.core.growth import cagr as cagr
from tradecalc.core.growth import compound as compound
from tradecalc.core.growth import doubling_time as doubling_time
from tradecalc.core.growth import growth_rate as growth_rate
from tradecalc.core.growth import halving_time as halving_time
from tradecalc.core.growth import least_squares_rate as least_squares_rate
from tradecalc.core.growth import log_growth as log_growth
from tradecalc.core.growth import years_to_reach as years_to_reach
from tradecalc.core.projection import blend as blend
from tradecalc.core.projection import flat_remainder as flat_remainder
from tradecalc.core.projection import rest_growth as rest_growth
from tradecalc.core.projection import same_growth as same_growth
from tradecalc.core.projection import straight_line as straight_line
from tradecalc.core.projection import with_rest_growth as with_rest_growth
from tradecalc.core.quantities import Quantity as Quantity
from tradecalc.core.ranges import Estimate as Estimate
from tradecalc.core.ranges import Range as Range
from tradecalc.core.ranges import evaluate as evaluate
from tradecalc.core.seasonal import SeasonalProjection as SeasonalProjection
from tradecalc.core.seasonal import seasonal_projection as seasonal_projection
from tradecalc.core.target import goal_year as goal_year
from tradecalc.core.target import path_level as path_level
from tradecalc.core.target import yearly_increase as yearly_increase
from tradecalc.core.track import pace_ratio as pace_ratio
from tradecalc.core.track import verdict as verdict
from tradecalc.errors import DomainError as DomainError
from tradecalc.errors import InputError as InputError
from tradecalc.errors import TradecalcError as TradecalcError

__all__: list[str]
__version__: str
_MODULES: dict[str, str]
_QUESTIONS: tuple[str, ...]

class GrowthResult(Result):
    cagr: Value
    to: Value
    years: Value
    change: Value
    total_growth: Value
    log_growth: Value
    growth_rate: Value
    least_squares_rate: Value
    doubling_time: Value
    halving_time: Value
    best_year: Value
    worst_year: Value

def growth(
    *values: str | float,
    rounded: bool = False,
    fractions: bool = False,
    start_year: str | int | None = None,
    from_: str | float | None = None,
    to: str | float | None = None,
    rate: str | float | None = None,
    years: str | int | None = None,
    from_year: str | int | None = None,
    to_year: str | int | None = None,
) -> GrowthResult: ...

class TargetResult(Result):
    required_cagr: Value
    goal: Value
    base: Value
    years_to_goal: Value
    goal_year: Value
    years: Value
    total_growth: Value
    yearly_increase: Value
    log_growth: Value
    required_from_now: Value
    path_level: Value
    ahead_of_path: Value

def target(
    *,
    rounded: bool = False,
    fractions: bool = False,
    base: str | float | None = None,
    goal: str | float | None = None,
    year: str | int | None = None,
    years: str | int | None = None,
    base_year: str | int | None = None,
    rate: str | float | None = None,
    current: str | float | None = None,
    current_year: str | int | None = None,
    what_if: str | Sequence[str | float] | None = None,
) -> TargetResult: ...

class ProjectResult(Result):
    full_year: Value
    likely_low: Value
    likely_median: Value
    likely_high: Value
    method: Value
    actual: Value
    full_year_growth: Value
    rest_growth: Value
    rest_per_month: Value
    error: Value
    prior_ytd: Value
    ytd_growth: Value
    still_needed: Value
    needed_per_month: Value
    needed_rest_growth: Value

def project(
    *,
    rounded: bool = False,
    fractions: bool = False,
    ytd: str | float | None = None,
    months: str | int | None = None,
    prior_year: str | float | None = None,
    prior_ytd: str | float | None = None,
    growth: str | float | None = None,
    rest_growth: str | float | None = None,
    method: Literal["straight_line", "flat_remainder", "same_growth", "blend", "seasonal", "rest_growth"] | None = None,
    flow: Literal["national", "over-1bn", "over-100mn", "over-10mn", "under-10mn"] | None = None,
    milestone: str | float | None = None,
    monthly: str | None = None,
    current_year: str | int | None = None,
    series: str | None = None,
    value_column: str | None = None,
    period_column: str | None = None,
    where: Sequence[str] | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    cumulative: bool | None = None,
) -> ProjectResult: ...

class TrackResult(Result):
    full_year: Value
    likely_low: Value
    likely_median: Value
    likely_high: Value
    method: Value
    actual: Value
    milestone: Value
    gap: Value
    pace_so_far: Value
    required_cagr: Value
    required_from_now: Value
    pace_ratio: Value
    verdict: Value
    turned_by: Value
    chance: Value
    first_year_at_goal: Value
    prior_ytd: Value
    ytd_growth: Value

def track(
    *,
    rounded: bool = False,
    fractions: bool = False,
    ytd: str | float | None = None,
    months: str | int | None = None,
    prior_year: str | float | None = None,
    prior_ytd: str | float | None = None,
    growth: str | float | None = None,
    rest_growth: str | float | None = None,
    method: Literal["straight_line", "flat_remainder", "same_growth", "blend", "seasonal", "rest_growth"] | None = None,
    flow: Literal["national", "over-1bn", "over-100mn", "over-10mn", "under-10mn"] | None = None,
    base: str | float | None = None,
    goal: str | float | None = None,
    year: str | int | None = None,
    years: str | int | None = None,
    base_year: str | int | None = None,
    current_year: str | int | None = None,
    assert_: bool | None = None,
    monthly: str | None = None,
    series: str | None = None,
    value_column: str | None = None,
    period_column: str | None = None,
    where: Sequence[str] | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    cumulative: bool | None = None,
) -> TrackResult: ...

class DecomposeResult(Result):
    exports: Value
    exports_growth: Value
    prior_exports: Value
    imports: Value
    imports_growth: Value
    prior_imports: Value
    rest: Value
    rest_growth: Value
    prior_rest: Value
    total: Value
    total_growth: Value
    prior_total: Value
    exports_contribution: Value
    imports_contribution: Value
    rest_contribution: Value
    balance: Value
    prior_balance: Value
    balance_change: Value
    coverage_ratio: Value
    prior_coverage_ratio: Value

def decompose(
    *,
    rounded: bool = False,
    fractions: bool = False,
    exports: str | float | None = None,
    imports: str | float | None = None,
    total: str | float | None = None,
    exports_growth: str | float | None = None,
    imports_growth: str | float | None = None,
    total_growth: str | float | None = None,
    prior_exports: str | float | None = None,
    prior_imports: str | float | None = None,
    prior_total: str | float | None = None,
    part: Sequence[str] | None = None,
    parts: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
) -> DecomposeResult: ...

class CheckResult(Result):
    verdict: Value

def check(
    *values: str,
    rounded: bool = False,
    fractions: bool = False,
    period: str | None = None,
) -> CheckResult: ...

class ReportResult(Result):
    ...

def report(
    *values: str,
    rounded: bool = False,
    fractions: bool = False,
    chart: str | None = None,
    print_case: bool | None = None,
) -> ReportResult: ...

class BacktestResult(Result):
    best_method: Value
    mean_error: Value
    median_error: Value
    series: Value
    years: Value

def backtest(
    *values: str,
    rounded: bool = False,
    fractions: bool = False,
    months: str | None = None,
    jobs: str | int | None = None,
    flow: Literal["national", "over-1bn", "over-100mn", "over-10mn", "under-10mn"] | None = None,
    each: bool | None = None,
    series: str | None = None,
    value_column: str | None = None,
    period_column: str | None = None,
    where: Sequence[str] | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    cumulative: bool | None = None,
) -> BacktestResult: ...
