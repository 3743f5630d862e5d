"""The map from near: stops in order, homes never as a spot, ranks where people live."""

import re
from dataclasses import replace

from matcher.report import COORDINATOR, NOTICE, VOLUNTEER
from matcher.report.close_up import CELL_METRES, day_tours, draw_candidates, draw_day_way
from matcher.report.words import Words
from matcher.roster import Roster, tours
from matcher.walking.network import Network, kind_codes
from report.told import PROBLEM, ROSTER, SETTING, words

DAY = 0


def numbers(drawing: str) -> list[str]:
    return re.findall(r'class="m-rank">([^<]+)<', drawing)


def test_a_day_is_drawn_in_the_order_it_is_walked() -> None:
    for volunteer in PROBLEM.volunteers:
        ways = day_tours(words(COORDINATOR), ROSTER, volunteer.id, DAY)
        wanted = [s.visit for t in tours(PROBLEM, ROSTER) if t.volunteer == volunteer.id for s in t.stops]
        assert [s.visit for w in ways for s in w.stops] == wanted
        drawing = draw_day_way(words(COORDINATOR), ways)
        if not wanted:
            assert drawing is None and ways == ()
            continue
        assert drawing is not None
        told = [n for label in numbers(drawing) for n in label.split("·")]
        assert sorted(map(int, told)) == list(range(1, len(wanted) + 1))
        assert drawing.count('class="m-way"') == len(ways) and drawing.count('class="m-home"') == 1
    assert day_tours(words(COORDINATOR), ROSTER, PROBLEM.volunteers[0].id, 5) == ()


def test_a_home_is_a_square_of_ground_and_moves_with_none_of_its_doors() -> None:
    """Where in its square somebody lives cannot be read from the drawing."""
    volunteer = next(t.volunteer for t in tours(PROBLEM, ROSTER))
    home = PROBLEM.volunteer_of[volunteer].home

    def drawn(x: float) -> str:
        places = tuple(replace(p, x=x, y=10) if p.id == home else p for p in PROBLEM.places)
        told = Words(replace(SETTING, problem=replace(PROBLEM, places=places)), COORDINATOR)
        drawing = draw_day_way(told, day_tours(told, ROSTER, volunteer, DAY))
        assert drawing is not None
        return drawing

    assert drawn(1) == drawn(CELL_METRES - 1) != drawn(CELL_METRES + 1)


def test_who_may_not_know_homes_sees_no_drawing() -> None:
    for audience in (NOTICE,):
        told = words(audience)
        ways = day_tours(told, ROSTER, next(t.volunteer for t in tours(PROBLEM, ROSTER)), DAY)
        assert ways and draw_day_way(told, ways) is None
        visit = PROBLEM.visit_of["elder"]
        assert visit.place and draw_candidates(told, visit, visit.place, ["ann"]) is None
    assert draw_day_way(words(COORDINATOR), ()) is None


def test_candidates_stand_by_rank_where_they_live() -> None:
    visit = PROBLEM.visit_of["elder"]
    assert visit.place is not None
    drawing = draw_candidates(words(COORDINATOR), visit, visit.place, ["bob", "ann", "cat"])
    assert drawing is not None
    ranks = [r for label in numbers(drawing) for r in label.split("·")]
    assert sorted(ranks) == ["1", "2", "3"] and "1 李博文" in drawing
    assert draw_candidates(words(COORDINATOR), visit, "nowhere", ["bob"]) is None
    masked = draw_candidates(words(VOLUNTEER), visit, visit.place, ["bob"])
    assert masked is not None and "李博文" not in masked and "李**" in masked


def test_ranks_of_one_square_are_counted_where_they_do_not_fit() -> None:
    people = [replace(PROBLEM.volunteers[0], id=f"p{n}", name="") for n in range(9)]
    told = Words(replace(SETTING, problem=replace(PROBLEM, volunteers=(*PROBLEM.volunteers, *people))), COORDINATOR)
    visit = PROBLEM.visit_of["elder"]
    assert visit.place is not None
    drawing = draw_candidates(told, visit, visit.place, [p.id for p in people])
    assert drawing is not None and numbers(drawing) == ["1·2·3·4 +5"]


def test_only_streets_that_can_be_seen_are_drawn() -> None:
    far = Network(
        node_ids=("a", "b", "c", "d"),
        x=[0, 300, 90_000, 90_300],  # type: ignore[arg-type]
        y=[0, 0, 90_000, 90_000],  # type: ignore[arg-type]
        a=[0, 2],  # type: ignore[arg-type]
        b=[1, 3],  # type: ignore[arg-type]
        length_m=[300, 300],  # type: ignore[arg-type]
        kind=kind_codes(["street", "path"]),
        extra_seconds=[0, 0],  # type: ignore[arg-type]
    )
    told = Words(replace(SETTING, network=far), COORDINATOR)
    volunteer = next(t.volunteer for t in tours(PROBLEM, ROSTER))
    drawing = draw_day_way(told, day_tours(told, ROSTER, volunteer, DAY))
    assert drawing is not None and 'class="m-street"' in drawing and 'class="m-path"' not in drawing
    assert draw_day_way(told, day_tours(told, Roster(), volunteer, DAY)) is None
