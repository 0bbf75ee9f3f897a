"""Case files: what is read, and every refusal word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tradecalc.errors import InputError, TradecalcError
from tradecalc.inputs.cases import built_in_text, read_case
from tradecalc.inputs.stated import Stated
from tradecalc.inputs.toml_file import TomlFile, read_toml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = 'title = "Trade"\n'
TARGET = f"{HEAD}[target]\n"


KEYS = {  # "" is above every section
    "": {"title", "source", "date", "unit", "flow", "quantity", "notes", "claims"},
    "target": {"base", "base_year", "goal", "year", "years"},
    "year_to_date": {
        *("ytd", "months", "growth", "prior_ytd", "prior_year"),
        *("rest_growth", "method", "current_year"),
    },
    "parts": {
        *("period", "part", "exports", "imports", "total"),
        *("exports_growth", "imports_growth", "total_growth"),
        *("prior_exports", "prior_imports", "prior_total"),
    },
    "monthly": {
        *("file", "series", "value_column", "period_column", "where"),
        *("decimal", "encoding", "cumulative"),
    },
}


NEEDED = {  # what a section must say, and no more
    "target": '[target]\nbase = "4"\ngoal = "10"\nyear = 2030',
    "year_to_date": '[year_to_date]\nytd = "3.4"\nmonths = 9',
    "parts": '[parts]\nperiod = "2025-08"',
    "monthly": '[monthly]\nfile = "f.csv"',
}


class TestTheBuiltInCase:
    def test_it_holds_the_figures_of_the_article_and_where_they_stand(self) -> None:
        case = read_case()
        assert (case.source, case.date, case.unit) == ("BAQ.kz", "2025-11-14", "bn USD")
        assert (case.flow, case.quantity) == ("over-1bn", "total")
        assert case.target == {
            "base": Stated("4+", "on 2024"),
            "base_year": Stated("2024"),
            "goal": Stated("10", "on the goal"),
            "year": Stated("2030", "on the goal"),
        }
        assert case.year_to_date == {
            "ytd": Stated("3.4", "on nine months"),
            "months": Stated("9"),
            "growth": Stated("18%+", "on nine months"),
            "current_year": Stated("2025"),
        }
        assert {key: stated.text for key, stated in case.parts.items()} == {
            "period": "2025-08",
            "total": "3.0",
            "total_growth": "18.5%-",
            "exports": "2.2",
            "exports_growth": "26.7%+",
        }

    def test_its_text_is_a_case_file(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_text(built_in_text())
        mine = read_case(str(path))
        assert mine == read_case()._replace(folder=str(tmp_path), file=mine.file)
        assert mine.file.text == built_in_text()

    def test_what_it_offers_in_comments_can_be_said(self, tmp_path: Path) -> None:
        offered = {"prior_ytd", "prior_year", "rest_growth", "method", "part", "file", "series"}
        lines = [
            line.removeprefix("# ")
            if line.removeprefix("# ").split(" = ")[0] in {*offered, "[monthly]"}
            or line.startswith("# [monthly]")
            else line
            for line in built_in_text().splitlines()
        ]
        path = tmp_path / "mine.toml"
        path.write_text("\n".join(lines))
        case = read_case(str(path))
        assert offered - {"part"} <= {*case.year_to_date, *case.monthly}
        assert [part.text for part in case.part] == ["Cars=2.2:26%", "Wheat=0.4:0.35"]


class TestReading:
    def test_a_minimal_case_is_a_title_and_figures(self, written: Callable[..., str]) -> None:
        case = read_case(written(f'{TARGET}base = "4+"\ngoal = "10"\nyear = 2030\n'))
        assert case.title == "Trade"
        assert {key: stated.text for key, stated in case.target.items()} == {
            "base": "4+",
            "goal": "10",
            "year": "2030",
        }
        assert (case.source, case.date, case.unit, case.flow, case.quantity) == (
            *("", "", "", ""),
            "total",
        )

    @pytest.mark.parametrize("value", ['"2025"', "2025", '{figure = "2025"}', "{figure = 2025}"])
    def test_a_year_needs_no_quotes(self, written: Callable[..., str], value: str) -> None:
        case = read_case(written(f"{HEAD}[parts]\nperiod = {value}\n"))
        assert case.parts["period"] == Stated("2025")

    @pytest.mark.parametrize("value", ["2025-11-14", '"2025-11-14"', "'2025-11-14'"])
    def test_a_date_is_one_or_a_text(self, written: Callable[..., str], value: str) -> None:
        assert read_case(written(f"date = {value}\n{HEAD}{NEEDED['target']}")).date == "2025-11-14"

    @pytest.mark.parametrize(
        "text",
        [
            'claims = ["total=3.0", {claim = "exports=2.2", place = "line 2"}]\n',
            '[[claims]]\nclaim = "total=3.0"\n[[claims]]\nclaim = "exports=2.2"\nplace = "line 2"',
        ],
    )
    def test_claims_are_a_list_or_sections(self, written: Callable[..., str], text: str) -> None:
        case = read_case(written(HEAD + text))
        assert case.claims == (Stated("total=3.0"), Stated("exports=2.2", "line 2"))

    def test_a_file_of_months_lies_beside_the_case(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_text(
            f'{HEAD}[monthly]\nfile = "months.csv"\nseries = "a"\nwhere = ["flow=X", "freq=M"]\n'
            'value_column = "v"\nencoding = "cp1251"\ndecimal = "comma"\ncumulative = true\n'
        )
        case = read_case(str(path))
        assert case.monthly_file == str(tmp_path / "months.csv")
        assert case.choice._asdict() == {
            "series": "a",
            "value_column": "v",
            "period_column": None,
            "where": ("flow=X", "freq=M"),
            "decimal": "comma",
            "encoding": "cp1251",
            "cumulative": True,
        }
        assert read_case().monthly_file is None

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: "\ufeff" + text,
            lambda text: text.replace("\n", "\r\n"),
            lambda text: text + "\n\n# the end",
        ],
        ids=["a byte order mark", "ends of line as on Windows", "no end of line"],
    )
    def test_what_editors_leave_does_not_matter(
        self, written: Callable[..., str], change: Callable[[str], str]
    ) -> None:
        plain = read_case(written(built_in_text()))
        changed = read_case(written(change(built_in_text())))
        assert changed._replace(file=plain.file) == plain

    def test_prose_is_on_one_line_and_does_not_steer_a_terminal(
        self, written: Callable[..., str]
    ) -> None:
        case = read_case(
            written('title = "Trade\\u001b[31m\\n on its way"\nnotes = ["a\\tb"]\nclaims = ["x=1"]')
        )
        assert (case.title, case.notes) == ("Trade [31m on its way", ("a b",))

    def test_standard_input(self, standard_input: Callable[[bytes], None]) -> None:
        standard_input(f'{TARGET}base = "4"\nbas = "4"'.encode())
        with pytest.raises(InputError) as refused:
            read_case("-")
        assert str(refused.value) == (
            "standard input, line 4: 'bas' is not a key of [target]: write base"
        )


NOT_A_CASE = "not a case: tradecalc report --print-case writes one to start from"
REFUSED: dict[str, tuple[str, str]] = {
    # figures
    "a level with a point": (
        f"{TARGET}base = 4.0",
        'f.csv, line 3: base is 4.0 without quotes, and its digits count: write "4.0"',
    ),
    "a level without": (
        f"{TARGET}base = 4",
        'f.csv, line 3: base is 4 without quotes, and its digits count: write "4"',
    ),
    "a level with its place": (
        f'{TARGET}\n# a comment\nbase = {{figure = 4.0, place = "line 2"}}',
        'f.csv, line 5: base is 4.0 without quotes, and its digits count: write "4.0"',
    ),
    "a figure that TOML cannot read": (
        f"{TARGET}base = 4+  # more than 4",
        'f.csv, line 3: base has no quotes: write base = "4+"',
    ),
    "one beside its place": (
        f'{TARGET}base = {{place = "line 2", figure = 3,4}}',
        'f.csv, line 3: figure has no quotes: write figure = "3,4"',
    ),
    "a decimal comma": (
        f"{TARGET}base = 3,4",
        'f.csv, line 3: base has no quotes: write base = "3,4"',
    ),
    "a month": (
        f"{HEAD}[parts]\nperiod = 2025-08",
        'f.csv, line 3: period has no quotes: write period = "2025-08"',
    ),
    "an impossible date": (
        f"{HEAD}date = 2025-13-01",
        'f.csv, line 2: date has no quotes: write date = "2025-13-01"',
    ),
    "part of a year": (
        f"{TARGET}year = 2030.5",
        "f.csv, line 3: year is 2030.5, which is not a whole number: write one, such as 2030",
    ),
    "an empty figure": (
        f'{TARGET}base = " "',
        "f.csv, line 3: base is empty: write something, or drop it",
    ),
    "a list": (
        f"{TARGET}base = [4]",
        'f.csv, line 3: base is a list: write a text in quotes, "..."',
    ),
    "true": (
        f"{TARGET}base = true",
        'f.csv, line 3: base is true or false: write a text in quotes, "..."',
    ),
    "a date": (
        f"{TARGET}goal = 2030-01-01",
        'f.csv, line 3: goal is a date or a time: write a text in quotes, "..."',
    ),
    "a place alone": (
        f'{TARGET}base = {{place = "line 2"}}',
        'f.csv, line 3: base holds no figure: write {figure = "...", place = "..."}',
    ),
    "another key beside the figure": (
        f'{TARGET}base = {{figure = "4", line = "2"}}',
        "f.csv, line 3: base holds 'line': write figure and place",
    ),
    # keys and sections
    "a misspelt key": (
        f'{TARGET}gaol = "10"',
        "f.csv, line 3: 'gaol' is not a key of [target]: write goal",
    ),
    "a key with a hyphen": (
        f"{TARGET}base-year = 2024",
        "f.csv, line 3: 'base-year' is not a key of [target]: write base_year",
    ),
    "a key unlike any": (
        f'{TARGET}zzz = "10"',
        "f.csv, line 3: 'zzz' is not a key of [target]: write base, base_year, goal, year, years",
    ),
    "a key of another section": (
        f'{TARGET}ytd = "3.4"',
        "f.csv, line 3: ytd stands below [target]: write it below [year_to_date]",
    ),
    "a key of the top in a section": (
        f'{TARGET}unit = "bn USD"',
        "f.csv, line 3: unit stands below [target]: write it above the first section",
    ),
    "a key of a section at the top": (
        f'{HEAD}base = "4"',
        "f.csv, line 2: base stands above every section: write it below [target]",
    ),
    "a misspelt key of the top": (
        'titel = "Trade"',
        "f.csv, line 1: 'titel' is not a key of a case: write title",
    ),
    "a misspelt section": (
        f'{HEAD}\n[tarjet]\nbase = "4"',
        "f.csv, line 3: 'tarjet' is not a section of a case: write [target]",
    ),
    "a section that is a text": (
        f'{HEAD}target = "4"',
        "f.csv, line 2: [target] is a section: write [target] on its own line",
    ),
    "a section in two pairs of brackets": (
        f'{HEAD}[[target]]\nbase = "4"',
        "f.csv, line 2: [target] is a section: write [target] on its own line",
    ),
    "a key twice": (
        f'{TARGET}base = "4"\nbase = "5"',
        "f.csv, line 4: 'base' stands twice: drop one",
    ),
    "a section twice": (
        f'{TARGET}base = "4"\n[target]\ngoal = "5"',
        "f.csv, line 4: 'target' stands twice: drop one",
    ),
    # what else a case says
    "an unknown kind of flow": (
        f'{HEAD}flow = "over-1mn"',
        (
            "f.csv, line 2: flow 'over-1mn' is not one of national, over-1bn, over-100mn,"
            " over-10mn, under-10mn"
        ),
    ),
    "an unknown quantity": (
        f'{HEAD}quantity = "export"',
        "f.csv, line 2: quantity 'export' is not one of total, exports, imports",
    ),
    "a unit that is none": (
        f'{HEAD}unit = "bn tonnes"',
        (
            "f.csv, line 2: unit 'bn tonnes' has 'tonnes' in it, which is neither a scale"
            " (thousand, mn, bn, trn) nor a currency sign or code (USD, EUR, KZT): drop it, or"
            " write one of those"
        ),
    ),
    "per cent for a unit": (
        f'{HEAD}unit = "%"',
        "f.csv, line 2: unit '%' is a per cent: write that of levels, such as bn USD",
    ),
    "one claim and no list": (
        f'{HEAD}claims = "total=3"',
        'f.csv, line 2: claims is a text: write claims = ["..."], with brackets',
    ),
    "a number among the parts": (
        f'{HEAD}[parts]\npart = ["Cars=2.2", 3]',
        'f.csv, line 3: part 2 is 3 without quotes, and its digits count: write "3"',
    ),
    "a section of claims without one": (
        f'{HEAD}[[claims]]\nclaim = "total=3"\n\n[[claims]]\nplace = "line 2"',
        'f.csv, line 5: [claims] holds no claim: write {claim = "...", place = "..."}',
    ),
    "true in quotes": (
        f'{HEAD}[monthly]\nfile = "months.csv"\ncumulative = "true"',
        "f.csv, line 4: cumulative is a text: write true or false, without quotes",
    ),
    "months without a file": (
        f'{HEAD}[monthly]\nseries = "a"',
        'f.csv, line 2: [monthly] has no file: write file = "months.csv" below it',
    ),
    "no title": ('[target]\nbase = "4"', 'f.csv has no title: begin it with title = "..."'),
    "an empty title": (
        'title = ""\n[target]\nbase = "4"',
        "f.csv, line 1: title is empty: write something, or drop it",
    ),
    "no figures": (
        HEAD,
        "f.csv has no figures: add [target], [year_to_date], [parts], [monthly] or claims",
    ),
    # what is not TOML
    "curly quotes": (
        "title = “Trade”\n",
        'f.csv, line 1: title has no quotes: write title = "Trade"',
    ),
    "quotes left open": (
        f'title = "Trade\n{TARGET}',
        "f.csv, line 1: a text has no end: close its quotes",
    ),
    "nothing": (" \n", "f.csv is empty: write the figures into it first"),
    "a table": ("period,value\n2025-01,3\n", f"f.csv is a table, {NOT_A_CASE}"),
    "JSON": ('{"title": "Trade"}', f"f.csv is JSON, {NOT_A_CASE}"),
    "a web page": ("<!doctype html>", f"f.csv is a web page, {NOT_A_CASE}"),
    "lists in lists": (
        "title = " + "[" * 5000,
        f"f.csv cannot be read as TOML, and so is {NOT_A_CASE}",
    ),
    "a number too long": (
        "title = " + "9" * 5000,
        f"f.csv cannot be read as TOML, and so is {NOT_A_CASE}",
    ),
}


class TestRefusing:
    @pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
    def test_it_says_where_and_what_to_write(
        self, written: Callable[..., str], text: str, message: str
    ) -> None:
        with pytest.raises(InputError) as refused:
            read_case(written(text))
        assert str(refused.value) == message

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (
                '# a case\ntitle = "Экспорт"\n'.encode("cp1251"),
                "f.csv, line 2 is not UTF-8 text: save the file as UTF-8",
            ),
            (HEAD.encode("utf-16"), "f.csv, line 1 is not UTF-8 text: save the file as UTF-8"),
            (HEAD.encode("utf-16-le"), "f.csv is not UTF-8 text: save the file as UTF-8"),
            (b"PK\x03\x04 xl/", f"f.csv is an Excel workbook, {NOT_A_CASE}"),
        ],
    )
    def test_a_file_of_another_encoding_or_kind(
        self, written: Callable[..., str], data: bytes, message: str
    ) -> None:
        with pytest.raises(InputError) as refused:
            read_case(written(data))
        assert str(refused.value) == message

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("none.toml", "none.toml cannot be read: No such file or directory"),
            (".", ". is a directory: name a file in it"),
            ("a\0b", r"'a\x00b' is not a file name"),
        ],
    )
    def test_what_is_no_file(self, path: str, message: str) -> None:
        with pytest.raises(InputError) as refused:
            read_case(path)
        assert str(refused.value) == message

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        section=st.sampled_from(sorted(KEYS)),
        key=st.from_regex("[a-z][a-z_-]{0,25}", fullmatch=True).filter(
            lambda key: all(key not in keys for keys in KEYS.values()) and key not in KEYS
        ),
    )
    def test_an_unknown_key_is_refused_by_name(
        self, written: Callable[..., str], section: str, key: str
    ) -> None:
        header = f"[{section}]\n" if section else ""
        with pytest.raises(InputError) as refused:
            read_case(written(f'{HEAD}{header}{key} = "1"\n'))
        whose = f"[{section}]" if section else "a case"
        line = 3 if section else 2
        assert str(refused.value).startswith(
            f"f.csv, line {line}: {key!r} is not a key of {whose}: "
        )

    @pytest.mark.parametrize("section", [section for section in KEYS if section])
    def test_a_key_that_there_is_is_read(self, written: Callable[..., str], section: str) -> None:
        for key in KEYS[section] - {"part", "where", "cumulative"}:
            needed = [ln for ln in NEEDED[section].split("\n") if not ln.startswith(f"{key} =")]
            text = "\n".join([HEAD, *needed, f'{key} = "1"'])
            case: Any = read_case(written(text))
            assert getattr(case, section)[key] == Stated("1")

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text() | st.text(alphabet="ab=[]{}\".,#\n' 1+%\\"))
    @example(text='claims = [[["a"]]]')
    @example(text='title = {figure = {figure = "a"}}')
    @example(text="[target]\nbase = 0x" + "f" * 5000)
    @example(text='title.b = "a"\ntitle.b.c = "d"')
    def test_any_text_is_a_case_or_refused(self, written: Callable[..., str], text: str) -> None:
        for whole in (text, TARGET + text, built_in_text() + text):
            try:
                read_case(written(whole.encode(errors="replace")))
            except TradecalcError as error:
                assert "\n" not in str(error)
                assert "\x1b" not in str(error)


@pytest.mark.parametrize(
    ("section", "key", "example"),
    [
        ("target", "base", '"3.4"'),
        ("target", "goal", '"3.4"'),
        ("target", "year", "2030"),
        ("year_to_date", "ytd", '"3.4"'),
        ("year_to_date", "months", "9"),
    ],
)
def test_a_section_without_what_it_needs_says_so(
    written: Callable[..., str], section: str, key: str, example: str
) -> None:
    lines = [line for line in NEEDED[section].split("\n") if not line.startswith(f"{key} =")]
    with pytest.raises(InputError) as refused:
        read_case(written("\n".join([HEAD.strip(), *lines])))
    assert str(refused.value) == (
        f"f.csv, line 2: [{section}] has no {key}: write {key} = {example} below it"
    )


def test_a_key_whose_line_is_not_found_is_named_by_its_file() -> None:
    file = TomlFile("trade.toml", '"to\\u0074al" = 3\nrest = 1\n', {"total": 3, "rest": 1})
    assert file.at(key="rest") == "trade.toml, line 2"
    assert file.at(key="total") == "trade.toml"


def test_of_a_line_with_several_values_the_one_without_quotes_is_named(
    written: Callable[..., str],
) -> None:
    with pytest.raises(InputError, match=r'growth has no quotes: write growth = "18\.5%"'):
        read_toml(written("exports = { level = 3, growth = 18.5% }\n"), wanted="a case")
