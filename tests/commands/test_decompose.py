"""`decompose`: exports and imports, any parts of a total, and a file of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import DomainError, Estimate, InputError
from tradecalc.commands.decompose import decompose
from tradecalc.inputs.question import Question

if TYPE_CHECKING:
    from pathlib import Path

    from tradecalc.outputs.report import Report

HOME = {"total": "3.0", "total_growth": "18.5%-", "exports": "2.2", "exports_growth": "26.7%+"}


def estimate(report: Report, name: str) -> Estimate:
    found = report.answer(name).value
    assert isinstance(found, Estimate)
    return found


def value(report: Report, name: str) -> float:
    return estimate(report, name).value


def column(report: Report, name: str) -> dict[str, Any]:
    """A column of the table, by the name of the line."""
    table = report.tables[0]
    k = [column.name for column in table.columns].index(name)
    cells = {str(row[0]): row[k] for row in table.rows}
    return {n: c.value if isinstance(c, Estimate) else c for n, c in cells.items()}


class TestTheHomeCase:
    """Kazakhstan and Uzbekistan, eight months of 2025, as published in November 2025."""

    @pytest.mark.parametrize(
        ("name", "point", "low", "high"),
        [
            ("imports", 0.80, 0.70, 0.90),
            ("prior_imports", 0.795, 0.7136, 0.8804),
            ("prior_total", 2.5316, 2.4895, 2.5760),
            ("imports_growth", 0.006, -0.02385, 0.02632),
            ("exports_contribution", 0.1831, 0.17588, 0.19103),
            ("imports_contribution", 0.0019, -0.00687, 0.00897),
            ("balance", 1.40, 1.25, 1.55),
            ("coverage_ratio", 2.75, 2.38889, 3.21429),
        ],
    )
    def test_each_row(self, name: str, point: float, low: float, high: float) -> None:
        found = estimate(decompose(Question(rounded=True), **HOME), name)
        assert found.value == pytest.approx(point, abs=6e-4)
        assert found.range is not None
        assert (found.range.low, found.range.high) == pytest.approx((low, high), abs=1e-4)

    def test_in_words(self, run: Any) -> None:
        options = [word for name, text in HOME.items() for word in (f"--{name}", text)]
        done = run("decompose", *(word.replace("_", "-") for word in options), "--rounded")
        assert done.stdout.splitlines()[0] == (
            "Imports come to 0.80, +0.6 % on the year before; to the total's growth of 18.5%-"
            " exports contribute +18.3 pp and imports +0.2 pp."
        )
        for line in (
            "imports growth           +0.6 %      -2.4..+2.7 %",
            "exports contribution   +18.3 pp   +17.5..+19.2 pp",
            "imports contribution    +0.2 pp     -0.7..+0.9 pp",
            "coverage ratio          275.0 %    238.8..321.5 %",
            "Note: The growth of imports may be of either sign: -2.4..+2.7 %.",
        ):
            assert line in done.stdout

    def test_contributions_add_up_in_its_table(self) -> None:
        report = decompose(Question(), **HOME)
        added = column(report, "contribution")
        assert added["exports"] + added["imports"] == pytest.approx(added["total"])
        assert added["total"] == 0.185
        shares = column(report, "share_of_change")
        assert shares["exports"] + shares["imports"] == pytest.approx(1)


LEVELS = {"exports": "2.2", "imports": "0.8", "total": "3.0"}
BEFORE = {
    "prior_exports": "1.75",
    "prior_imports": "0.75",
    "prior_total": "2.5",
    "exports_growth": f"{100 * (2.2 / 1.75 - 1)}%",
    "total_growth": "20%",
    "imports_growth": f"{100 * (0.8 / 0.75 - 1)}%",
}


@pytest.mark.parametrize("missing", LEVELS)
@pytest.mark.parametrize("first", [name for name in BEFORE if "exports" in name])
@pytest.mark.parametrize("second", [name for name in BEFORE if "exports" not in name])
def test_any_two_levels_and_any_two_facts_of_last_year_give_the_same(
    missing: str, first: str, second: str
) -> None:
    levels = {flow: text for flow, text in LEVELS.items() if flow != missing}
    facts = {name: BEFORE[name] for name in (first, second)}
    report = decompose(Question(), **levels, **facts)
    assert report.headline == missing
    assert value(report, missing) == float(LEVELS[missing])
    assert list(column(report, "prior").values()) == pytest.approx([1.75, 0.75, 2.5])
    assert value(report, "exports_contribution") == pytest.approx(0.18)
    assert value(report, "imports_contribution") == pytest.approx(0.02)
    assert value(report, "balance_change") == pytest.approx(0.4)
    assert value(report, "prior_coverage_ratio") == pytest.approx(1.75 / 0.75)


class TestLastYear:
    def test_without_it_there_are_levels_shares_and_a_note(self) -> None:
        report = decompose(Question(), exports="2.2", imports="0.8")
        assert [answer.name for answer in report.answers] == ["total", "balance", "coverage_ratio"]
        assert [column.name for column in report.tables[0].columns] == ["flow", "level", "share"]
        (note,) = report.notes
        assert note == (
            "For growth and contributions to it add last year: for exports --exports-growth or"
            " --prior-exports, and for imports --imports-growth or --prior-imports."
        )

    def test_of_one_flow_it_gives_that_flows_growth(self) -> None:
        report = decompose(Question(), exports="2.2", imports="0.8", prior_exports="2")
        assert column(report, "growth") == {
            "exports": pytest.approx(0.1), "imports": None, "total": None,
        }  # fmt: skip
        assert "add one of --imports-growth, --prior-imports." in report.notes[0]

    def test_level_and_growth_that_agree_are_one_fact(self) -> None:
        report = decompose(Question(), **HOME, prior_exports="1.74")
        assert column(report, "prior")["exports"] == 1.74
        assert report.notes[0] == (
            "--exports-growth and --prior-exports agree within their rounding; --prior-exports is"
            " used."
        )

    def test_the_answer_quotes_the_one_that_is_used(self) -> None:
        report = decompose(
            Question(),
            exports="3",
            imports="2",
            prior_total="4",
            total_growth="30",
            prior_exports="2",
        )
        assert value(report, "total_growth") == 0.25
        parts = decompose(
            Question(), part=["A=1:5%"], total="2", total_growth="5", prior_total="1.9"
        )
        assert value(parts, "total_growth") == pytest.approx(2 / 1.9 - 1)
        used = (
            "--total-growth and --prior-total agree within their rounding; --prior-total is used."
        )
        for one in (report, parts):
            assert one.notes[0] == used
            assert "{total_growth}" in one.summary
            assert "total_growth" not in one.readings

    def test_those_of_the_flow_that_follows_may_agree_or_clash_too(self) -> None:
        levels = {"exports": "2.2", "total": "3.0", "exports_growth": "10"}
        report = decompose(Question(), **levels, prior_imports="0.75", imports_growth="6.7%")
        assert column(report, "prior")["imports"] == 0.75
        with pytest.raises(InputError, match=r"--prior-imports 0\.5 and --imports-growth 6"):
            decompose(Question(), **levels, prior_imports="0.5", imports_growth="6.7%")

    def test_a_growth_of_the_missing_flow_determines_the_rest(self) -> None:
        report = decompose(
            Question(), exports="2.2", total="3.0", imports_growth="60", total_growth="20"
        )
        assert column(report, "prior")["imports"] == pytest.approx(0.5)
        assert column(report, "prior")["exports"] == pytest.approx(2.0)


CUT = {"total": "3.0", "exports": "3.0", "prior_total": "2.9", "prior_exports": "2.8"}


class TestZeroAndRounding:
    def test_no_imports_have_no_coverage_ratio(self) -> None:
        report = decompose(Question(), exports="2", imports="0")
        assert value(report, "total") == 2
        with pytest.raises(DomainError, match="it needs imports above zero"):
            report.answer("coverage_ratio")

    def test_nothing_at_all_has_no_shares(self) -> None:
        report = decompose(Question(), exports="0", imports="0")
        assert "share" not in [column.name for column in report.tables[0].columns]

    def test_a_total_that_stands_still_has_no_shares_of_its_change(self) -> None:
        report = decompose(
            Question(), exports="0.1", imports="0.2", prior_exports="0.2", prior_imports="0.1"
        )
        assert "share_of_change" not in [column.name for column in report.tables[0].columns]
        assert "The total has not changed: there are no shares of its change." in report.notes
        assert value(report, "total_growth") == 0
        assert value(report, "exports_contribution") == pytest.approx(-1 / 3)

    def test_nor_has_one_that_may_stand_still_within_the_rounding(self) -> None:
        report = decompose(
            Question(rounded=True),
            exports="2.2",
            total="3.0",
            exports_growth="2",
            prior_total="3.0",
        )
        assert any(note.startswith("The total may not have changed") for note in report.notes)

    def test_a_difference_of_decimals_is_a_decimal(self) -> None:
        assert value(decompose(Question(), exports="2.2", total="3.0"), "imports") == 0.8

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            (
                {"exports": "3.04", "total": "3.0"},
                "--exports 3.04 is above --total 3: within the rounding imports may",
            ),
            (
                {"exports": "3.0", "total": "3.2", "prior_exports": "2.95", "prior_total": "2.9"},
                "last year's exports came to 2.95, above last year's total, 2.9: within",
            ),
            (
                {"part": ["A=1.2:5%", "Grain=0.56:0.6"], "total": "1.7", "total_growth": "5"},
                "the parts come to 1.76, above --total 1.7: within the rounding the rest may",
            ),
        ],
    )
    def test_what_is_written_must_leave_something(self, given: dict[str, Any], reason: str) -> None:
        with pytest.raises(InputError, match=reason) as told:
            decompose(Question(rounded=True), **given)
        assert str(told.value).endswith("leave less: write them with more digits")
        with pytest.raises(InputError, match="a part exceeds the whole; if the figures are round"):
            decompose(Question(), **given)

    @pytest.mark.parametrize(
        ("name", "low", "high"),
        [
            ("imports", 0, 0.10),
            ("prior_imports", 0, 0.20),
            ("balance", 2.85, 3.05),
            ("balance_change", 0, 0.50),
            ("imports_contribution", -0.2 / 2.95, 0.1 / 2.85),
            ("exports_contribution", 0.1 / 2.95, 0.3 / 2.85),
        ],
    )
    def test_every_range_ends_where_a_flow_would_be_below_zero(
        self, name: str, low: float, high: float
    ) -> None:
        report = decompose(Question(rounded=True), **CUT)
        assert "Within the rounding imports may be zero: ranges end there" in report.notes[0]
        found = estimate(report, name).range
        assert found is not None
        assert (found.low, found.high) == pytest.approx((low, high))

    def test_so_do_those_of_its_table_and_of_parts(self) -> None:
        flows = decompose(Question(rounded=True), **CUT)
        parts = decompose(
            Question(rounded=True), part=["exports=3.0:2.8"], total="3.0", prior_total="2.9"
        )
        for report, rest in ((flows, "imports"), (parts, "rest")):
            rows = {str(row[0]): row for row in report.tables[0].rows}
            columns = [column.name for column in report.tables[0].columns]
            change, share = (columns.index(name) for name in ("change", "share"))
            found = [rows[rest][change], rows["exports"][share]]
            ranges = [one.range for one in found if isinstance(one, Estimate) and one.range]
            assert [(one.low, one.high) for one in ranges] == [
                pytest.approx((-0.2, 0.1)),
                (pytest.approx(2.95 / 3.05), 1.0),
            ]

    def test_a_falling_total_has_shares_of_its_fall(self) -> None:
        report = decompose(
            Question(), exports="1.5", imports="0.9", prior_exports="2", prior_imports="0.8"
        )
        assert column(report, "share_of_change")["exports"] == pytest.approx(1.25)
        assert column(report, "share_of_change")["imports"] == pytest.approx(-0.25)

    def test_a_deficit_that_turns_is_a_change_and_no_growth(self) -> None:
        report = decompose(
            Question(), exports="1.5", imports="0.9", prior_exports="0.8", prior_imports="0.9"
        )
        assert (value(report, "prior_balance"), value(report, "balance_change")) == (-0.1, 0.7)


class TestParts:
    def test_they_come_to_a_total(self) -> None:
        report = decompose(Question(), part=["Cars=2.2:10%", "Iron, steel=0.5:0.6", "Tea=0.3:0.4"])
        assert report.headline == "total"
        assert value(report, "total") == 3.0
        assert value(report, "prior_total") == pytest.approx(3.0)
        assert list(column(report, "level")) == ["Cars", "Iron, steel", "Tea", "total"]
        added = column(report, "contribution")
        assert math.fsum(list(added.values())[:3]) == pytest.approx(added["total"])

    def test_of_a_stated_total_there_is_a_rest(self) -> None:
        report = decompose(
            Question(), part=["Cars=2.2:26%", "Tea=0.5:0.6"], total="3.0", prior_total="2.5"
        )
        assert report.headline == "rest"
        assert value(report, "rest") == 0.3
        assert value(report, "prior_rest") == pytest.approx(2.5 - 2.2 / 1.26 - 0.6)
        assert value(report, "total_growth") == pytest.approx(0.2)
        added = column(report, "contribution")
        assert added["rest"] == value(report, "rest_contribution")
        assert math.fsum(list(added.values())[:3]) == pytest.approx(0.2)

    def test_two_parts_are_as_exports_and_imports(self) -> None:
        flows = decompose(Question(rounded=True), **HOME)
        parts = decompose(
            Question(rounded=True), part=["exports=2.2:26.7%+"], total="3.0", total_growth="18.5%-"
        )
        for one, other in (
            ("imports", "rest"),
            ("imports_growth", "rest_growth"),
            ("imports_contribution", "rest_contribution"),
            ("prior_imports", "prior_rest"),
        ):
            found, expected = estimate(parts, other), estimate(flows, one)
            assert found.range is not None
            assert expected.range is not None
            assert (found.value, found.range.low, found.range.high) == pytest.approx(
                (expected.value, expected.range.low, expected.range.high), abs=1e-12
            )

    def test_without_a_parts_last_year_only_the_others_contribute(self) -> None:
        parts = ["Cars=2.2:2", "Tea=0.5"]
        report = decompose(Question(), part=parts, total="3.0", prior_total="2.5")
        assert column(report, "contribution") == {
            "Cars": pytest.approx(0.08), "Tea": None, "rest": None, "total": pytest.approx(0.2),
        }  # fmt: skip
        assert any("Last year is missing for Tea: it and the rest" in note for note in report.notes)
        alone = decompose(Question(), part=parts)
        assert column(alone, "growth") == {"Cars": pytest.approx(0.1), "Tea": None, "total": None}
        assert any("need it for every part" in note for note in alone.notes)

    def test_a_growth_from_nothing_is_left_out_with_a_note(self) -> None:
        report = decompose(Question(), part=["Cars=2.2:0", "Tea=0.5:0.4"])
        assert column(report, "growth")["Cars"] is None
        assert column(report, "contribution")["Cars"] == pytest.approx(5.5)
        assert any(note.startswith("No growth for Cars") for note in report.notes)

    def test_many_open_signs_are_one_note(self) -> None:
        parts = [f"Part {k}={k}:0%" for k in range(1, 9)]
        report = decompose(Question(rounded=True), part=parts)
        (note,) = (note for note in report.notes if "either sign" in note)
        assert note == (
            "Within the rounding these may be of either sign: growth of Part 1, growth of Part 2,"
            " growth of Part 3 and 6 more."
        )

    def test_units_are_brought_to_one(self) -> None:
        report = decompose(Question(), part=["Cars=USD2.2bn", "Tea=800 mn:1bn"])
        assert (value(report, "total"), report.unit) == (3.0, "bn USD")

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ({"part": ["Cars=2", "cars=3"]}, "'cars' is named twice, first in --part 'Cars'"),
            ({"part": ["Total=2"]}, "'Total' is not a part, it is what the parts come to"),
            ({"part": ["rest=2"], "total": "3"}, "rename the part"),
            ({"part": ["Cars=2"], "exports": "3"}, "--exports is of exports and imports"),
            ({"part": ["Cars=2"], "total_growth": "3"}, "add --total"),
            ({"part": ["Cars=2bn", "Tea=3"]}, "--part 'Cars' has a scale and --part 'Tea' has"),
            ({"part": ["Cars=2", "Tea=1.1"], "total": "3"}, "the parts come to 3.1, above --tot"),
            (
                {"part": ["Cars=2:2.6", "Tea=0.5"], "total": "3.0", "prior_total": "2.5"},
                "a year before the parts came to 2.6, above the total, 2.5",
            ),
        ],
    )
    def test_what_cannot_be_read(self, given: dict[str, Any], reason: str) -> None:
        with pytest.raises(InputError, match=reason):
            decompose(Question(), **given)


class TestAFileOfParts:
    @pytest.fixture
    def partners(self, tmp_path: Path) -> str:
        path = tmp_path / "partners.csv"
        path.write_text("partner,2024,2025\nChina,12.0,15.0\nTurkey,4.0,3.0\n")
        return str(path)

    def test_it_is_as_good_as_options(self, partners: str) -> None:
        of_file = decompose(Question(rounded=True), parts=partners, total="20.0")
        of_options = decompose(
            Question(rounded=True), part=["China=15.0:12.0", "Turkey=3.0:4.0"], total="20.0"
        )
        assert of_file.tables == of_options.tables
        assert value(of_file, "rest") == 2

    def test_options_may_add_to_it(self, partners: str) -> None:
        report = decompose(Question(), parts=partners, part=["Mongolia=1:1"])
        assert list(column(report, "level")) == ["Mongolia", "China", "Turkey", "total"]

    def test_a_column_of_fractions_is_one_doubt(self, tmp_path: Path) -> None:
        path = tmp_path / "parts.csv"
        path.write_text("part,level,growth,note\nA,1,0.1,x\nB,2,0.2,y\nC,4,0.3,z\n")
        question = Question()
        report = decompose(question, parts=str(path))
        assert report.notes[0] == "Columns not read: note."
        (doubt,) = report.warnings
        assert doubt.startswith(f"{path}, line 2, column growth 0.1 was read as 0.1 %;")
        assert doubt.endswith("So were 2 more.")

    def test_a_cell_is_named_by_line_and_column(self, tmp_path: Path) -> None:
        path = tmp_path / "parts.csv"
        for cell, reason in (
            ("abc", "line 3, column level 'abc' is not a figure"),
            ("5%", "line 3, column level is a level, and '5%' is a per cent"),
            ("-1", "line 3, column level -1 is below zero: a trade flow is not"),
            ("", "line 3, column level is empty: write the level, or delete the row"),
            (
                "..",
                "line 3, column level holds '..', which is not a level: write the level, or",
            ),
        ):
            path.write_text(f"part,level\nA,1\nB,{cell}\n")
            with pytest.raises((InputError, DomainError), match=reason):
                decompose(Question(), parts=str(path))

    def test_a_row_of_totals_under_another_name_is_noted(self) -> None:
        parts = ["Gesamt=18.0", "China=15.0", "Turkey=3.0"]
        told = "Gesamt is as much as all other parts together: if it is their total, drop it"
        assert decompose(Question(), part=parts).notes[0].startswith(told)
        for others in (["Gesamt=18.1", *parts[1:]], parts[1:], ["A=1", "B=1"]):
            notes = decompose(Question(), part=others).notes
            assert not any("all other parts" in note for note in notes)

    @pytest.mark.parametrize(
        ("part", "doubted"),
        [("A=1:18", True), ("A=1:0.1", True), ("A=1:18%", False), ("A=1:0.9", False)],
    )
    def test_a_growth_without_its_per_cent_sign_is_doubted(self, part: str, doubted: bool) -> None:
        question = Question()
        decompose(question, part=[part, "B=1:1"])
        assert bool(question.warnings) is doubted
        assert all("was read as last year's level" in warning for warning in question.warnings)

    def test_three_hundred_partners_add_up(self, run: Any, tmp_path: Path) -> None:
        path = tmp_path / "partners.csv"
        rows = (f"P{k},{k / 10},{k % 40 - 15}%" for k in range(1, 301))
        path.write_text("\n".join(["partner,level,growth", *rows]))
        done = run("decompose", "--parts", str(path), "--rounded", "-q")
        assert float(done.stdout) == 4515


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "add two of --exports, --imports, --total"),
        ({"exports": "2"}, "add one of --imports, --total"),
        (LEVELS, "are one fact too many: drop one"),
        (
            {"exports": "2", "imports": "1", **dict.fromkeys(
                ("exports_growth", "imports_growth", "total_growth"), "5")},
            "last year's exports, imports and total are one fact too many",
        ),
        ({"exports": "3.2", "total": "3.0"}, "--exports 3.2 is above --total 3: a part exceeds"),
        (
            {"exports": "2.2", "total": "3.0", "prior_exports": "3.5", "prior_total": "3.0"},
            "last year's exports came to 3.5, above last year's total, 3: a part exceeds",
        ),
        ({"exports": "2", "imports": "1", "decimal": "comma"}, "add --parts FILE"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        decompose(Question(), **given)


def test_a_flow_below_zero_and_a_growth_that_leaves_nothing_have_no_answer() -> None:
    with pytest.raises(DomainError, match="--exports -2 is below zero"):
        decompose(Question(), exports="-2", imports="1")
    with pytest.raises(DomainError, match=r"leaves nothing .* or give last year's level"):
        decompose(Question(), exports="2", imports="1", exports_growth="-100")


@pytest.mark.parametrize(
    "options",
    [
        {"part": ["A=1.3:1.2", "B=1.7:1.5"], "total": "3.0"},
        {"part": ["Wheat=100+"], "total": "100", "total_growth": "5.11%"},
    ],
)
def test_a_rest_near_zero_has_its_last_year_apart(options: dict[str, Any]) -> None:
    report = decompose(Question(rounded=True), **options)
    low = estimate(report, "rest").range
    assert low is not None
    assert low.low == 0


def test_the_rest_s_share_of_a_change_that_may_be_nothing_is_no_narrower_than_it_can_be() -> None:
    report = decompose(
        Question(rounded=True),
        part=["A=2.7:2.16", "B==1.7:28.3%"],
        total="5-",
        prior_total="4.2",
    )
    table = report.table("parts")
    assert table is not None
    k = [column.name for column in table.columns].index("share_of_change")
    rest = next(row for row in table.rows if row[0] == "rest")[k]
    # A = 2.75 after 2.1581, B up 28.35 %, 4.6217 after 4.15: the rest took the change and more.
    assert not isinstance(rest, Estimate) or (rest.range and rest.range.low <= -1.05)
