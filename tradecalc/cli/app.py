"""The group, which builds only the command called, and what its answer comes to: exit codes."""

from __future__ import annotations

import os
import shutil
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from tradecalc import __version__
from tradecalc.cli.arguments import HIDDEN, FigureCommand
from tradecalc.cli.options import Answered, Streamed
from tradecalc.cli.printer import abandon, complain, pour, prepare, tell, write
from tradecalc.errors import InputError, TradecalcError, quoted
from tradecalc.outputs.bare import bare
from tradecalc.outputs.report import ANSWERING

if TYPE_CHECKING:
    from collections.abc import Sequence

# The base of what typer raises for a wrong command line; it has no public name there.
UsageError: Any = typer.BadParameter.__base__

COMMANDS = (*ANSWERING, "schema")
NO_MEMORY = "there is not enough memory for this: give it shorter files, rows or cells"
CLOSE = 0.62  # how alike an option has to be that is asked for: --rate is not --format
NO = 1  # the exit code of a question whose answer is no
SETTINGS = {"help_option_names": ["-h", "--help"]}


def build(name: str) -> Any:
    """Import the command *name* and build it, which takes some milliseconds each."""
    module = import_module(f"tradecalc.cli.{name}")
    single = typer.Typer(add_completion=False)
    single.command(name, cls=FigureCommand, context_settings=SETTINGS, help=module.__doc__)(
        getattr(module, name)
    )
    command: Any = get_command(single)
    command.examples = module.EXAMPLES
    return command


class Commands(TyperGroup):
    """The group of commands, each imported and built when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  the group's own signature
        """Return the commands' names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  the same
        """Return the command called, built."""
        return build(cmd_name) if cmd_name in COMMANDS else None

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the group's help."""
        from tradecalc.cli.help import help_text  # noqa: PLC0415  few calls ask for it

        formatter.write(help_text(self, ctx, EXAMPLES))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or say which there are."""
        is_typed = not ctx.resilient_parsing  # which a shell that completes a line sets
        if is_typed and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise InputError(f"there is no command {quoted(args[0])}: {_meant(*args[:2])}")
        return super().resolve_command(ctx, args)


def _meant(name: str, second: str = "") -> str:
    """Return what may be meant by a command that there is not, and the word behind it."""
    if name == "help":
        return f"write tradecalc {second} -h" if second in COMMANDS else "write tradecalc -h"
    close = get_close_matches(name, COMMANDS, n=1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(COMMANDS)}"


EXAMPLES = (
    "tradecalc project --ytd 3.4 --months 9",
    "tradecalc target --base 4 --goal 10 --year 2030",
)


ABOUT = """Trade-target calculator: growth, full-year projections, goals and verdicts.

Figures are written as people write them: 3.4 or 3,4, USD3.4bn, 18.5%; 4+ for
"more than 4", 18.5%- for "almost 18.5 %", about:4, 3.35..3.45 and 3.4+-0.05 for
what is known of the rounding.
"""

app = typer.Typer(
    cls=Commands,
    context_settings=SETTINGS,
    pretty_exceptions_enable=False,
    help=ABOUT,
)


def _show_version(ctx: typer.Context, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        write(f"tradecalc {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def tradecalc(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001  its callback has answered before this runs
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Print the overview where no command is called."""
    if ctx.invoked_subcommand is None:
        write(_overview())


def _overview() -> str:
    """Return the first screen: what there is, two examples, and where to read on."""
    from tradecalc.cli.help import example_lines, paragraphs  # noqa: PLC0415  few calls do
    from tradecalc.outputs.folding import folded  # noqa: PLC0415  the same

    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    width = max(map(len, COMMANDS))
    commands = [f"  {name:{width}}   {build(name).get_short_help_str()}" for name in COMMANDS]
    return "\n".join(
        [
            "\n\n".join(folded(paragraph, columns) for paragraph in paragraphs(ABOUT)),
            "",
            "Commands:",
            *(folded(line, columns, hanging=" " * (width + 5)) for line in commands),
            "",
            "Examples:",
            *(line for example in EXAMPLES for line in example_lines(example, columns)),
            "",
            folded("tradecalc COMMAND -h explains a command's figures and formats.", columns),
        ]
    )


def run(args: Sequence[str]) -> int:
    """Run the command line *args*, print what it comes to, and return the exit code."""
    if sys.stdout is None:
        return complain("there is no standard output to write to", InputError.exit_code)
    prepare()
    try:
        code = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout)  # the reader has what it wanted
        return 0
    except OSError as error:
        abandon(sys.stdout)
        return complain(f"the answer cannot be written: {error.strerror}", InputError.exit_code)
    except MemoryError:
        pass  # said below, when what took the memory is let go of
    else:
        return code
    return complain(NO_MEMORY, InputError.exit_code)


