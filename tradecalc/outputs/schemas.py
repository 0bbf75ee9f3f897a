"""JSON Schemas of what each command answers in JSON: documents of draft 2020-12 that stand alone.

They are drawn from the contract, and allow no key that it does not have.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tradecalc.outputs.contract import always, columns_of, entries_of, read
from tradecalc.outputs.report import LIKELY_ENDS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBERED = (  # what stands for the signs in a key; a claim may be made twice
    ("{n}", "[1-9][0-9]*"),
    ("{period}", "[0-9]{4}(-(0[1-9]|1[01]))?(#[1-9][0-9]*)?"),
)
WORKING = ("formula", "term", "source")
RANGED = ("level", "rate")  # figures that may be written as ranges


def schema(command: str) -> Schema:
    """Return the schema of the document that *command* answers with `-f json`.

    >>> schema("growth")["$id"]
    'urn:tradecalc:schema:1:growth'
    """
    document = _Document()
    body = document.body(command)
    return document.whole(command, f"tradecalc {command}: {body.pop('title')}", body)


def row_schema(command: str) -> Schema | None:
    """Return the schema of a line of JSON that `--rows` gives, if *command* answers rows."""
    if "rows" not in read(command):
        return None
    document = _Document()
    body = document.row(command)
    return document.whole(f"{command}:rows", f"tradecalc {command} --rows: a line of JSON", body)


def _object(
    text: str,
    properties: Schema,
    *,
    required: Iterable[str] = (),
    together: Iterable[tuple[str, ...]] = (),
    **more: Any,
) -> Schema:
    """Return the schema of an object that has no other properties.

    Of those that are *together* none is there without the others.
    """
    found: Schema = {"description": text} if text else {}
    found |= {"type": "object", "properties": properties, **more}
    others = {name: [o for o in group if o != name] for group in together for name in group}
    rest = {"required": list(required), "dependentRequired": others}
    return {**found, **{k: v for k, v in rest.items() if v}, "additionalProperties": False}


def _lines(text: str) -> Schema:
    return {"description": text, "type": "array", "items": {"type": "string"}}


def _unless_again(name: str, value: Schema) -> Schema:
    """Return that *name* has a *value* unless the row had such a key before it was answered."""
    then = {"properties": {name: value}}
    return {"if": {"not": {"required": [f"answer_{name}"]}}, "then": then}


class _Document:
    """A schema in the making: what several keys share is written once, under `$defs`."""

    def __init__(self) -> None:
        self.shared = read("shared")
        self.keys: dict[str, str] = self.shared["keys"]
        self.defs: Schema = {}

    def whole(self, name: str, title: str, body: Schema) -> Schema:
        """Return *body* as a document of its own."""
        head = {"$schema": DIALECT, "$id": f"urn:tradecalc:schema:{SCHEMA}:{name}", "title": title}
        return {**head, **body, "$defs": dict(sorted(self.defs.items()))}

    def body(self, command: str) -> Schema:
        """Return the schema of a command's document."""
        own = read(command)
        head = {
            "schema": {"description": self.keys["schema"], "const": SCHEMA},
            "command": {"description": self.keys["command"], "const": command},
        }
        inputs = {"inputs": self._inputs(command)}
        rest = {"tables": self._tables(command), "notes": _lines(self.keys["notes"])}
        if "reports" not in own:
            parts = {**head, **inputs, "answers": self._answers(command), **rest}
        else:
            said = {"title": {"type": "string"}, "summary": _lines(own["keys"]["summary"])}
            said["title"] |= {"description": own["keys"]["title"]}
            parts = {**head, **said, **inputs, **rest, "reports": self._reports(own)}
        return {"title": own["title"], **_object(own["text"], parts, required=parts)}

    def row(self, command: str) -> Schema:
        """Return the schema of a row of `--rows`: its own keys, its answers, and its error.

        What is said under a name that the row has already is `answer_` and that name.
        """
        own = read(command)["rows"]
        fields: Schema = {}
        unless = []
        for name in own["answers"]:
            entry = self._row_answer(command, name)
            kind = self._kind(entry)
            value = {"anyOf": [kind["value"], {"type": "null"}]}
            fields[name] = {"description": entry["text"]}
            fields[f"answer_{name}"] = {"description": self._as(name, "again"), **value}
            if name not in own["options"]:  # of which a row may have its own
                unless.append(_unless_again(name, value))
            if name not in own.get("alone", ()):
                ends = {"anyOf": [self._value(entry["kind"]), {"type": "null"}]}
                for end in ("low", "high"):
                    text = f"With --rounded: {self._as(name, end)}"
                    fields[f"{name}_{end}"] = {"description": text, **ends}
        value = {"type": ["string", "null"]}
        fields["error"] = {"description": self.keys["error"]}
        fields["answer_error"] = {"description": self._as("error", "again"), **value}
        unless.append(_unless_again("error", value))
        unless[-1]["then"]["required"] = ["error"]
        return {**_object(self.keys["row"], fields, allOf=unless), "additionalProperties": True}

    def _row_answer(self, command: str, name: str) -> Schema:
        if name in LIKELY_ENDS:
            return {"kind": "level", "exact": True, "text": self.keys[name]}
        entry: Schema = entries_of(command, "answers")[name]
        return entry

    def _ref(self, name: str, made: Callable[[], Schema], text: str = "") -> Schema:
        """Return a reference to what stands under `$defs` as *name*, made when first met."""
        if name not in self.defs:
            self.defs[name] = made()
        return {**({"description": text} if text else {}), "$ref": f"#/$defs/{name}"}

    def _kind(self, entry: Schema) -> Schema:
        """Return what an entry is: its value, and if it has them its unit and the ends."""
        if words := entry.get("words"):
            own = self.shared["words"][words]
            made = {"description": own["text"], "enum": own["enum"]}
            return {"text": own["text"], "value": self._ref(words, lambda: made)}
        kind = {**self.shared["kinds"][entry["kind"]], "value": self._value(entry["kind"])}
        if "ends" in kind:
            kind["ends"] = self._value(kind["ends"])
        if entry.get("exact"):
            del kind["ends"]
        return kind

    def _value(self, kind: str) -> Schema:
        own = self.shared["kinds"][kind]
        return self._ref(kind, lambda: {"description": own["text"], **own["value"]})

    def _as(self, name: str, key: str) -> str:
        """Return what is said of a *key*, of *name* instead of a value."""
        return self.keys[key].replace("`value`", f"`{name}`")

    def _inputs(self, command: str) -> Schema:
        entries = entries_of(command, "inputs")
        plain: Schema = {}
        patterns: Schema = {}
        for name, entry in entries.items():
            pattern = name
            for sign, digits in NUMBERED:
                pattern = pattern.replace(sign, digits)
            figure = self._ref(
                f"{entry['kind']}_figure", partial(self._figure, entry), entry["text"]
            )
            if pattern == name:
                plain[name] = figure
            else:
                patterns[f"^{pattern}$"] = figure
        more: Schema = {"patternProperties": patterns} if patterns else {}
        # A report may be of any of its figures.
        required = [] if command == "report" else always(entries)
        return _object(self.keys["inputs"], plain, required=required, **more)

    def _figure(self, entry: Schema) -> Schema:
        """Return the schema of an input: a figure, or a text, which has no value."""
        is_text = entry["kind"] == "text"
        said = self.keys["name" if is_text else "written"]
        written = {"written": {"description": said, "type": "string"}}
        if is_text:
            return _object("", written, required=written)
        value, keys = self._value(entry["kind"]), {"value": "figure"}
        if entry["kind"] in RANGED:
            keys |= {"low": "figure_low", "high": "figure_high"}
        fields = {name: {"description": self.keys[key], **value} for name, key in keys.items()}
        together = [("low", "high")] if entry["kind"] in RANGED else []
        return _object("", {**written, **fields}, required=["value"], together=together)

    def _answers(self, command: str) -> Schema:
        entries = entries_of(command, "answers")
        found = {name: self._answer(entry) for name, entry in entries.items()}
        required, heads = always(entries), read(command)["headlines"]
        more: Schema = (
            {} if set(heads) <= set(required) else {"anyOf": [{"required": [h]} for h in heads]}
        )
        return _object(self.keys["answers"], found, required=required, **more)

    def _answer(self, entry: Schema) -> Schema:
        """Return the schema of an answer: one for all of a kind, with or without ranges."""
        marks = [mark for mark in ("exact", "likely") if entry.get(mark)]
        name = "_".join([*marks, entry.get("words") or entry["kind"], "answer"])
        return self._ref(name, partial(self._answer_of, entry), entry["text"])

    def _answer_of(self, entry: Schema) -> Schema:
        kind = self._kind(entry)
        fields = {"value": kind["value"]}
        if "unit" in kind:
            fields["unit"] = kind["unit"]
        together: list[tuple[str, ...]] = []
        if "ends" in kind:
            together.append(("low", "high"))
        if entry.get("likely"):
            together.append(LIKELY_ENDS)
        fields |= {end: kind["ends"] for group in together for end in group}
        fields |= {key: {"type": "string"} for key in WORKING}
        described = {name: {"description": self.keys[name], **one} for name, one in fields.items()}
        required = ["value", *(["unit"] if "const" in kind.get("unit", ()) else [])]
        return _object("", described, required=required, together=[*together, WORKING])

    def _tables(self, command: str) -> Schema:
        tables = read(command)["tables"]
        found = {
            name: {
                "description": table["text"],
                "type": "array",
                "minItems": 1,
                "items": self._table_row(columns_of(command, name)),
            }
            for name, table in tables.items()
        }
        return _object(self.keys["tables"], found, required=always(tables))

    def _table_row(self, columns: Schema) -> Schema:
        """Return the schema of a row of a table; a column with ranges has two more."""
        fields: Schema = {}
        together: list[tuple[str, ...]] = []
        for name, entry in columns.items():
            kind = self._kind(entry)
            fields[name] = {"description": entry["text"], **kind["value"]}
            if "ends" in kind:
                ends = {f"{name}_{end}": self._as(name, end) for end in ("low", "high")}
                fields |= {end: {"description": text, **kind["ends"]} for end, text in ends.items()}
                together.append(tuple(ends))
        return _object("", fields, required=always(columns), together=together)

    def _reports(self, own: Schema) -> Schema:
        parts = {
            name: self._ref(name, partial(self.body, name), read(name)["title"])
            for name in own["reports"]
        }
        return _object(own["keys"]["reports"], parts, minProperties=1)
