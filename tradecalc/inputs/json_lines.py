"""Rows as JSON: an object a line, to which answers can be added as it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from tradecalc.inputs.blocks import as_text
from tradecalc.inputs.records import Records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.inputs.blocks import Block


def object_records(block: Block) -> tuple[Records, list[Mapping[str, Any]]]:
    r"""Return the objects of a block, each written without its closing brace, and what they hold.

    Numbers are texts, as written. A line that holds no object is at fault, and written as one
    that has the line's text under `row`.

    >>> from tradecalc.inputs.blocks import Block
    >>> found, values = object_records(Block(1, b'{"base": 4.0}\n[4]\n'))
    >>> found.written, values, found.faults
    (['{"base": 4.0', '{"row": "[4]"'], [{'base': '4.0'}, {}], {1: 'the line is not a JSON object'})
    """
    found = Records([], [], [], {})
    lines: list[int] = []
    values: list[Mapping[str, Any]] = []
    text = as_text(block.data)
    for line, written in enumerate(text.split("\n"), block.line):
        body = written.strip(" \t\r")
        if not body:
            continue
        value, fault = _object(body)
        if fault:
            found.faults[len(lines)] = fault
            body = '{"row": ' + json.dumps(body, ensure_ascii=False) + "}"
        found.written.append(body[:-1].rstrip())
        lines.append(line)
        values.append(value)
    return found._replace(lines=lines), values


def _object(body: str) -> tuple[Mapping[str, Any], str]:
    """Read an object; where it is none, return an empty one and what is wrong."""
    try:
        value = _DECODER.decode(body)
    except json.JSONDecodeError as error:
        return {}, f"the line is not JSON, at character {error.pos + 1}: {error.msg}"
    except (ValueError, RecursionError) as error:
        return {}, f"the line is not JSON: {error}"
    if isinstance(value, dict):
        return value, ""
    return {}, "the line is not a JSON object"


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number there")


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_refuse)
