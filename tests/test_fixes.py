"""What would serve an unserved visit: each kind by hand, and none that a solve of the changed problem denies."""

from dataclasses import replace

from matcher.checker import check, valid
from matcher.explain import displaced, fixes, replacements, unserved
from matcher.problem import FacilityNeed, Opening, Pin, Problem, Quota, Window
from matcher.roster import Roster
from matcher.score import score
from matcher.what_if import changed as with_changes
from matcher.what_if import resolve_near
from small import ROSTER, SMALL, changed, without


def kinds(problem: Problem, visit: str, roster: Roster) -> dict[str, tuple[str, int]]:
    """Every fix is applied and solved: the visit is served, all else stays, no rule is broken."""
    found = fixes(problem, roster, visit, most=20)
    for fix in found:
        after = with_changes(problem, fix.changes)
        result = resolve_near(after, roster, free={visit})
        assert visit in result.roster.planned_of
        assert valid(check(after, result.roster))
        assert without(visit, roster=result.roster) == without(visit, roster=roster)
    return {fix.kind: (fix.subject, fix.amount) for fix in found}


def test_a_longer_walk_of_the_nearest() -> None:
    """Only bob can teach; his way to the hall is 3 minutes, he walks 2."""
    asked = changed(volunteers={"bob": {"max_walk": 2}}, visits={"patrol": {"windows": (Window(540, 600),)}})
    assert kinds(asked, "class", Roster())["walk"] == ("bob", 1)


def test_more_of_somebodys_time() -> None:
    asked = changed(volunteers={"bob": {"availabilities": (Window(540, 700),)}})
    assert kinds(asked, "class", Roster())["hours"] == ("bob", 15)


def test_a_higher_cap() -> None:
    asked = changed(volunteers={"bob": {"max_minutes_day": 44}})
    assert kinds(asked, "class", Roster())["cap"] == ("bob", 1)
    asked = changed(volunteers={"bob": {"max_visits_day": 2}})
    assert kinds(asked, "class", without("class"))["cap"] == ("bob", 1)


def test_a_paper() -> None:
    asked = changed(visits={"class": {"risk": "high"}}, volunteers={"ann": {"insured_until_day": 0}})
    assert kinds(asked, "class", Roster())["paper"] == ("bob", 0)


def test_a_wider_window_and_another_start() -> None:
    asked = changed(
        visits={"class": {"windows": (Window(660, 705),)}},
        volunteers={"bob": {"availabilities": (Window(660, 720),)}},
        pins=(),
    )
    assert "window" in kinds(asked, "class", Roster())
    asked = changed(pins=(Pin(visit="elder", start=545), Pin(visit="elder", start=550)))
    assert kinds(asked, "elder", Roster())["start"] == ("elder", 0)


def test_another_day() -> None:
    asked = changed(volunteers={"bob": {"availabilities": (Window(1440 + 600, 1440 + 720),)}}, days=2)
    asked = changed(asked, facilities={"hall": {"openings": (Opening(540, 720), Opening(1440 + 540, 1440 + 720))}})
    assert kinds(asked, "class", Roster())["day"] == ("class", 1)


def test_rooms() -> None:
    far = FacilityNeed(mode="chess", people=4, origin="A", max_walk=5)
    assert kinds(changed(visits={"chess": {"need": far}}), "chess", Roster())["reach"] == ("hall", 2)
    shut = changed(facilities={"hall": {"openings": (Opening(540, 590), Opening(660, 720))}})
    assert kinds(changed(shut, visits={"chess": {"windows": (Window(540, 640),)}}), "chess", Roster())["opening"] == (
        "hall",
        60,
    )
    refused = changed(visits={"chess": {"rejected": (("hall", None),)}})
    assert kinds(refused, "chess", Roster())["rejected"] == ("hall", 0)
    quota = changed(quotas=(Quota("club", "chess", 0),))
    assert kinds(quota, "chess", Roster())["quota"] == ("club", 1)


def test_a_gate() -> None:
    """With the gate open the hall is a minute from everybody; the stand-in is what a caller computed."""
    asked = changed(volunteers={"bob": {"max_walk": 2}})
    near = replace(SMALL.walks, by_pace=_near())
    found = fixes(asked, Roster(), "class", gates={"north": near}, most=20)
    assert [(f.kind, f.subject) for f in found if f.kind == "gate"] == [("gate", "north")]


def _near() -> dict[float, object]:
    from matcher.walks import walks_from_table

    return dict(walks_from_table("ABLMH", {(a, b): 1 for a in "ABLMH" for b in "ABLMH" if a < b}).by_pace)


def test_what_it_would_displace() -> None:
    """One hall: either a talk worth 10 or the class that is there; a re-solve that insists says which goes."""
    talk = replace(SMALL.visit_of["class"], id="talk", value=10)
    asked = changed(visits={"class": {"windows": (Window(675, 720),)}})
    talk = replace(talk, windows=(Window(675, 720),))
    asked = replace(asked, visits=(*asked.visits, talk))
    found = displaced(asked, ROSTER, "talk")
    assert found is not None
    assert found.visits == ("class",)
    after = score(asked, found.roster).objective - score(asked, ROSTER).objective
    assert found.points.objective == after < 0


def test_nothing_displaced_helps_where_nobody_can() -> None:
    asked = changed(volunteers={"bob": {"skills": ()}})
    assert displaced(asked, without("class"), "class") is None


def test_residents_read_nothing_of_others() -> None:
    names = {"ann", "bob", "cat", "hall", "elder", "repair", "patrol", "class", "chess"}
    for roster in (Roster(), without("class"), without("elder", "chess")):
        for why in unserved(SMALL, roster):
            for said in (why.resident_zh, why.resident_en):
                assert said
                assert not names & set(said.lower().replace(".", " ").replace(",", " ").split())
                assert not any(c.isdigit() for c in said)


def test_who_was_asked_longest_ago_comes_first_among_near_equals() -> None:
    """Eve and fay are alike; who was asked last stands behind, whatever the ids say."""
    eve = replace(SMALL.volunteers[1], id="eve")
    asked = replace(SMALL, volunteers=(*SMALL.volunteers, eve, replace(eve, id="fay")))
    for last, first in (("eve", "fay"), ("fay", "eve")):
        told = replacements(asked, ROSTER, "class", "teacher", out="bob", asked={last: 2.0, first: 1.0})
        assert [r.volunteer for r in told][:2] == [first, last]