def _run(args: Sequence[str]) -> int:
    try:
        outcome = _call(args)
        if isinstance(outcome, Answered):
            _show(outcome)
            return NO if outcome.report.says_no else 0
        if isinstance(outcome, Streamed):
            return _pour(outcome)
        if isinstance(outcome, str):
            write(outcome.rstrip("\n"))
    except TradecalcError as error:
        return complain(str(error), error.exit_code)
    except UsageError as error:
        return complain(_usage(error), InputError.exit_code)
    except SystemExit as stop:
        # typer's own way out when the reader of a help page has gone.
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        raise
    return outcome if isinstance(outcome, int) else 0


def _call(args: Sequence[str]) -> Any:
    """Run a command called by its name alone; else the group: help, version, completion."""
    if args and args[0] in COMMANDS:
        name = args[0]
        return build(name).main(list(args[1:]), f"tradecalc {name}", standalone_mode=False)
    group = get_command(app)
    if os.environ.get("_TRADECALC_COMPLETE") == "complete_bash":
        # Typer breaks without these, which bash sets; asked by hand, there is nothing to complete.
        os.environ.setdefault("COMP_WORDS", "tradecalc")
        os.environ.setdefault("COMP_CWORD", "1")
    return group.main(list(args), "tradecalc", standalone_mode=False)


def _show(answered: Answered) -> None:
    """Print a report as it was asked for; beside it its warnings, and notes with no place in it."""
    report = answered.report
    name = answered.bare
    text = _formatted(answered) if name is None else bare(report, name)
    for warning in report.warnings:
        tell(f"Note: {warning}")
    if name is not None or answered.format == "csv":
        _note(report.notes)
    write(text)


def _note(notes: Sequence[str]) -> None:
    """Tell notes that have no place in an answer, at a terminal alone."""
    if sys.stderr is not None and sys.stderr.isatty():
        for note in notes:
            tell(f"Note: {note}")


def _pour(stream: Streamed) -> int:
    """Print rows as they come, then what to doubt in them; return the exit code."""
    pour(stream)
    _note(stream.notes)
    for warning in stream.warnings():
        tell(f"Note: {warning}")
    complaint = stream.complaint()
    return complain(complaint, NO) if complaint else 0


def _formatted(answered: Answered) -> str:
    """Return the report in its format, drawn if that is a table and there is a terminal."""
    from tradecalc.outputs.display import Style  # noqa: PLC0415  a bare answer needs none of it
    from tradecalc.outputs.formats import FORMATS  # noqa: PLC0415

    report = answered.report
    if not report.parts:
        report.answer(report.headline)  # raises where there is none: such a report is not an answer
    terminal = answered.format == "table" and sys.stdout.isatty()
    style = Style(
        answered.digits,
        answered.explain,
        width=shutil.get_terminal_size().columns if terminal else None,
        drawn=bool(os.environ.get("FORCE_COLOR"))
        or (terminal and os.environ.get("TERM") != "dumb"),
        block=_block(),
    )
    return FORMATS[answered.format](report, style)


def _block() -> str:
    """Return what bars are made of: a full block, where the output's encoding has one."""
    try:
        "█".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "#"
    return "█"


def _usage(error: UsageError) -> str:
    """Return what is wrong with the options, and where to look for the right ones."""
    message = error.format_message().replace(HIDDEN, "")
    message = message.replace(r"\x00-", "-").rstrip(".") + "."  # which typer 0.28 writes out
    if hasattr(error, "possibilities"):  # what typer says of these differs by version
        params = error.ctx.command.params if error.ctx else []
        names = [name[2:] for param in params for name in param.opts if name[:2] == "--"]
        close = get_close_matches(error.option_name.lstrip("-"), names, n=1, cutoff=CLOSE)
        is_early = error.ctx and isinstance(error.ctx.command, TyperGroup)
        if is_early and not close:
            there = ", ".join(COMMANDS)
            return f"a command has to stand before {error.option_name}: there are {there}"
        message = f"there is no option {error.option_name}"
        message += f": did you mean --{close[0]}?" if close else "."
    elif hasattr(error, "option_name"):
        return f"{error.option_name} takes no value: write it alone"
    command = error.ctx.command_path if error.ctx else "tradecalc"
    return f"{message} See {command} -h"
