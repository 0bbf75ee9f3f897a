"""The schemas are the contract: what is answered is in them, and what is in them is answered."""

from __future__ import annotations

import io
import json
import shlex
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tradecalc.cli import QUESTIONS, question_of
from tradecalc.cli import run as run_here
from tradecalc.show.schema import row_schema, schema

TRADE = Path(__file__).parent.parent / "data" / "us_trade.csv"
ASKED = {name: question_of(name) for name in QUESTIONS}
SCHEMAS = {name: schema(question) for name, question in ASKED.items()}
ROWS = {name: found for name, question in ASKED.items() if (found := row_schema(question))}

MONTHS = f"--monthly {TRADE} --series 'exports to Mexico' --current-year 2021 --months 9"
TOTALS = "--ytd USD3.4bn --months 9 --prior-ytd 2.9bn --rounded --rest-growth 3..4"
FLOWS = "--total USD3.0bn --total-growth 18.5%- --rounded"
CALLS = f"""
growth USD2.53bn USD3.0bn --rounded --start-year 2024
growth USD2.0bn 2.5bn 3.3bn 2.9bn --rounded
growth --from USD4bn --to 10bn --from-year 2024 --to-year 2030 --rounded
growth --from USD10bn --to 4bn --years 6 --rounded
growth --from USD4bn --rate 18 --rounded
growth --to 4 --rate 18
growth --from 4 --to 10 --rate 18 --rounded
target --base 4bn+ --goal 9..11bn --year 2030 --current 4.53bn --what-if '9..11;16;-1..5'
target --base 4 --goal 10 --rate 18 --rounded --current 4.5
target --base 4 --years 6 --rate 18 --rounded
target --goal 10 --years 6 --rate 18 --rounded
project --ytd 3.4bn --months 9 --prior-year 4bn --growth 18 --milestone 4.9bn..5.1bn --rounded
project {TOTALS} --prior-year 4bn --flow over-1bn
project {MONTHS}
track {TOTALS} --base 4bn --goal 9..11bn --year 2030
track --ytd 4.4 --months 9 --base 4 --goal 10 --years 6 --current-year 2027 --growth 12% \
--prior-year 5
track {MONTHS} --base-year 2020 --goal 400000 --year 2030
decompose {FLOWS} --exports 2.2bn --exports-growth 26.7%+
decompose {FLOWS} --imports 0.8bn --imports-growth 3
decompose --exports 2.2 --imports 0.8 --prior-exports 1.7 --prior-imports 0.7 --rounded
decompose --exports 2.2 --imports 0.8 --prior-total 2.4 --exports-growth 20 --rounded
decompose --part Iron=1.2bn:5% --part Oil=0.8bn:0.6bn --total 3.0bn --total-growth 18% --rounded
backtest {TRADE} --series 'exports to Mexico' --months 3,9
check --period 2025-08 total=3.0 total_growth=18.5%- exports=2.2 exports_growth=26.7%+ total=3.0
check total@2025-08=USD3.0bn coverage_ratio@2025-08=275 exports_share@2025-08=73 total@2025=3.4bn
check exports_share@2025-08=70 imports_share@2025-08=70
check exports@2025-08=2.2 exports@2025=3.4 imports@2025-08=1.0
report
""".strip().split("\n")


