"""The exact linear programme, against every vertex and against Fourier's elimination."""

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.core.simplex import ONE, Programme

Row = tuple[tuple[Fraction, ...], Fraction]  # coefficients and a constant: not below zero together
NUMBERS = st.one_of(
    st.integers(-3, 3).map(Fraction), st.fractions(-2, 2, max_denominator=3), st.just(Fraction(0))
)


@st.composite
def rows(draw: Any, unknowns: int, most: int = 5) -> list[Row]:
    """Any inequalities of so many unknowns, many of them parallel, equal or through one point."""
    form = st.tuples(*[NUMBERS] * unknowns)
    found: list[Row] = draw(st.lists(st.tuples(form, NUMBERS), max_size=most))
    return found


@st.composite
def cases(draw: Any) -> tuple[int, list[Row], list[Row]]:
    """Unknowns, inequalities, and forms to maximise one after the other."""
    unknowns = draw(st.integers(1, 3))
    return unknowns, draw(rows(unknowns)), draw(rows(unknowns, most=3))


def signs(unknowns: int) -> list[Row]:
    """The unknowns themselves, which are not below zero either."""
    return [
        (tuple(Fraction(v == k) for v in range(unknowns)), Fraction(0)) for k in range(unknowns)
    ]


def at(row: Row, point: tuple[Fraction, ...]) -> Fraction:
    return sum((c * x for c, x in zip(row[0], point, strict=True)), row[1])


def sparse(row: Row) -> dict[int, Fraction]:
    return {**dict(enumerate(row[0])), ONE: row[1]}


def crossing(equations: tuple[Row, ...]) -> tuple[Fraction, ...] | None:
    """Return the one point where as many equations as unknowns hold, by elimination."""
    lines = [[*form, -constant] for form, constant in equations]
    for k in range(len(lines)):
        pivot = next((line for line in lines[k:] if line[k]), None)
        if pivot is None:
            return None
        lines.remove(pivot)
        lines.insert(k, [number / pivot[k] for number in pivot])
        lines = [
            line if j == k else [a - line[k] * b for a, b in zip(line, lines[k], strict=True)]
            for j, line in enumerate(lines)
        ]
    return tuple(line[-1] for line in lines)


def vertices(unknowns: int, held: list[Row], also: tuple[Row, ...] = ()) -> list[tuple[Any, ...]]:
    """Return all vertices of what is *held*, where the equations *also* hold."""
    points = (
        crossing((*chosen, *also)) for chosen in itertools.combinations(held, unknowns - len(also))
    )
    return [p for p in points if p is not None and all(at(row, p) >= 0 for row in held)]


def can_be_met(held: list[Row], above: Row | None = None) -> bool:
    """Whether unknowns of either sign meet all of *held*, and have *above* above zero (Fourier)."""
    system = [(*row, False) for row in held] + ([(*above, True)] if above else [])
    for _ in range(len(system[0][0]) if system else 0):
        low = [row for row in system if row[0][0] > 0]
        high = [row for row in system if row[0][0] < 0]
        system = [(form[1:], constant, strict) for form, constant, strict in system if not form[0]]
        for (f, b, s), (g, c, t) in itertools.product(low, high):
            pairs = zip(f[1:], g[1:], strict=True)
            form = tuple(x / f[0] - y / g[0] for x, y in pairs)
            system.append((form, b / f[0] - c / g[0], s or t))
        system = list(dict.fromkeys(system))
    return all(constant > 0 or (constant == 0 and not strict) for _, constant, strict in system)


def programme_of(unknowns: int, held: list[Row]) -> Programme:
    programme = Programme(unknowns)
    for row in held:
        programme.hold_at_least(sparse(row))
    return programme


def standing(programme: Programme, unknowns: int) -> tuple[Fraction, ...]:
    return tuple(programme.value({v: 1}) for v in range(unknowns))


@given(case=cases())
def test_it_is_possible_where_a_vertex_is(case: tuple[int, list[Row], list[Row]]) -> None:
    unknowns, held, _ = case
    everything = [*signs(unknowns), *held]
    programme = programme_of(unknowns, held)
    assert programme.is_possible() == bool(vertices(unknowns, everything))
    if programme.is_possible():
        assert all(at(row, standing(programme, unknowns)) >= 0 for row in everything)
    else:
        assert not can_be_met([everything[v] for v in programme.clash])


