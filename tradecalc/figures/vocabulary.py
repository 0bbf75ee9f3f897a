"""The words that stand with a figure: scales, currencies and the per cent sign."""

import re
from typing import Any, NamedTuple

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
    """What the words of a figure say: a per cent sign, a scale as a power of ten, a currency."""

    percent: bool = False
    scale: int | None = None
    currency: str = ""


def read_words(head: str, tail: str) -> Words:
    """Return the meaning of the words before and behind a figure's digits.

    >>> read_words("", " млрд тенге")
    Words(percent=False, scale=9, currency='KZT')
    """
    found: dict[str, Any] = {}
    # Any other sign counts as a word: so a digit of another script is refused, not lost.
    for word in re.findall(r"US\$|[^\W\d_]+\.?|\S", f"{head} {tail}".replace("per cent", "%")):
        kind, meaning = _meaning(word)
        if kind in found and (kind != "currency" or meaning != found[kind]):
            raise InputError("has a word too many", remedy="drop {word}", word=quoted(word))
        found[kind] = meaning
    return Words(**found)


def unit_name(scale: int | None, currency: str) -> str:
    """Return the unit of levels as people write it behind a number: `bn USD`, or nothing."""
    return " ".join(part for part in (SCALE_NAMES.get(scale or 0, ""), currency) if part)


def _meaning(word: str) -> tuple[str, Any]:
    key = word.rstrip(".").casefold() or word
    for form in (key, re.sub(_ENDING, "", key)):
        if form in PER_CENT:
            return "percent", True
        if form in SCALES:
            return "scale", SCALES[form]
        if form in CURRENCIES:
            return "currency", CURRENCIES[form]
    if re.fullmatch("[A-Z]{3}", word) or word.upper() in CURRENCIES.values():
        return "currency", word.upper()
    remedy = "write a scale (thousand, mn, bn, trn) or a currency (USD)"
    raise InputError("has an unknown word, {word}", word=quoted(word), remedy=remedy)
