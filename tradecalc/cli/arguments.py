"""A command line whose arguments may be figures below zero, and what is wrong with others."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from typer.core import TyperCommand, TyperOption

from tradecalc.errors import InputError, quoted

DASHES = "\N{EN DASH}\N{EM DASH}"
HIDDEN = "\0"  # no argument can hold it: marks a figure below zero, which is not an option


class FigureCommand(TyperCommand):
    """A command whose arguments may be figures below zero: `growth 5 -2`, `--rate -5`."""

    examples: Sequence[str] = ()

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the command's help."""
        from tradecalc.cli.help import help_text  # noqa: PLC0415  few calls ask for it

        formatter.write(help_text(self, ctx, self.examples))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse *args* with such figures hidden from the search for options."""
        if not ctx.resilient_parsing:  # as it is while a shell completes a half-typed line
            self._refuse_one_hyphen(args)
            self._refuse_missing_values(args)
        options = {name for param in self.params for name in param.opts}
        hidden = [HIDDEN + arg if _is_below_zero(arg, options) else arg for arg in args]
        ctx.allow_extra_args = (
            not ctx.resilient_parsing
        )  # what typer says of them is not a sentence
        rest: list[str] = super().parse_args(ctx, hidden)
        if rest and ctx.allow_extra_args:
            raise InputError(
                f"{quoted(rest[0].removeprefix(HIDDEN))} is an argument too many: write the option"
                " that it belongs to before it, and a value of several words in quotes. See"
                f" {ctx.command_path} -h"
            )
        for name, value in ctx.params.items():
            if isinstance(value, str):
                ctx.params[name] = value.removeprefix(HIDDEN)
            elif isinstance(value, (list, tuple)):
                ctx.params[name] = [part.removeprefix(HIDDEN) for part in value]
        return rest

    def _refuse_one_hyphen(self, args: list[str]) -> None:
        """Refuse `-base`, which would be read as `-b`, and the dash that editors make of `--`."""
        names = {name for param in self.params for name in param.opts}
        for arg in args:
            name = arg.partition("=")[0]
            if f"-{name}" in names:
                raise InputError(f"{name} has one hyphen: write -{name}")
            if name[:1] in DASHES and (meant := f"--{name.lstrip(DASHES)}") in names:
                raise InputError(f"{name} begins with a dash: write {meant}, with two hyphens")

    def _refuse_missing_values(self, args: list[str]) -> None:
        """Refuse an option with another option, or nothing, where its value should stand."""
        names = {name for param in self.params for name in param.opts if name.startswith("-")}
        options = [p for p in self.params if isinstance(p, TyperOption) and not p.is_flag]
        taking = {name: option for option in options for name in option.opts}
        for name, value in zip_longest(args, args[1:]):
            if name in taking and (value is None or value.split("=")[0] in names):
                follows = f"{value} follows it" if value else "nothing follows it"
                hint = f": write {name} {taking[name].metavar}"
                if taking[name].metavar in ("LEVEL", "RATE", "RATES"):
                    hint = (
                        ". If it was > or <, the shell took it away: write 4+ for '>4' and 18.5-"
                        " for '<18.5', or put it in quotes"
                    )
                raise InputError(f"{name} has no value: {follows}{hint}")


def _is_below_zero(arg: str, options: set[str]) -> bool:
    """Whether an argument is a figure such as -5 or -USD2, and no option."""
    is_short = arg[:1] == "-" and arg[:2] != "--" and arg[:2] not in options
    return is_short and any(sign.isdigit() for sign in arg)