@given(case=cases())
def test_the_maximum_is_that_of_the_vertices(case: tuple[int, list[Row], list[Row]]) -> None:
    unknowns, held, forms = case
    everything = [*signs(unknowns), *held]
    programme = programme_of(unknowns, held)
    if not programme.is_possible():
        return
    level: Row = ((Fraction(1),) * unknowns, Fraction(-1))
    rays = vertices(unknowns, [(form, Fraction(0)) for form, _ in everything], also=(level,))
    for form in forms:
        most = programme.maximise(sparse(form))
        start = standing(programme, unknowns)
        assert all(at(row, start) >= 0 for row in everything)
        assert (most is None) == any(at((form[0], Fraction(0)), ray) > 0 for ray in rays)
        if most is not None:
            assert programme.ray is None
            assert (
                most == at(form, start) == max(at(form, p) for p in vertices(unknowns, everything))
            )
            alone = [everything[v] for v in programme.clash]
            assert not can_be_met(alone, above=(form[0], form[1] - most))
        else:
            assert programme.ray is not None
            point = programme.point()
            further = tuple(point[v] for v in range(unknowns))
            step = tuple(b - a for a, b in zip(start, further, strict=True))
            grown = at(form, further) - at(form, start)
            assert programme.value(sparse(form), programme.ray) == grown > 0
            assert all(at((way, Fraction(0)), step) >= 0 for way, _ in everything)


@given(case=cases(), data=st.data())
def test_an_inequality_may_be_added_wherever_the_tableau_stands(
    case: tuple[int, list[Row], list[Row]], data: st.DataObject
) -> None:
    unknowns, held, forms = case
    more: list[Row] = data.draw(rows(unknowns, most=3))
    programme = programme_of(unknowns, held)
    if not programme.is_possible():
        return
    for form in forms:
        programme.maximise(sparse(form))
    for k in range(len(more)):
        slack = programme.hold_at_least(sparse(more[k]))
        everything = [*signs(unknowns), *held, *more[: k + 1]]
        assert slack == len(everything) - 1
        assert programme.is_possible() == bool(vertices(unknowns, everything))
        if not programme.is_possible():
            assert not can_be_met([everything[v] for v in programme.clash])
            return


def test_beale_does_not_cycle() -> None:
    # E. M. L. Beale (1955), Naval Research Logistics Quarterly 2: the largest coefficient cycles.
    programme = Programme(4)
    programme.hold_at_least({0: Fraction(-1, 4), 1: 8, 2: 1, 3: -9})
    programme.hold_at_least({0: Fraction(-1, 2), 1: 12, 2: Fraction(1, 2), 3: -3})
    programme.hold_at_least({2: -1, ONE: 1})
    form = {0: Fraction(3, 4), 1: Fraction(-20), 2: Fraction(1, 2), 3: Fraction(-6)}
    assert programme.is_possible()
    assert programme.maximise(form) == Fraction(5, 4)
    assert [int(value) for value in standing(programme, 4)] == [1, 0, 1, 0]


@pytest.mark.parametrize("unknowns", range(1, 9))
def test_klee_and_minty_are_climbed(unknowns: int) -> None:
    # Klee, Minty (1972): a simplex method may visit all 2 ** n vertices; the greatest is 5 ** n.
    programme = Programme(unknowns)
    for i in range(unknowns):
        before = {j: -(2 ** (i - j + 1)) for j in range(i)}
        programme.hold_at_least({**before, i: -1, ONE: 5 ** (i + 1)})
    assert programme.is_possible()
    assert programme.maximise({j: 2 ** (unknowns - 1 - j) for j in range(unknowns)}) == 5**unknowns


def test_nothing_at_all() -> None:
    empty = Programme(0)
    assert empty.is_possible()
    assert empty.maximise({}) == 0
    assert empty.hold_at_least({ONE: -1}) == 0
    assert not empty.is_possible()
    assert empty.clash == {0}
