"""The installed command as a user meets it: in a pipe, at a terminal, interrupted, cut off."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING, Any

import pytest

import tradecalc
from tests.conftest import UNMEASURED
from tradecalc.cli.app import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable

PARTNERS = "partner,2023,2024,goal,ytd,exports,imports\nUzbekistan,3.5,4,10,3.4,2.2,0.8\n"
TARGET = ("target", "--base", "4", "--goal", "10", "--year", "2030")
PROJECT = ("project", "--ytd", "3.4", "--months", "9", "--prior-year", "4+", "--growth", "18%+")
DECOMPOSE = (
    *("decompose", "--total", "3.0", "--total-growth", "18.5%-"),
    *("--exports", "2.2", "--exports-growth", "26.7%+"),
)
CHECK = ("check", "total@2025-08=3.0", "total_growth@2025-08=18.5%-", "exports@2025-08=2.2")
TRADE = Path(__file__).parent.parent / "data" / "us_trade.csv"
TRACK = ("track", "--ytd", "3.4", "--months", "9", "--base", "4+", *TARGET[3:], "--growth", "18%+")
MONTHS = ("project", "--monthly", str(TRADE), "--series", "exports to Mexico", "--months", "6")
BACKTEST = ("backtest", str(TRADE), "--series", "imports from Mexico")
BIN = Path(sys.executable).parent / "tradecalc"


def test_a_bare_answer(run: Any) -> None:
    assert run(*TARGET, "-q").stdout == "0.16499305075071297\n"
    assert run(*TARGET, "--get", "yearly_increase").stdout == "1.0\n"
    assert run(*TARGET, "--get", "path").stdout.splitlines()[:2] == [
        "year,level,increase,straight_line",
        "2024,4.0,,4.0",
    ]
    assert run("growth", "--from", "4", "--rate", "18", "--years", "6", "-q").stdout.startswith(
        "10.79821"
    )


def test_an_answer_can_be_fed_back(run: Any) -> None:
    rate = run(*TARGET, "-q").stdout
    back = run(
        "target", "--base", "4", "--rate", rate, "--year", "2030", "--fractions", "-q"
    ).stdout
    assert float(back) == pytest.approx(10, rel=1e-14)


def test_values_from_standard_input(run: Any) -> None:
    spread = run("growth", "-", "-q", stdin="2.0 2,5\n3.3\t2.9\r\n3.9 4.0\n")
    assert spread.stdout == run("growth", *["2.0", "2.5", "3.3", "2.9", "3.9", "4.0"], "-q").stdout
    assert run("growth", "-", stdin="").returncode == 2
    broken = run("growth", "-", stdin=b"2 \xff 3")
    assert (broken.returncode, broken.stderr) == (
        2,
        "tradecalc: standard input is not UTF-8 text: save it as UTF-8\n",
    )


def test_figures_below_zero_are_no_options(run: Any) -> None:
    assert run("growth", "5", "-2", "--get", "change").stdout == "-7.0\n"
    assert run("growth", "--from", "10", "--rate", "-5", "-q").stdout == "9.5\n"
    assert run("growth", "--from", "10", "--rate=-5", "-q").stdout == "9.5\n"
    falling = run("target", "--base", "10", "--goal", "4", "--rate", "-5", "-f", "json").stdout
    shown = json.loads(falling)
    assert shown["inputs"]["rate"]["written"] == "-5"


def test_notes_stay_out_of_machine_output(run: Any) -> None:
    assert "Note: 2024 to 2030" in run(*TARGET).stdout
    for args in (("-q",), ("-f", "csv"), ("--get", "path")):
        done = run(*TARGET, *args)
        assert "2024 to 2030, 6 years" not in done.stdout
        assert done.stderr == ""
    assert json.loads(run(*TARGET, "-f", "json").stdout)["notes"] == [
        "2024 to 2030, 6 years; set --base-year."
    ]


def test_notes_beside_a_bare_answer_at_a_terminal(terminal: Callable[..., str]) -> None:
    assert terminal(*TARGET, "-q", width=80).splitlines() == [
        "Note: 2024 to 2030, 6 years; set --base-year.",
        "0.16499305075071297",
    ]


def test_a_doubtful_rate_is_said_on_stderr(run: Any) -> None:
    done = run("target", "--base", "4", "--rate", "0.165", "--year", "2030", "-q")
    assert done.returncode == 0
    assert done.stderr == (
        "Note: --rate 0.165 was read as 0.165 %; write 16.5, or add --fractions.\n"
    )


ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize(
    "args",
    [TARGET, PROJECT, TRACK, ("growth", "2", "3", "2.5"), DECOMPOSE, CHECK, MONTHS, BACKTEST],
)
def test_nothing_is_cut_or_folded_at_a_terminal(
    terminal: Callable[..., str], run: Any, args: tuple[str, ...], width: int
) -> None:
    screen = ANSI.sub("", terminal(*args, width=width))
    assert max(len(line) for line in screen.splitlines()) <= width
    assert "…" not in screen
    piped = run(*args).stdout
    for number in re.findall(r"[-+]?\d[\d.]*\d(?: %)?", piped.split("Note:")[0]):
        assert number in screen


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize("width", [40, 60, 80])
def test_signs_of_two_columns_are_counted_as_two(
    terminal: Callable[..., str], width: int, term: str
) -> None:
    part = "機械類及び輸送用機器、電気機器並びにその部品"
    screen = terminal("decompose", "--part", f"{part}=2:5%", "--total", "3", width=width, TERM=term)
    lines = ANSI.sub("", screen).splitlines()
    assert max(sum(2 if sign > "\u3000" else 1 for sign in line) for line in lines) <= width
    assert "…" not in screen
    assert part in "".join(screen.split())
    assert {"2.00", "+5.0", "66.7"} <= {*screen.split()}


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_a_report_keeps_its_order_and_its_bars_at_every_width(
    terminal: Callable[..., str], width: int
) -> None:
    screen = ANSI.sub("", terminal("report", width=width))
    assert max(len(line) for line in screen.splitlines()) <= width
    assert "…" not in screen
    assert ("█|" in screen) == (width >= 60)
    words = ["Kazakhstan", "Trade came", "Figures", "Years", "How fast", "Where will", "What does"]
    places = [screen.index(word) for word in [*words, "on track?", "What made", "figures agree?"]]
    assert places == sorted(places)


def test_bars_are_of_signs_that_the_terminal_has(terminal: Callable[..., str]) -> None:
    assert "#######|" in terminal("report", width=80, PYTHONIOENCODING="ascii")


def test_a_report_is_drawn_and_a_case_printed(run: Any, tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(run("report", "--print-case").stdout)
    chart = tmp_path / "chart.svg"
    done = run("report", str(case), "--chart", str(chart), "--get", "track.verdict")
    assert (done.returncode, done.stdout, done.stderr) == (0, "acceleration-needed\n", "")
    assert "Kazakhstan and Uzbekistan" in chart.read_text()
    piped = run("report", "-", stdin=case.read_bytes(), PYTHONUTF8="1")
    assert piped.stdout == run("report", PYTHONUTF8="1").stdout


STYLE = re.compile(r"\x1b\[([0-9;]*)m")


def test_a_terminal_gets_bold_print_in_its_own_colours(
    terminal: Callable[..., str], run: Any
) -> None:
    report = terminal("report", width=80)
    assert set(STYLE.findall(report)) == {"1", "1;4", "3", "0"}
    assert STYLE.findall(terminal("report", width=80, NO_COLOR="1")) == STYLE.findall(report)
    assert "\x1b" not in terminal(*TARGET, width=80, TERM="dumb")
    assert "\x1b" not in run(*TARGET).stdout
    assert "\x1b[1m" in run(*TARGET, FORCE_COLOR="1", TERM="xterm-256color").stdout


@pytest.mark.parametrize("args", [(*TARGET, "--explain"), TRACK, ("report",)])
def test_a_terminal_that_draws_nothing_gets_folded_text(
    terminal: Callable[..., str], run: Any, args: tuple[str, ...]
) -> None:
    screen = terminal(*args, width=60, TERM="dumb")
    assert max(len(line) for line in screen.splitlines()) <= 60
    said = run(*args).stdout.replace("█", "").split()
    assert {word for word in said if word.isalpha()} <= {*screen.split()}


def test_a_pipe_is_never_folded(run: Any) -> None:
    lines = run(*PROJECT, "--rounded", COLUMNS="20").stdout.splitlines()
    assert max(map(len, lines)) > 100


def test_formats_exclude_one_another(run: Any) -> None:
    for args in (("-q", "-f", "json"), ("-q", "--get", "years"), ("--get", "years", "-f", "csv")):
        assert run(*TARGET, *args).returncode == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Any, command: str) -> None:
    text = run(command, "-h", COLUMNS="100").stdout
    assert text == run(command, "--help", COLUMNS="100").stdout
    assert f"tradecalc {command} " in text
    assert all(panel in text for panel in ("Output", "Examples:"))
    assert ("\nFigures:\n" in text) == (command != "schema")  # which is asked of no figures
    titles = re.findall(r"(?m)^(\w+):$", text)
    assert titles[-3:] == ["Output", "Options", "Examples"]  # behind what is asked, everywhere


def test_no_option_is_guessed_that_is_little_like_it(run: Any) -> None:
    said = {name: run("track", name, "18").stderr for name in ("--rate", "--rows", "--yaer")}
    assert "did you mean" not in said["--rate"] + said["--rows"]
    assert "did you mean --year?" in said["--yaer"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_work(run: Any, shell: Any, tmp_path: Path, command: str) -> None:
    for name in ("exports.csv", "imports.csv"):
        copy(TRADE, tmp_path / name)
    (tmp_path / "partners.csv").write_text(PARTNERS)
    text = run(command, "-h", COLUMNS="200").stdout
    examples = re.findall(r"^ +(tradecalc .*?) *$", text.split("Examples:")[1], re.MULTILINE)
    assert len(examples) >= 3
    for example in examples:
        assert shell(f"cd {tmp_path} && {example}").returncode == 0, example


def test_a_bare_call_shows_one_screen(run: Any) -> None:
    done = run()
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) <= 24
    assert done.stdout.count("  tradecalc ") == 2
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_version_and_module(run: Any) -> None:
    assert run("--version").stdout == f"tradecalc {tradecalc.__version__}\n"
    done = subprocess.run(
        [sys.executable, "-m", "tradecalc", *TARGET, "-q"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0.16499305075071297\n"


def test_a_closed_pipe_ends_it_silently(shell: Any) -> None:
    for line in (
        "growth $(seq 4000) --get years | head -1",
        "growth $(seq 4000) | head -1",
        "growth $(seq 4000) | true",
        "target -h | true",
    ):
        done = shell(f"tradecalc {line}; echo ${{PIPESTATUS[0]}}")
        assert done.stdout.splitlines()[-1] == "0", line
        assert "Traceback" not in done.stderr
        assert "tradecalc:" not in done.stderr


def test_an_output_that_cannot_be_written_is_said(shell: Any) -> None:
    full = shell("tradecalc target --base 4 --goal 10 --year 2030 >/dev/full")
    assert (full.returncode, full.stderr) == (
        2,
        "tradecalc: the answer cannot be written: No space left on device\n",
    )
    closed = shell("tradecalc target --base 4 --goal 10 --year 2030 >&-")
    assert closed.returncode == 2
    assert "Traceback" not in closed.stderr


def test_ascii_streams_and_a_closed_stderr_do_no_harm(run: Any, shell: Any) -> None:
    done = run("growth", "2 млрд", "3 млрд", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert shell("tradecalc growth 0 1 2>&-").returncode == 3


def test_ctrl_c_gives_130() -> None:
    with subprocess.Popen(
        [str(BIN), "growth", "-"],
        env=UNMEASURED,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        # More than a pipe holds: once it is written, the command is reading, and waits for more.
        process.stdin.write(b"1 " * 500_000)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert out == b""
        assert b"Traceback" not in err


def test_an_empty_name_is_no_headline(run: Any) -> None:
    done = run("growth", "2", "3", "--get", "")
    assert done.returncode == 2
    assert "there is no answer ''" in done.stderr


def test_an_option_glued_to_its_value_is_no_value(run: Any) -> None:
    done = run("target", "--base", "--goal=10", "--year", "2030")
    assert done.returncode == 2
    assert "--base has no value: --goal=10 follows it" in done.stderr


def test_currencies_below_zero_are_no_options(run: Any) -> None:
    assert run("growth", "USD5", "-USD2", "--get", "change").stdout == "-7.0\n"


def test_an_answer_survives_a_full_standard_error(shell: Any) -> None:
    done = shell("tradecalc target --base 4 --goal 10 --rate 0.1 -q 2>/dev/full")
    assert done.returncode == 0
    assert done.stdout
    assert shell("tradecalc target --base 4 --goal 0 --years 6 2>/dev/full").returncode == 3


def test_a_terminal_of_any_encoding_shows_the_table(terminal: Callable[..., str]) -> None:
    screen = terminal(*TARGET, width=80, PYTHONIOENCODING="ascii")
    assert "\\u" not in screen
    assert "----" in screen


@pytest.mark.parametrize("args", [(), ("-h",), *((command, "-h") for command in COMMANDS)])
def test_help_keeps_its_words_and_draws_nothing(
    terminal: Callable[..., str], run: Any, args: tuple[str, ...]
) -> None:
    screen = terminal(*args, width=40)
    assert max(map(len, screen.splitlines())) <= 40
    assert screen.isascii()
    assert "\x1b" not in screen
    words = run(*args, COLUMNS="200").stdout.split()
    assert [word for word in screen.split() if word != "\\"] == words


def test_months_come_from_a_file_or_a_pipe_in_every_format(run: Any) -> None:
    piped = ("project", "--monthly", "-", *MONTHS[3:])
    for name in ("table", "plain", "json", "csv", "md"):
        done = run(*MONTHS, "-f", name)
        assert done.returncode == 0
        assert done.stdout == run(*piped, "-f", name, stdin=TRADE.read_bytes()).stdout.replace(
            '"written": "-"', f'"written": {json.dumps(str(TRADE))}'
        )
    answer = json.loads(run(*MONTHS, "-f", "json").stdout)
    full_year = answer["answers"]["full_year"]
    assert full_year["likely_low"] < full_year["value"] < full_year["likely_high"]
    assert answer["inputs"]["series"] == {"written": "exports to Mexico"}
    assert len(answer["tables"]["months"]) == 6
    assert [row["method"] for row in answer["tables"]["methods"]][-1] == "seasonal"
    assert float(run(*MONTHS, "-q").stdout) == full_year["value"]
    assert float(run(*MONTHS, "--get", "likely-low").stdout) == full_year["likely_low"]


def test_a_verdict_is_an_exit_code_where_it_is_asserted(run: Any) -> None:
    done = run(*TRACK, "-q")
    assert (done.returncode, done.stdout) == (0, "acceleration-needed\n")
    for args in (("-q",), ("-f", "json"), ("--get", "milestone"), ()):
        no = run(*TRACK, "--assert", *args)
        assert (no.returncode, no.stderr) == (1, "")
        assert no.stdout == run(*TRACK, *args).stdout
    yes = run(*TRACK, "--assert", "--method", "same-growth", "-q")
    assert (yes.returncode, yes.stdout) == (0, "on-track\n")


def test_without_a_verdict_there_is_no_answer_to_assert(run: Any) -> None:
    args = ("track", "--ytd", "3", "--months", "9", "--base", "4", "--goal", "4", "--year", "2030")
    for more in ((), ("--assert",), ("--assert", "-q")):
        done = run(*args, *more)
        assert (done.returncode, done.stdout) == (3, "")
    assert run(*args, "--get", "gap").returncode == 0
    assert run(*args, "--assert", "--get", "gap").returncode == 1


def test_a_backtest_names_the_best_and_gives_each_projection(run: Any) -> None:
    assert run(*BACKTEST, "-q").stdout == "seasonal\n"
    lines = run(*BACKTEST, "--each").stdout.splitlines()
    assert lines[0] == "series,year,months,method,projected,low,high,actual,error"
    assert len(lines) == 1 + 20 * 3 * 5
    assert run("backtest", str(TRADE), "--jobs", "2").stdout == run("backtest", str(TRADE)).stdout


def test_a_backtest_shows_its_progress_only_at_a_terminal(
    terminal: Callable[..., str], run: Any
) -> None:
    shown = terminal("backtest", str(TRADE), width=80)
    assert "3 of 6 series" in shown
    assert "\r\x1b[K" in shown
    narrow = terminal("backtest", str(TRADE), width=40)
    assert max(map(len, narrow.split("\r")[1:-1])) < 40
    assert "3 of 6 series" not in terminal("backtest", str(TRADE), width=80, TERM="dumb")
    assert run("backtest", str(TRADE)).stderr == ""


def test_a_schema_is_printed_as_json(run: Any) -> None:
    done = run("schema", "target")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["$id"] == "urn:tradecalc:schema:1:target"
    of_rows = json.loads(run("schema", "growth", "--rows").stdout)
    assert of_rows["$id"] == "urn:tradecalc:schema:1:growth:rows"


def test_what_was_typed_is_shown_without_its_control_signs(run: Any) -> None:
    name = "\x1b[2J\x9b\u202e\udc80.toml"
    said = run("report", name).stderr
    assert said.startswith(r"tradecalc: '\x1b[2J\x9b\u202e\udc80.toml' cannot be read: ")


def test_a_figure_below_zero_that_has_no_place_is_shown_as_typed(run: Any) -> None:
    said = run("decompose", "-124").stderr
    assert said.startswith("tradecalc: '-124' is an argument too many: ")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_json_whatever_the_output_can_hold(run_bytes: Any, encoding: str) -> None:
    parts = ("--part", "café=3", "--part", "Ж💥=4")
    out = run_bytes("decompose", *parts, "-f", "json", PYTHONIOENCODING=encoding).stdout
    rows = json.loads(out.decode(encoding))["tables"]["parts"]
    assert [row["part"] for row in rows] == ["café", "Ж💥", "total"]


AT_EVERY_LINE = """
import os, signal, sys
import tradecalc.cli.growth  # once for all
from tradecalc import __main__ as command

