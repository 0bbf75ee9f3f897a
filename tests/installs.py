"""Does tradecalc install? Prints what was built, installed and tried: `python -m tests.installs`.

An sdist is built, and from it a wheel, which must hold the code and nothing else. The wheel is
installed alone, away from the checkout, with the newest typer and rich allowed and with the
lowest, under every CPython from 3.11 on that is found on the PATH or under pyenv; `--quick` tries
this Python alone. Each installation has nothing in it but what typer and rich bring, and prints
the console blocks of the README as they stand there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from shutil import copytree, which
from tempfile import TemporaryDirectory

from tests.test_readme import BLOCK, played

ROOT = Path(__file__).resolve().parent.parent
LOWEST = ("typer==0.26.0", "rich==13.9.0")  # as pyproject.toml allows them
DATA = {"tradecalc/py.typed", "tradecalc/core/reference.csv", "tradecalc/figures/home.toml"}
BROUGHT = {  # what a fresh environment holds, and what typer and rich bring along
    *("pip", "setuptools", "tradecalc", "typer", "rich", "annotated-doc", "shellingham"),
    *("markdown-it-py", "mdurl", "pygments", "typing-extensions", "colorama"),
}


def main() -> int:
    """Try what was asked for; 1 where something does not hold."""
    pythons = [sys.executable] if "--quick" in sys.argv else found()
    with TemporaryDirectory() as folder:
        wheel = built(Path(folder))
        tries = [(python, held) for python in pythons for held in ((), LOWEST)]
        holds = [tried(wheel, *one, Path(folder, f"{k}")) for k, one in enumerate(tries)]
    return 0 if all(holds) else 1


def found() -> list[str]:
    """Return one CPython of each version from 3.11 on that this machine offers."""
    names = (which(f"python3.{minor}") for minor in range(11, 20))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    code = "import sys; print(sys.implementation.name, *sys.version_info[:2])"
    versions: dict[tuple[int, ...], str] = {}
    for path in (*filter(None, names), *map(str, sorted(pyenv.glob("3.*/bin/python")))):
        done = subprocess.run([path, "-c", code], capture_output=True, text=True, check=False)
        name, *version = done.stdout.split() or [""]
        if name == "cpython" and tuple(map(int, version)) >= (3, 11):
            versions[tuple(map(int, version))] = path
    return [versions[one] for one in sorted(versions)]


def built(folder: Path) -> Path:
    """Build sdist and wheel of a copy of the checkout, look into both, and return the wheel."""
    source = folder / "source"
    files = run("git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard").splitlines()
    files = [name for name in files if (ROOT / name).is_file()]
    for name in files:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    tools = environment(sys.executable, folder / "tools", "build")
    run(tools, "-m", "build", "--outdir", str(folder), str(source))
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    with tarfile.open(sdist) as packed:
        inside = {name.partition("/")[2] for name in packed.getnames()}
    assert {*files} - inside <= {".ci/run"}, "the sdist lacks files"
    holds = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert holds == {name for name in files if name.startswith("tradecalc/")}
    assert holds >= DATA, "the wheel lacks data"
    print(f"built: sdist of {len(inside)} files, wheel of {len(holds)}")
    return wheel


def tried(wheel: Path, python: str, held: tuple[str, ...], home: Path) -> bool:
    """Install the wheel with the versions *held*, and see the README hold from there."""
    command = environment(python, home, str(wheel), *held)
    run(command, "-m", "pip", "check")
    listed = run(command, "-m", "pip", "list", "--format=freeze").lower().split()
    wrong = [f"it brings {one}" for one in listed if one.split("==")[0] not in BROUGHT]
    place = home / "place"
    copytree(ROOT / "tests" / "data", place / "tests" / "data")
    env = {"PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8"}

    def shell(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", line], cwd=place, env=env, capture_output=True, text=True, check=False
        )

    blocks = BLOCK.findall((ROOT / "README.md").read_text())
    other = [block for block in blocks if played(shell, block) != block]
    wrong += [f"another answer to {block.splitlines()[0]}" for block in other]
    what = ", ".join(one for one in listed if one.startswith(("typer", "rich", "tradecalc")))
    print(f"{python}, {what}: {len(blocks)} blocks of README.md, {'; '.join(wrong) or 'all hold'}")
    return not wrong


def environment(python: str, home: Path, *wanted: str) -> str:
    """Make an environment with what is *wanted* in it, and return its Python."""
    run(python, "-m", "venv", str(home))
    command = str(home / "bin" / "python")
    run(command, "-m", "pip", "install", "-q", *wanted)
    return command


def run(*command: str) -> str:
    """Run a command away from the checkout, and return what it prints; a failure ends it all."""
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
