"""Rows as a stream, with the installed command and real pipes, terminals and signals."""

from __future__ import annotations

import os
import pty
import random
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TARGET = ("target", "--goal", "10", "--year", "2030", "--answers", "years", "--rows")
PATIENCE = 20  # seconds until an answer that is kept back is given up; none takes one
JOBS = pytest.mark.parametrize("jobs", ["1", "2"])


def _line(process: subprocess.Popen[bytes]) -> bytes:
    """The next line that a process writes, while its input is open."""
    assert process.stdout
    found = b""
    while not found.endswith(b"\n"):
        assert select.select([process.stdout], [], [], PATIENCE)[0], "nothing came"
        byte = os.read(process.stdout.fileno(), 1)
        assert byte, "the output ended"
        found += byte
    return found


def _write(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin
    process.stdin.write(data)
    process.stdin.flush()


def _to_the_end(handle: int) -> bytes:
    """All that comes out of a pipe until everyone has closed it."""
    found = b""
    while select.select([handle], [], [], PATIENCE)[0]:
        if not (data := os.read(handle, 1 << 16)):
            return found
        found += data
    raise AssertionError("the pipe is still held open")


def _is_gone(group: int) -> bool:
    """Whether no process of a group is left, given a moment."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300,000 rows."""
    path = tmp_path_factory.mktemp("stream") / "many.csv"
    rows = (f"{number},{number % 97 + 1}.5\n" for number in range(300_000))
    path.write_text("id,base\n" + "".join(rows))
    return path


class TestAnswersAsTheyCome:
    @JOBS
    def test_each_row_is_answered_while_the_producer_is_at_the_next(
        self, start: Any, jobs: str
    ) -> None:
        with start(*TARGET, "-", "--jobs", jobs) as process:
            _write(process, b'name,base\n"Iron,\nsteel",4\n')
            assert _line(process) == b"name,base,years,error\n"
            assert _line(process) + _line(process) == b'"Iron,\nsteel",4,6,\n'
            for row in (b"KAZ,5", b'"UZB",6', b"KGZ,7"):
                _write(process, row[:5])
                _write(process, row[5:] + b"\n")
                assert _line(process) == row + b",6,\n"
            _write(process, b"TJK,8")  # without an end
            assert process.communicate(timeout=PATIENCE) == (b"TJK,8,6,\n", b"")
        assert process.returncode == 0

    @JOBS
    def test_json_lines_too(self, start: Any, jobs: str) -> None:
        with start(*TARGET, "-", "--jobs", jobs) as process:
            for base in (b"4", b"5"):
                _write(process, b'{"base": %s}\n' % base)
                assert _line(process) == b'{"base": %s, "years": 6, "error": null}\n' % base
            assert process.communicate(timeout=PATIENCE) == (b"", b"")
        assert process.returncode == 0

    def test_a_row_cut_by_the_pipe_behind_a_cell_of_two_lines(self, start: Any) -> None:
        with start(*TARGET, "-") as process:
            _write(process, b"base,name,note\n")
            _line(process)
            for piece in (b'4,"a\n', b'b",no', b"ne\n"):
                _write(process, piece)
                time.sleep(0.1)
            assert _line(process) + _line(process) == b'4,"a\nb",none,6,\n'
            process.communicate(timeout=PATIENCE)


class TestEnds:
    @JOBS
    def test_a_reader_that_has_enough_ends_it_silently(self, shell: Any, jobs: str) -> None:
        rows = "(echo base,goal,year; yes 4,10,2030)"
        done = shell(
            f"{rows} | tradecalc target --rows - --jobs {jobs} --answers years | head -2;"
            ' echo "${PIPESTATUS[@]}"'
        )
        assert done.stdout == "base,goal,year,years,error\n4,10,2030,6,\n141 0 0\n"
        assert done.stderr == ""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
    @JOBS
    def test_an_output_that_is_full(self, shell: Any, many: Path, jobs: str) -> None:
        done = shell(f"tradecalc {' '.join(TARGET)} {many} --jobs {jobs} > /dev/full")
        assert done.returncode == 2
        assert done.stderr == "tradecalc: the answer cannot be written: No space left on device\n"

    @pytest.mark.parametrize("jobs", ["1"] * 6 + ["2"] * 4)
    def test_ctrl_c_leaves_whole_rows(self, start: Any, many: Path, jobs: str) -> None:
        env = {"PYTHONUNBUFFERED": random.choice(["", "1"])}
        with start(*TARGET, str(many), "--jobs", jobs, env=env) as process:
            out = _line(process)
            deadline = time.monotonic() + random.uniform(0, 0.3)
            while time.monotonic() < deadline:  # a slow reader, so that the pipe is full
                out += os.read(process.stdout.fileno(), 20_000)
                time.sleep(0.02)
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
            rest, said = process.communicate(timeout=PATIENCE)
        rows = (out + rest).decode().split("\n")
        assert rows.pop() == ""
        assert {row.count(",") for row in rows} == {3}
        assert len(rows) < 300_000
        assert (process.returncode, said) == (130, b"")
        assert _is_gone(process.pid)

    @pytest.mark.parametrize("jobs", ["1", "2"] * 3)
    def test_ctrl_c_pressed_twice_is_pressed_once(self, start: Any, many: Path, jobs: str) -> None:
        env = {"PYTHONUNBUFFERED": "1"}
        with start(*TARGET, str(many), "--jobs", jobs, env=env) as process:
            out = _line(process)
            for _ in range(random.randrange(5, 12)):  # a slow reader, so that a row stands cut
                out += os.read(process.stdout.fileno(), 20_000)
                time.sleep(0.02)
            for _ in range(2):
                os.killpg(process.pid, signal.SIGINT)
                time.sleep(0.01)
            rest, said = process.communicate(timeout=PATIENCE)
        rows = (out + rest).decode().split("\n")
        assert rows.pop() == ""
        assert {row.count(",") for row in rows} == {3}
        assert (process.returncode, said) == (130, b"")

    def test_a_later_ctrl_c_waits_for_no_reader(self, start: Any, many: Path) -> None:
        with start(*TARGET, str(many)) as process:
            _line(process)
            time.sleep(0.3)  # nobody reads: the pipe is full
            os.killpg(process.pid, signal.SIGINT)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(1.2)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(PATIENCE) == 130

    def test_in_the_background_ctrl_c_stays_unheard(self, start: Any, many: Path) -> None:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell starts what has an `&`
        process = start(*TARGET, str(many))
        signal.signal(signal.SIGINT, before)
        with process:
            out = _line(process)
            time.sleep(0.3)  # the pipe is full
            os.killpg(process.pid, signal.SIGINT)
            out += _to_the_end(process.stdout.fileno())
            assert process.stderr.read() == b""
        assert process.returncode == 0
        assert out.count(b"\n") == 300_001

    @pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGKILL"])
    def test_no_process_outlives_the_one_that_started_it(self, start: Any, name: str) -> None:
        with start(*TARGET, "-", "--jobs", "2") as process:
            _write(process, b"base\n4\n")
            assert _line(process) + _line(process) == b"base,years,error\n4,6,\n"
            process.send_signal(signal.Signals[name])
            assert _to_the_end(process.stdout.fileno()) == b""  # its input is still open

    def test_a_process_that_the_system_ends(self, start: Any) -> None:
        with start(*TARGET, "-", "--jobs", "2") as process:
            _write(process, b"base\n4\n")
            assert _line(process) == b"base,years,error\n"
            assert _line(process) == b"4,6,\n"
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            workers = [
                int(child)
                for child in children
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
            ]
            assert len(workers) == 2
            os.kill(workers[0], signal.SIGKILL)
            time.sleep(0.3)
            _write(process, b"5\n")
            out, said = process.communicate(timeout=PATIENCE)
        assert out == b""
        assert process.returncode == 2
        assert said == (b"tradecalc: one of the 2 processes was ended from outside: try --jobs 1\n")
        assert _is_gone(process.pid)


class TestWhatOtherProgramsDo:
    """A pipe is as the program at its other end, or the one before, has set it."""

    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_an_output_that_does_not_wait(self, start: Any, many: Path, unbuffered: str) -> None:
        ours, theirs = os.pipe()
        os.set_blocking(theirs, False)
        env = {"PYTHONUNBUFFERED": unbuffered}
        with start(*TARGET, str(many), stdout=theirs, env=env) as process:
            os.close(theirs)
            time.sleep(0.3)  # the pipe is full
            out = _to_the_end(ours)
            assert process.stderr.read() == b""
        os.close(ours)
        assert process.returncode == 0
        rows = out.splitlines()
        assert len(rows) == 300_001
        assert {row.count(b",") for row in rows} == {3}

    def test_an_input_that_does_not_wait(self, start: Any) -> None:
        theirs, ours = os.pipe()
        os.set_blocking(theirs, False)
        with start(*TARGET, "-", stdin=theirs) as process:
            os.close(theirs)
            for row in (b"base\n", b"4\n"):
                time.sleep(0.3)  # there is nothing yet
                os.write(ours, row)
            os.close(ours)
            assert process.communicate(timeout=PATIENCE) == (b"base,years,error\n4,6,\n", b"")

    @pytest.mark.parametrize(
        ("given", "named"), [("s.csv", "s.csv"), ("- < s.csv", "standard input")]
    )
    def test_answers_are_no_rows_of_their_own_input(
        self, shell: Any, tmp_path: Path, given: str, named: str
    ) -> None:
        (tmp_path / "s.csv").write_text("base\n4\n")
        # What would never end is ended before it fills the disk.
        line = f"cd {tmp_path}; ulimit -f 1000; tradecalc {' '.join(TARGET)} {given} >> s.csv"
        done = shell(line)
        assert done.returncode == 2
        assert done.stderr == (
            f"tradecalc: {named} is also where the answers go: write them to another file\n"
        )
        assert (tmp_path / "s.csv").read_text() == "base\n4\n"

    def test_answers_to_no_file_of_their_own_are_written(self, shell: Any, tmp_path: Path) -> None:
        (tmp_path / "s.csv").write_text("base\n4\n")
        done = shell(f"cd {tmp_path}; tradecalc {' '.join(TARGET)} s.csv >> t.csv; cat t.csv")
        assert (done.stdout, done.stderr) == ("base,years,error\n4,6,\n", "")


class TestTooLittle:
    @JOBS
    def test_memory(self, shell: Any, tmp_path: Path, jobs: str) -> None:
        long = tmp_path / "long.csv"
        long.write_text("base,name\n4," + "x" * 3 * 10**7 + "\n")
        done = shell(f"ulimit -v 160000; tradecalc {' '.join(TARGET)} {long} --jobs {jobs}")
        assert done.returncode == 2
        assert done.stdout == "base,name,years,error\n"
        assert done.stderr == (
            "tradecalc: there is not enough memory for this: give it shorter files, rows or cells\n"
        )

    @pytest.mark.parametrize("files", [12, 16])
    def test_descriptors_for_the_processes(self, shell: Any, many: Path, files: int) -> None:
        done = shell(f"ulimit -n {files}; tradecalc {' '.join(TARGET)} {many} --jobs 2")
        assert done.returncode == 2
        assert done.stderr == (
            "tradecalc: the 2 processes cannot be started: Too many open files; try --jobs 1\n"
        )

    def test_a_place_for_the_processes(self, shell: Any, many: Path, tmp_path: Path) -> None:
        gone = tmp_path / "gone"
        gone.mkdir()
        done = shell(f"cd {gone}; rmdir {gone}; tradecalc {' '.join(TARGET)} {many} --jobs 2")
        assert done.returncode == 2
        assert "processes cannot be started: No such file or directory; try" in done.stderr

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
    def test_descriptors_to_abandon_an_output_with(self, shell: Any) -> None:
        script = (
            "import resource, sys; from tradecalc.cli.printer import abandon;"
            "sys.stdout.write('lost'); resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3));"
            "abandon(sys.stdout)"
        )
        # Who measures coverage needs descriptors of its own.
        done = shell(f'unset COVERAGE_PROCESS_START; python -c "{script}" > /dev/full')
        assert (done.returncode, done.stderr) == (0, "")


def _peak(process: subprocess.Popen[bytes]) -> float:
    """The most memory that a process had until its end, in MB."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024


class TestSize:
    def test_ten_times_the_rows_take_no_more_memory(
        self, start: Any, many: Path, tmp_path: Path
    ) -> None:
        few = tmp_path / "few.csv"
        few.write_bytes(many.read_bytes()[: many.stat().st_size // 10].rsplit(b"\n", 1)[0])
        nowhere = subprocess.DEVNULL
        peaks = [
            _peak(start(*TARGET, str(path), stdin=nowhere, stdout=nowhere, stderr=nowhere))
            for path in (few, many)
        ]
        assert peaks[1] < peaks[0] + 4, peaks

    @JOBS
    def test_cells_of_ten_megabytes(self, run_bytes: Any, jobs: str) -> None:
        plain, marked = b"x" * 10**7, b'"' + b'a ""cell"" of\nmany lines\n' * 400_000 + b'"'
        rows = [b"a,4", plain + b",5", marked + b",6", b"b," + b"7" * 10**7, b"c,8"]
        done = run_bytes(*TARGET, "-", "--jobs", jobs, stdin=b"\n".join([b"name,base", *rows, b""]))
        lines = [b"name,base,years,error", *(row + b",6," for row in rows)]
        lines[4] = rows[3] + b",,\"base '" + b"7" * 37 + b"...' is longer than a figure can be"
        lines[4] += b' (100 characters): write it shorter"'
        assert done.stdout == b"\n".join([*lines, b""])
        assert done.returncode == 1

    def test_a_header_and_a_first_object_of_ten_megabytes(self, run_bytes: Any) -> None:
        long = b"x" * 10**7
        done = run_bytes(*TARGET, "-", stdin=b"base,%s\n4,\n" % long)
        assert done.stdout == b"base,%s,years,error\n4,,6,\n" % long
        done = run_bytes(*TARGET, "-", stdin=b'{"base": 4, "x": "%s"}' % long)
        assert done.stdout == b'{"base": 4, "x": "%s", "years": 6, "error": null}\n' % long


@pytest.fixture
def screen() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: ours, on which what is shown can be read, and theirs."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


def _shown(start: Any, screen: tuple[int, int], stdout: Any, answers: Callable[[], object]) -> str:
    """What a terminal shows of a slow stream, whose *answers* go to *stdout*."""
    ours, theirs = screen
    with start(*TARGET, "-", "--base-year", "2024", stdout=stdout, stderr=theirs) as process:
        os.close(theirs)
        _write(process, b"base\n" + b"4\n" * 50)
        give_up = time.monotonic() + PATIENCE
        while not answers() and time.monotonic() < give_up:  # until it has started
            time.sleep(0.05)
        for _ in range(7):
            time.sleep(0.1)
            _write(process, b"4\n" * 50)
        process.stdin.close()
        assert process.wait(timeout=PATIENCE) == 0
    found = b""
    while select.select([ours], [], [], 0.2)[0]:
        try:
            found += os.read(ours, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
    return found.decode()


class TestProgress:
    def test_rows_are_counted_at_a_terminal_while_answers_go_elsewhere(
        self, start: Any, screen: tuple[int, int], tmp_path: Path
    ) -> None:
        path = tmp_path / "out.csv"
        with path.open("wb") as out:
            shown = _shown(start, screen, out, lambda: path.stat().st_size)
        counts = [int(count.removesuffix(" rows").replace(",", "")) for count in _counts(shown)]
        assert counts
        assert counts == sorted(counts)
        assert 0 < counts[-1] <= 400
        assert shown.endswith("\r\033[K")  # nothing is left of it
        assert path.read_text().count("\n") == 401

    def test_nothing_is_counted_between_answers_on_the_same_terminal(
        self, start: Any, screen: tuple[int, int]
    ) -> None:
        shown = _shown(start, screen, screen[1], lambda: select.select([screen[0]], [], [], 0)[0])
        assert " rows" not in shown
        assert shown.count("4,6,") == 400


def _counts(shown: str) -> list[str]:
    return [part for part in shown.removesuffix("\r\033[K").split("\r") if part]
