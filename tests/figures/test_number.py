"""The grammar of figures as written: every form, every refusal, and no text that breaks it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc import Estimate, InputError, Range
from tradecalc.figures.number import parse_list, parse_number, parse_whole

# value, low and high as written, scale and currency: the texts that say so
READ: dict[tuple[float, float, float, int | None, str], list[str]] = {
    (3.4, 3.35, 3.45, None, ""): ["3.4", "3,4", "3.35..3.45", "3.4±0.05", "3.4+-0.05"],
    (3.4, 3.35, 3.45, 9, "USD"): [
        *("$3.4bn", "USD3.4bn", "US$ 3.4 bn", "3.4 bn USD", "3.4bn usd", "3.4 Billion dollars"),
        *("3,4 млрд. долл. США", "3,4 миллиарда долларов"),
    ],
    (3.4, 3.35, 3.45, 9, ""): [
        *("3.4 billion", "3,4 млрд", "3.35..3.45bn", "3.4 ± 0.05 bn", "3.4bn+-50mn")
    ],
    (3.4, 3.35, 3.45, 9, "EUR"): ["3,4 Mrd EUR"],
    (3.4, 3.395, 3.405, None, ""): ["3.40"],
    (4, 3.5, 4.5, None, ""): ["4"],
    (4000, 3999.5, 4000.5, None, ""): ["4000"],
    (876, 875.5, 876.5, 6, ""): ["876 млн"],
    (5, 4.5, 5.5, 3, "KZT"): ["5 тысяч тенге"],
    (2, 1.5, 2.5, 12, ""): ["2 trillion"],
    (7, 6.5, 7.5, 3, "EUR"): ["€7k"],
    (1234.5, 1234.45, 1234.55, None, ""): ["1 234,5", "1'234.5", "1,234.5"],
    (1234567, 1234566.5, 1234567.5, None, ""): ["1\u00a0234\u00a0567"],
    (1234, 1233.5, 1234.5, None, ""): ["1\u202f234", "1_234"],
    (1234567.8, 1234567.75, 1234567.85, None, ""): ["1,234,567.8", "1.234.567,8"],
    (12345678, 12345677.5, 12345678.5, None, ""): ["12,345,678"],
    (0.234, 0.2335, 0.2345, None, ""): ["0,234"],
    (1234.567, 1234.5665, 1234.5675, None, ""): ["1234,567"],
    (1.234, 1.2335, 1.2345, None, ""): ["1.234"],
    (-5, -5.5, -4.5, None, ""): ["−5", "-5"],
    (5, 4.5, 5.5, None, ""): ["+5"],
    (-5, -5.5, -4.5, None, "USD"): ["-$5"],
    (18.5, 18.45, 18.55, None, ""): ["18.5%", "18,5 %", "18.5 percent", "18,5 процентов"],
    (10, 10, 10, None, ""): ["=10", "exact:10"],
    (4, 4, 5, None, ""): [">4", ">=4", "≥4", "4+"],
    (4, 4, 5, 9, "USD"): ["USD4bn+"],
    (18, 18, 19, None, ""): [">18%", "18%+"],
    (26.7, 26.7, 26.8, None, ""): [">26.7"],
    (18.5, 18.4, 18.5, None, ""): ["<18.5%", "<=18.5%", "≤18.5%", "18.5%-", "18.5-"],
    (-5, -5, -4, None, ""): [">-5", "-5+"],
    (-5, -6, -5, None, ""): ["<-5", "-5-"],
    (4, 3, 5, None, ""): ["~4", "about:4", "ABOUT:4"],
    (4, 3.9, 4.1, 9, ""): ["about:4.0bn"],
    (1000, 900, 1100, 6, ""): ["900mn..1.1bn"],
    (-4, -5, -3, None, ""): ["-5..-3"],
    (18.5, 18, 19, None, ""): ["18..19%"],
    (1500, 1450, 1550, None, ""): ["1.5e3"],
}


@pytest.mark.parametrize(("read", "text"), [(r, text) for r in READ for text in READ[r]])
def test_a_figure_is_read_with_its_rounding(
    read: tuple[float, float, float, int | None, str], text: str
) -> None:
    value, low, high, scale, currency = read
    figure = parse_number(text)
    assert figure.estimate(rounded=True) == Estimate(
        value, Range(low, high) if low < high else None
    )
    assert (figure.scale, figure.currency, figure.written) == (scale, currency, text)
    assert figure.percent == any(sign in text for sign in ("%", "percent", "процент"))


def test_ends_are_exact_and_a_plain_figure_is_unless_rounding_is_asked_for() -> None:
    assert parse_number("3.4").ends() == (Fraction("3.35"), Fraction("3.45"))
    assert parse_number("<18.5%").ends(shift=-2) == (Fraction("0.184"), Fraction("0.185"))
    assert parse_number("0.1..0.3").ends() == (Fraction("0.1"), Fraction("0.3"))
    assert parse_number("3.4").estimate(rounded=False) == Estimate(3.4)
    assert parse_number(">4").estimate(rounded=False) == Estimate(4, Range(4, 5))


SHELL = r"must begin with a digit: .* write USD3.4bn or '\$3.4bn'"
GROUPED = [
    *("1,23,456", "1 23", "1 234'567", "1.2.3", "1234 567", "1,234.567.890", "0 234", "0,234,567"),
    *("1, 234", "1''234", "1 234.5 6"),
]
REFUSED = {  # what the message says, of which texts
    "is empty": ["", "   "],
    "'1,234' could be 1234 or 1.234": ["1,234"],
    "could be 12345 or 12.345": ["12,345"],
    "'USD1,234bn' could be USD1234bn or USD1.234bn": ["USD1,234bn"],
    SHELL: [".4bn"],
    "must begin with a digit": ["-.4", "-.5", ">.4", "about:.4bn", "3±.05", "0...4"],
    "ends with a point or a comma: drop it": ["4.", "4,"],
    r"must begin with a digit: .* USD3bn": ["bn"],
    "is not a figure": ["abc", "nan", "inf", "٣", "0x10", "3--4", "3.4-3.5", "4\nbn", "="],
    "unknown word, 'parsecs'": ["3.4 parsecs"],
    "has a word too many": ["3.4 bn bn", "3 USD EUR", "18%%"],
    "both a per cent and an amount": ["18.5%bn", "3%..4bn", "3.4bn±5%"],
    "has its digits grouped wrongly": GROUPED,
    "runs from high to low": ["5..3"],
    "is not a range": ["3..", "..3", ">3..4", "3.4+-"],
    "tolerance below zero": ["3.4±-1"],
    "two currencies": ["$3..€4"],
    r"unknown word, '\+'": ["4++", "4+ bn"],
    "unknown word, '>'": ["=>4"],
    "unknown word, '[٣４_]'": ["٣4", "3４", "_4", "4_"],
    "is not a figure|too large": ["1e400"],
    "too large or too small": ["1e-400"],
    "more than 100 characters": ["9" * 101],
}


@pytest.mark.parametrize(
    ("said", "text"), [(said, text) for said in REFUSED for text in REFUSED[said]]
)
def test_what_is_no_figure_is_refused_with_what_to_write(said: str, text: str) -> None:
    with pytest.raises(InputError, match=said) as refusal:
        parse_number(text).estimate(rounded=False)
    assert "\n" not in str(refusal.value)


@given(
    st.text(max_size=30)
    | st.binary(max_size=30).map(lambda b: b.decode("latin-1"))
    | st.text(alphabet="0123456789.,-+−%$~<>=_±e 'bnmUSD", max_size=14)
)
def test_no_text_breaks_the_grammar(text: str) -> None:
    try:
        figure = parse_number(text)
        estimate = figure.estimate(rounded=True)
    except InputError as error:
        assert str(error)
    else:
        assert figure.written == text
        low, high = figure.ends()
        assert low <= high
        assert estimate.low <= estimate.value <= estimate.high


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_prints_is_read_back(value: float) -> None:
    assert parse_number(repr(value)).estimate(rounded=False).value == value


@given(
    units=st.integers(0, 10**12), decimals=st.integers(0, 6), mark=st.sampled_from(["", "=", "~"])
)
def test_the_digits_written_set_the_rounding(units: int, decimals: int, mark: str) -> None:
    whole, fraction = divmod(units, 10**decimals)
    text = f"{mark}{whole}" + (f".{fraction:0{decimals}}" if decimals else "")
    low, high = parse_number(text).ends()
    width = {"": 1, "=": 0, "~": 2}[mark] * Fraction(1, 10**decimals)
    assert high - low == width
    assert (low + high) / 2 == Fraction(units, 10**decimals)


def test_a_list_is_split_at_semicolons_or_else_at_commas() -> None:
    assert parse_list("10;12,5; 15") == ["10", "12,5", "15"]
    assert parse_list("10,12,15") == ["10", "12", "15"]
    with pytest.raises(InputError, match="'8;;9' has an empty entry: write 10;12"):
        parse_list("8;;9")


def test_a_whole_number_is_digits_only() -> None:
    assert parse_whole(" 9 ", least=1, most=12) == 9
    for text in ("9.0", "9.5", "13", "0", "-1", "8..9", "", "٩", "9" * 5000):
        with pytest.raises(InputError, match="must be a whole number from 1 to 12"):
            parse_whole(text, least=1, most=12)
