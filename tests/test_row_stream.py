"""Rows as a stream, with the installed command and real pipes, terminals and signals."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

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
            _write(process, b'TJK,8\n"TKM')  # a row, and one that is open
            assert _line(process) == b"TJK,8,6,\n"
            assert process.communicate(b'",9', timeout=PATIENCE) == (b'"TKM",9,6,\n', b"")
        assert process.returncode == 0

    @JOBS
    def test_json_lines_too(self, start: Any, jobs: str) -> None:
        with start(*TARGET, "-", "--jobs", jobs) as process:
            for base in (b"4", b"5"):
                _write(process, b'{"base": %s}\n' % base)
                assert _line(process) == b'{"base": %s, "years": 6, "error": null}\n' % base
            assert process.communicate(timeout=PATIENCE) == (b"", b"")
        assert process.returncode == 0

    def test_a_mark_within_a_cell_keeps_nothing_back(self, start: Any) -> None:
        with start(*TARGET, "-") as process:
            _write(process, b'name,base\n6" pipe,4\n')
            assert _line(process) + _line(process) == b'name,base,years,error\n"6"" pipe",4,6,\n'
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

    @JOBS
    @pytest.mark.parametrize(("read", "times"), [(1, 1), (3, 2), (9, 1)])
    def test_ctrl_c_leaves_whole_rows(
        self, start: Any, many: Path, jobs: str, read: int, times: int
    ) -> None:
        with start(*TARGET, str(many), "--jobs", jobs) as process:
            out = _line(process)
            for _ in range(read):  # a slow reader, so that the pipe is full
                out += os.read(process.stdout.fileno(), 20_000)
                time.sleep(0.02)
            for _ in range(times):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
                time.sleep(0.05)
            rest, said = process.communicate(timeout=PATIENCE)
        rows = (out + rest).decode().split("\n")
        assert rows.pop() == ""
        assert {row.count(",") for row in rows} == {3}
        assert len(rows) < 300_000
        assert (process.returncode, said) == (130, b"")
        assert _is_gone(process.pid)

    @pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
    def test_no_process_outlives_the_one_that_started_it(self, start: Any, name: str) -> None:
        with start(*TARGET, "-", "--jobs", "2") as process:
            _write(process, b"base\n4\n")
            assert _line(process) + _line(process) == b"base,years,error\n4,6,\n"
            process.send_signal(signal.Signals[name])
            assert _to_the_end(process.stdout.fileno()) == b""  # its input is still open
            assert _to_the_end(process.stderr.fileno()) == b""  # nor does Python tell of it
        assert _is_gone(process.pid)

    def test_a_process_that_the_system_ends(self, start: Any) -> None:
        with start(*TARGET, "-", "--jobs", "2") as process:
            _write(process, b"base\n4\n")
            assert _line(process) + _line(process) == b"base,years,error\n4,6,\n"
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
        assert (out, process.returncode) == (b"", 2)
        assert said == (b"tradecalc: a process was killed: try --jobs 1\n")
        assert _is_gone(process.pid)


class TestWhatOtherProgramsDo:
    """A pipe is as the program at its other end, or the one before, has set it."""

    def test_an_output_that_does_not_wait(self, start: Any, many: Path) -> None:
        ours, theirs = os.pipe()
        os.set_blocking(theirs, False)
        with start(*TARGET, str(many), stdout=theirs) as process:
            os.close(theirs)
            time.sleep(0.3)  # the pipe is full
            out = _to_the_end(ours)
            assert process.stderr.read() == b""
        os.close(ours)
        assert process.returncode == 0
        assert (out.count(b"\n"), out.count(b",")) == (300_001, 3 * 300_001)

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
        done = shell(
            f"cd {tmp_path}; ulimit -f 1000; tradecalc {' '.join(TARGET)} {given} >> s.csv"
        )
        said = f"tradecalc: {named} is also the output: write elsewhere\n"
        assert (done.returncode, done.stderr) == (2, said)
        assert (tmp_path / "s.csv").read_text() == "base\n4\n"
        done = shell(f"cd {tmp_path}; tradecalc {' '.join(TARGET)} s.csv >> t.csv; cat t.csv")
        assert (done.stdout, done.stderr) == ("base,years,error\n4,6,\n", "")


class TestSize:
    def test_ten_times_the_rows_take_no_more_memory(
        self, start: Any, many: Path, tmp_path: Path
    ) -> None:
        few = tmp_path / "few.csv"
        few.write_bytes(many.read_bytes()[: many.stat().st_size // 10].rsplit(b"\n", 1)[0])
        peaks = []
        for path in (few, many):
            nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
            process = start(*TARGET, str(path), **nowhere)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode == 0
            peaks.append(usage.ru_maxrss / 1024)
        assert peaks[1] < peaks[0] + 4, peaks

    @JOBS
    def test_cells_of_ten_megabytes(self, run_bytes: Any, jobs: str) -> None:
        plain, marked = b"x" * 10**7, b'"' + b'a ""cell"" of\nmany lines\n' * 400 + b'"'
        rows = [b"name,base", b"a,4", plain + b",5", marked + b",6", b"c,8", b""]
        done = run_bytes(*TARGET, "-", "--jobs", jobs, stdin=b"\n".join(rows))
        kept = [b"name,base,years,error", *(row + b",6," for row in rows[1:-1]), b""]
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == b"\n".join(kept)
