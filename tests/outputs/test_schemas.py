"""The schemas are the contract: what is answered is in them, and what is in them is answered.

Every call here is run as a user runs it and held against its command's schema, which allows no
other keys. Together the calls have every key and every word that there is in a schema: one that is
renamed, added or lost on either side is seen.
"""

from __future__ import annotations

import io
import json
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from jsonschema import Draft202012Validator

from tradecalc.cli.app import COMMANDS, run
from tradecalc.commands.answerable import OPTIONS, WITHOUT_RANGE, answers_of
from tradecalc.commands.methods import METHODS
from tradecalc.core.backtest import METHODS as TRIED
from tradecalc.core.quantities import NAMES
from tradecalc.core.track import Verdict
from tradecalc.core.trade import TRADE_FLOWS
from tradecalc.inputs.cases import built_in_text
from tradecalc.outputs.contract import names
from tradecalc.outputs.report import ANSWERING, LIKELY_ENDS
from tradecalc.outputs.schemas import WORKING, row_schema, schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    Places = set[str]

TRADE = Path(__file__).parent.parent / "data" / "us_trade.csv"
README = Path(__file__).parent.parent.parent / "README.md"
SCHEMAS = {name: schema(name) for name in ANSWERING}
ROWS = {name: found for name in ANSWERING if (found := row_schema(name))}

GOLDEN = [
    path
    for path in sorted((Path(__file__).parent.parent / "golden" / "rows").glob("*.out"))
    if path.read_bytes().startswith(b"{")
]

OF_FILE = (
    "--cumulative --decimal comma --encoding cp1251 --where flow=exports"
    " --value-column level --period-column month"
)
TOTALS = "--ytd USD3.4bn --months 9 --prior-ytd 2.9bn --rounded --rest-growth 3..4"
GOAL = "--year 2030 --goal 9..11"


def _each(call: str) -> str:
    """A call with each method from totals as the headline's."""
    return "\n".join(f"{call} --method {method}" for method in METHODS if method != "seasonal")


