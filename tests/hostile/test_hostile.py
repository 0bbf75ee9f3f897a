"""Break it: whatever is typed, however the files are spoilt and the streams end, the laws hold.

`TRADECALC_PROFILE=thorough pytest tests/hostile --hypothesis-show-statistics` tries 20,000
calls, and prints how many ended with which code.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.conftest import UNMEASURED
from tests.hostile import server
from tests.hostile.calls import calls, endings, options, seeds, value_of
from tests.hostile.laws import hold
from tests.hostile.server import Done
from tests.hostile.words import ANY
from tradecalc.cli.app import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.hostile.call import Call

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="of /dev/full, pidfd and fork")
FEWER = (0, 0, 0, 1, 1, 2)  # changes of a call in which something else is wrong already
CASES = max(settings().max_examples, 300)


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Call], Done]]:
    """Make a call, hold the laws of what comes of it, and return that."""
    place = tmp_path_factory.mktemp("hostile") / "here"
    with subprocess.Popen(
        [sys.executable, str(Path(server.__file__))],
        env=UNMEASURED,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        reader, writer = process.stdout, process.stdin

        def call(one: Call) -> Done:
            place.mkdir()
            try:
                pickle.dump(tuple(one.order(place)), writer)
                writer.flush()
                done = Done(*pickle.load(reader))  # noqa: S301  of our own process
                try:
                    hold(one, done, place)
                except Exception as error:
                    error.add_note(f"\n{one}\n{done}")
                    raise
            finally:
                rmtree(place)
            event(f"exit {done.code}")
            event(one.command)
            return done

        yield call
        process.stdin.close()


def share(of: float) -> settings:
    """Settings of a property that tries so many times the cases of its profile."""
    return settings(
        max_examples=max(1, int(CASES * of)), suppress_health_check=[*HealthCheck], print_blob=True
    )


@share(0.7)
@given(call=calls(of_files=False))
def test_whatever_is_typed(make: Any, call: Call) -> None:
    make(call)


@share(0.8)
@given(call=calls(of_files=True, changes=FEWER))
def test_whatever_stands_in_a_file(make: Any, call: Call) -> None:
    make(call)


@share(0.4)
@given(call=calls(changes=FEWER).flatmap(endings))
def test_wherever_a_stream_or_a_life_ends(make: Any, call: Call) -> None:
    make(call)


@share(0.1)
@given(call=calls(changes=FEWER).flatmap(lambda call: st.just(call) | endings(call)))
def test_the_installed_command(make: Any, call: Call) -> None:
    how = {**call.how, "installed": True}
    if "stop" in how:
        how["stop"] = (how["stop"][0], how["stop"][1] * 10)
    make(replace(call, how=how))


def test_every_option_has_values_to_try() -> None:
    """A new option is among the words that are added, whatever it takes."""
    for command in COMMANDS:
        assert seeds(command)
        for name, param in options(command).items():
            if param is not None and not getattr(param, "is_flag", False):
                assert value_of(command, name) is not ANY, f"{command} {name}"
