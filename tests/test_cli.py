"""The installed command as a user meets it: in a pipe, at a terminal, interrupted, cut off."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tradecalc
from tests.conftest import BIN
from tradecalc.cli import COMMANDS, QUESTIONS
from tradecalc.show.manual import TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable

TRADE = Path(__file__).parent / "data" / "us_trade.csv"
TARGET = ("target", "--base", "4", "--goal", "10", "--year", "2030")
PROJECT = ("project", "--ytd", "3.4", "--months", "9", "--prior-year", "4+", "--growth", "18%+")
TRACK = ("track", "--ytd", "3.4", "--months", "9", "--base", "4+", *TARGET[3:], "--growth", "18%+")
DECOMPOSE = (
    *("decompose", "--total", "3.0", "--total-growth", "18.5%-"),
    *("--exports", "2.2", "--exports-growth", "26.7%+"),
)
CHECK = ("check", "total@2025-08=3.0", "total_growth@2025-08=18.5%-", "exports@2025-08=2.2")
MONTHS = ("project", "--monthly", str(TRADE), "--series", "exports to Mexico", "--months", "6")
BACKTEST = ("backtest", str(TRADE), "--series", "imports from Mexico")
STYLE = re.compile(r"\x1b\[([0-9;]*)m")
PROGRESS = re.compile(r"[^\n]*\r\x1b\[K")


def test_a_bare_answer_can_be_fed_back(run: Any) -> None:
    rate = run(*TARGET, "-q").stdout
    assert rate == "0.16499305075071297\n"
    back = run("target", "--base", "4", "--rate", rate, "--year", "2030", "--fractions", "-q")
    assert float(back.stdout) == pytest.approx(10, rel=1e-14)
    assert run(*TARGET, "--get", "yearly-increase").stdout == "1.0\n"
    path = run(*TARGET, "--get", "path").stdout.splitlines()
    assert path[:2] == ["year,level,increase,straight_line", "2024,4.0,,4.0"]


def test_values_from_standard_input(run: Any) -> None:
    values = ["2.0", "2,5", "3.3", "2.9", "3.9", "4.0"]
    spread = run("growth", "-", "-q", stdin="2.0 2,5\n3.3\t2.9\r\n3.9 4.0\n")
    assert spread.stdout == run("growth", *values, "-q").stdout
    assert run("growth", "-", "-q", stdin="1\u00a0234,5 2\u202f000,0").stdout == (
        run("growth", "1234.5", "2000.0", "-q").stdout
    )


def test_figures_below_zero_are_no_options(run: Any) -> None:
    assert run("growth", "5", "-2", "--get", "change").stdout == "-7.0\n"
    assert run("growth", "USD5", "-USD2", "--get", "change").stdout == "-7.0\n"
    assert run("growth", "--from", "10", "--rate", "-5", "-q").stdout == "9.5\n"
    assert run("growth", "--from", "10", "--rate=-5", "-q").stdout == "9.5\n"
    falling = run("target", "--base", "10", "--goal", "4", "--rate", "-5", "-f", "json").stdout
    assert json.loads(falling)["inputs"]["rate"]["written"] == "-5"
    assert "unexpected '-124'" in run("decompose", "-124").stderr


def test_notes_stay_out_of_machine_output(run: Any, terminal: Callable[..., str]) -> None:
    note = "Base year 2024 (--base-year)."
    assert f"Note: {note}" in run(*TARGET).stdout
    for args in (("-q",), ("-f", "csv"), ("--get", "path")):
        done = run(*TARGET, *args)
        assert note not in done.stdout
        assert done.stderr == ""
    assert json.loads(run(*TARGET, "-f", "json").stdout)["notes"] == [note]
    at_terminal = terminal(*TARGET, "-q", width=80).splitlines()
    assert at_terminal == [f"Note: {note}", "0.16499305075071297"]


def test_a_doubtful_rate_is_said_on_stderr(run: Any) -> None:
    done = run("target", "--base", "4", "--rate", "0.165", "--year", "2030", "-q")
    assert done.returncode == 0
    assert done.stderr == (
        "Note: --rate 0.165 was read as 0.165 %; write 16.5, or add --fractions.\n"
    )


def test_formats_exclude_one_another(run: Any) -> None:
    for args in (("-q", "-f", "json"), ("-q", "--get", "years"), ("--get", "years", "-f", "csv")):
        assert run(*TARGET, *args).returncode == 2
    assert run(*TARGET, "-f", "JSON").stdout == run(*TARGET, "-f", "json").stdout


def test_an_empty_name_is_no_headline(run: Any) -> None:
    done = run("growth", "2", "3", "--get", "")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown answer ''" in done.stderr


def test_a_verdict_is_an_exit_code_where_it_is_asserted(run: Any) -> None:
    done = run(*TRACK, "-q")
    assert (done.returncode, done.stdout) == (0, "acceleration-needed\n")
    for args in (("-q",), ("-f", "json"), ()):
        no = run(*TRACK, "--assert", *args)
        assert (no.returncode, no.stderr) == (1, "")
        assert no.stdout == run(*TRACK, *args).stdout
    yes = run(*TRACK, "--assert", "--method", "same-growth", "-q")
    assert (yes.returncode, yes.stdout) == (0, "on-track\n")


def test_months_come_from_a_file_or_a_pipe(run: Any) -> None:
    piped = ("project", "--monthly", "-", *MONTHS[3:], "-f", "json")
    done = run(*MONTHS, "-f", "json")
    assert run(*piped, stdin=TRADE.read_bytes()).stdout.replace(
        '"written": "-"', f'"written": {json.dumps(str(TRADE))}'
    ) == done.stdout  # fmt: skip
    full_year = json.loads(done.stdout)["answers"]["full_year"]
    assert float(run(*MONTHS, "-q").stdout) == full_year["value"]
    assert float(run(*MONTHS, "--get", "likely-low").stdout) == full_year["likely_low"]


def test_a_report_is_drawn_and_a_case_printed(run: Any, tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(run("report", "--print-case").stdout)
    chart = tmp_path / "chart.svg"
    done = run("report", str(case), "--chart", str(chart), "--get", "track.verdict")
    assert (done.returncode, done.stdout, done.stderr) == (0, "acceleration-needed\n", "")
    assert "Kazakhstan and Uzbekistan" in chart.read_text()
    piped = run("report", "-", stdin=case.read_bytes(), PYTHONUTF8="1")
    assert piped.stdout == run("report", PYTHONUTF8="1").stdout


def test_a_schema_is_printed_as_json(run: Any) -> None:
    done = run("schema", "target")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["$id"] == "urn:tradecalc:schema:2:target"
    of_rows = json.loads(run("schema", "growth", "--rows").stdout)
    assert of_rows["$id"] == "urn:tradecalc:schema:2:growth:rows"


def test_version_and_module(run: Any) -> None:
    assert run("--version").stdout == f"tradecalc {tradecalc.__version__}\n"
    module = [sys.executable, "-m", "tradecalc", *TARGET, "-q"]
    assert subprocess.run(module, capture_output=True, check=True).stdout == (
        b"0.16499305075071297\n"
    )


# Help


def test_a_bare_call_shows_one_screen(run: Any, shell: Any, terminal: Callable[..., str]) -> None:
    done = run()
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert all(f"\n  {name} " in done.stdout for name in QUESTIONS)
    examples = re.findall(r"^  (tradecalc .*\d.*)$", done.stdout, re.MULTILINE)
    assert [shell(f"{example} -q").returncode for example in examples] == [0, 0, 0]
    assert STYLE.sub("", terminal(width=80)) == done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_that_works(
    run: Any, shell: Any, tmp_path: Path, command: str
) -> None:
    text = run(command, "-h", COLUMNS="80").stdout
    assert text == run(command, "--help", COLUMNS="80").stdout
    panels = re.findall(r"╭─ (\w+) ─", text)
    assert "Output" in panels
    assert "Options" not in panels
    (tmp_path / "exports.csv").write_bytes(TRADE.read_bytes())
    lines = re.findall(r"^ (?:Example|More): (tradecalc .*?) *$", text, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        done = shell(f"cd {tmp_path} && {line}")
        assert (done.returncode in (0, 1), done.stderr) == (True, ""), line


def test_the_manual_is_raw_in_a_pipe_and_drawn_at_a_terminal(
    run: Any, terminal: Callable[..., str]
) -> None:
    listed = re.findall(r"^  (\w+) +\S", run("help").stdout, re.MULTILINE)
    assert tuple(listed) == TOPICS
    raw = run("help", "numbers").stdout
    assert raw.startswith("# numbers: ")
    assert raw == terminal("help", "numbers", width=80, TERM="dumb")
    drawn = terminal("help", "numbers", width=60, PAGER="cat")
    assert "\x1b[1m" in drawn
    assert max(map(len, STYLE.sub("", drawn).splitlines())) <= 60
    without = terminal("help", "numbers", width=60, PAGER="cat", NO_COLOR="1")
    assert not re.search(r"\x1b\[[\d;]*\d\d", without)  # as the code of a colour has
    wrong = run("help", "number")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "tradecalc: unknown topic 'number': did you mean numbers?\n"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("width", [60, 80])
def test_help_is_cut_nowhere_and_drawn_in_ascii_where_there_is_no_more(
    run: Any, command: str, width: int
) -> None:
    text = run(command, "-h", COLUMNS=str(width)).stdout
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    plain = run(command, "-h", COLUMNS=str(width), PYTHONIOENCODING="ascii").stdout
    assert plain.isascii()
    assert "\\u" not in plain


def test_no_option_is_guessed_that_is_little_like_it(run: Any) -> None:
    said = {name: run("track", name, "18").stderr for name in ("--rate", "--rows", "--yaer")}
    assert "did you mean" not in said["--rate"] + said["--rows"]
    assert "did you mean --year?" in said["--yaer"]


# At a terminal


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize(
    "args",
    [TARGET, PROJECT, TRACK, ("growth", "2", "3", "2.5"), DECOMPOSE, CHECK, MONTHS, BACKTEST],
    ids=lambda args: args[0],
)
def test_nothing_is_cut_or_folded_at_a_terminal(
    terminal: Callable[..., str], run: Any, args: tuple[str, ...], width: int
) -> None:
    brief, full = (
        PROGRESS.sub("", STYLE.sub("", terminal(*args, *more, width=width)))
        for more in ((), ("--full",))
    )
    for screen in (brief, full):
        assert max(len(line) for line in screen.splitlines()) <= width
        assert "…" not in screen
    assert brief.count("\n") <= (24 if width >= 80 else 50)
    piped = run(*args).stdout.split("Note:")[0]
    for number in re.findall(r"[-+]?\d[\d.]*\d(?: %)?", piped):
        assert number in full


def test_a_screen_says_what_it_has_no_room_for(terminal: Callable[..., str]) -> None:
    wide, narrow = (STYLE.sub("", terminal(*TRACK, width=width)) for width in (80, 50))
    assert "--full for more." in wide
    assert "No room" not in wide
    said = " ".join(narrow.split())
    gone = re.search(r"No room for (.+?): --full\.$", said)
    assert gone is not None
    assert "at goal" in gone[1]
    for name in gone[1].split(", "):
        assert re.search(rf"^method .*{name}", wide, re.MULTILINE)
        assert not re.search(rf"^method .*{name}", narrow, re.MULTILINE)
    assert "39 %" in said  # what the answer rests on is never among it


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize("width", [40, 80])
def test_signs_of_two_columns_are_counted_as_two(
    terminal: Callable[..., str], width: int, term: str
) -> None:
    part = "機械類及び輸送用機器、電気機器並びにその部品"
    screen = terminal("decompose", "--part", f"{part}=2:5%", "--total", "3", width=width, TERM=term)
    lines = STYLE.sub("", screen).splitlines()
    assert max(sum(2 if sign > "\u3000" else 1 for sign in line) for line in lines) <= width
    assert "…" not in screen
    assert part in "".join(screen.split())
    assert {"2.00", "+5.0", "66.7"} <= {*screen.split()}


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_a_report_keeps_its_order_and_its_bars_at_every_width(
    terminal: Callable[..., str], width: int
) -> None:
    brief = STYLE.sub("", terminal("report", width=width))
    assert brief.count("\n") <= (48 if width >= 80 else 60)
    screen = STYLE.sub("", terminal("report", "--full", width=width))
    assert max(len(line) for line in (brief + screen).splitlines()) <= width
    assert "…" not in brief + screen
    assert ("█|" in brief) == ("█|" in screen) == (width >= 60)
    words = ["Kazakhstan", "Trade came", "Figures", "Years", "How fast", "Where will", "What does"]
    places = [screen.index(word) for word in [*words, "on track?", "made of?", "figures agree?"]]
    assert places == sorted(places)


def test_a_verdict_has_a_colour_that_its_sign_and_words_say_too(
    terminal: Callable[..., str], run: Any
) -> None:
    screen = terminal(*TRACK, width=80)
    assert screen.startswith("\x1b[1;30;43m ▲ ACCELERATION NEEDED \x1b[0m\n")
    assert "\x1b[32m●\x1b[0m on track" in screen
    clash = terminal("check", "exports@2025=2.2", "total@2025=2.0", width=80)
    assert clash.startswith("\x1b[1;30;41m ✗ CANNOT ALL BE TRUE \x1b[0m\n")
    plain = terminal(*TRACK, width=80, NO_COLOR="1")
    assert {*STYLE.findall(plain)} <= {"1", "2", "1;2", "0"}
    assert STYLE.sub("", plain) == STYLE.sub("", screen)
    assert run(*TRACK).stdout.startswith("▲ ACCELERATION NEEDED\n\n2025 is heading for ")
    assert run(*TRACK, PYTHONIOENCODING="ascii").stdout.startswith("^ ACCELERATION NEEDED\n")
    assert "\x1b" not in run(*TARGET).stdout
    assert "\x1b[1m" in run(*TARGET, FORCE_COLOR="1", TERM="xterm-256color").stdout


@pytest.mark.parametrize("args", [(*TARGET, "--explain"), TRACK, ("report",)])
def test_a_terminal_that_draws_nothing_gets_folded_text(
    terminal: Callable[..., str], run: Any, args: tuple[str, ...]
) -> None:
    screen = terminal(*args, "--full", width=60, TERM="dumb")
    whole = screen + terminal(args[0], "-h", width=60, TERM="dumb")
    assert "\x1b" not in whole
    assert max(len(line) for line in whole.splitlines()) <= 60
    shown, said = ({*re.findall(r"[a-z]+", text.lower())} for text in (screen, run(*args).stdout))
    # Brackets may stand for the heading of a range; what is dim goes without saying "Note".
    assert said - shown <= {"rounding", "note"}


def test_a_pipe_is_never_folded(run: Any) -> None:
    lines = run(*PROJECT, "--rounded", COLUMNS="20").stdout.splitlines()
    assert max(map(len, lines)) > 100


def test_a_backtest_shows_its_progress_only_at_a_terminal(
    terminal: Callable[..., str], run: Any
) -> None:
    shown = terminal("backtest", str(TRADE), width=80)
    assert "3 of 6 series" in shown
    assert "\r\x1b[K" in shown
    assert "3 of 6 series" not in terminal("backtest", str(TRADE), width=80, TERM="dumb")
    done = run("backtest", str(TRADE))
    assert done.stderr == ""
    assert done.stdout == run("backtest", str(TRADE), "--jobs", "2").stdout


# Encodings and what was typed


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_json_whatever_the_output_can_hold(run_bytes: Any, encoding: str) -> None:
    parts = ("--part", "café=3", "--part", "Ж💥=4")
    out = run_bytes("decompose", *parts, "-f", "json", PYTHONIOENCODING=encoding).stdout
    rows = json.loads(out.decode(encoding))["tables"]["parts"]
    assert [row["part"] for row in rows] == ["café", "Ж💥", "total"]


def test_a_terminal_of_any_encoding_shows_the_table(terminal: Callable[..., str], run: Any) -> None:
    screen = STYLE.sub("", terminal("report", width=80, PYTHONIOENCODING="ascii"))
    assert "\\u" not in screen
    assert "----" in screen
    assert "^ ACCELERATION NEEDED" in screen
    assert "#######|" in screen
    done = run("growth", "2 млрд", "3 млрд", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_was_typed_is_shown_without_its_control_signs(run: Any) -> None:
    said = run("report", "\x1b[2J\x9b\u202e\udc80.toml").stderr
    assert said.startswith(r"tradecalc: '\x1b[2J\x9b\u202e\udc80.toml' ")


# Streams that end, and Ctrl-C


def test_a_closed_pipe_ends_it_silently(shell: Any) -> None:
    for line in (
        "growth $(seq 4000) --get years | head -1",
        "growth $(seq 4000) | true",
        "target -h | true",
    ):
        done = shell(f"tradecalc {line}; echo ${{PIPESTATUS[0]}}")
        assert done.stdout.splitlines()[-1] == "0", line
        assert done.stderr == ""


def test_an_output_that_cannot_be_written_is_said(shell: Any) -> None:
    full = shell("tradecalc target --base 4 --goal 10 --year 2030 >/dev/full")
    assert (full.returncode, full.stderr) == (
        2,
        "tradecalc: the answer cannot be written: No space left on device\n",
    )
    closed = shell("tradecalc target --base 4 --goal 10 --year 2030 >&-")
    assert (closed.returncode, closed.stdout) == (2, "")
    assert closed.stderr == "tradecalc: there is no standard output\n"


def test_an_answer_survives_a_standard_error_that_does_not(shell: Any) -> None:
    done = shell("tradecalc target --base 4 --goal 10 --rate 0.1 -q 2>/dev/full")
    assert done.returncode == 0
    assert done.stdout
    assert shell("tradecalc target --base 4 --goal 0 --years 6 2>/dev/full").returncode == 3
    assert shell("tradecalc growth 0 1 2>&-").returncode == 3


def test_ctrl_c_gives_130() -> None:
    with subprocess.Popen(
        [str(BIN / "tradecalc"), "growth", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        # More than a pipe holds: once it is written, the command is reading, and waits for more.
        process.stdin.write(b"1 " * 500_000)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")
