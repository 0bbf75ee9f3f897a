"""Case files: what is read, what is refused, and where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tradecalc.errors import InputError, TradecalcError
from tradecalc.figures.case import TOP, Case, Stated, built_in_text, read_case
from tradecalc.questions.report import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str | bytes], Case]

HEAD = 'title = "Trade"\n'
TARGET = f"{HEAD}[target]\n"
NAMES = {*TOP, *SECTIONS, *(key for keys in SECTIONS.values() for key in keys)}
NEEDED = {  # what a section must say, and no more
    "target": '[target]\nbase = "4"\ngoal = "10"\nyear = 2030',
    "year_to_date": '[year_to_date]\nytd = "3.4"\nmonths = 9',
    "parts": '[parts]\nperiod = "2025-08"',
    "monthly": '[monthly]\nfile = "f.csv"',
}


@pytest.fixture
def case_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read a case from a file where the test runs, so that messages call it f.toml."""
    monkeypatch.chdir(tmp_path)

    def read(content: str | bytes) -> Case:
        Path("f.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_case("f.toml", SECTIONS)

    return read


def test_the_built_in_case_holds_the_figures_of_the_article_and_where_they_stand() -> None:
    case = read_case(None, SECTIONS)
    words = [case.prose(key) for key in ("source", "date", "unit", "flow", "quantity")]
    assert words == ["BAQ.kz", "2025-11-14", "bn USD", "over-1bn", "total"]
    assert case.said["base"] == Stated("4+", "on 2024")
    assert case.said["year"] == Stated("2030", "on the goal")
    goal = {"base": "4+", "base_year": "2024", "goal": "10", "year": "2030"}
    so_far = {"ytd": "3.4", "months": "9", "growth": "18%+", "current_year": "2025"}
    assert case.given("target", "year_to_date", "monthly") == goal | so_far
    parts = {"total": "3.0", "total_growth": "18.5%-", "exports": "2.2", "exports_growth": "26.7%+"}
    assert case.given("parts") == {"period": "2025-08", **parts}


def test_what_the_built_in_case_offers_in_comments_can_be_said(case_of: Read) -> None:
    offered = {"prior_ytd", "prior_year", "rest_growth", "method", "part", "file", "series"}
    keys = "|".join(offered)
    case = case_of(re.sub(rf"(?m)^# (?=(?:{keys}) = |\[monthly\])", "", built_in_text()))
    assert offered <= case.said.keys()
    assert case.given("parts")["part"] == ["Cars=2.2:26%", "Wheat=0.4:0.35"]


@pytest.mark.parametrize("value", ['"2025"', "2025", '{figure = "2025"}', "{figure = 2025}"])
def test_a_year_needs_no_quotes(case_of: Read, value: str) -> None:
    assert case_of(f"{HEAD}[parts]\nperiod = {value}\n").given("parts") == {"period": "2025"}


@pytest.mark.parametrize("value", ["2025-11-14", '"2025-11-14"', "'2025-11-14'"])
def test_a_date_is_one_or_a_text(case_of: Read, value: str) -> None:
    assert case_of(f"date = {value}\n{HEAD}{NEEDED['target']}").prose("date") == "2025-11-14"


@pytest.mark.parametrize(
    "text",
    [
        'claims = ["total=3.0", {claim = "exports=2.2", place = "line 2"}]\n',
        '[[claims]]\nclaim = "total=3.0"\n[[claims]]\nclaim = "exports=2.2"\nplace = "line 2"',
    ],
)
def test_claims_are_a_list_or_sections(case_of: Read, text: str) -> None:
    claims = [Stated("total=3.0"), Stated("exports=2.2", "line 2")]
    assert case_of(HEAD + text).said["claims"] == claims


def test_a_file_of_months_lies_beside_the_case(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'{HEAD}[monthly]\nfile = "m.csv"\nwhere = ["a=X"]\ncumulative = true\n')
    case = read_case(str(path), SECTIONS)
    assert case.given("monthly") == {"file": "m.csv", "where": ["a=X"], "cumulative": True}
    assert case.folder == str(tmp_path)


@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("after", ["", "\n# the end", "\n[monthly]\n# file = 'months.csv'"])
def test_what_editors_leave_does_not_matter(
    case_of: Read, before: str, end: str, after: str
) -> None:
    text = f"{before}{built_in_text()}{after}".replace("\n", end)
    assert case_of(text).said == read_case(None, SECTIONS).said


def test_prose_is_on_one_line_and_does_not_steer_a_terminal(case_of: Read) -> None:
    case = case_of('title = "Trade\\u001b[31m\\n on its way"\nclaims = ["x=1"]')
    assert case.prose("title") == "Trade [31m on its way"


REFUSED: dict[str | bytes, str] = {  # and more in golden/errors/report.txt
    f"{TARGET}base = 4.0": '3: base needs quotes: write "4.0"',
    f'{TARGET}\n# x\nbase = {{figure = 4.00, place = "line 2"}}': "5: base needs quotes",
    f'{TARGET}base = " "': "3: base is empty: write a value, or drop it",
    f"{TARGET}goal = 2030-01-01": '3: goal must be a text in quotes, "..."',
    f'{TARGET}base = {{place = "line 2"}}': "3: base must be a text or {",
    f"{TARGET}base-year = 2024": "3: 'base-year' is unknown in [target]: did you mean base_year?",
    f'{TARGET}zzz = "10"': "3: 'zzz' is unknown in [target]: choose from base, goal, year, years",
    f'{TARGET}ytd = "3.4"': "3: ytd must be below [year_to_date]",
    f'{TARGET}base = "4"\nbase = "5"': "line 4",
    f'{HEAD}flow = "over-1mn"': "2: flow 'over-1mn' is unknown: did you mean over-10mn?",
    f'{HEAD}quantity = "export"': "2: quantity 'export' is unknown: did you mean exports?",
    f'{HEAD}unit = "bn tonnes"': "2: unit has an unknown word, 'tonnes'",
    f'{HEAD}[parts]\npart = ["Cars=2.2", 3]': "3: part needs quotes",
    f'{HEAD}[[claims]]\nplace = "x"': "2: claims must be a text or {claim =",
    NEEDED["target"]: 'f.toml needs a title: begin with title = "..."',
    " \n": "f.toml is empty: put figures into it",
    '{"title": "Trade"}': "f.toml is not TOML, ",
    "title = " + "[" * 5000: "f.toml is not TOML, ",
    "title = " + "9" * 5000: "f.toml is not TOML, ",
    HEAD.encode("utf-16"): "f.toml is not UTF-8 text: save it as UTF-8",
    b"PK\x03\x04\xff xl/": "f.toml is not UTF-8 text",
}


@pytest.mark.parametrize("text", REFUSED)
def test_it_says_where_and_what_to_write(case_of: Read, text: str | bytes) -> None:
    message = REFUSED[text]
    with pytest.raises(InputError) as refused:
        case_of(text)
    said = f"f.toml, line {message}" if message[0].isdigit() else message
    assert said in str(refused.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    section=st.sampled_from(["", *SECTIONS]),
    key=st.from_regex("[a-z][a-z_-]{0,25}", fullmatch=True).filter(lambda key: key not in NAMES),
)
def test_an_unknown_key_is_refused_by_name(case_of: Read, section: str, key: str) -> None:
    header, place = (f"[{section}]\n", f" in [{section}]") if section else ("", "")
    with pytest.raises(InputError) as refused:
        case_of(f'{HEAD}{header}{key} = "1"\n')
    where = f"f.toml, line {3 if section else 2}"
    assert str(refused.value).startswith(f"{where}: {key!r} is unknown{place}: ")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_its_keys_and_needs_some_of_them(case_of: Read, section: str) -> None:
    header, *lines = NEEDED[section].split("\n")
    for key in SECTIONS[section].keys() - {"part", "where", "cumulative"}:
        others = [line for line in lines if not line.startswith(f"{key} =")]
        case = case_of("\n".join([HEAD, header, *others, f'{key} = "1"']))
        assert case.given(section)[key] == "1"
        if len(others) < len(lines):
            others = others or ["total = '3'" if section == "parts" else "decimal = 'point'"]
            with pytest.raises(InputError) as refused:
                case_of("\n".join([HEAD.strip(), header, *others]))
            said = f"f.toml, line 2: [{section}] needs {key}: write {key} = "
            assert str(refused.value).startswith(said)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.text(alphabet="ab=[]{}\".,#\n' 1+%\\"))
@example(text='claims = [[["a"]]]')
@example(text='title = {figure = {figure = "a"}}')
@example(text="[target]\nbase = 0x" + "f" * 5000)
@example(text='title.b = "a"\ntitle.b.c = "d"')
@example(text='"" = 1\n"a\\u001b" = 2')
def test_any_text_is_a_case_or_refused(case_of: Read, text: str) -> None:
    for whole in (text, TARGET + text, built_in_text() + text):
        try:
            case_of(whole.encode(errors="replace"))
        except TradecalcError as error:
            assert "\n" not in str(error)
            assert "\x1b" not in str(error)


def test_a_key_whose_line_is_not_found_is_named_by_its_file() -> None:
    case = Case("trade.toml", '"to\\u0074al" = 3\n[target]\nbase = 1 # x\n', "", {}, {})
    assert case.at("target", "base") == "trade.toml, line 3"
    assert case.at("target") == case.at("target", "goal") == "trade.toml, line 2"
    assert case.at("", "total") == "trade.toml"
