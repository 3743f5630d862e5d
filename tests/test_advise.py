"""Advice is true: what it says would be served is, by a solve of the changed problem."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.advise import advise, scarce
from matcher.checker import check, valid
from matcher.problem import FacilityNeed, Opening, Problem, Visit, Window
from matcher.report import COORDINATOR, NOTICE, Setting, Words
from matcher.report.advice_section import advice_page
from matcher.roster import Roster
from matcher.scenario import Scenario
from matcher.solver import solve
from matcher.walks import walks_from_table
from matcher.what_if import changed as with_changes
from small import SMALL, WALKS, changed


def confirmed(problem: Problem, roster: Roster) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = advise(problem, roster, time_limit=None)
    before = len(solve(problem).roster.planned)
    for advice in found.advice:
        after = with_changes(problem, advice.changes)
        best = solve(after).roster
        assert valid(check(after, best))
        assert len(best.planned) >= before + len(advice.serves)
        assert advice.points > 0
    return {a.kind: (a.subject, a.serves) for a in found.advice}


def test_one_more_person_with_the_skill() -> None:
    asked = changed(volunteers={"bob": {"skills": (SMALL.volunteers[0].skills[0],)}})
    roster = solve(asked).roster
    assert "class" not in roster.planned_of
    assert confirmed(asked, roster)["person"] == ("tutor", ("class",))
    (told,) = [s for s in scarce(asked, roster, {}) if s.subject == "tutor"]
    assert (told.part, told.unserved, told.visits) == ("morning", 1, ("class",))


def test_an_hour_of_opening_more() -> None:
    """Two hours of chess in a hall that is open for one: one of the two goes in, until it opens longer."""
    need = FacilityNeed(mode="chess", people=2)
    visits = tuple(Visit(id=f"chess{n}", windows=(Window(540, 720),), duration=60, need=need) for n in (1, 2))
    hall = replace(SMALL.facilities[0], openings=(Opening(540, 600),))
    asked = replace(SMALL, visits=visits, volunteers=(), facilities=(hall,))
    roster = solve(asked).roster
    assert len(roster.planned) == 1
    found = advise(asked, roster, time_limit=None)
    openings = [a for a in found.advice if a.kind == "opening"]
    assert [(a.subject, a.start, a.end) for a in openings] == [("hall", 540, 660)]
    assert confirmed(asked, roster)["opening"][0] == "hall"


def test_a_gate_that_would_let_somebody_through() -> None:
    asked = changed(volunteers={"bob": {"max_walk": 2}}, visits={"class": {"value": 900}})
    roster = solve(asked).roster
    near = replace(SMALL.walks, by_pace=walks_from_table("ABLMH", dict.fromkeys(WALKS, 1)).by_pace)
    found = advise(asked, roster, gates={"north": near}, time_limit=None)
    assert "north" in {a.subject for a in found.advice if a.kind == "gate"}


def test_nothing_is_advised_where_all_is_served() -> None:
    found = advise(SMALL, solve(SMALL).roster, time_limit=None)
    assert (found.advice, found.tried) == ((), 0)


def test_what_does_not_help_is_not_advised() -> None:
    """One more teacher is of no use while the hall is shut."""
    asked = changed(facilities={"hall": {"openings": (Opening(540, 600),)}}, volunteers={"bob": {"skills": ()}})
    found = advise(asked, solve(asked).roster, time_limit=None)
    assert "class" not in {v for a in found.advice for v in a.serves}
    assert found.tried >= 1


@pytest.mark.parametrize("audience", [COORDINATOR, NOTICE])
def test_the_page_has_the_advice_and_homes_only_for_those_who_may_know(audience: object) -> None:
    asked = changed(volunteers={"bob": {"skills": (SMALL.volunteers[0].skills[0],)}})
    places = tuple(replace(p, x=100.0 * n, y=50.0 * n) for n, p in enumerate(asked.places))
    asked = replace(asked, places=places)
    found = advise(asked, solve(asked).roster, time_limit=None)
    scene = Scenario(problem=asked, start=date(2026, 11, 23))
    page = advice_page(Words(Setting.of(scene), audience, "en"), found)  # type: ignore[arg-type]
    assert "one more person with tutor" in page
    assert ('class="a-mark"' in page) == (audience is COORDINATOR)


def test_out_of_time_is_out() -> None:
    asked = changed(volunteers={"bob": {"skills": ()}})
    assert advise(asked, Roster(), time_limit=0.0).advice == ()
