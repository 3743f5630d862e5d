"""Points a rule, their sum, the difference of two rosters, and what a point buys."""

from dataclasses import replace

from matcher.problem import Pair, Problem, Published, Weights
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.rules import SOFT
from matcher.score import Rate, Score, Term, difference, exchange_rates, score
from small import ROSTER, SMALL, changed, team, without

TERMS = ("value", "desired", "published", "fairness", "walk", "series", "preferred", "facility_cost")
RICH = changed(
    visits={"elder": {"guaranteed": True, "series": "s"}, "patrol": {"series": "s"}},
    pairs=(Pair("ann", "volunteer", "bob", "preferred"),),
    published=(Published(visit="patrol", volunteer="cat", role="walker", start=615),),
)
FULL = team("patrol", ("ann", "walker"), ("bob", "walker"), ("cat", "walker"))


def terms(*points: int) -> tuple[Term, ...]:
    return tuple(Term(rule, n) for rule, n in zip(TERMS, points, strict=True))


def test_every_term_of_a_roster_and_their_sum() -> None:
    """Cat joins the patrol: 5 minutes of walk, a third face of the series, 30 points for the person desired;
    the patrol keeps her and moves from 615 to 600."""
    found = score(RICH, FULL)
    assert found == Score(guaranteed=450, terms=terms(2926, 30, 200 - 100, -19, -26, -90, 15, -17))
    assert found.objective == 2926 + 30 + 100 - 19 - 26 - 90 + 15 - 17


def test_terms_come_in_the_order_of_the_soft_rules() -> None:
    assert tuple(rule.code for rule in SOFT) == TERMS


def test_an_empty_roster() -> None:
    assert score(SMALL, Roster()) == Score(0, terms(0, 0, 0, 0, 0, 0, 0, 0))
    assert score(RICH, Roster()).objective == -1000


def test_rows_nobody_knows_count_nothing() -> None:
    extra = replace(
        ROSTER,
        planned=(*ROSTER.planned, PlannedVisit("ghost", 1), PlannedVisit("elder", 600)),
        assignments=(*ROSTER.assignments, Assignment("ghost", "ann", "x"), Assignment("elder", "zoe", "carer")),
    )
    assert score(SMALL, extra) == score(SMALL, ROSTER)


def test_the_difference_of_two_rosters() -> None:
    """Without the elder visit: 450 less; ann serves 60 minutes and pays nothing for fairness."""
    before, after = score(RICH, ROSTER), score(RICH, without("elder"))
    assert difference(before, after) == Score(-450, terms(-450, 0, 0, 2, 0, 0, 0, 0))
    assert difference(before, before).objective == 0
    assert difference(before, after).objective == after.objective - before.objective


def rates(problem: Problem) -> dict[str, tuple[int, float | None, float | None]]:
    return {r.en: (r.points, r.walk_minutes, r.visits) for r in exchange_rates(problem)}


def test_exchange_rates() -> None:
    """Walking at 2 points a minute; the values of the five visits are 450, 563, 563, 675, 675."""
    assert rates(replace(SMALL, weights=Weights(walk=2))) == {
        "the visit of least value": (450, 225, 450 / 563),
        "a typical visit (of median value)": (563, 281.5, 1),
        "the visit of most value": (675, 337.5, 675 / 563),
        "a person above the minimum, up to desired": (30, 15, 30 / 563),
        "a published visit still served": (200, 100, 200 / 563),
        "a published person replaced": (-150, 75, 150 / 563),
        "a published start or place changed": (-100, 50, 100 / 563),
        "a published visit dropped": (-1000, 500, 1000 / 563),
        "an hour above the fair share": (-10, 5, 10 / 563),
        "an hour above 1.5 times the fair share": (-20, 10, 20 / 563),
        "an hour above twice the fair share": (-40, 20, 40 / 563),
        "a minute of walk": (-2, 1, 2 / 563),
        "one more volunteer in a series": (-30, 15, 30 / 563),
        "a preferred pair put together": (15, 7.5, 15 / 563),
        "an hour of the dearest facility": (-10, 5, 10 / 563),
    }


def test_exchange_rates_where_walking_is_free_and_nothing_is_asked() -> None:
    bare = Problem(name="bare", places=SMALL.places, walks=SMALL.walks, weights=Weights(walk=0))
    first = exchange_rates(bare)[0]
    assert first == Rate(
        "desired", "最低人数以上、期望人数以内的一人", "a person above the minimum, up to desired", 30, None, None
    )
    assert {r.rule for r in exchange_rates(SMALL)} == set(TERMS)
    assert all(r.zh for r in exchange_rates(SMALL))
