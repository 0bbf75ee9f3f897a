"""What the tests share: the installed command, in a pipe and at a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

# Started in the background, these tests ignore the signals that some send to the command, and so
# would every process that they start.
for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)

settings.register_profile("default", deadline=None, max_examples=300)
# The same cases each time: where it fails, the change did that, and not the draw. A third of them,
# for coverage is measured beside them.
settings.register_profile("repeatable", deadline=None, max_examples=100, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=10_000)
settings.load_profile(os.environ.get("TRADECALC_PROFILE", "default"))

BIN = Path(sys.executable).parent


def environment(extra: dict[str, str]) -> dict[str, str]:
    """A plain environment: no colours forced, no width set, this environment's command first."""
    return {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        **extra,
    }


@pytest.fixture(scope="session")
def run_bytes() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run `tradecalc ARGS` as a user does, in a pipe, and see what it wrote byte for byte."""

    def call(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [str(BIN / "tradecalc"), *args],
            input=stdin,
            capture_output=True,
            env=environment(env),
            check=False,
            timeout=60,
        )

    return call


@pytest.fixture(scope="session")
def run(
    run_bytes: Callable[..., subprocess.CompletedProcess[bytes]],
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `tradecalc ARGS` as a user does, in a pipe."""

    def call(*args: str, stdin: str | bytes = "", **env: str) -> subprocess.CompletedProcess[str]:
        done = run_bytes(*args, stdin=stdin.encode() if isinstance(stdin, str) else stdin, **env)
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return call


@pytest.fixture(scope="session")
def start() -> Callable[..., subprocess.Popen[bytes]]:
    """Start `tradecalc ARGS` in a group of processes of its own, as a shell does."""

    def call(
        *args: str, env: dict[str, str] | None = None, **streams: Any
    ) -> subprocess.Popen[bytes]:
        plain = environment({"TERM": "xterm-256color", **(env or {})})
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(
            [str(BIN / "tradecalc"), *args],
            env=plain,
            start_new_session=True,
            **{**pipes, **streams},
        )

    return call


@pytest.fixture(scope="session")
def shell() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a line in bash, as it stands in the README."""

    def call(line: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", line],
            capture_output=True,
            text=True,
            env=environment(env),
            check=False,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )

    return call


@pytest.fixture(scope="session")
def terminal() -> Callable[..., str]:
    """Run `tradecalc ARGS` at a terminal of a given width; what the screen gets."""

    def call(*args: str, width: int, **env: str) -> str:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
        with subprocess.Popen(
            [str(BIN / "tradecalc"), *args],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment({"TERM": "xterm-256color", **env}),
        ) as process:
            os.close(theirs)
            chunks = []
            while True:
                try:
                    chunk = os.read(ours, 65536)
                except OSError:  # Linux says so when the other side is closed
                    break
                if not chunk:
                    break
                chunks.append(chunk)
            process.wait(timeout=60)
        os.close(ours)
        return b"".join(chunks).decode().replace("\r\n", "\n")

    return call
