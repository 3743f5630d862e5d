"""Several communities in one plan."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from api.planning.town import MONDAY, Town
from matcher import solve
from matcher_api.communities.models import Gate, Place, StreetEdge, StreetNode
from matcher_api.errors import Refusal
from matcher_api.people.models import PairRow
from matcher_api.planning.load import load


def street(town: Town, *xs: float) -> None:
    """Along the x axis, a node each."""
    for i, x in enumerate(xs):
        town.kept(StreetNode(community_id=town.community, code=f"n{i}", x=x, y=0.0))
    for i in range(len(xs) - 1):
        town.kept(StreetEdge(community_id=town.community, position=i, a=f"n{i}", b=f"n{i + 1}"))


def neighbours(session: Session) -> tuple[Town, Town]:
    """Both know the border street from 300 to 360 m; the second person lives 60 m beyond it."""
    east, west = Town(session, "east"), Town(session, "west")
    street(east, 0.0, 300.0, 360.0)
    street(west, 360.0, 300.0, 420.0)
    session.get_one(Place, west.home).x = 360.0
    session.get_one(Place, west.hall).x = 420.0
    session.flush()
    return east, west


def test_streets_of_neighbours_are_one(session: Session) -> None:
    east, west = neighbours(session)
    east.kept(Gate(community_id=east.community, code="g", a="n1", b="n2"))
    west.kept(Gate(community_id=west.community, code="g", a="n0", b="n1", open=False))
    person = west.person("p")
    visit = east.visit("v")
    planned = east.plan(west)
    assert planned.problem.walk(planned.problem.volunteer_of[person], west.home, east.home) == 6
    network = planned.scenario.network
    assert network is not None
    assert (len(network.node_ids), len(network.a), [g.open for g in network.gates]) == (4, 3, [True])
    assert [a.volunteer for a in solve(planned.problem, time_limit=20).roster.assignments] == [person]
    assert planned.communities == (east.community, west.community)
    assert visit in planned.problem.visit_of


def test_a_series_is_a_communitys_own(session: Session) -> None:
    east, west = Town(session, "east"), Town(session, "west")
    visits = [town.visit("v", series="s") for town in (east, west)]
    person = east.person("p")
    east.kept(PairRow(community_id=east.community, person_id=person, with_kind="series", other="s"))
    problem = east.plan(west).problem
    mine, theirs = (problem.visit_of[v].series for v in visits)
    assert mine != theirs
    assert [p.other for p in problem.pairs] == [mine]
    assert east.plan().problem.visits[0].series == "s"


def test_codes_may_be_the_same(session: Session) -> None:
    east, west = Town(session, "east"), Town(session, "west")
    people = [town.person("p") for town in (east, west)]
    assert [v.id for v in east.plan(west).problem.volunteers] == sorted(people)


def test_settings_are_those_of_the_first(session: Session) -> None:
    east, west = Town(session, "east", weights={"walk": 3}), Town(session, "west", weights={"walk": 5})
    assert (east.plan(west).problem.weights.walk, west.plan(east).problem.weights.walk) == (3, 5)


@pytest.mark.parametrize(
    "other", [{"zone": "Asia/Urumqi"}, {"datum": "WGS-84"}, {"walking": {"source": "table"}}], ids=str
)
def test_what_cannot_be_planned_together_is_refused(session: Session, other: dict[str, object]) -> None:
    east, west = Town(session, "east"), Town(session, "west", **other)
    with pytest.raises(Refusal) as refused:
        east.plan(west)
    assert refused.value.code == "communities_apart"


def test_a_community_that_does_not_exist(session: Session) -> None:
    with pytest.raises(Refusal) as refused:
        load(session, communities=["nobody"], first_day=MONDAY, days=1)
    assert refused.value.code == "not_found"
    with pytest.raises(Refusal):
        load(session, communities=[], first_day=MONDAY, days=1)
