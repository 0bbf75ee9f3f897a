"""What holds of every call, whatever it is given: its code, its streams, and that it ends."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

from tests.hostile.answers import hold_picture, hold_rows, reader
from tradecalc.cli.app import COMMANDS, build
from tradecalc.errors import TradecalcError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hostile.call import Call
    from tests.hostile.server import Done

MOST_KILOBYTES = 700_000
LONGEST_COMPLAINT = 700  # characters
BREAKS = ("Traceback", "Exception ignored", "Error in ", "most recent call", "Warning: ")
CONTROL = re.compile("[\0-\x08\x0b-\x1e\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
NO_NUMBER = re.compile(r"(?<![^\W_])[-+−]?(nan|inf|infinity)(?![^\W_])", re.IGNORECASE)
TYPED = re.compile(r"(?<![a-z])(nan|inf|infinity)(?![a-z])", re.IGNORECASE)  # as in nan122 too
OUR_MAIN = re.compile(r'__main__\.py", line \d+, in main\n')  # the site module has a main too
STYLE = re.compile(r"\x1b\[[0-9;]*m")
STOPPED = {signal.SIGTERM, signal.SIGPIPE}


def hold(call: Call, done: Done, folder: Path) -> None:
    """Hold all laws of what came of a call."""
    how = call.how
    assert done.code is not None, f"no end after {done.seconds:.0f} s"
    assert done.kilobytes < MOST_KILOBYTES, f"{done.kilobytes:,} kB of memory"
    encoding = how.get("env", {}).get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    at_terminal = "terminal" in (how.get("out"), how.get("err"))
    err = done.err.decode(encoding).replace("\r\n", "\n" if at_terminal else "\r\n")
    stop = how.get("stop", (None,))[0]
    if how.get("installed") and stop == signal.SIGINT and _is_before_main(done.code, err):
        return
    for sign in BREAKS:
        assert sign not in err
    if done.code == -(stop or 0) and stop is not None:
        assert stop in STOPPED
        return
    if done.code == 130:
        assert stop == signal.SIGINT
        return
    assert done.code in (0, 1, 2, 3)
    if how.get("err") != "terminal" and how.get("out") != "terminal":
        _hold_complaint(call, done, err, encoding)
    if stop is None and "leaves" not in how and done.code < 2 and how.get("out", "pipe") == "pipe":
        _hold_answer(call, done, encoding, folder)
    if stop is None and done.code < 2 and how.get("out") == "terminal":
        _hold_screen(call, done.out.decode(encoding, "replace"))


def _hold_screen(call: Call, text: str) -> None:
    """Hold that a table fits a terminal of 40 columns or more, with nothing cut."""
    options, width = asked(call), call.how.get("width", 80)
    if options is None or width < 40 or call.how.get("env", {}).get("COLUMNS"):
        return
    others = ("quiet", "get", "each", "print_case", "rows")
    is_table = options["command"] != "schema" and options["format_"] in (None, "table")
    if is_table and not any(options.get(name) for name in others):
        lines = STYLE.sub("", text).replace("\r\n", "\n").split("\n")
        assert max(map(_columns, lines)) <= width, f"a line beyond {width} columns"
        assert "…" not in text or call.given or "…" in "".join(call.texts), "something is cut"


def _columns(line: str) -> int:
    """Return how many columns a terminal gives to a line."""
    wide = (1 + (east_asian_width(sign) in "WF") for sign in line if not combining(sign))
    return sum(wide)


def _is_before_main(code: int, err: str) -> bool:
    """Whether Ctrl-C came while Python itself started, which no program hears."""
    return code == -signal.SIGINT or ("KeyboardInterrupt" in err and not OUR_MAIN.search(err))


def _hold_complaint(call: Call, done: Done, err: str, encoding: str) -> None:
    """Hold what stands on standard error."""
    how = call.how
    lines = err.removesuffix("\n").split("\n") if err else []
    assert not CONTROL.search(err), "a control sign on standard error"
    out_ends = how.get("out", "pipe") != "pipe" or "leaves" in how
    notes = [line for line in lines if line.startswith("Note: ")]
    others = [line for line in lines if not line.startswith("Note: ")]
    assert all(len(line) < LONGEST_COMPLAINT for line in others)
    assert _speaks_of_none(call) or not NO_NUMBER.search(err), "a number that is none"
    if how.get("err", "pipe") != "pipe":
        return
    if done.code == 0:
        assert not others
        assert done.out or out_ends, "no answer"
    elif done.code == 1:
        said = len(others) == 1 and others[0].startswith("tradecalc: ")
        if "--rows" in call.texts or _has_joined(call, "--rows"):
            assert said
        else:
            assert not others
            assert call.command == "check" or "--assert" in call.texts, "no question answers no"
    else:
        assert len(others) == 1
        assert others[0].startswith("tradecalc: ")
        assert "not enough memory" not in others[0]
        assert not notes or out_ends
        is_rows = "--rows" in call.texts or _has_joined(call, "--rows")
        assert is_rows or out_ends or not done.out or "written" in others[0], encoding
    if how.get("out") == "closed" and "leaves" not in how:
        assert done.code == 2


def _speaks_of_none(call: Call) -> bool:
    """Whether what is typed or given has a NaN or an infinity in it already."""
    everything = b" ".join([*call.args, *call.given.values()]).decode("latin-1")
    return bool(TYPED.search(everything.replace("\0", "")))


def _has_joined(call: Call, option: str) -> bool:
    return any(word.startswith(f"{option}=") for word in call.texts)


def asked(call: Call) -> dict[str, Any] | None:
    """Return the options of a call as the tool reads them; None for a help page or the like."""
    words = [word.decode("utf-8", "surrogateescape") for word in call.args]
    if not words or words[0] not in COMMANDS or {"--help", "-h"} & {*words}:
        return None
    try:
        context = build(words[0]).make_context(words[0], words[1:])
    except TradecalcError:
        return None
    return {**context.params, "command": words[0]}


def _hold_answer(call: Call, done: Done, encoding: str, folder: Path) -> None:
    """Hold that an answer can be read by what it is for."""
    options = asked(call)
    if options is None:
        return
    if options.get("rows") is not None:
        hold_rows(call, done, options["rows"])
        return
    text = done.out.decode(encoding)
    assert text.endswith("\n")
    reader(options)(text)
    if not call.how.get("env", {}).get("FORCE_COLOR") and not options.get("get"):
        assert not CONTROL.search(text), "a control sign in the answer"
    assert _speaks_of_none(call) or not NO_NUMBER.search(text), "a number that is none"
    if options.get("chart"):
        hold_picture(folder / options["chart"])
