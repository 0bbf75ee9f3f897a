"""One call of tradecalc: what is typed, what it meets, and how a person may repeat it."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.hostile.server import Order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Piece = tuple[str, ...]  # an argument, a flag, or an option and its value


@dataclass(frozen=True)
class Call:
    """A call of *command*, as drawn, and all that it meets."""

    pieces: tuple[Piece, ...]
    command: str
    given: Mapping[str, bytes] = field(default_factory=dict)
    how: Mapping[str, Any] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """The arguments as text."""
        return [word for piece in self.pieces for word in piece]

    @property
    def args(self) -> tuple[bytes, ...]:
        """The arguments, as a system hands them over: bytes, and no NUL among them."""
        return tuple(_as_argument(word) for word in self.texts)

    def order(self, folder: Path) -> Order:
        """Write the call's files into *folder*, and return what to call."""
        (folder / "folder").mkdir()
        (folder / "loop").symlink_to("loop")
        (folder / "dangling").symlink_to("nowhere")
        (folder / "closed.csv").write_bytes(b"period,value\n")
        (folder / "closed.csv").chmod(0)
        for name, content in self.given.items():
            if name != "-":
                (folder / name).write_bytes(content)
        env = {
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            **self.how.get("env", {}),
        }
        how = {"stdin": self.given.get("-", b""), **self.how, "env": env}
        return Order(args=self.args, folder=str(folder), **how)

    def __str__(self) -> str:
        """Return the call as a line for a shell, after those that make its files."""
        made = [f"printf '{_printf(data)}' > {name}" for name, data in self.given.items()]
        line = " ".join(["tradecalc", *(_shell(word) for word in self.args)])
        return "\n".join([*made, f"{line}   # {dict(self.how)}"])


def _as_argument(word: str) -> bytes:
    return word.replace("\0", "").encode(
        "utf-8", "surrogatepass" if _is_high(word) else "surrogateescape"
    )


def _is_high(word: str) -> bool:
    """Whether a word has a surrogate that stands for no byte."""
    return bool(re.search("[\ud800-\udc7f\udd00-\udfff]", word))


def _printf(data: bytes) -> str:
    return "".join(chr(b) if 32 <= b < 127 and chr(b) not in "'\\%" else f"\\{b:03o}" for b in data)


def _shell(word: bytes) -> str:
    try:
        text = word.decode("ascii")
    except UnicodeDecodeError:
        return f"$'{_printf(word)}'"
    return shlex.quote(text) if text.isprintable() else f"$'{_printf(word)}'"
