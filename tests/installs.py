"""Does tradecalc install? Prints what was built, installed and tried: `python tests/installs.py`.

An sdist and a wheel are built, and a wheel from the sdist, which must hold the same. The wheel is
installed away from the checkout, alone: with the newest typer and rich allowed, with the lowest,
and each of them with the other's, under every CPython from 3.11 on that is found on the PATH or
under pyenv. Each installation has nothing in it but what typer and rich bring, and prints the
console blocks of the README as they stand there.

`--quick` tries this Python alone, with the newest and the lowest of both. `--tests` also runs the
whole test suite under every other Python, and here with the lowest of everything.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from shutil import copytree, which
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOWEST = {"typer": "0.26.0", "rich": "13.9.0"}  # as pyproject.toml allows them
LOWEST_CHART = "3.8.0"
HELD = ("py.typed", "core/reference.csv", "inputs/cases/home.toml")
BROUGHT = {  # what a fresh environment holds, and what typer and rich bring along
    *("pip", "setuptools", "tradecalc", "typer", "rich", "annotated-doc", "shellingham"),
    *("markdown-it-py", "mdurl", "pygments", "typing-extensions", "colorama"),
}
OTHERS = ("mlr ", "duckdb ", "jq ", "--chart")  # blocks of tools that an installation has not
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Python(NamedTuple):
    """A Python to try."""

    version: str
    path: str


def main() -> int:
    """Try what was asked for; 1 where something does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="this Python, newest and lowest")
    parser.add_argument("--tests", action="store_true", help="the test suite too")
    asked = parser.parse_args()
    here = Python(_version(sys.executable) or "", sys.executable)
    failed = 0
    with TemporaryDirectory() as folder:
        wheel = built(Path(folder))
        for python in [here] if asked.quick else [here, *others(here)]:
            for chosen in combinations(quick=asked.quick or python != here):
                failed += not tried(wheel, python, chosen, Path(folder))
        if asked.tests:
            for python in others(here):
                failed += not tested(python, (), Path(folder))
            lowest = [f"{name}=={version}" for name, version in LOWEST.items()]
            failed += not tested(here, (*lowest, f"matplotlib=={LOWEST_CHART}"), Path(folder))
    return 1 if failed else 0


def combinations(*, quick: bool) -> list[dict[str, str]]:
    """Which versions to hold fast: none of them, both, and, unless it is to be quick, either."""
    crossed = [] if quick else [{name: version} for name, version in LOWEST.items()]
    return [{}, LOWEST, *crossed]


def built(folder: Path) -> Path:
    """Build sdist and wheel of a copy of the checkout, look into both, and return the wheel."""
    source, start = folder / "source", monotonic()
    source.mkdir()
    files = run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"]).splitlines()
    for name in files:
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    tools = environment(sys.executable, folder / "tools", "build")
    run([tools, "-m", "build", "--outdir", str(folder / "dist"), str(source)])
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    (wheel,) = (folder / "dist").glob("*.whl")
    with tarfile.open(sdist) as packed:
        inside = {name.partition("/")[2] for name in packed.getnames()}
        packed.extractall(folder / "unpacked", filter="data")
    code = {name for name in files if name.startswith("tradecalc/")}
    assert {"README.md", "pyproject.toml", *files} - inside <= {".ci/run"}, "the sdist lacks files"
    holds = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in holds if ".dist-info/" not in name} == code, (
        "the wheel is not the code"
    )
    assert {f"tradecalc/{name}" for name in HELD} <= holds, "the wheel lacks data"
    # `python -m build` made the wheel from the sdist; this one is made from the checkout.
    run([tools, "-m", "build", "--wheel", "--outdir", str(folder / "direct"), str(source)])
    (direct,) = (folder / "direct").glob("*.whl")
    assert contents(direct) == contents(wheel), "the sdist builds another wheel"
    print(
        f"built: sdist of {len(inside)} files, wheel of {len(holds)}: {monotonic() - start:.0f} s"
    )
    return wheel


