"""Do published figures agree with one another, and what do they imply?"""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from tradecalc.core.claims import Bounds, Claim, ClaimCheck, nearest, outward
from tradecalc.core.quantities import FLOWS, GROWTHS, LEVELS, NAMES, Quantity
from tradecalc.core.ranges import Estimate
from tradecalc.errors import DomainError, InputError, Note
from tradecalc.figures.claim import FORM, parse_claim
from tradecalc.figures.number import by_convention
from tradecalc.figures.reading import DOUBTED_BELOW, Reading
from tradecalc.questions.question import Answer, Figure, Question, Row, Settled

MOST = 100  # claims; more would take seconds
LEAST_RATIO = 0.1  # a coverage or share below 10 per cent looks like a fraction of one
MOST_DIGITS = 12
CALLED = {name: name.replace("_", " ") for name in NAMES}  # in a sentence
CALLED |= {"total": "the total", "balance": "the balance", "coverage_ratio": "the coverage ratio"}
CALLED |= {f"{flow}_{of}": f"the {of} of {flow}" for of in ("growth", "share") for flow in FLOWS}
CALLED["total_growth"] = "the growth of the total"
KINDS = dict.fromkeys(NAMES, "share") | dict.fromkeys(LEVELS, "level")
KINDS |= dict.fromkeys(GROWTHS, "rate")


class Claimed(NamedTuple):
    """A claim as *written* and as read; *opened* is without the open end of "more than 4".

    *name* is what it goes by among the figures read.
    """

    name: str
    written: str
    quantity: Quantity
    claim: Claim
    opened: Claim


def settle(reading: Reading) -> Settled:
    """Read the claims, compare them with each other, and find what they leave open."""
    texts: Sequence[str] = reading.get("claims", ())
    if not 0 < len(texts) <= MOST:
        raise InputError(f"check needs 1 to {MOST} claims, not {len(texts)}: {FORM}")
    stated = _claims(reading, texts)
    found = ClaimCheck([one.claim for one in stated])
    clash, notes = ([], []) if found.consistent else _clash(stated, found)
    answers: Row = {"verdict": "inconsistent" if clash else "consistent"}
    if not reading.answers_only:
        clashing = {"clash": _rows(clash), "claims": _rows(stated)}
        answers |= clashing if clash else _agreeing(found, stated)
    said = Note("These figures can all be true at once, within their rounding.")
    if clash:
        said = _because(clash, reading.unit)
    return Settled({}, {"said": said}, notes, answers=answers, says_no=bool(clash))


def _claims(reading: Reading, texts: Sequence[str]) -> list[Claimed]:
    found: list[Claimed] = []
    for text in texts:
        quantity, figure = parse_claim(text, reading.get("period"))
        before = sum(one.quantity == quantity for one in found)
        name = f"{quantity}#{before + 1}" if before else str(quantity)
        if quantity.name in LEVELS:
            reading.level(name, figure, signed=quantity.name == "balance")
        else:
            least = DOUBTED_BELOW if quantity.name in GROWTHS else LEAST_RATIO
            reading.rate(name, figure, doubted_below=least)
        ends = reading.ends(name)
        near = (None if far else e for e, far in zip(ends, by_convention(figure), strict=True))
        claims = Claim(quantity, *ends), Claim(quantity, *near)
        found.append(Claimed(name, f"{quantity}={figure}", quantity, *claims))
    return found


def _rows(claims: Sequence[Claimed]) -> list[Row]:
    return [
        {"claim": one.written, "kind": KINDS[one.quantity.name], **_ends(*one.claim[1:])}
        for one in claims
    ]


def _ends(low: Fraction | None, high: Fraction | None) -> Row:
    ends = (("low", low), ("high", high))
    return {n: None if e is None else Estimate(outward(e, up=n == "high")) for n, e in ends}


