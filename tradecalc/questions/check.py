"""Do published figures agree with one another, and what do they imply?"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.core.claims import Bounds, Claim, ClaimCheck, nearest, outward
from tradecalc.core.quantities import GROWTHS, LEVELS, NAMES, Quantity
from tradecalc.core.ranges import Estimate
from tradecalc.errors import DomainError, InputError, Note, TradecalcError, filled
from tradecalc.figures.claim import FORM, parse_claim, parse_to_date
from tradecalc.figures.number import by_convention
from tradecalc.figures.reading import DOUBTED_BELOW
from tradecalc.questions.question import Answer, Figure, Question, Settled, option_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.figures.reading import Reading

    Row = dict[str, Any]

MOST = 100  # claims; more would take seconds
LEAST_RATIO = 0.1  # a coverage or share below 10 per cent looks like a fraction of one
MOST_DIGITS = 12


class Claimed(NamedTuple):
    """One claim as it was *written*, and as it was read: with its ends, and without far ones.

    The far end of "more than 4" and its like stands by convention, and `opened` is without it.
    """

    written: str
    claim: Claim
    opened: Claim

    @property
    def quantity(self) -> Quantity:
        """What it is of."""
        return self.claim.quantity


def settle(reading: Reading) -> Settled:
    """Read the claims, hold them against each other, and find what they leave open."""
    texts: Sequence[str] = reading.get("claims", ())
    if not texts:
        raise InputError(f"check needs claims: {FORM}")
    if len(texts) > MOST:
        raise InputError(
            "{count} claims are more than the {most} that are checked at once",
            count=len(texts),
            most=MOST,
            remedy="drop some",
        )
    if "period" in reading:  # also where every claim has its own
        try:
            parse_to_date(reading["period"])
        except InputError as error:
            raise error.about("period") from None
    stated = _claims(reading, texts)
    found = ClaimCheck([one.claim for one in stated])
    clash = _smallest_clash(stated, found)
    answers: Row = {"verdict": "inconsistent" if clash else "consistent"}
    if not reading.answers_only:
        tables: Row = {"clash": _rows(clash), "claims": _rows(stated)}
        answers |= tables if clash else _agreeing(found, stated)
    if clash:
        said = _because(clash, reading.unit)
        return Settled({}, {"said": said}, _conventions(clash), answers=answers, says_no=True)
    said = Note(
        "This figure can be true.",
        many="These figures can all be true at once.",
        count=len(stated),
    )
    return Settled({}, {"said": said}, answers=answers)


def _claims(reading: Reading, texts: Sequence[str]) -> list[Claimed]:
    """Read the claims, which messages call by their quantities.

    Raises InputError where one is not a claim, or its figure none of its kind.
    """
    found, called = [], dict[str, str]()

    def named(name: str) -> str:
        return called.get(name, option_name(name))

    for k, text in enumerate(texts, start=1):
        stated = parse_claim(text, reading.get("period"))
        name, quantity = f"claim_{k}", stated.quantity
        called[name] = str(quantity)
        try:
            if quantity.name in LEVELS:
                reading.level(name, stated.figure, signed=quantity.name == "balance")
            else:
                least = DOUBTED_BELOW if quantity.name in GROWTHS else LEAST_RATIO
                reading.rate(name, stated.figure, doubted_below=least)
        except TradecalcError as error:
            raise type(error)("{said}", said=error.sentence(named)) from None
        low, high = reading.ends(name)
        is_far = by_convention(stated.figure)
        ends = (None if far else end for end, far in zip((low, high), is_far, strict=True))
        claim = Claim(quantity, low, high)
        found.append(Claimed(str(stated), claim, Claim(quantity, *ends)))
    for name, quantity_name in called.items():
        taken = (f"{quantity_name}#{k}" if k > 1 else quantity_name for k in range(1, MOST + 1))
        shown = next(other for other in taken if other not in reading.inputs)
        reading.inputs[shown] = reading.inputs.pop(name)
        if name in reading.doubts:
            doubt = reading.doubts[name]
            reading.doubts[name] = Note("{said}", said=filled(doubt.said, doubt.fields, named))
    return found


def kind_of(quantity: Quantity) -> str:
    """Return what kind of number a quantity is."""
    if quantity.name in LEVELS:
        return "level"
    return "rate" if quantity.name in GROWTHS else "share"


def _rows(claims: Sequence[Claimed]) -> list[Row]:
    """Return the claims as they were read."""
    return [
        {"claim": one.written, "kind": kind_of(one.quantity), **_ends(*one.claim[1:])}
        for one in claims
    ]


def _ends(low: Fraction | None, high: Fraction | None) -> Row:
    ends = {"low": low, "high": high}
    return {
        name: None if end is None else Estimate(outward(end, up=name == "high"))
        for name, end in ends.items()
    }


# Claims that agree: what they imply


def _agreeing(found: ClaimCheck, stated: Sequence[Claimed]) -> Row:
    """Return the tables of the claims, of what they imply, and of what the months between bring."""
    rows = _rows(stated)
    for row, one in zip(rows, stated, strict=True):
        row["witness"] = Estimate(nearest(one.quantity.value(found.witness)))
    implied = [_implied(found, quantity) for quantity in found.quantities()]
    between = [
        {"flow": earlier.name, "after": earlier.period, "to": later.period}
        | _shown(found.gain(earlier, later))
        for earlier, later in found.gains()
    ]
    tables: Row = {"claims": rows, "implied": implied, "between": between}
    return {name: table for name, table in tables.items() if table}


def _implied(found: ClaimCheck, quantity: Quantity) -> Row:
    """Return a quantity, the ends of its exact range, and what to note of it."""
    row: Row = {"quantity": str(quantity), "kind": kind_of(quantity)}
    try:
        row |= _shown(found.bounds(quantity))
    except DomainError as error:
        return {**row, "low": None, "high": None, "note": f"none: {error}"}
    low, high = row["low"], row["high"]
    if quantity.name in GROWTHS and low and high and low.value < 0 < high.value:
        row["note"] = "sign open"
    return row


def _shown(bounds: Bounds) -> Row:
    """Return both ends of a range, and where it has none."""
    low, high = bounds
    note = ""
    if low is None or high is None:
        note = "unbounded" if low == high else f"unbounded {'below' if low is None else 'above'}"
    return {**_ends(low, high), "note": note}


# Claims that clash: some that cannot all be true, and where the others put one of them


def _smallest_clash(claims: Sequence[Claimed], found: ClaimCheck) -> list[Claimed]:
    """Return claims that clash, of which none can be spared; none where all agree.

    A clash that no convention brings about goes before one that rests on one.
    """
    if found.consistent:
        return []
    firm = [claims[k] for k in ClaimCheck([one.opened for one in claims]).clash]
    others = ([o.claim for o in firm if o is not one] for one in firm)
    if firm and all(ClaimCheck(fewer).consistent for fewer in others):
        return firm
    return [claims[k] for k in found.clash]


def _conventions(clash: Sequence[Claimed]) -> list[Note]:
    """Say where a clash rests on how "more than" and its like are read."""
    if not ClaimCheck([one.opened for one in clash]).consistent:
        return []
    alone = [
        one
        for one in clash
        if ClaimCheck([o.opened if o is one else o.claim for o in clash]).consistent
    ]
    far = alone or [one for one in clash if one.opened != one.claim]
    said = "The clash rests on the far end of {claims}, which only a convention sets: with its far"
    many = "The clash rests on the far ends of {claims}, which only a convention sets: with their"
    return [
        Note(
            f"{said} end open these figures agree.",
            many=f"{many} far ends open these figures agree.",
            count=len(far),
            claims=_listed(far),
        )
    ]


def _because(clash: Sequence[Claimed], unit: str) -> Note:
    """Return the sentence that says where the others of a clash put one of its claims."""
    head = "These figures cannot all be true:"
    for one in sorted(clash, key=lambda one: one.quantity.name not in LEVELS):
        others = [other for other in clash if other is not one]
        try:
            found = ClaimCheck([other.claim for other in others], also=[one.quantity])
            bounds = found.bounds(one.quantity)
        except DomainError:
            if others:
                continue  # nothing may stand below its line: another claim of the set tells more
            bounds = Bounds(Fraction(-one.quantity.offset), None)  # a ratio is not below zero
        low, high = one.claim.low, one.claim.high
        if bounds.low is not None and high is not None and bounds.low > high:
            near, far = _apart(bounds.low, high, kind_of(one.quantity), unit)
            side, more, most = "below", "more", "most"
        elif bounds.high is not None and low is not None and bounds.high < low:
            near, far = _apart(bounds.high, low, kind_of(one.quantity), unit)
            side, more, most = "above", "less", "least"
        else:
            continue
        ends = f"and {{claim}} is at {most} {{far}}."
        fields: Row = {
            "quantity": str(one.quantity),
            "claim": one.written,
            "near": near,
            "far": far,
        }
        if not others:
            return Note(f"{head} {{quantity}} is never {side} {{near}}, {ends}", **fields)
        return Note(
            f"{head} {{others}} puts {{quantity}} at {{near}} or {more}, {ends}",
            many=f"{head} {{others}} put {{quantity}} at {{near}} or {more}, {ends}",
            count=len(others),
            others=_listed(others),
            **fields,
        )
    one = next(one for one in clash if one.quantity.bottom)
    others = [other for other in clash if other is not one]
    return Note(
        f"{head} {{others}} leaves nothing in {{bottom}}, and {{claim}} needs some there.",
        many=f"{head} {{others}} leave nothing in {{bottom}}, and {{claim}} needs some there.",
        count=len(others),
        others=_listed(others),
        bottom=str(one.quantity.bottom),
        claim=one.written,
    )


def _listed(claims: Sequence[Claimed]) -> str:
    """Return claims as a sentence lists them."""
    *others, last = (one.written for one in claims)
    return f"{', '.join(others)} and {last}" if others else last


def _apart(bound: Fraction, end: Fraction, kind: str, unit: str) -> tuple[str, ...]:
    """Return a bound and the end of a claim beyond it, with digits enough to tell them apart.

    Both are rounded towards each other, so that what is said of them is true.
    """
    bound, end = (number if kind == "level" else 100 * number for number in (bound, end))
    own, most = _places(end), _places(bound)
    for places in range(own, MOST_DIGITS + 1):
        power = 10**places
        units = math.floor(bound * power), math.ceil(end * power)
        if bound < end:
            units = math.ceil(bound * power), math.floor(end * power)
        told_apart = units[0] != units[1] and (units[0] > units[1]) == (bound > end)
        if told_apart and places >= min(most, own + 2):
            break
    behind = f" {unit}" if kind == "level" else " %"
    signs = ("+" if kind == "rate" and number > 0 else "" for number in units)
    sizes = (nearest(Fraction(number, power)) for number in units)
    shown = (f"{sign}{size:,.{places}f}" for sign, size in zip(signs, sizes, strict=True))
    return tuple(f"{text}{behind}".rstrip() for text in shown)


def _places(number: Fraction) -> int:
    """Return the digits after the point that a number has, or 6 where it has more."""
    return next((k for k in range(6) if (number * 10**k).denominator == 1), 6)


KIND = Answer("kind", "word", "What kind of number its ends are.", shown=False)
LOW = Answer("low", "mixed", "Lower end.", toward="down")
HIGH = Answer("high", "mixed", "Upper end.", toward="up")
CLAIMS = (Answer("claim", "text", "The claim."), KIND, LOW, HIGH)
NOTE = Answer("note", "text", "What to note.")
CHECK = Question(
    "check",
    "Do the figures agree?",
    about="Claims such as total@2025-08=3.0 are held against each other exactly, within their"
    " rounding. The exit code is 1 where they cannot all be true.",
    figures=(
        Figure(
            "claims",
            "texts",
            f"NAME is one of {', '.join(NAMES)}.",
            metavar="NAME[@PERIOD]=FIGURE ...",
            among=tuple(f"{name}{sign}" for name in NAMES for sign in "=@"),
            in_rows=False,
            is_input=False,
            argument=True,
            reads={f"{name}@{{period}}": "level" if name in LEVELS else "rate" for name in NAMES},
        ),
        Figure(
            "period",
            "text",
            "Period of claims without their own: 2025-08 is January to August, 2025 the year.",
            metavar="PERIOD",
            in_rows=False,
            is_input=False,
        ),
    ),
    answers=(
        Answer(
            "verdict",
            "word",
            "Whether the figures can all be true.",
            "low <= quantity <= high for every claim, with exports, imports >= 0",
            "consistency of rounded figures",
            "linear programming, exact; Bland, 1977",
        ),
    ),
    tables={
        "clash": CLAIMS,
        "claims": (
            *CLAIMS,
            Answer("witness", "mixed", "Levels that all are true of.", heading="such as"),
        ),
        "implied": (Answer("quantity", "text", "The quantity."), KIND, LOW, HIGH, NOTE),
        "between": (
            Answer("flow", "text", "The flow."),
            Answer("after", "text", "The earlier period."),
            Answer("to", "text", "The later period."),
            LOW._replace(kind="level"),
            HIGH._replace(kind="level"),
            NOTE,
        ),
    },
    settle=settle,
    headline=lambda _: "verdict",
    sentence=lambda result: result.taken["said"],
    examples=(
        "tradecalc check --period 2025-08 total=3.0 total_growth=18.5%- exports=2.2",
        "tradecalc check total@2025-09=3.4 total_growth@2025-09=18%+ total@2024=4+",
        "tradecalc check --period 2025 exports=2.2 imports=0.8 coverage_ratio=275% --get implied",
    ),
    is_published=True,
)
