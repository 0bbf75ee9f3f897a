"""The command line, made from the declared questions: the only place that prints and exits."""

import inspect
import os
import re
import select
import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from itertools import zip_longest
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from tradecalc import __version__
from tradecalc.errors import InputError, TradecalcError, meant, quoted
from tradecalc.figures.reading import Reading
from tradecalc.jobs import interrupt_waits
from tradecalc.questions.question import Figure, Question, Result, answer, option_name

# The base of what typer raises for a wrong command line; it has no public name there.
UsageError: Any = typer.BadParameter.__base__

QUESTIONS = ("growth", "target", "project", "track", "decompose", "check", "report", "backtest")
COMMANDS = (*QUESTIONS, "schema", "help")
FORMATS = {  # the module and the function of each, loaded when it is used
    "table": ("text", "text"),
    "plain": ("machine", "plain"),
    "json": ("machine", "as_json"),
    "csv": ("machine", "csv"),
    "md": ("document", "md"),
}
METAVARS = {"years": "N", "count": "N", "word": "NAME", "texts": "TEXT"}  # else the kind
NO = 1  # the exit code of the answer no
FIGURE = "\0"  # marks a figure below zero, which is no option: no argument holds this sign
OF_TABLES = ("format", "sort", "digits", "full")  # what rows have only as a table
MOST_ROWS = 10_000  # of a table that people read
SIGNS = "●▲▼✗★█─"  # what a screen is drawn with, if the encoding has them
DASHES = "\N{EN DASH}\N{EM DASH}"
CLOSE = 0.62  # how alike an option has to be that is offered: --rate is not --format
LONGEST = 600  # characters of a complaint

ABOUT = "A calculator for trade targets, from a few published figures."
FIGURES = (
    Figure("rounded", "flag", "Take figures as rounded: 3.4 is 3.35..3.45."),
    Figure("fractions", "flag", "Read rates as fractions: 0.18 is 18 %."),
)
OUTPUT = (
    Figure("format", "word", "table (unless set), plain, json, csv or md.", metavar="FORMAT"),
    Figure("quiet", "flag", "Only the headline, bare and unrounded."),
    Figure("get", "word", "Only this answer, bare and unrounded, or this table as CSV."),
    Figure("full", "flag", "All answers, ranges and notes at a terminal, as in a pipe."),
    Figure("explain", "flag", "Add each formula with its numbers, term and source."),
    Figure("digits", "count", "Digits after the point, for people."),
)
ROWS = (
    Figure("rows", "text", "CSV or JSON lines; - is standard input.", metavar="FILE"),
    Figure("map", "texts", "The column of an option; repeatable.", metavar="OPTION=COLUMN"),
    Figure("answers", "word", "Answers to add, separated by commas.", metavar="NAMES"),
    Figure("sort", "word", "Sort a table (-f table or md) by this answer or column."),
    Figure("strict", "flag", "Stop at the first row without an answer."),
    Figure("jobs", "count", "Processes for the rows: 1 unless set."),
)
SHORT = {"format": ["-f"], "quiet": ["-q"]}
HELP = "tradecalc help"
SETTINGS = {"help_option_names": ["-h", "--help"]}


def question_of(name: str) -> Question:
    """Import the question that the command *name* asks."""
    found: Question = getattr(import_module(f"tradecalc.questions.{name}"), name.upper())
    return found


# How the options of a command follow from its question


def _parameter(figure: Figure, panel: str | None, among: Any = None) -> inspect.Parameter:
    """Return a figure as a parameter for typer; a shell completes values *among* some."""
    among = among or figure.among
    offer = among if callable(among) else (lambda: list(among)) if among else None
    is_flag = figure.kind == "flag"
    metavar = figure.metavar or METAVARS.get(figure.kind, figure.kind.upper())
    names = [f"--{figure.name.replace('_', '-')}", *SHORT.get(figure.name, ())]
    declared: Any = (typer.Argument if figure.argument else typer.Option)(
        *(() if figure.argument else names),
        metavar=None if is_flag else metavar,
        help=figure.text,
        rich_help_panel=None if figure.argument else panel,
        autocompletion=offer,
        show_default=False,
    )
    kind: Any = bool if is_flag else (list[str] if figure.kind == "texts" else str) | None
    # With an underscore at the end, no name is a keyword, as `from` is.
    return inspect.Parameter(
        f"{figure.name}_",
        inspect.Parameter.KEYWORD_ONLY,
        default=False if is_flag else None,
        annotation=Annotated[kind, declared],
    )


