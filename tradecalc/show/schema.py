"""JSON Schemas of what each question answers, draft 2020-12: they follow from the declarations."""

from collections.abc import Iterable, Mapping
from typing import Any

from tradecalc.questions.question import NAMED, Answer, Question
from tradecalc.show.machine import OF_MANY, OF_ONE, SCHEMA, WORKING, unit_of

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NULL, NUMBER, TEXT = {"type": "null"}, {"type": "number"}, {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
VALUES: Schema = {  # by kind; any other is a number
    "chance": {"type": "number", "minimum": 0, "maximum": 1},
    "years": {"type": "number", "minimum": 0},
    "year": {"type": "integer", "minimum": 1, "maximum": 9999},
    "count": {"type": "integer", "minimum": 0},
    **dict.fromkeys(("word", *NAMED), TEXT),
}
LEVEL_UNIT = {"pattern": "^((thousand|mn|bn|trn)( ([A-Z]{3}|¥))?|[A-Z]{3}|¥)$"}
# What stands for them in a figure's name; a claim may be made twice.
SIGNS = {"n": "[1-9][0-9]*", "period": "[0-9]{4}(-(0[1-9]|1[01]))?(#[1-9][0-9]*)?"}
SAID = {  # of the keys that are the same everywhere
    "written": "The figure as it was written; left out of a default.",
    "value": "At full precision, by the figures as written; a rate is a fraction.",
    "low": "Lowest value within the rounding of the figures.",
    "high": "Highest value within the rounding of the figures.",
    "likely_low": "One such year in ten has ended below.",
    "likely_high": "One such year in ten has ended above.",
    "open": "Why its range has no end within the rounding of the figures.",
    "why": "Why it has no value.",
    "error": "Why a row has no answer; all its answers are null then.",
}
ENDS, LIKELY = ("low", "high"), ("likely_low", "likely_high")


def schema(question: Question) -> Schema:
    """Return the schema of the document that answers a question: it allows no other keys."""
    ends = {end for one in question.answers.values() for end in one.likely or ()}
    answers = {name: _answer(one) for name, one in _shown(question.answers) if name not in ends}
    keys = {
        "schema": {"const": SCHEMA},
        "command": {"const": question.name},
        "title": TEXT,
        "summary": TEXTS,
        "inputs": _inputs(question),
        "answers": _object(answers),
        "tables": _object({name: _table(columns) for name, columns in question.tables.items()}),
        "notes": TEXTS,
        "reports": _object({one.name: schema(one) for one in question.parts}),
    }
    for key in OF_ONE if question.parts else OF_MANY:
        del keys[key]
    return _whole(question.name, f"{question.name}: {question.asks}", _object(keys, keys))


def _whole(name: str, title: str, body: Schema) -> Schema:
    head = {"$schema": DIALECT, "$id": f"urn:tradecalc:schema:{SCHEMA}:{name}"}
    return {**head, "title": f"tradecalc {title}", **body}


def _object(keys: Schema, required: Iterable[str] = (), **more: Any) -> Schema:
    keys = {k: {"description": SAID[k], **one} if k in SAID else one for k, one in keys.items()}
    found = {"type": "object", "properties": keys, "required": list(required), **more}
    return {**found, "additionalProperties": False}


def _shown(declared: Mapping[str, Answer]) -> list[tuple[str, Answer]]:
    return [(name, one) for name, one in declared.items() if one.shown]


def _inputs(question: Question) -> Schema:
    plain, patterns = Schema(), Schema()
    for figure in [f for one in (question, *question.parts) for f in one.figures.values()]:
        names = dict(figure.reads)
        if figure.is_input:
            is_list = figure.kind == "rates"
            names |= {f"{figure.name}_{{n}}": "rate"} if is_list else {figure.name: figure.kind}
        for name, kind in names.items():
            ends = ENDS if kind in ("level", "rate") else ()
            keys = () if VALUES.get(kind) == TEXT else ("value", *ends)
            value = {"written": TEXT, **dict.fromkeys(keys, VALUES.get(kind, NUMBER))}
            pattern = name.format(**SIGNS)
            found, key = (plain, name) if pattern == name else (patterns, f"^{pattern}$")
            found[key] = {"description": figure.text, **_object(value, keys[:1] or value)}
    return _object(plain, patternProperties=patterns)


def _answer(answer: Answer) -> Schema:
    value, unit = VALUES.get(answer.kind, NUMBER), unit_of(answer.kind, "")
    keys: Schema = {"value": {"anyOf": [value, NULL]}}
    if unit or answer.kind == "level":
        keys["unit"] = {"const": unit} if unit else LEVEL_UNIT
    ends = (*(() if answer.point else ENDS), *(LIKELY if answer.likely else ()))
    keys |= dict.fromkeys(ends, value) | dict.fromkeys(("open", "why", *WORKING), TEXT)
    return {"description": answer.text, **_object(keys, ["value"])}


def _table(columns: Mapping[str, Answer]) -> Schema:
    keys = Schema()
    for name, column in _shown(columns):
        value = VALUES.get(column.kind, NUMBER)
        keys[name] = {"description": column.text, **value}
        keys |= {f"{name}_low": value, f"{name}_high": value, f"{name}_open": TEXT}
    return {"type": "array", "items": _object(keys), "minItems": 1}


def row_schema(question: Question) -> Schema | None:
    """Return the schema of a line that answers a row; a name that it had is `answer_NAME`."""
    if not question.has_rows:
        return None
    shown = _shown(question.answers)
    answers = [(name, one.text, one.kind) for name, one in shown if name != "error"]
    keys, unless = Schema(), list[Schema]()
    for name, text, kind in (*answers, ("error", SAID["error"], "text")):
        value = {"anyOf": [VALUES.get(kind, NUMBER), NULL]}
        keys[name] = {"description": text}
        keys |= dict.fromkeys((f"answer_{name}", f"{name}_low", f"{name}_high"), value)
        if name not in question.row_figures:  # of which a row may have its own
            then = {"properties": {name: value}}
            unless.append({"if": {"not": {"required": [f"answer_{name}"]}}, "then": then})
    unless[-1]["then"]["required"] = ["error"]
    body = {**_object(keys, allOf=unless), "additionalProperties": True}
    return _whole(f"{question.name}:rows", f"{question.name} --rows: a line of JSON", body)