def interrupted(at):
    seen = 0
    def trace(frame, event, arg):
        nonlocal seen
        if os.path.basename(frame.f_code.co_filename) in ("__main__.py", "interrupts.py"):
            seen += event == "line"
            if event == "line" and seen == at:
                signal.raise_signal(signal.SIGINT)
            return trace
    sys.argv = ["tradecalc", "growth", "2", "3", "-q"]
    sys.settrace(trace)
    sys.exit(command.main())

for at in range(2, 80):
    if not os.fork():
        interrupted(at)
    code = os.waitstatus_to_exitcode(os.wait()[1])
    print("line", at, code, flush=True)
    if code == 0:
        break
"""


IN_A_CALLBACK = """
import signal, time
from tradecalc.cli.interrupts import hear_once

class Leaving:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

hear_once()
try:
    Leaving()
    time.sleep(10)
except KeyboardInterrupt:
    print("heard")
"""


def test_ctrl_c_in_a_callback_of_python_is_heard_after_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_CALLBACK],
        capture_output=True,
        text=True,
        check=False,
        env=UNMEASURED,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "heard\n", "")


def test_ctrl_c_at_any_line_of_the_beginning_and_the_end_leaves_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_EVERY_LINE],
        capture_output=True,
        text=True,
        check=False,
        env=UNMEASURED,
    )
    assert done.stderr == ""
    codes = [line.split()[2] for line in done.stdout.splitlines() if line.startswith("line")]
    assert set(codes) == {"0", "130"}
    assert codes[-1] == "0"