def contents(wheel: Path) -> dict[str, bytes]:
    """Return what a wheel holds."""
    with zipfile.ZipFile(wheel) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def tried(wheel: Path, python: Python, chosen: dict[str, str], folder: Path) -> bool:
    """Install the wheel with the versions *chosen*, and see the README hold from there."""
    start = monotonic()
    held = [f"{name}=={version}" for name, version in chosen.items()]
    home = folder / "-".join(["installed", python.version, *held])
    command = environment(python.path, home, str(wheel), *held)
    run([command, "-m", "pip", "check"])
    listed = run([command, "-m", "pip", "list", "--format=freeze"]).split()
    there = dict(line.lower().split("==") for line in listed)
    wrong = [f"it brings {name}" for name in sorted(there.keys() - BROUGHT)]
    if run([str(home / "bin" / "tradecalc"), "--version"]).strip() != (
        f"tradecalc {there['tradecalc']}"
    ):
        wrong.append("its --version is another")
    place = home / "place"
    copytree(ROOT / "tests" / "data", place / "tests" / "data")
    blocks = [b for b in BLOCK.findall((ROOT / "README.md").read_text()) if not _of_others(b)]
    wrong += [f"a block of README.md prints otherwise: {b.splitlines()[0]}" for b in blocks
              if played(b, place, home / "bin") != b]  # fmt: skip
    print(
        f"Python {python.version}, typer {there['typer']}, rich {there['rich']}: "
        f"{len(blocks)} blocks of README.md, {'; '.join(wrong) or 'all hold'}: "
        f"{monotonic() - start:.0f} s",
        flush=True,
    )
    return not wrong


def _of_others(block: str) -> bool:
    return any(name in block for name in OTHERS)


def played(block: str, place: Path, programs: Path) -> str:
    """Return a console block as a terminal would show it now, with *programs* first."""
    lines = []
    env = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8"}
    for call in (line.removeprefix("$ ") for line in block.split("\n") if line.startswith("$ ")):
        shell = ["bash", "-c", f"{{ {call}\n}} 2>&1"]
        done = subprocess.run(
            shell, cwd=place, env=env, capture_output=True, text=True, check=False
        )
        lines += [f"$ {call}", *done.stdout.rstrip("\n").split("\n"), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def tested(python: Python, held: tuple[str, ...], folder: Path) -> bool:
    """Run the test suite with its own dependencies, some *held* at a version."""
    start = monotonic()
    home = folder / "-".join(["tested", python.version, *held])
    command = environment(python.path, home, f"{ROOT}[dev]", *held)
    run([command, "-m", "pip", "install", "-q", "-e", str(ROOT)])
    # What an old matplotlib says of a new pyparsing is not a fault here.
    quiet = ["-W", "ignore::DeprecationWarning"] if held else []
    done = subprocess.run(
        [command, "-m", "pytest", "-n", "auto", "-p", "no:cacheprovider", *quiet],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = "pass" if done.returncode == 0 else f"fail:\n{done.stdout[-3000:]}"
    print(
        f"Python {python.version} {' '.join(held)}: the tests {told}: {monotonic() - start:.0f} s"
    )
    return done.returncode == 0


def others(here: Python) -> list[Python]:
    """Return one CPython of each other version from 3.11 on that this machine offers."""
    names = [which(f"python3.{minor}") or "" for minor in range(11, 20)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    found: dict[str, str] = {}
    for path in [*map(str, sorted(pyenv.glob("3.*/bin/python"))), *names]:
        version = _version(path) if path else None
        if version:
            found.setdefault(version.rpartition(".")[0], path)
    found.pop(here.version.rpartition(".")[0], None)
    return [Python(_version(path) or minor, path) for minor, path in sorted(found.items())]


def _version(path: str) -> str | None:
    """Return the version of a CPython from 3.11 on, or None for what is none."""
    code = "import sys; print(sys.implementation.name, '%d.%d.%d' % sys.version_info[:3])"
    done = subprocess.run([path, "-c", code], capture_output=True, text=True, check=False)
    name, _, version = done.stdout.strip().partition(" ")
    is_new = name == "cpython" and tuple(map(int, version.split("."))) >= (3, 11)
    return version if done.returncode == 0 and is_new else None


def environment(python: str, home: Path, *wanted: str) -> str:
    """Make an environment with what is *wanted* in it, and return its Python."""
    run([python, "-m", "venv", str(home)])
    command = str(home / "bin" / "python")
    run([command, "-m", "pip", "install", "-q", *wanted])
    return command


def run(command: list[str]) -> str:
    """Run a command away from the checkout, and return what it prints; a failure ends it all."""
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