CALLS = f"""
growth USD2.53bn USD3.0bn --rounded --start-year 2024
growth USD2.0bn 2.5bn 3.3bn 2.9bn --rounded
growth --from USD4bn --to 10bn --from-year 2024 --to-year 2030 --rounded
growth --from USD10bn --to 4bn --years 6 --rounded
growth --from USD4bn --rate 18 --rounded
growth --to USD4bn --rate 18 --rounded
growth --from 4 --to 10 --rate 18 --rounded
target --base USD4bn+ {GOAL}bn --current 4.53bn --current-year 2026 --what-if '9..11;16'
target --base 4 {GOAL} --what-if=-1..5
target --base USD4bn --goal 10bn --rate 18 --rounded --current 4.5bn
target --base USD4bn --years 6 --rate 18 --rounded
target --goal USD10bn --years 6 --rate 18 --rounded
project --ytd USD3.4bn --months 9 --prior-year 4bn --growth 18 --milestone 4.9bn..5.1bn --rounded
project {TOTALS} --prior-year 4bn --flow over-1bn
{_each(f"project {TOTALS} --prior-year 4bn")}
project --monthly months.csv {OF_FILE} --current-year 2024 --months 6
project --monthly months.csv {OF_FILE} --current-year 2024 --months 6 \
--rest-growth 1..2 --method rest-growth
track {TOTALS} --base 4bn {GOAL}bn
{_each(f"track {TOTALS} --base 4bn {GOAL}bn")}
track --ytd 4.4 --months 9 --base 4 --goal 10 --years 6 --current-year 2027 --prior-year 5.4 \
--growth 12% --rounded --flow over-10mn
track --ytd 3.4 --months 9 --base 4 --goal 10 --year 2030 --growth 18
track --ytd 3.1 --months 9 --base 4 --goal 10 --year 2030
track --ytd 2.4 --months 9 --base 4 --goal 10 --year 2030 --rounded
track --monthly months.csv {OF_FILE} --base-year 2023 --goal 2000mn --year 2030 \
--current-year 2024 --months 6
decompose --total USD3.0bn --total-growth 18.5%- --exports 2.2bn --exports-growth 26.7%+ --rounded
decompose --imports USD0.8bn --total 3.0bn --imports-growth 3 --total-growth 18 --rounded
decompose --exports USD2.2bn --imports 0.8bn --prior-exports 1.7bn --prior-imports 0.7bn --rounded
decompose --exports USD2.2bn --imports 0.8bn --prior-total 2.4bn --exports-growth 20 --rounded
decompose --part Iron=USD1.2bn:5% --part Oil=0.8bn:0.6bn --total 3.0bn --total-growth 18% --rounded
decompose --part Iron=USD1.2bn:5% --part Oil=0.8bn:0.6bn --rounded
decompose --parts parts.csv --decimal comma --encoding cp1251
decompose --parts parts.csv --decimal comma --encoding ''
backtest {TRADE} --series 'exports to Mexico'
backtest months.csv {OF_FILE} --flow over-1bn --jobs 1 --months 3,9
check --period 2025-08 total=3.0 total_growth=18.5%- exports=2.2 exports_growth=26.7%+
check --period 2025-08 total=3.0 exports=2.2 imports=1.5
check --period 2025-08 total=USD3.0bn balance=1.4bn coverage=275 exports_share=73 imports_share=27 \
imports_growth=0.6% total@2025=3.4bn
check exports_share@2025-08=70 exports_share@2025-09=70
report
report parts.toml
report months.toml
report imports.toml
""".strip().split("\n")
CASES = {
    "parts.toml": """
title = "Parts"
unit = "bn USD"
claims = ["balance@2025-08=1.4", "coverage@2025-08=275%", "exports_share@2025-08=73%",
    "imports_share@2025-08=27%", "imports_growth@2025-08=0.6%", "total@2024-08=2.5"]
[target]
base = "4"
goal = "9..11"
years = 6
[year_to_date]
ytd = "3.4"
months = 9
prior_ytd = "2.9"
prior_year = "4.0"
rest_growth = "3..4"
current_year = 2026
[parts]
period = "2025-08"
part = ["Iron=1.2:5%", "Oil=0.8:0.6"]
total = "3.0"
prior_total = "2.4"
""",
    "months.toml": """
title = "Months"
flow = "over-10mn"
[target]
base_year = 2024
goal = "2000mn"
year = 2030
[monthly]
file = "months.csv"
value_column = "level"
period_column = "month"
where = ["flow=exports"]
decimal = "comma"
encoding = "cp1251"
cumulative = true
[parts]
period = "2025-08"
imports = "0.8"
imports_growth = "1%"
exports = "2.2"
prior_exports = "1.74"
""",
    "imports.toml": """
title = "Imports"
[parts]
period = 2025
imports = "0.8"
prior_imports = "0.7"
total = "3.0"
""",
}


def _months() -> str:
    """Totals from January on, of four years and nine months."""
    lines = ["flow;month;level"]
    for year in range(2021, 2026):
        total = 0
        for month in range(1, 13 if year < 2025 else 10):
            total += 100 + month + 3 * (year % 4)
            lines.append(f"exports;{year}-{month:02};USD {total},5 mn")
    return "\n".join(lines) + "\n"


