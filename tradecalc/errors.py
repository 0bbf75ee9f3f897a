"""What tradecalc raises.

    TradecalcError (a ValueError)
    ├── InputError     the question cannot be read: a figure, an option, a file     exit code 2
    └── DomainError    the question is readable and has no answer                   exit code 3

A message is one sentence about the user's figures that says what to write instead.
"""


class TradecalcError(ValueError):
    """Any error that tradecalc raises itself; the command then ends with *exit_code*."""

    exit_code = 2


class InputError(TradecalcError):
    """The question cannot be read: a figure, an option or a file is not as it must be."""


class DomainError(TradecalcError):
    """The question is readable and has no answer, such as growth from zero."""

    exit_code = 3


def quoted(text: str) -> str:
    """Return *text* as an error shows it: on one line, in quotes, not too long."""
    return repr(text if len(text) <= 40 else text[:37] + "...")