def _agreeing(found: ClaimCheck, stated: Sequence[Claimed]) -> Row:
    rows = _rows(stated)
    for row, one in zip(rows, stated, strict=True):
        row["witness"] = Estimate(nearest(one.quantity.value(found.witness)))
    # Where only totals are claimed, they say nothing of exports and imports.
    claimed = {one.quantity.name.partition("_")[0] for one in stated}
    told = {"total"} if claimed == {"total"} else {*LEVELS, "coverage"}
    quantities = [one for one in found.quantities() if one.name.partition("_")[0] in told]
    implied = [_implied(found, quantity) for quantity in quantities]
    between = [
        {"flow": earlier.name, "after": earlier.period, "to": later.period}
        | _shown(found.gain(earlier, later))
        for earlier, later in found.gains()
        if earlier.name in told
    ]
    tables: Row = {"claims": rows, "implied": implied, "between": between}
    return {name: table for name, table in tables.items() if table}


def _implied(found: ClaimCheck, quantity: Quantity) -> Row:
    row: Row = {"quantity": str(quantity), "kind": KINDS[quantity.name]}
    try:
        low, high = found.bounds(quantity)
        row |= _shown(Bounds(low, high))
    except DomainError as error:
        return {**row, "low": None, "high": None, "note": f"none: {error}"}
    if quantity.name in GROWTHS and low is not None and high is not None and low < 0 < high:
        row["note"] = "sign open"
    return row


def _shown(bounds: Bounds) -> Row:
    low, high = bounds
    note = ""
    if low is None or high is None:
        note = "unbounded" if low == high else f"unbounded {'below' if low is None else 'above'}"
    return {**_ends(low, high), "note": note}


def _clash(claims: Sequence[Claimed], found: ClaimCheck) -> tuple[list[Claimed], list[Note]]:
    """Return the fewest claims that clash, with a note if they clash only by convention."""
    firm = [claims[k] for k in ClaimCheck([one.opened for one in claims]).clash]
    others = ([o.claim for o in firm if o is not one] for one in firm)
    if firm and all(ClaimCheck(fewer).consistent for fewer in others):
        return firm, []
    clash = [claims[k] for k in found.clash]
    if not ClaimCheck([one.opened for one in clash]).consistent:
        return clash, []
    far = " and ".join(one.written for one in clash if one.opened != one.claim)
    said = "Only the usual reach of the mark in {claims} makes this a clash."
    return clash, [Note(said, claims=far)]


def _because(clash: Sequence[Claimed], unit: str) -> Note:
    """Return the sentence that compares one claim of a clash with the bounds of the others."""
    is_one_period = len({one.quantity.period for one in clash}) == 1
    sure = " Without any one of them the others agree." * (len(clash) > 1)
    for one in sorted(clash, key=lambda one: one.quantity.name not in LEVELS):
        others = [other for other in clash if other is not one]
        claims = [other.claim for other in others]
        try:
            bounds = ClaimCheck(claims, also=[one.quantity]).bounds(one.quantity)
        except DomainError:
            if others:
                continue  # its denominator may be zero: another claim tells more
            bounds = Bounds(Fraction(-one.quantity.offset), None)  # a ratio is not below zero
        _, low, high = one.claim
        if bounds.low is not None and high is not None and bounds.low > high:
            bound, end, more, most = bounds.low, high, "more", "most"
        elif bounds.high is not None and low is not None and bounds.high < low:
            bound, end, more, most = bounds.high, low, "less", "least"
        else:
            continue
        near, far = _apart(bound, end, KINDS[one.quantity.name], unit)
        who = _stated(others, is_one_period) or "No flow is below zero, which"
        verb = "put" if len(others) > 1 or "s of" in who else "puts"
        when = "" if is_one_period else f" in {one.quantity.period}"
        said = f"{who} {verb} {CALLED[one.quantity.name]}{when} at {{near}} or {more};"
        said += f" {{{one.name}}} is {{far}} at {most}.{sure}"
        return Note(said[:1].upper() + said[1:], near=near, far=far)
    one = next(one for one in clash if one.quantity.bottom)
    rest = _stated([*(other for other in clash if other is not one), one], is_one_period)
    return Note(f"{rest[:1].upper()}{rest[1:]} exclude one another: a ratio to zero has no value.")