def printed(call: str) -> Any:
    out = io.StringIO()
    with redirect_stdout(out):
        assert run_here([*shlex.split(call), "-f", "json"]) in (0, 1), call
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def answered() -> dict[str, Any]:
    return {call: printed(f"{call} --explain") for call in CALLS}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_schema_is_one_and_allows_no_other_keys(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == f"urn:tradecalc:schema:2:{name}"
    text = json.dumps(SCHEMAS[name])
    assert text.count('"additionalProperties": false') == text.count('"type": "object"')
    for part in ("inputs", "answers"):
        for one in SCHEMAS[name]["properties"].get(part, {}).get("properties", {}).values():
            assert one["description"].endswith((".", "?"))


@pytest.mark.parametrize("call", CALLS)
def test_what_is_answered_is_in_the_schema(answered: dict[str, Any], call: str) -> None:
    Draft202012Validator(SCHEMAS[answered[call]["command"]]).validate(answered[call])


def test_what_is_declared_is_answered(answered: dict[str, Any]) -> None:
    for name, question in ASKED.items():
        if question.parts:
            continue
        documents = [one for one in answered.values() if one["command"] == name]
        answers = {answer for one in documents for answer in one["answers"]}
        assert answers == set(SCHEMAS[name]["properties"]["answers"]["properties"])
        for table, columns in question.tables.items():
            rows = [row for one in documents for row in one["tables"].get(table, ())]
            shown = {column.name for column in columns.values() if column.shown}
            there = {key for row in rows for key in row}
            if rows or table != "projections":  # which --each alone gives
                assert shown <= there, (name, table, shown - there)


def test_a_report_holds_the_schemas_of_its_parts() -> None:
    for name, held in SCHEMAS["report"]["properties"]["reports"]["properties"].items():
        assert held == SCHEMAS[name]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        *(("schema", 1), ("command", "target"), ("notes", "none"), ("notes", None), ("extra", 1)),
        *(("inputs/value_1/value", "2.53"), ("inputs/value_01", {"value": 2})),
        *(("inputs/base", {"value": 2}), ("answers/growth_rate/value", "0.18")),
        *(("answers/growth_rate/unit", "%"), ("answers/growth_rate/likely_low", 0.1)),
        *(("tables/years", []), ("tables/years/0/year", 2024.5), ("tables/years/0/speed", 1)),
    ],
)
def test_what_breaks_the_contract_is_refused(place: str, value: object) -> None:
    document = printed("growth 2.53 3.0 --start-year 2024")
    validator = Draft202012Validator(SCHEMAS["growth"])
    assert validator.is_valid(document)
    *outer, last = place.split("/")
    inner = document
    for key in outer:
        inner = inner[int(key)] if isinstance(inner, list) else inner[key]
    inner[last] = value
    if value is None:
        del inner[last]
    assert not validator.is_valid(document)


LINES = {
    "growth": ['{"from": "4bn", "to": "", "rate": "18", "years": "6"}', '{"from": 4, "to": 10}'],
    "target": ['{"base": "4bn", "goal": "10bn", "year": 2030, "years": ""}', '{"base": 4}'],
    "project": ['{"ytd": 3.4, "months": 9, "prior_year": 4, "growth": 18, "method": ""}'],
    "track": ['{"ytd": 3.4, "months": 9, "base": "4", "goal": 10, "year": 2030}'],
    "decompose": ['{"exports": 2.2, "imports": 0.8, "prior_exports": 1.7, "total": ""}'],
}


@pytest.mark.parametrize("name", ROWS)
def test_what_is_said_of_rows_is_in_the_schema(run: Any, name: str) -> None:
    Draft202012Validator.check_schema(ROWS[name])
    text = "".join(f"{line}\n" for line in [*LINES[name], '{"ytd": "x"}'])
    for more in ((), ("--rounded",)):
        lines = run(name, "--rows", "-", *more, stdin=text).stdout.splitlines()
        assert len(lines) == len(LINES[name]) + 1
        for line in lines:
            Draft202012Validator(ROWS[name]).validate(json.loads(line))
    answers = {answer for answer, one in ASKED[name].answers.items() if one.shown}
    assert {*answers, "error", "answer_error"} <= set(ROWS[name]["properties"])


def test_a_row_that_breaks_the_contract_is_refused() -> None:
    validator = Draft202012Validator(ROWS["target"])
    row = {"years": "6", "error": None, "required_cagr": 0.16, "answer_years": 6}
    assert validator.is_valid(row)
    assert validator.is_valid({**row, "Error": 3, "error": 3, "answer_error": None})
    for broken in (
        {"error": 1},
        {"error": None, "required_cagr": "0.16"},
        {"error": None, "years": "6", "answer_years": "6"},
        {"required_cagr": 0.16},
    ):
        assert not validator.is_valid(broken)
