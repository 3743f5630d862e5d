"""Every row of the programme, by rosters just valid and just invalid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.problem import (
    DAY,
    Condition,
    Pair,
    Pin,
    Policy,
    Problem,
    Published,
    Quota,
    Role,
    Visit,
    Volunteer,
)
from matcher.roster import Roster
from matcher.solver.line import line
from matcher.solver.point import feasible, point_of
from small import ROSTER, SMALL, changed
from solver.made import booking, keeps, person, plan, problem, room, single, team

ANN, BOB, DAN = person("ann"), person("bob"), person("dan")
CREW = (ANN, BOB, DAN)
TRAINEE: dict[str, Any] = {"tags": frozenset({"trainee"})}


def asked(*visits: Visit, people: tuple[Volunteer, ...] = CREW, **parts: Any) -> Problem:
    return problem(volunteers=people, visits=visits, **parts)


def test_the_morning_everybody_knows_keeps_every_row() -> None:
    assert keeps(SMALL, ROSTER)
    assert keeps(SMALL, Roster())


# -- visits and teams -------------------------------------------------------------------------------------------------


def test_a_visit_is_served_once() -> None:
    single_one, team_one = asked(single("x")), asked(team("t"))
    assert keeps(single_one, plan(("x", 540), x="ann"))
    assert not keeps(single_one, plan(("x", 540), x="ann bob"))
    twice = Roster((*plan(("x", 540)).planned, *plan(("x", 600)).planned), plan(x="ann").assignments)
    assert not keeps(single_one, twice)
    assert not keeps(single_one, plan(("x", 540)))
    assert not keeps(single_one, plan(x="ann"))
    assert keeps(team_one, plan(("t", 540), t="ann bob"))
    assert not keeps(team_one, plan(("t", 541), t="ann bob"))  # off the grid


def test_nobody_serves_what_the_problem_does_not_have() -> None:
    one = asked(single("x"))
    assert not keeps(one, plan(("y", 540)))
    assert not keeps(one, plan(("x", 540), x="nobody"))
    assert not keeps(one, plan(("x", 540), x="ann:chief"))
    assert not keeps(one, plan(("x", 540, "hall"), x="ann"))


@pytest.mark.parametrize(("names", "fits"), [("ann", False), ("ann bob", True), ("ann bob dan", True)])
def test_headcount_between_min_and_max(names: str, fits: bool) -> None:
    assert keeps(asked(team("t", people=2, most=3)), plan(("t", 540), t=names)) is fits
    assert keeps(asked(team("t", people=2)), plan(("t", 540), t=names)) is (fits and names != "ann bob dan")
    assert keeps(asked(team("t", people=1, most=2)), plan(("t", 540), t=names)) is (names != "ann bob dan")


def test_a_team_that_does_not_go_on_has_nobody() -> None:
    visit = team("t", roles=(Role(id="r", min=0, max=2), Role(id="s")))
    assert keeps(asked(visit), plan(("t", 540), t="ann:s"))
    assert not keeps(asked(visit), plan(("t", 540), t="ann:r"))
    assert not keeps(asked(visit), plan(t="ann:r"))


def test_one_role_of_a_visit_a_person() -> None:
    visit = team("t", roles=(Role(id="r"), Role(id="s")))
    assert keeps(asked(visit), plan(("t", 540), t="ann:r bob:s"))
    assert not keeps(asked(visit), plan(("t", 540), t="ann:r ann:s"))


@pytest.mark.parametrize(
    ("names", "fits"),
    [("ann cat", False), ("ann bob cat", True), ("ann bob cat eve", True), ("ann bob cat eve fay", False)],
)
def test_trainees_beside_qualified_partners(names: str, fits: bool) -> None:
    trainees = tuple(person(name, **TRAINEE) for name in ("cat", "eve", "fay"))
    one = asked(team("t", people=2, most=6), people=(ANN, BOB, *trainees))
    assert keeps(one, plan(("t", 540), t=names)) is fits


def test_trainees_are_balanced_within_their_role() -> None:
    visit = team("t", roles=(Role(id="r", min=0, max=2), Role(id="s", max=2)))
    one = asked(visit, people=(ANN, BOB, person("cat", **TRAINEE)))
    assert keeps(one, plan(("t", 540), t="ann:s cat:s"))
    assert not keeps(one, plan(("t", 540), t="ann:s cat:r"))
    assert keeps(one, plan(("t", 540), t="ann:s bob:r cat:r"))


@pytest.mark.parametrize(("names", "fits"), [("ann dan", True), ("ann bob", True), ("bob dan", False)])
def test_conditions_of_some(names: str, fits: bool) -> None:
    people = (person("ann", tags=frozenset({"party"})), BOB, DAN)
    visit = team("t", conditions=(Condition("party", 1),))
    assert keeps(asked(visit, people=people), plan(("t", 540), t=names)) is fits
    both = replace(visit, conditions=(Condition("party", 2),))
    assert not keeps(asked(both, people=people), plan(("t", 540), t=names))


def test_a_forbidden_team() -> None:
    one = asked(team("t"), team("u", (540, 585)), pairs=(Pair("bob", "volunteer", "ann"),))
    assert not keeps(one, plan(("t", 540), t="ann bob"))
    assert keeps(one, plan(("t", 540), t="ann dan"))
    excused = replace(one, pins=(Pin(visit="t", volunteer="ann", override="agreed"),))
    assert keeps(excused, plan(("t", 600), t="ann bob"))
    assert not keeps(excused, plan(("t", 600), ("u", 540), t="ann dan", u="ann bob"))


# -- between visits ---------------------------------------------------------------------------------------------------


def test_a_visit_that_needs_another() -> None:
    for other, crew in ((single("y"), "bob"), (team("y"), "bob dan")):
        one = asked(single("x", needs=("y",)), other)
        assert keeps(one, plan(("x", 540), ("y", 600), x="ann", y=crew))
        assert keeps(one, plan(("y", 600), y=crew))
        assert not keeps(one, plan(("x", 540), x="ann"))


def test_a_visit_that_needs_itself_needs_nothing() -> None:
    assert keeps(asked(single("x", needs=("x",))), plan(("x", 540), x="ann"))


@pytest.mark.parametrize("at_most", [0, 1, 2])
def test_a_quota_counts_the_mode_of_one_household(at_most: int) -> None:
    visits = (
        *(booking(f"b{i}", (540, 570), beneficiary="li") for i in range(2)),
        booking("c0", (540, 570), beneficiary="ma"),
        booking("n0", (540, 570), mode="n", beneficiary="li"),
    )
    halls = tuple(room(f"h{i}", modes={"m": 4, "n": 4}) for i in range(4))
    free = tuple(replace(v, windows=(replace(v.windows[0], end=720),)) for v in visits)
    one = asked(*free, facilities=halls, quotas=(Quota("li", "m", at_most),))
    all_of = plan(("b0", 540, "h0"), ("b1", 600, "h1"), ("c0", 540, "h2"), ("n0", 660, "h3"))
    assert keeps(one, all_of) is (at_most == 2)
    less = replace(all_of, planned=tuple(p for p in all_of.planned if p.visit != "b1"))
    assert keeps(one, less) is (at_most >= 1)
    assert keeps(one, plan(("c0", 540, "h2"), ("n0", 660, "h3")))


@pytest.mark.parametrize(("day", "fits"), [(1, False), (2, True), (3, True)])
def test_days_between_visits_of_a_series(day: int, fits: bool) -> None:
    span, shifts = (0, 4 * DAY), tuple((d * DAY + 540, d * DAY + 720) for d in range(4))
    people = tuple(person(name, *shifts) for name in ("ann", "bob", "dan"))
    x, y = (single(name, span, series="s", min_days_apart=2) for name in "xy")
    later = plan(("x", 600), ("y", day * DAY + 540), x="ann", y="bob")
    assert keeps(asked(x, y, people=people, days=4), later) is fits
    # the larger of the two counts, and none where both ask for nothing
    mixed = asked(replace(x, min_days_apart=1), y, people=people, days=4)
    assert keeps(mixed, later) is fits
    shared = asked(x, team("y", span, series="s", min_days_apart=2), people=people, days=4)
    with_team = plan(("x", 600), ("y", day * DAY + 540), x="ann", y="bob dan")
    assert keeps(shared, with_team) is fits
    none = asked(*(replace(v, min_days_apart=0) for v in (x, y)), people=people, days=4)
    assert keeps(none, later) and keeps(none, plan(("x", 600), ("y", 600), x="ann", y="bob"))


@pytest.mark.parametrize(("start", "fits"), [(570, False), (585, True), (540, False)])
def test_shared_visits_of_one_beneficiary_do_not_overlap(start: int, fits: bool) -> None:
    visits = (team("t", beneficiary="li", duration=45), booking("b", beneficiary="li"))
    one = asked(*visits, facilities=(room("hall"),))
    assert keeps(one, plan(("t", 540), ("b", start, "hall"), t="ann bob")) is fits
    other = replace(one, visits=(visits[0], replace(visits[1], beneficiary="ma")))
    assert keeps(other, plan(("t", 540), ("b", start, "hall"), t="ann bob"))


@pytest.mark.parametrize(
    ("visits", "roster", "fits"),
    [
        ((single("x", (540, 580)), single("y", (545, 585))), plan(("x", 540), ("y", 545), x="ann", y="bob"), False),
        ((team("x"), booking("y")), plan(("x", 540), ("y", 555, "hall"), x="ann bob"), False),
        ((team("x"), booking("y")), plan(("x", 540), ("y", 570, "hall"), x="ann bob"), True),
        ((booking("y"), single("x", (540, 580))), plan(("x", 550), ("y", 555, "hall"), x="ann"), False),
        ((booking("y"), single("x", (540, 580))), plan(("x", 550), ("y", 585, "hall"), x="ann"), True),
    ],
)
def test_rows_alone_forbid_what_surely_overlaps(visits: tuple[Visit, ...], roster: Roster, fits: bool) -> None:
    """Not only the way of a roster through its starts: the rows themselves."""
    apart = asked(*visits, facilities=(room("hall"),))
    one = replace(apart, visits=tuple(replace(v, beneficiary="li") for v in visits))
    point = point_of(line(apart).programme, roster)
    assert point is not None
    assert feasible(line(one).programme, point) is fits


# -- rooms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("second", "fits"), [(540, False), (555, False), (570, True)])
def test_an_exclusive_room_has_one_booking_at_a_time(second: int, fits: bool) -> None:
    two = plan(("a", 540, "hall"), ("b", second, "hall"))
    assert keeps(asked(booking("a"), booking("b"), facilities=(room("hall"),)), two) is fits
    double = asked(booking("a"), booking("b"), booking("c"), facilities=(room("hall", concurrent=2),))
    assert keeps(double, two)
    assert keeps(double, plan(*((p.visit, p.start, p.facility) for p in two.planned), ("c", 555, "hall"))) is fits


@pytest.mark.parametrize(("people", "fits"), [(2, True), (3, False)])
def test_a_shared_room_holds_its_capacity(people: int, fits: bool) -> None:
    hall = room("hall", exclusive=False)
    one = asked(booking("a", people=2), booking("b", people=people), facilities=(hall,))
    assert keeps(one, plan(("a", 540, "hall"), ("b", 555, "hall"))) is fits
    assert keeps(one, plan(("a", 540, "hall"), ("b", 570, "hall")))


@pytest.mark.parametrize(("start", "fits"), [(570, False), (585, True), (600, True)])
@pytest.mark.parametrize("exclusive", [True, False])
def test_modes_lie_a_changeover_apart(start: int, fits: bool, exclusive: bool) -> None:
    hall = room("hall", modes={"m": 4, "n": 4}, changeover=15, exclusive=exclusive, concurrent=2)
    one = asked(booking("a"), booking("b", mode="n"), booking("c"), facilities=(hall,))
    assert keeps(one, plan(("a", 540, "hall"), ("b", start, "hall"))) is fits
    assert keeps(one, plan(("b", 540, "hall"), ("a", start, "hall"))) is fits
    assert keeps(one, plan(("a", 540, "hall"), ("c", 570, "hall")))  # of one mode, back to back
    assert keeps(one, plan(("a", 540, "hall"), ("c", 540, "hall")))


def test_an_opening_with_a_steward_counts_only_if_the_steward_comes() -> None:
    hall = room("hall", (540, 600, "watch"), (600, 720))
    one = asked(booking("a"), single("watch", place="B"), facilities=(hall,))
    for start, guarded in ((540, True), (585, True), (600, False)):
        assert keeps(one, plan(("a", start, "hall"))) is not guarded
        assert keeps(one, plan(("a", start, "hall"), ("watch", 550), watch="ann"))


# -- people over the horizon ------------------------------------------------------------------------------------------

TWO_SHIFTS = ((540, 600), (660, 720))


@pytest.mark.parametrize(
    ("cap", "fits"),
    [
        ({"max_minutes_day": 60}, True),
        ({"max_minutes_day": 59}, False),
        ({"max_minutes_total": 60}, True),
        ({"max_minutes_total": 59}, False),
        ({"max_visits_day": 2}, True),
        ({"max_visits_day": 1}, False),
    ],
)
@pytest.mark.parametrize("shifts", [((540, 720),), TWO_SHIFTS])
def test_caps_within_a_shift_and_over_several(
    cap: dict[str, int], fits: bool, shifts: tuple[tuple[int, int], ...]
) -> None:
    one = asked(single("x"), single("y"), people=(person("ann", *shifts, **cap),))
    assert keeps(one, plan(("x", 540), ("y", 660), x="ann", y="ann")) is fits


def test_caps_of_a_day_do_not_bind_the_next() -> None:
    shifts = ((540, 600), (DAY + 540, DAY + 600))
    visits = (single("x", (0, 2 * DAY)), single("y", (0, 2 * DAY)))
    roster = plan(("x", 540), ("y", DAY + 540), x="ann", y="ann")
    for cap, fits in (("max_minutes_day", True), ("max_minutes_total", False)):
        one = asked(*visits, people=(person("ann", *shifts, **{cap: 59}),), days=2)
        assert keeps(one, roster) is fits


def test_pins_hold() -> None:
    one = asked(single("x"), team("t"))
    for pin, good, bad in (
        (Pin(visit="x", volunteer="ann"), plan(("x", 540), x="ann"), plan(("x", 540), x="bob")),
        (Pin(visit="t", volunteer="ann"), plan(("t", 540), t="ann bob"), plan(("t", 540), t="bob dan")),
        (Pin(visit="x", start=541), plan(("x", 541), x="ann"), plan(("x", 540), x="ann")),
        (Pin(visit="t", start=541), plan(("t", 541), t="ann bob"), plan(("t", 540), t="ann bob")),
    ):
        pinned = replace(one, pins=(pin,))
        assert keeps(pinned, good)
        assert not keeps(pinned, bad)
        assert keeps(pinned, Roster()) is (pin.volunteer is None)  # a pinned start alone asks for nothing


def test_a_pinned_facility_means_the_visit_is_served() -> None:
    halls = (room("hall"), room("yard"))
    one = asked(booking("b"), facilities=halls, pins=(Pin(visit="b", facility="hall"),))
    assert keeps(one, plan(("b", 540, "hall")))
    assert not keeps(one, plan(("b", 540, "yard")))
    assert not keeps(one, Roster())


@pytest.mark.parametrize(
    ("roster", "people"),
    [
        (plan(("x", 550), ("t", 600), x="ann", t="ann bob"), 0),
        (plan(("x", 551), ("t", 600), x="ann", t="ann bob"), 1),
        (plan(("x", 550), ("t", 600), x="dan", t="ann bob"), 1),
        (plan(("x", 550), ("t", 615), x="ann", t="ann bob"), 2),
        (plan(("x", 550), ("t", 600), x="ann", t="ann dan"), 1),
        (plan(("x", 551), ("t", 600), x="dan", t="ann dan"), 2),
        (Roster(), 2),
    ],
)
@pytest.mark.parametrize("most", [0, 1, 2])
def test_people_told_of_a_change(roster: Roster, people: int, most: int) -> None:
    published = (
        Published(visit="x", start=550, volunteer="ann"),
        Published(visit="t", start=600, volunteer="ann"),
        Published(visit="t", start=600, volunteer="bob"),
    )
    policy = Policy(max_people_changed=most)
    assert keeps(asked(single("x"), team("t"), published=published, policy=policy), roster) is (people <= most)


def test_row_names_are_all_different() -> None:
    """Certificates speak of rows by name."""
    published = (Published(visit="elder", start=545, volunteer="ann"),)
    pairs = (Pair("ann", "volunteer", "bob"), Pair("ann", "volunteer", "cat", "preferred"))
    rich = changed(
        visits={
            "patrol": {"series": "s", "beneficiary": "li"},
            "elder": {"series": "s"},
            "chess": {"needs": ("class",)},
        },
        published=published,
        pairs=pairs,
        quotas=(Quota("club", "chess", 1),),
        pins=(Pin(visit="class", volunteer="bob"),),
        policy=Policy(max_people_changed=1),
    )
    names = line(rich).programme.row_names
    assert sorted(names) == sorted(set(names))


def test_holding_asks_for_the_guaranteed_value() -> None:
    one = asked(single("x", guaranteed=True, value=7), team("t", guaranteed=True, value=5), single("y"))
    programme = line(one).programme
    both, only = plan(("x", 540), ("t", 600), x="ann", t="ann bob"), plan(("x", 540), ("y", 570), x="ann", y="ann")
    for roster, least, fits in ((both, 12, True), (both, 13, False), (only, 7, True), (only, 8, False)):
        point = point_of(programme, roster)
        assert point is not None
        assert feasible(programme.holding(least), point) is fits
