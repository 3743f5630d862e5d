"""`pins`: volunteer, facility and start fixed by a person, and accepted published rows."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import Pin, Published, Role
from matcher.roster import Roster
from matcher.rules import Violation
from small import ROSTER, SMALL, changed, plan, team, without


def broken(roster: Roster, *pins: Pin) -> list[Violation]:
    return [v for v in check(changed(pins=pins), roster) if v.rule == "pins"]


ANN = Pin(visit="elder", volunteer="ann")


@pytest.mark.parametrize(
    "pin",
    [
        ANN,
        Pin(visit="elder", volunteer="ann", role="carer", start=545),
        Pin(visit="elder", start=545),
        Pin(visit="chess", facility="hall"),
        Pin(visit="chess", facility="hall", start=540),
    ],
)
def test_kept(pin: Pin) -> None:
    assert broken(ROSTER, pin) == []


def test_a_pinned_person_or_facility_means_served() -> None:
    assert broken(without("elder"), ANN) == [Violation("pins", 1, "pins", visit="elder", volunteer="ann")]
    assert broken(without("chess"), Pin(visit="chess", facility="hall")) == [
        Violation("pins", 1, "pins", visit="chess", facility="hall")
    ]


def test_a_pinned_start_alone_does_not() -> None:
    assert broken(without("elder"), Pin(visit="elder", start=545)) == []


@pytest.mark.parametrize("start", [544, 546])
def test_another_start(start: int) -> None:
    assert broken(plan("elder", start), Pin(visit="elder", start=545)) == [
        Violation("pins", 1, "pins", visit="elder", other="545")
    ]


def test_somebody_else_or_another_role() -> None:
    assert broken(team("elder", ("bob", "carer")), ANN) == [
        Violation("pins", 1, "pins", visit="elder", volunteer="ann")
    ]
    roles = (Role(id="walker", min=1, max=3), Role(id="guide", min=0, max=1))
    problem = changed(visits={"patrol": {"roles": roles}}, pins=(Pin(visit="patrol", volunteer="ann", role="guide"),))
    assert check(problem, ROSTER) == (Violation("pins", 1, "pins", visit="patrol", volunteer="ann", other="guide"),)
    assert check(problem, team("patrol", ("ann", "guide"), ("bob", "walker"))) == ()


def test_another_facility() -> None:
    attic = replace(SMALL.facilities[0], id="attic")
    problem = replace(SMALL, facilities=(*SMALL.facilities, attic), pins=(Pin(visit="chess", facility="attic"),))
    assert check(problem, ROSTER) == (Violation("pins", 1, "pins", visit="chess", facility="attic"),)


def test_each_thing_fixed_is_judged() -> None:
    pin = Pin(visit="elder", volunteer="ann", start=550)
    assert broken(team("elder", ("bob", "carer")), pin) == [
        Violation("pins", 1, "pins", visit="elder", volunteer="ann"),
        Violation("pins", 1, "pins", visit="elder", other="550"),
    ]


def test_accepted_rows_are_pins_and_offered_ones_are_not() -> None:
    for state, expected in (
        ("offered", ()),
        ("accepted", (Violation("pins", 1, "pins", visit="elder", volunteer="ann"),)),
    ):
        row = Published(visit="elder", volunteer="ann", role="carer", start=545, state=state)  # type: ignore[arg-type]
        assert check(changed(published=(row,)), without("elder")) == expected