def _stated(claims: Sequence[Claimed], is_one_period: bool) -> str:
    """Return claims in words: "exports of 2.2 and imports of 1.5 in 2025-08"."""
    when = ["" if is_one_period else f" in {one.quantity.period}" for one in claims]
    pairs = zip(claims, when, strict=True)
    said = (f"{CALLED[one.quantity.name]} of {{{one.name}}}{period}" for one, period in pairs)
    return " and ".join(said)


def _apart(bound: Fraction, end: Fraction, kind: str, unit: str) -> list[str]:
    """Return a bound and the end of a claim beyond it, rounded but still apart."""
    scale, behind = (1, unit) if kind == "level" else (100, "%")
    toward = (math.floor, math.ceil) if bound > end else (math.ceil, math.floor)
    own, most = (
        next((k for k in range(6) if (scale * number * 10**k).denominator == 1), 6)
        for number in (end, bound)
    )
    for places in range(max(own, min(most, own + 2)), MOST_DIGITS + 1):
        power = scale * 10**places
        near, far = toward[0](power * bound), toward[1](power * end)
        if near != far and (near > far) == (bound > end):
            break
    shown = []
    for number in (near, far):
        sign = "+" if kind == "rate" and number > 0 else ""
        size = nearest(Fraction(number, 10**places))
        shown.append(f"{sign}{size:,.{places}f} {behind}".rstrip())
    return shown


KIND = Answer("kind", "word", "Kind of number.", shown=False)
LOW = Answer("low", "mixed", "Lower end.", toward="down")
HIGH = Answer("high", "mixed", "Upper end.", toward="up")
CLAIMS = (Answer("claim", "text", "The claim."), KIND, LOW, HIGH)
WITNESS = Answer("witness", "mixed", "Figures that fit all claims.", heading="such as")
NOTE = Answer("note", "text", "Note.")
AGREE = "low <= quantity <= high for every claim, with exports, imports >= 0"
SIMPLEX = (AGREE, "consistency of rounded figures", "linear programming, exact; Bland, 1977")
ABOUT = "NAME=FIGURE, or NAME@PERIOD=FIGURE: total=3.0, exports_growth@2025-08=26.7%."
_said = partial(Figure, in_rows=False, is_input=False)
CHECK = Question(
    "check",
    "Do the figures agree?",
    about="Compares claims such as total@2025-08=3.0 with each other, exactly within their"
    f" rounding. The exit code is 1 if they cannot all be true.\n\nNames: {', '.join(NAMES)}.",
    figures=(
        _said("claims", "texts", ABOUT, metavar="CLAIM...", argument=True)._replace(
            among=tuple(f"{name}{sign}" for name in NAMES for sign in "=@"),
            reads={f"{name}@{{period}}": "level" if name in LEVELS else "rate" for name in NAMES},
        ),
        _said("period", "text", "Period of claims without one: 2025-08, 2025.", metavar="PERIOD"),
    ),
    answers=(Answer("verdict", "word", "Whether the figures can all be true.", *SIMPLEX),),
    tables={
        "clash": CLAIMS,
        "claims": (*CLAIMS, WITNESS),
        "implied": (Answer("quantity", "text", "The quantity."), KIND, LOW, HIGH, NOTE),
        "between": (
            Answer("flow", "text", "The flow."),
            Answer("after", "text", "The earlier period."),
            Answer("to", "text", "The later period."),
            *(end._replace(kind="level") for end in (LOW, HIGH)),
            NOTE,
        ),
    },
    settle=settle,
    headline=lambda _: "verdict",
    sentence=lambda result: result.taken["said"],
    brief={
        "": (),
        "clash": ("claim", "low", "high"),
        "implied": ("quantity", "low", "high", "note"),
    },
    example="tradecalc check --period 2025-08 total=3.0 exports=2.2 imports=1.5",
    is_published=True,
)