def _options(question: Question) -> list[inspect.Parameter]:
    answers = [name for name, one in question.answers.items() if one.shown]

    def listed(incomplete: str) -> list[str]:
        """Return the answers so far with each name that may come next."""
        *named, _ = incomplete.split(",")
        return [",".join((*named, name)) for name in answers if name not in named]

    among = {
        "format": FORMATS,
        "get": [*answers, *question.tables],
        "map": [f"{name}=" for name in question.row_figures],
        "answers": listed,
        "sort": answers,
    }
    kinds = {figure.kind for figure in question.figures.values()}
    how = FIGURES[1:] if question.is_published else FIGURES if kinds & {"level", "rate"} else ()
    shared = [("Figures", how), ("Output", OUTPUT), ("Rows", ROWS if question.has_rows else ())]
    return [_parameter(figure, figure.panel) for figure in question.figures.values()] + [
        _parameter(figure, panel, among.get(figure.name))
        for panel, figures in shared
        for figure in figures
    ]


def build(name: str) -> Any:
    """Build the command *name*, with the options that its question declares."""
    if name == "schema":
        text = "What may the JSON of a command hold?\n\nPrints its JSON Schema, draft 2020-12."
        which = Figure("command", "word", "Any other command.", metavar="COMMAND", argument=True)
        rows = Figure("rows", "flag", "The schema of one line of JSON from --rows.")
        parameters = [_parameter(which, None, QUESTIONS), _parameter(rows, "Output")]
        return _command(name, _schema, text, parameters, "tradecalc schema target")
    if name == "help":
        from tradecalc.show.manual import TOPICS  # noqa: PLC0415  loaded when it is used

        text = "Read the manual, a page a topic; without a topic, list them."
        which = Figure(
            "topic", "word", "Such as numbers, or a command.", metavar="[TOPIC]", argument=True
        )
        return _command(name, _help, text, [_parameter(which, None, TOPICS)], f"{HELP} numbers")
    question = question_of(name)
    text = f"{question.asks}\n\n{question.about}"
    called = partial(_asked, question)
    return _command(name, called, text, _options(question), question.example)


def _command(
    name: str,
    called: Callable[[dict[str, Any]], int],
    text: str,
    parameters: list[inspect.Parameter],
    example: str,
) -> Any:

    def command(**said: Any) -> int:
        given = {n[:-1]: value for n, value in said.items() if value not in (None, False, [])}
        return called({name: _typed(value) for name, value in given.items()})

    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    single = typer.Typer(add_completion=False)
    more = HELP if name == "help" else f"{HELP} {name}"
    text, epilog = (s.replace("[", r"\[") for s in (text, f"Example: {example}\nMore: {more}"))
    how: Any = {"cls": _FigureCommand, "context_settings": SETTINGS}
    single.command(name, help=text, epilog=epilog, **how)(command)
    return get_command(single)


