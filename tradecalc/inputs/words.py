"""The words that stand with a figure: scales, currencies and the per cent sign."""

import re
from typing import NamedTuple

from tradecalc.errors import InputError, quoted

# Short scale, English and Russian; Russian words are met by their stem.
SCALES = {
    **dict.fromkeys(("k", "th", "thousand", "thousands", "тыс", "тысяч"), 3),
    **dict.fromkeys(("m", "mn", "mln", "mio", "million", "millions", "млн", "миллион"), 6),
    **dict.fromkeys(("b", "bn", "bln", "mrd", "billion", "billions", "млрд", "миллиард"), 9),
    **dict.fromkeys(("tn", "trn", "trillion", "trillions", "трлн", "триллион"), 12),
}
PER_CENT = ("%", "percent", "pct", "процент")
SCALE_NAMES = {3: "thousand", 6: "mn", 9: "bn", 12: "trn"}

CURRENCIES = {
    **dict.fromkeys(("$", "us$", "us", "сша", "dollar", "dollars", "долл", "доллар"), "USD"),
    **dict.fromkeys(("€", "euro", "euros", "евро"), "EUR"),
    **dict.fromkeys(("₽", "руб", "рубл"), "RUB"),
    **dict.fromkeys(("₸", "тенге"), "KZT"),
    **dict.fromkeys(("сум", "сумов"), "UZS"),
    **dict.fromkeys(("юан", "yuan", "元"), "CNY"),
    **{"¥": "¥", "£": "GBP", "₴": "UAH", "₺": "TRY", "₹": "INR", "₩": "KRW"},  # noqa: PIE800
    **{"₼": "AZN", "₾": "GEL", "֏": "AMD"},  # noqa: PIE800  a line each is a page of them
}
# Of a Russian noun in any case: тысячи, миллиардов, рублями.
_ENDING = "(?:ами|ями|ам|ям|ах|ях|ов|ев|ей|ом|ем|ой|а|я|ы|и|у|ю|е|о|ь)$"


class Words(NamedTuple):
    """What the words of a figure say: a per cent, a scale as a power of ten, a currency.

    The scale is None and the currency "" where none is written.
    """

    percent: bool = False
    scale: int | None = None
    currency: str = ""


def read_words(head: str, tail: str, shown: str) -> Words:
    """Read the words before and behind a figure's digits.

    Raises InputError for a word that is not one of these and for two that differ; *shown* is the
    figure as the message shows it.

    >>> read_words("US$", " bn", "'US$3.4 bn'")
    Words(percent=False, scale=9, currency='USD')
    >>> read_words("", " млрд тенге", "")
    Words(percent=False, scale=9, currency='KZT')
    """
    percent, scale, currency = False, None, ""
    # Any other sign counts as a word, so that a digit of another script is refused, not lost.
    for word in re.findall(r"US\$|[^\W\d_]+\.?|\S", f"{head} {tail}".replace("per cent", "%")):
        key = word.rstrip(".").casefold() or word
        stem = re.sub(_ENDING, "", key)
        is_percent = key in PER_CENT or stem in PER_CENT
        a_scale, a_currency = SCALES.get(key, SCALES.get(stem)), _currency(word, key, stem)
        if is_percent and not percent:
            percent = True
        elif a_scale is not None and scale is None:
            scale = a_scale
        elif a_currency and currency in ("", a_currency):
            currency = a_currency
        elif is_percent or a_scale is not None or a_currency:
            raise InputError(
                f"{shown} has {quoted(word)} beside another of its kind: write one scale, one"
                " currency or one per cent sign"
            )
        else:
            raise InputError(
                f"{shown} has {quoted(word)} in it, which is neither a scale (thousand, mn, bn,"
                " trn) nor a currency sign or code (USD, EUR, KZT): drop it, or write one of those"
            )
    return checked_words(Words(percent, scale, currency), shown)


def checked_words(words: Words, shown: str) -> Words:
    """Return *words*, unless they make a figure a per cent and an amount at once."""
    if words.percent and (words.currency or words.scale is not None):
        raise InputError(f"{shown} is both a per cent and an amount: write one of them")
    return words


def unit_name(scale: int | None, currency: str) -> str:
    """Return the unit of levels as people write it behind a number.

    >>> unit_name(9, "USD"), unit_name(None, "")
    ('bn USD', '')
    """
    return " ".join(part for part in (SCALE_NAMES.get(scale or 0, ""), currency) if part)


def _currency(word: str, key: str, stem: str) -> str:
    if key in CURRENCIES or stem in CURRENCIES:
        return CURRENCIES.get(key) or CURRENCIES[stem]
    code = word.upper()
    return code if re.fullmatch("[A-Z]{3}", word) or code in CURRENCIES.values() else ""