def _printed(call: str) -> Any:
    """The JSON that a call prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        code = run([*shlex.split(call), "-f", "json"])
    assert code in (0, 1), call
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The documents that the calls print, by call."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "months.csv").write_text(_months(), encoding="cp1251")
    (folder / "parts.csv").write_text("name;level;last_year\nОвощи;1,5;1,2\n", encoding="cp1251")
    for name, text in CASES.items():
        (folder / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield {call: _printed(call) for call in CALLS}


def _inner(root: Any, node: Any) -> Any:
    """What a reference refers to."""
    return root["$defs"][node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else node


def _there(root: Any, node: Any, place: str) -> Places:
    """Every key and every word that a schema has below a place, but for those of --explain."""
    node = _inner(root, node)
    found = {f"one of {node['enum']}: {word}" for word in node.get("enum", ())}
    found |= {f"{place}: {one['const']}" for one in node.get("anyOf", ()) if "const" in one}
    if "items" in node:
        found |= _there(root, node["items"], place)
    for name, one in (node.get("properties", {}) | node.get("patternProperties", {})).items():
        if name not in WORKING:
            found |= {f"{place}/{name}"} | _there(root, one, f"{place}/{name}")
    return found


def _used(root: Any, node: Any, value: Any, place: str) -> Places:
    """Those of them that a document has."""
    node = _inner(root, node)
    if isinstance(value, list):
        return {used for one in value for used in _used(root, node["items"], one, place)}
    if not isinstance(value, dict):
        if "enum" in node:
            return {f"one of {node['enum']}: {value}"}
        return {f"{place}: {value}"}
    found = set()
    for name, inner in value.items():
        known = {**node["properties"], **node.get("patternProperties", {})}
        key = next(key for key in known if key == name or (key[0] == "^" and re.search(key, name)))
        found |= {f"{place}/{key}"} | _used(root, known[key], inner, f"{place}/{key}")
    return found


def _objects(node: Any) -> Iterator[Any]:
    """Every schema of an object within a schema."""
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for inner in node.values():
            yield from _objects(inner)


def test_every_command_that_answers_has_a_schema() -> None:
    assert [*ANSWERING, "schema"] == list(COMMANDS)
    assert list(ROWS) == [name for name in ANSWERING if name in OPTIONS]


@pytest.mark.parametrize("name", ANSWERING)
def test_a_schema_is_one_and_allows_no_other_keys(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == f"urn:tradecalc:schema:1:{name}"
    referred = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMAS[name])))
    assert referred == set(SCHEMAS[name]["$defs"])
    for one in _objects(SCHEMAS[name]):
        assert one["additionalProperties"] is False
        assert set(one.get("required", ())) <= set(one["properties"])
        assert set(one.get("dependentRequired", ())) <= set(one["properties"])
        for described in one["properties"].values():
            assert described["description"].endswith((".", "?"))


@pytest.mark.parametrize("call", CALLS)
def test_what_is_answered_is_in_the_schema(answered: dict[str, Any], call: str) -> None:
    document = answered[call]
    Draft202012Validator(SCHEMAS[document["command"]]).validate(document)
    for name, part in document.get("reports", {}).items():
        Draft202012Validator(SCHEMAS[name]).validate(part)


def test_what_is_in_the_schemas_is_answered(answered: dict[str, Any]) -> None:
    there = {one for name in ANSWERING for one in _there(SCHEMAS[name], SCHEMAS[name], name)}
    used: Places = set()
    for document in answered.values():
        for name, part in {document["command"]: document, **document.get("reports", {})}.items():
            used |= _used(SCHEMAS[name], SCHEMAS[name], part, name)
    # What stands in the parts of a report is what stands in those commands' own documents.
    within = {f"report/reports/{name}/" for name in SCHEMAS["report"]["$defs"] if name in SCHEMAS}
    left = {one for one in there - used if not one.startswith(tuple(within))}
    assert not left, sorted(left)


@pytest.mark.parametrize(
    "call", [next(call for call in CALLS if call.startswith(name)) for name in ANSWERING]
)
def test_an_explained_answer_is_in_the_schema_with_all_that_explains_it(call: str) -> None:
    document = _printed(f"{call} --explain")
    Draft202012Validator(SCHEMAS[document["command"]]).validate(document)
    parts = document.get("reports", {call: document}).values()
    explained = [set(one) for part in parts for one in part["answers"].values() if "term" in one]
    assert explained
    assert all(set(WORKING) <= keys for keys in explained)


def test_the_words_are_those_of_the_code() -> None:
    words = {
        name: one["enum"]
        for found in SCHEMAS.values()
        for name, one in found["$defs"].items()
        if "enum" in one
    }
    assert words["method"] == list(METHODS)
    assert words["tried_method"] == list(TRIED)
    assert words["pace_verdict"] == list(get_args(Verdict))
    assert words["trade_flow"] == list(TRADE_FLOWS)
    claims = [key.split("@")[0][1:] for key in _patterns("check")]
    assert claims == list(NAMES)


def _patterns(name: str) -> list[str]:
    return list(SCHEMAS[name]["properties"]["inputs"]["patternProperties"])


def test_a_report_holds_the_schemas_of_its_parts() -> None:
    for name in SCHEMAS["report"]["properties"]["reports"]["properties"]:
        own = {key: one for key, one in SCHEMAS[name].items() if key[0] != "$"}
        held = SCHEMAS["report"]["$defs"][name]
        assert {**held, "title": own["title"]} == own
        assert SCHEMAS[name]["$defs"].items() <= SCHEMAS["report"]["$defs"].items()


BROKEN = [
    ("schema", 2),
    ("command", "target"),
    ("notes", "none"),
    ("notes", None),
    ("extra", 1),
    ("answers", {}),
    ("inputs/value_1/value", "2.53"),
    ("inputs/value_01", {"value": 2}),
    ("inputs/base", {"value": 2}),
    ("answers/growth_rate/value", "0.18"),
    ("answers/growth_rate/unit", "%"),
    ("answers/growth_rate/unit", None),
    ("answers/growth_rate/low", 0.1),
    ("answers/growth_rate/likely_low", 0.1),
    ("answers/growth_rate/formula", "a / b"),
    ("answers/change/unit", "billions"),
    ("answers/speed", {"value": 2}),
    ("tables/years", []),
    ("tables/years/0/year", 2024.5),
    ("tables/years/0/year", None),
    ("tables/years/0/speed", 1),
    ("tables/paths", [{"year": 2024}]),
]


@pytest.mark.parametrize(("place", "value"), BROKEN)
def test_what_breaks_the_contract_is_refused(place: str, value: object) -> None:
    document = _printed("growth 2.53 3.0 --start-year 2024")
    validator = Draft202012Validator(SCHEMAS["growth"])
    assert validator.is_valid(document)
    *outer, last = place.split("/")
    inner = document
    for key in outer:
        inner = inner[int(key)] if isinstance(inner, list) else inner[key]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    assert not validator.is_valid(document)


@pytest.mark.parametrize("name", ANSWERING)
def test_the_names_for_get_are_those_of_the_schema(answered: dict[str, Any], name: str) -> None:
    given = set()
    for document in answered.values():
        if document["command"] == name:
            parts = {"": document} | {f"{k}.": v for k, v in document.get("reports", {}).items()}
            for prefix, part in parts.items():
                tables, answers = part["tables"], part.get("answers", {})
                given |= {f"{prefix}{one}" for one in (*answers, *tables)}
                given |= {f"{prefix}{e}" for a in answers.values() for e in LIKELY_ENDS if e in a}
    assert len(names(name)) == len(set(names(name)))
    assert given <= set(names(name))
    if name != "report":  # whose parts have answers that no case has figures for
        assert given == set(names(name))


def _json_calls() -> list[str]:
    """The calls of the README that print JSON and nothing else."""
    calls = re.findall(r"^\$ tradecalc (.*) -f json$", README.read_text(), re.MULTILINE)
    assert calls
    return [str(call) for call in calls]


@pytest.mark.parametrize("call", _json_calls())
def test_the_json_of_the_readme_is_in_the_schema(call: str) -> None:
    Draft202012Validator(SCHEMAS[call.split(maxsplit=1)[0]]).validate(_printed(call))


def test_the_case_printed_is_answered_within_the_schema(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(built_in_text().replace('"18%+"', '"18%"'))
    Draft202012Validator(SCHEMAS["report"]).validate(_printed(f"report {case}"))


def _without(flow: str) -> dict[str, object]:
    """A row of exports, imports and total, one of which is empty, this year and the last."""
    figures = {"exports": 2.2, "imports": 0.8, "total": 3.0, "prior_exports": 1.7, "prior_total": 2}
    return {**figures, flow: "", f"prior_{flow}": ""}


# Rows with every option, of which some are empty, and rows that lack what is to be answered.
ASKED: dict[str, list[dict[str, object]]] = {
    "growth": [
        {"from": "4bn", "to": "", "rate": "18", "years": "6"},
        {"from": 4, "to": 10},
        {"from": 10, "to": 4},
        {"from": 4, "rate": 18},
        {"to": 4, "rate": 18},
        {"from": 4, "to": 10, "rate": 18},
    ],
    "target": [
        {"base": "4bn", "goal": "10bn", "rate": "", "year": 2030, "years": "", "current": "5bn"},
        {"base": 4, "goal": 10, "year": 2030},
        {"base": 4, "goal": 10, "rate": 18},
        {"base": 4, "rate": 18, "year": 2030},
        {"goal": 10, "rate": 18, "year": 2030},
    ],
    "project": [
        {**dict.fromkeys(OPTIONS["project"], ""), "ytd": 3.4, "months": 9, "prior_year": 4},
        {"ytd": "3.4bn", "months": 9, "prior_year": "4bn", "growth": 18, "milestone": "5bn"},
        {"ytd": 3.4, "months": 9, "prior_year": 4, "prior_ytd": 2.9},
    ],
    "decompose": [
        {**dict.fromkeys(OPTIONS["decompose"], ""), "exports": 2.2, "imports": 0.8},
        *(_without(flow) for flow in TRADE_FLOWS),
        {"exports": 2.2, "imports": 0.8, "prior_exports": 1.7, "imports_growth": 2},
        {"exports": 2.2, "total": 3.0, "total_growth": 18, "exports_growth": 20},
        {"imports": 0.8, "total": 3.0, "prior_total": 2.5, "prior_imports": 0.7},
    ],
}


class TestRows:
    @pytest.mark.parametrize("name", ROWS)
    def test_the_answers_are_those_that_rows_may_have(self, name: str) -> None:
        Draft202012Validator.check_schema(ROWS[name])
        answers = answers_of(name, OPTIONS[name])
        numbers = set(answers) - set(WITHOUT_RANGE)
        expected = {*answers, "error"} | {f"{n}_{end}" for n in numbers for end in ("low", "high")}
        expected |= {f"answer_{one}" for one in (*answers, "error")}
        assert set(ROWS[name]["properties"]) == expected
        typed = [*ROWS[name]["allOf"]]
        assert {key for one in typed for key in one["then"]["properties"]} == (
            {*answers, "error"} - set(OPTIONS[name])
        )

    @pytest.mark.parametrize("name", ROWS)
    def test_what_is_said_of_rows_is_in_the_schema_and_all_of_it_is(
        self, run: Any, name: str
    ) -> None:
        text = "".join(f"{json.dumps(row)}\n" for row in [*ASKED[name], {"ytd": "x"}])
        validator = Draft202012Validator(ROWS[name])
        said = set()
        for more in ((), ("--rounded",)):
            out = run(name, "--rows", "-", *more, stdin=text).stdout
            for line in out.splitlines():
                row = json.loads(line)
                validator.validate(row)
                said |= set(row)
                answers = [value for key, value in row.items() if key.startswith("answer_")]
                assert row["error"] is None or not any(answers)
        again = {f"answer_{one}" for one in said - set(OPTIONS[name])}
        assert set(ROWS[name]["properties"]) - again <= said

    @pytest.mark.parametrize(
        "said",
        [
            {"error": 1},
            {"error": None, "required_cagr": "0.16"},
            {"error": None, "years": "6", "answer_years": "6"},
            {"error": None, "answer_error": 1},
            {"required_cagr": 0.16},
        ],
    )
    def test_what_breaks_the_contract_is_refused(self, said: dict[str, object]) -> None:
        validator = Draft202012Validator(ROWS["target"])
        row = {"years": "6", "error": None, "required_cagr": 0.16, "answer_years": 6}
        assert validator.is_valid(row)
        assert validator.is_valid({**row, "Error": 3, "error": 3, "answer_error": None})
        assert not validator.is_valid(said)

    @pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.stem)
    def test_so_are_the_lines_of_the_catalogue(self, case: Path) -> None:
        name = case.with_suffix(".txt").read_text().split()[2]
        for line in case.read_text(errors="surrogateescape").splitlines():
            Draft202012Validator(ROWS[name]).validate(json.loads(line))