class _Commands(TyperGroup):
    """The group of commands; each is imported and built when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  the group's own signature
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS:
            return build(cmd_name)
        if ctx.resilient_parsing:  # as it is while a shell completes a half-typed line
            return None
        remedy = meant(cmd_name, COMMANDS)
        raise InputError("unknown command {name}", name=quoted(cmd_name), remedy=remedy)


class _FigureCommand(TyperCommand):
    """A command whose arguments may be figures below zero: `growth 5 -2`, `--rate -5`."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return --help, in a panel of the others: its own would come first."""
        option: Any = super().get_help_option(ctx)
        option.rich_help_panel = "Output"
        return option

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse *args*; say in our own words what is wrong with them."""
        if ctx.resilient_parsing:  # the same
            return list(super().parse_args(ctx, args))
        options = {name: param for param in self.params for name in param.opts}
        is_figure = re.compile(r"-(?!-).*\d", re.DOTALL).match
        args = [FIGURE + a if is_figure(a) and a[:2] not in options else a for a in args]
        _refuse_slips(args, options)
        ctx.allow_extra_args = True  # what typer says of them is not a sentence
        rest = list(super().parse_args(ctx, args))
        if rest:
            free = [p for p in self.params if ctx.params.get(p.name) is None]
            names = [p.opts[0] for p in free if p.metavar in ("LEVEL", "RATE", "YEAR", "N")]
            word, remedy = _typed(rest[0]), "drop it, or put values with spaces in quotes"
            if names and any(map(str.isdigit, word)):
                remedy = f"did you mean {names[0]} {{typed}}?"
            raise InputError("unexpected {word}", remedy=remedy, word=quoted(word), typed=word)
        return rest


def _typed(value: Any) -> Any:
    """Return the value as typed, without the mark of a figure."""
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return value.removeprefix(FIGURE) if isinstance(value, str) else value


def _refuse_slips(args: Sequence[str], options: Mapping[str, Any]) -> None:
    """Refuse `-base`, the dash that editors make of `--`, and an option without a value."""
    for name, value in zip_longest(args, args[1:]):
        said = name.partition("=")[0]
        right = f"--{said.lstrip('-' + DASHES)}"
        if said[:1] in ("-", *DASHES) and said not in options and right in options:
            raise InputError(f"{said} is not an option", remedy=f"write {right}, with two hyphens")
        option: Any = options.get(name)
        takes_value = isinstance(option, TyperOption) and not option.is_flag
        if takes_value and (value is None or value.split("=")[0] in options):
            remedy = f"write {name} {option.metavar}"
            if option.metavar in ("LEVEL", "RATE", "RATES"):
                remedy += " (for >4, which a shell takes, write 4+)"
            raise InputError(f"{name} needs a value", remedy=remedy)


app = typer.Typer(
    cls=_Commands,
    context_settings=SETTINGS,
    pretty_exceptions_enable=False,
    help=ABOUT,
    epilog=f"Manual: {HELP}",
)


@app.callback(invoke_without_command=True)
def tradecalc(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Print the overview where no command is called."""
    if version:
        _write(f"tradecalc {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from pkgutil import get_data  # noqa: PLC0415  loaded when it is used

        strong, plain = ("\x1b[1m", "\x1b[0m") if _is_drawn(sys.stdout) else ("", "")
        asked = (f"  {strong}{name:9}{plain}  {question_of(name).asks}" for name in QUESTIONS)
        text = (get_data("tradecalc", "manual/welcome.txt") or b"").decode().rstrip()
        _write(text.format(strong=strong, plain=plain, questions="\n".join(asked)))


# What a call comes to


def run(args: Sequence[str]) -> int:
    """Run the command line *args*, print the result, and return the exit code."""
    if sys.stdout is None:
        return _complain("there is no standard output")
    _prepare()
    try:
        code = int(get_command(app).main(list(args), "tradecalc", standalone_mode=False) or 0)
        sys.stdout.flush()
    except TradecalcError as error:
        code = _complain(error.sentence(option_name), error.exit_code)
    except UsageError as error:
        code = _complain(_usage(error))
    except (BrokenPipeError, SystemExit) as end:
        if isinstance(end, SystemExit) and not isinstance(end.__context__, BrokenPipeError):
            raise
        _abandon(sys.stdout)  # the reader has what it wanted; typer would exit with 1
        code = 0
    except OSError as error:
        _abandon(sys.stdout)
        code = _complain(f"the answer cannot be written: {error.strerror}")
    except MemoryError:
        code = _complain("not enough memory")
    return code


def _asked(question: Question, said: dict[str, Any]) -> int:
    """Answer one question, or with --rows many; return the exit code."""
    given = {name: value for name, value in said.items() if name in question.figures}
    how = {name: said.get(name, False) for name in ("rounded", "fractions")}
    how["rounded"] |= question.is_published
    if "format" in said:
        said["format"] = Reading().word("format", said["format"], tuple(FORMATS))
    if "rows" in said:
        return _answer_rows(question, said, given, how)
    for name in (figure.name for figure in ROWS):
        if name in said and name not in question.figures:
            raise InputError("needs {--rows} FILE", figure=name)
    output = _checked_output(said)
    if "print_case" in said:
        from tradecalc.figures.case import built_in_text  # noqa: PLC0415  few calls need it

        if len(given) > 1:
            raise InputError("does not go with a file or {--chart}", figure="print_case")
        _write(built_in_text().rstrip("\n"))
        return 0
    reading = Reading(typed=True, **how)
    reading.progress = lambda done, count: _progress(
        f"{done} of {count} series" if done < count else ""
    )
    result = answer(question, reading, given, tables=output != "--quiet")
    if "chart" in said:
        from tradecalc.show.chart import picture_of, save  # noqa: PLC0415  a second to load

        save(picture_of(result), said["chart"])
    _show(result, said, output)
    return NO if result.says_no else 0


def _checked_output(said: Mapping[str, Any]) -> str:
    """Return the one output that is asked for: a format, or an option that prints bare."""
    outputs = ("quiet", "get", "each", "print_case", "format")
    asked = [option_name(name) for name in outputs if name in said]
    if len(asked) > 1:
        raise InputError(f"use only one of {', '.join(asked)}")
    output = str(said.get("format", asked[0] if asked else "table"))
    places = {"digits": "table, plain or md", "explain": "table, plain, json or md"}
    for name, formats in places.items():
        if name in said and output not in formats:
            raise InputError(f"does not go with {output}", figure=name, remedy=f"use {formats}")
    return output


def _show(result: Result, said: Mapping[str, Any], output: str) -> None:
    """Print a result as asked for; its doubts, and notes that it has no room for, go to stderr."""
    if output in FORMATS:
        text = _formatted(result, said, output)
    else:
        from tradecalc.show.machine import bare  # noqa: PLC0415  loaded when it is used

        text = bare(result, "projections" if "each" in said else said.get("get", result.headline))
    has_reader = sys.stderr is not None and sys.stderr.isatty()
    beside = has_reader and output not in ("table", "plain", "json", "md")
    if result.doubts or beside:
        from tradecalc.show.text import doubts, notes  # noqa: PLC0415  few results have any

        for line in [*doubts(result), *(notes(result) if beside else ())]:
            _tell(f"Note: {line}")
    _write(text)


def _formatted(result: Result, said: Mapping[str, Any], name: str) -> str:
    from tradecalc.show.digits import Style  # noqa: PLC0415  a bare answer needs none of it

    if result.headline:
        result[result.headline]  # raises where it has no value: that is not an answer
    module, function = FORMATS[name]
    digits = said.get("digits")
    if digits is not None:
        digits = Reading().whole("digits", digits, kind="count", least=0, most=15)
    terminal = name == "table" and sys.stdout.isatty()
    if name == "table" and (terminal or os.environ.get("FORCE_COLOR")):
        module = function = "screen"
    style = Style(
        digits=digits,
        explain="explain" in said,
        width=os.get_terminal_size(sys.stdout.fileno()).columns if terminal else None,
        brief=terminal and "full" not in said,
        signs=b"?" not in SIGNS.encode(sys.stdout.encoding or "ascii", "replace"),
    )
    return str(getattr(import_module(f"tradecalc.show.{module}"), function)(result, style))


def _answer_rows(
    question: Question, said: dict[str, Any], held: dict[str, Any], how: dict[str, bool]
) -> int:
    from tradecalc.rows import row_stream  # noqa: PLC0415  one question needs none of it

    output, answered = said.get("format"), list[Any]()
    for_table = OF_TABLES if output in ("table", "md") else ()
    of_rows = [figure.name for figure in ROWS if figure.name not in OF_TABLES]
    for name in said:
        if name not in (*question.row_figures, *how, *of_rows, *for_table):
            figure = question.figures.get(name)
            shown = name if figure and figure.argument else f"{{--{name}}}"
            remedy = "drop it" + ", or write {--format} table or md" * (name in OF_TABLES)
            raise InputError(f"{shown} does not go with {{--rows}}", remedy=remedy)

    def keep(rows: Sequence[Any], count: int) -> None:
        answered.extend(rows)
        _progress(f"{count:,} rows")
        if count > MOST_ROWS:
            rule = f"has more than {MOST_ROWS:,} rows, too many for a table"
            remedy = "leave out {--format}: CSV and JSON lines have room for any number"
            raise InputError(rule, figure="rows", remedy=remedy)

    summary = row_stream(
        question,
        said["rows"],
        held,
        keep if for_table else _pour,
        as_written=not for_table,
        answers=said.get("answers"),
        renamed=said.get("map", ()),
        strict="strict" in said,
        jobs=Reading().whole("jobs", said.get("jobs", "1"), kind="count", least=1, most=64),
        **how,
    )
    _progress("")
    if _is_drawn(sys.stderr):
        summary.doubts.extend(summary.notes)
    if answered or (for_table and not summary.complaint):
        from tradecalc.show.table_of_rows import table_of_rows  # noqa: PLC0415  few rows are shown

        table = table_of_rows(question, answered, said.get("sort"), picked="answers" in said)
        _show(table, said, str(output))
    for doubt in summary.doubts:
        _tell(f"Note: {doubt}")
    return _complain(summary.complaint, NO) if summary.complaint else 0


def _schema(said: dict[str, Any]) -> int:
    from json import dumps  # noqa: PLC0415  few calls need it

    from tradecalc.show.schema import row_schema, schema  # noqa: PLC0415  the same

    name = said.get("command")
    if name not in QUESTIONS:
        raise InputError("schema needs a command", remedy=meant(f"{name}", QUESTIONS))
    found = (row_schema if "rows" in said else schema)(question_of(name))
    if found is None:
        raise InputError(f"{name} takes no rows")
    _write(dumps(found, indent=2))
    return 0


def _help(said: dict[str, Any]) -> int:
    """Show a page of the manual, or list its topics."""
    from tradecalc.show.manual import TOPICS, contents, leaf_through, page  # noqa: PLC0415

    topic = said.get("topic")
    if topic is None:
        _write(f"The manual. {HELP} TOPIC shows a page:\n\n{contents()}")
    elif topic not in TOPICS:
        raise InputError("unknown topic {name}", name=quoted(topic), remedy=meant(topic, TOPICS))
    elif _is_drawn(sys.stdout):
        leaf_through(page(topic))
    else:
        _write(page(topic))
    return 0


# What is written


def _prepare() -> None:
    """Let no sign break the output, and help be as wide as its terminal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # no sign breaks the output
            stream.reconfigure(errors="backslashreplace")
    if os.environ.get("TERM") == "dumb" and sys.stdout.isatty():  # rich takes it to be 80 wide
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
        os.environ |= {"COLUMNS": f"{columns}", "LINES": f"{lines}"}


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")


def _tell(line: str) -> None:
    """Write a line to standard error, without control characters."""
    if sys.stderr is not None:
        signs = (c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(line.splitlines()))
        try:
            sys.stderr.write("".join(signs) + "\n")
            sys.stderr.flush()
        except OSError:
            _abandon(sys.stderr)  # the answer still counts


def _is_drawn(stream: Any) -> bool:
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def _progress(said: str) -> None:
    """Show progress on one line of a terminal, if there is one; an empty text clears the line."""
    if _is_drawn(sys.stderr):
        sys.stderr.write(f"\r\x1b[K{said}")
        sys.stderr.flush()


def _pour(rows: bytes, count: int) -> None:
    """Write whole rows, even on Ctrl-C or into a full pipe that does not block."""
    sys.stdout.flush()
    handle, left = sys.stdout.fileno(), memoryview(rows)
    with interrupt_waits():
        while left:
            try:
                left = left[os.write(handle, left) :]
            except BlockingIOError:
                select.select([], [handle], [])
    if not sys.stdout.isatty():
        _progress(f"{count:,} rows")


def _complain(message: str, code: int = InputError.exit_code) -> int:
    if len(message) > LONGEST:
        message = f"{message[: LONGEST // 2]} ... {message[-LONGEST // 2 :]}"
    _tell(f"tradecalc: {message}")
    return code


def _abandon(stream: Any) -> None:
    """Throw away what is left in a stream, which Python would flush again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _usage(error: Any) -> str:
    """Return what is wrong with the options; of an unknown one, which is meant."""
    if not hasattr(error, "possibilities"):  # what typer says of these differs by version
        return str(error.format_message())
    names = [name[2:] for param in error.ctx.command.params for name in param.opts]
    close = get_close_matches(error.option_name.lstrip("-"), names, n=1, cutoff=CLOSE)
    near = f": did you mean --{close[0]}?" if close else "."
    return f"unknown option {error.option_name}{near} See {error.ctx.command_path} -h"
