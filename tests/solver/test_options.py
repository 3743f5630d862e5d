"""Placements on the grid and options of any minute: exactly what windows, pins, publishing and rooms allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.problem import FacilityNeed, Pin, Policy, Problem, Published, Role, Visit
from matcher.solver.options import Placement, make_options, meets_night
from solver.made import R, booking, person, problem, room, single, team

MINOR = person("kid", minor=True)


def starts(visit: Visit, **parts: object) -> list[int]:
    """The grid starts of a shared visit."""
    return [p.start for p in make_options(problem(visits=(visit,), **parts)).placements]


def ranges(visit: Visit, splits: tuple[tuple[str, int], ...] = (), **parts: object) -> list[tuple[object, ...]]:
    """(day, night, kept, ranges) of the options of a single visit."""
    options = make_options(problem(visits=(visit,), **parts), splits=splits).options
    return [(o.day, o.night, o.kept, o.ranges) for o in options]


# -- the grid ---------------------------------------------------------------------------------------------------------


def test_grid_starts_count_from_midnight_and_end_with_the_window() -> None:
    assert starts(team("t", (550, 615))) == [550, 555, 570, 585]
    assert starts(team("t", (550, 614))) == [550, 555, 570]


def test_every_window_has_its_first_minute() -> None:
    assert starts(team("t", (541, 575), (601, 640))) == [541, 601]
    assert starts(team("t", (541, 585), (601, 640))) == [541, 555, 601]


def test_the_grid_is_the_policy_s() -> None:
    assert starts(team("t", (540, 630)), policy=Policy(grid=20)) == [540, 560, 580, 600]


def test_a_pinned_start_off_the_grid_is_the_only_one() -> None:
    assert starts(team("t"), pins=(Pin(visit="t", start=547),)) == [547]


def test_two_pinned_starts_leave_none() -> None:
    pins = (Pin(visit="t", start=547), Pin(visit="t", start=560))
    assert starts(team("t"), pins=pins) == []
    assert ranges(single("x"), pins=tuple(replace(p, visit="x") for p in pins)) == []


def test_a_published_start_off_the_grid_is_one_more_and_alone_is_kept() -> None:
    asked = problem(visits=(team("t", (540, 600)),), published=(Published(visit="t", start=547),))
    made = make_options(asked)
    assert [p.start for p in made.placements] == [540, 547, 555, 570]
    assert [o.kept for o in made.options] == [False, True, False, False]


def test_one_option_a_role_at_every_placement() -> None:
    visit = team("t", (540, 585), roles=(Role(id="a", min=2), Role(id="b")))
    made = make_options(problem(visits=(single("x"), visit)))
    assert made.placements == (Placement(1, None, "A", 540), Placement(1, None, "A", 555))
    assert [(o.placement, o.role, o.ranges) for o in made.options if o.visit == 1] == [
        (0, 0, ((540, 540),)),
        (0, 1, ((540, 540),)),
        (1, 0, ((555, 555),)),
        (1, 1, ((555, 555),)),
    ]
    assert made.placements_of == {1: (0, 1)}
    assert made.options_of == {0: (0,), 1: (1, 2, 3, 4)}
    assert made.options_at == {0: (1, 2), 1: (3, 4)}


def test_the_day_and_the_night_of_a_placement() -> None:
    visit = team("t", (1440 + 355, 1440 + 400), duration=30)
    (at_355, at_360) = [o for o in make_options(problem(visits=(visit,), days=2)).options if o.latest <= 1800]
    assert (at_355.day, at_355.night, at_360.day, at_360.night) == (1, True, 1, False)


# -- any minute -------------------------------------------------------------------------------------------------------


def test_a_single_visit_is_one_option_a_day() -> None:
    assert ranges(single("x", (540, 600), (660, 700))) == [(0, False, False, ((540, 570), (660, 670)))]


def test_midnight_cuts() -> None:
    assert ranges(single("x", (1400, 1500))) == [
        (0, False, False, ((1400, 1439),)),
        (1, False, False, ((1440, 1470),)),
    ]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ((300, 420), [(0, False, False, ((360, 390),)), (0, True, False, ((300, 359),))]),
        ((1260, 1380), [(0, False, False, ((1260, 1290),)), (0, True, False, ((1291, 1350),))]),
        ((1290, 1320), [(0, False, False, ((1290, 1290),))]),
        ((1291, 1321), [(0, True, False, ((1291, 1291),))]),
    ],
)
def test_hours_closed_to_minors_cut_only_where_there_are_minors(
    window: tuple[int, int], expected: list[tuple[object, ...]]
) -> None:
    assert ranges(single("x", window), volunteers=(MINOR,)) == expected
    (whole,) = ranges(single("x", window), volunteers=(person("ann"),))
    assert whole[:3] == (0, False, False)


@pytest.mark.parametrize(
    ("start", "duration", "meets"),
    [(359, 1, True), (360, 1, False), (1319, 1, False), (1319, 2, True), (1440 + 360, 960, False), (1440, 1, True)],
)
def test_the_night_is_half_open(start: int, duration: int, meets: bool) -> None:
    assert meets_night(start, duration) is meets


def test_a_published_start_is_alone() -> None:
    published = (Published(visit="x", start=550, volunteer="ann"),)
    assert ranges(single("x", (540, 600)), published=published, volunteers=(person("ann"),)) == [
        (0, False, False, ((540, 549), (551, 570))),
        (0, False, True, ((550, 550),)),
    ]


def test_a_pinned_start_is_the_only_one() -> None:
    assert ranges(single("x", (540, 600)), pins=(Pin(visit="x", start=551),)) == [(0, False, False, ((551, 551),))]


def test_splits_cut_before_their_minute_and_only_their_visit() -> None:
    splits = (("x", 555), ("x", 570), ("y", 560))
    assert ranges(single("x", (540, 600)), splits) == [
        (0, False, False, ((540, 554),)),
        (0, False, False, ((555, 555), (556, 569))),
        (0, False, False, ((570, 570),)),
    ]


def test_every_start_is_in_exactly_one_option() -> None:
    visit = single("x", (300, 420), (1200, 1600))
    published = (Published(visit="x", start=1300, volunteer="kid"),)
    made = make_options(
        problem(visits=(visit,), volunteers=(MINOR,), published=published, days=2), splits=(("x", 1250), ("x", 1444))
    )
    minutes = sorted(m for o in made.options for a, b in o.ranges for m in range(a, b + 1))
    assert minutes == [*range(300, 391), *range(1200, 1571)]
    for option in made.options:
        for a, b in option.ranges:
            assert {meets_night(m, 30) for m in range(a, b + 1)} == {option.night}
            assert {m // 1440 for m in (a, b)} == {option.day}


# -- rooms ------------------------------------------------------------------------------------------------------------


def rooms(*facilities: object, visit: Visit | None = None, **parts: object) -> list[tuple[str | None, int]]:
    visit = booking("b", (540, 585)) if visit is None else visit
    asked = problem(visits=(visit,), facilities=facilities, **parts)
    return [(p.facility, p.start) for p in make_options(asked).placements]


BOTH = [("hall", 540), ("hall", 555)]


@pytest.mark.parametrize(("people", "fits"), [(4, True), (5, False)])
def test_the_mode_must_hold_the_people(people: int, fits: bool) -> None:
    assert rooms(room("hall"), visit=booking("b", (540, 585), people=people)) == (BOTH if fits else [])
    assert rooms(room("hall"), visit=booking("b", (540, 585), mode="other")) == []


@pytest.mark.parametrize(("reach", "fits"), [(10, True), (9, False)])
def test_the_room_must_be_within_reach_of_the_origin(reach: int, fits: bool) -> None:
    assert rooms(room("hall"), visit=booking("b", (540, 585), origin="A", reach=reach)) == (BOTH if fits else [])
    assert rooms(room("hall"), visit=booking("b", (540, 585), origin="A"), walks={}) == []
    assert rooms(room("hall"), visit=booking("b", (540, 585), reach=0), walks={}) == BOTH  # from anywhere


def test_openings_that_touch_are_one_and_those_apart_are_not() -> None:
    assert rooms(room("hall", (540, 560), (560, 585))) == BOTH
    assert rooms(room("hall", (540, 560), (561, 590))) == []
    assert rooms(room("hall", (540, 584))) == [("hall", 540)]
    assert rooms(room("hall", (541, 585))) == [("hall", 555)]


def test_rejected_at_a_start_or_for_good() -> None:
    halls = (room("hall"), room("yard"))
    visit = booking("b", (540, 585), rejected=(("hall", 540), ("yard", None)))
    assert rooms(*halls, visit=visit) == [("hall", 555)]


def test_a_pinned_facility_is_the_only_one() -> None:
    halls = (room("hall"), room("yard"))
    assert rooms(*halls, pins=(Pin(visit="b", facility="hall"),)) == BOTH
    both = (Pin(visit="b", facility="hall"), Pin(visit="b", facility="yard"))
    assert rooms(*halls, pins=both) == []


def test_kept_means_start_and_room() -> None:
    visit = booking("b", (540, 585), roles=(R,))
    published = (Published(visit="b", start=555, facility="yard"),)
    made = make_options(problem(visits=(visit,), facilities=(room("hall"), room("yard")), published=published))
    assert [o.place for o in made.options] == ["B"] * 4
    assert [o.kept for o in made.options] == [False, False, False, True]


def test_a_need_without_any_room_has_no_placement() -> None:
    visit = replace(booking("b"), need=FacilityNeed(mode="m"))
    assert make_options(problem(visits=(visit,))).placements == ()


# -- leaving placements out -------------------------------------------------------------------------------------------


def test_only_keeps_the_living_and_closes_up_numbers() -> None:
    asked: Problem = problem(visits=(single("x"), team("t", (540, 600))))
    made = make_options(asked)
    fewer = made.only([False, True, True])
    assert [p.start for p in fewer.placements] == [555, 570]
    assert [(o.visit, o.placement, o.earliest) for o in fewer.options] == [(0, None, 540), (1, 0, 555), (1, 1, 570)]
    assert made.only([True] * 3) == made
