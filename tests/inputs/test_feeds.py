"""What a figure that is not text is read as: data frames have missing ones of several sorts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tradecalc.errors import InputError
from tradecalc.inputs.feeds import text_of


class NAType:
    """As pandas has it: neither equal to itself nor not."""

    def __ne__(self, other: object) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


class Odd(NAType):
    """Of another name, it is a figure like any other."""

    def __str__(self) -> str:
        return "3.4"


def test_what_is_missing_is_no_text() -> None:
    missing = (None, float("nan"), NAType(), Decimal("nan"), Decimal("snan"))
    assert [text_of("base", value) for value in missing] == [""] * 5


def test_a_figure_is_the_text_of_it() -> None:
    for value, text in (
        (4, "4"),
        (4.5, "4.5"),
        (Fraction(3, 4), "3/4"),
        (Odd(), "3.4"),
        ("x", "x"),
    ):
        assert text_of("base", value) == text


def test_a_number_that_is_not_written_out_is_refused() -> None:
    with pytest.raises(InputError, match=r"^base is too long a number"):
        text_of("base", 10**5000)


@pytest.mark.parametrize("value", [True, [4], (4,), {"base": 4}])
def test_what_can_be_no_figure_is_refused(value: object) -> None:
    with pytest.raises(InputError, match=r"^base .*write a number or a text"):
        text_of("base", value)
