"""A TOML file -> its values, and the line that each stands in, for messages to name."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.text_file import other_file, other_text, read_bytes, source_name

_HEADER = re.compile(r"\s*\[(\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$", re.ASCII)
_KEY = re.compile(r"""\s*(["']?)([^"'=#]+?)\1\s*=""")
# A value without quotes: all of a line, or one of an inline table.
_BARE = (
    re.compile(r"""^\s*([\w.-]+)\s*=\s*([^\s"'\[{#][^"'=#]*?)\s*(?:#.*)?$"""),
    re.compile(r"""[{,]\s*([\w.-]+)\s*=\s*([^\s"'\[{#,}](?:[^"'=#,}]|,\d)*?)\s*(?=,(?!\d)|})"""),
)
_PLAIN = re.compile(r"true|false|\d+")
_CURLY = "“”„‟«»‘’‚"


class Decimal(str):
    """A TOML number with a point or a power, as it was written: its digits are information."""

    __slots__ = ()


class TomlFile(NamedTuple):
    """What a TOML file holds; messages call it *source*."""

    source: str
    text: str
    values: dict[str, Any]

    def at(self, section: str = "", key: str = "", *, nth: int = 1) -> str:
        """Where a key stands, as a message begins with it, with its line where that is found.

        Of tables of one name, `[[claims]]`, it is the *nth*.
        """
        line = _line(self.text, section, key, nth)
        return f"{self.source}, line {line}" if line else self.source


def read_toml(path: str, *, wanted: str) -> TomlFile:
    """Read a TOML file, or standard input for `-`; *wanted* tells what it should be.

    Raises InputError, with the line where there is one, where it cannot be read or is not TOML.
    """
    data, source = read_bytes(path), source_name(path)
    other = other_file(data)
    if other:
        raise InputError(f"{source} is {other[0]}, not {wanted}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{source}, line {line} is not UTF-8 text: save the file as UTF-8"
        ) from None
    if "\0" in text:
        raise InputError(f"{source} is not UTF-8 text: save the file as UTF-8")
    start = text.lstrip()
    if start[:1] in ("<", "{"):  # a list, as JSON may be, begins as a section does
        raise InputError(f"{source} is {other_text(text)}, not {wanted}")
    return parse_toml(text, source, wanted=wanted)


def parse_toml(text: str, source: str, *, wanted: str) -> TomlFile:
    r"""Read a TOML text. Raises InputError where it is none.

    >>> parse_toml("[target]\nbase = 4+\n", "case.toml", wanted="a case")
    Traceback (most recent call last):
    tradecalc.errors.InputError: case.toml, line 2: base has no quotes: write base = "4+"
    """
    import tomllib  # noqa: PLC0415  only who reads such a file needs it

    try:
        # With a last line's end, what is wrong in that line is told with its number.
        values = tomllib.loads(f"{text}\n", parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # too many digits, or lists in lists, as well
        raise _unreadable(text, source, str(error), wanted) from None
    return TomlFile(source, text, values)


def _line(text: str, section: str, key: str, nth: int) -> int | None:
    """The number of the line that begins the *key* of a *section*, or the section itself."""
    current, seen, lines = "", 0, text.split("\n")
    for number, line in enumerate(lines, start=1):
        if header := _HEADER.match(line):
            current = header[2]
            seen += current == section
            if not key and current == section and seen == nth:
                return number
        elif found := _KEY.match(line):
            name = found[2].strip()
            here = current == section and (seen == nth or not section)
            if (here and name == key) or (not current and section and name == f"{section}.{key}"):
                return number
            if not current and name == section:
                return number  # the whole section in braces, or a list, begins here
    return None


def _unreadable(text: str, source: str, message: str, wanted: str) -> InputError:
    """Say why a text is not TOML, in terms of what was typed."""
    first = next((line for line in text.splitlines() if line.strip() and line[0] != "#"), "")
    if "=" not in first and re.search("[,;\t|]", first) and first.lstrip()[0] != "[":
        return InputError(f"{source} is a table, not {wanted}")
    place = re.search(r" \(at (?:line (\d+)|end)", message)
    if place is None:  # Python gave up: lists too deep in lists, or too many digits
        return InputError(f"{source} cannot be read as TOML, and so is not {wanted}")
    reason = message[:1].lower() + message[1 : place.start()]
    if place[1] is None:
        return InputError(f"{source} is not TOML ({reason}), and so not {wanted}")
    line = text.split("\n")[int(place[1]) - 1]
    return InputError(f"{source}, line {place[1]}{_wrong(line, reason)}")


def _wrong(line: str, reason: str) -> str:
    """Say what is wrong with a line, and what to write; *reason* is the TOML reader's."""
    if re.search("overwrite|twice|mutate", reason):
        what = _HEADER.match(line) or _KEY.match(line)
        return f": {quoted(what[2]) if what else 'this'} stands twice: drop one"
    for pattern in _BARE:
        for name, value in pattern.findall(line):
            if value.isprintable() and not _PLAIN.fullmatch(value):
                right = value.strip(_CURLY)
                return f': {name} has no quotes: write {name} = "{right}"'
    if reason == r"illegal character '\n'":
        return ": a text has no end: close its quotes"
    return f' is not TOML ({reason}): write a line as name = "text"'
