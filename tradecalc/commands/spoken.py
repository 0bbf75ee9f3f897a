"""Published figures in words: what a journalist writes for `4+`, `18.5%-` and `USD3.4bn`."""

from __future__ import annotations

from tradecalc.inputs.figures import by_convention, parse_figure
from tradecalc.inputs.words import unit_name
from tradecalc.outputs.display import number

MARKS = {
    (False, True): "more than ",
    (True, False): "almost ",
    (True, True): "about ",
    (False, False): "",
}
BELOW_ZERO = {**MARKS, (True, False): "less than "}  # what is below -5 has not almost reached it


def level_in_words(text: str, unit: str) -> str:
    """Return a level in words; *unit* is that of a plain one.

    >>> level_in_words("4+", "bn USD"), level_in_words("USD3.4bn", "")
    ('more than 4 bn USD', '3.4 bn USD')
    >>> level_in_words("3.35..3.45", "bn USD")
    '3.35 to 3.45 bn USD'
    """
    figure = parse_figure(text)
    unit = unit_name(figure.scale, figure.currency) or unit
    return f"{_in_words(text)} {unit}".rstrip()


def growth_in_words(text: str, *, fractions: bool = False) -> str:
    """Return a growth in words, in per cent; *fractions* says what a plain one is.

    >>> growth_in_words("18%+"), growth_in_words("-5"), growth_in_words("0.185-", fractions=True)
    ('up more than 18 %', 'a growth of -5 %', 'up almost 18.5 %')
    >>> growth_in_words("-5%-")
    'a growth of less than -5 %'
    """
    figure = parse_figure(text)
    shift = 2 if fractions and not figure.percent else 0
    falls = figure.coefficients[1] < 0
    return f"{'a growth of' if falls else 'up'} {_in_words(text, shift)} %"


def _in_words(text: str, shift: int = 0) -> str:
    """Return the digits written, times ten to *shift*, and what is known of their rounding."""
    figure = parse_figure(text)
    value, low, high = figure.coefficients
    mark = by_convention(text)
    is_span = figure.marked and low < high and mark == (False, False)

    def digits(coefficient: int) -> str:
        places = max(figure.places - shift, 0)
        return number(float(f"{coefficient}e{figure.exponent + shift}"), places)

    if is_span:
        return f"{digits(low)} to {digits(high)}"
    return (BELOW_ZERO if value < 0 else MARKS)[mark] + digits(value)
