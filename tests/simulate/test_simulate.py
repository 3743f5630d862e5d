"""The made-up quarter: one world for everybody, rosters that keep the rules, figures that add up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matcher.checker import check
from matcher.problem import DAY, Problem
from matcher.roster import Roster
from matcher.scenario import read
from matcher.simulate import PLANNERS, Fate, Quarter, Rates, Share, World, lived, measured
from matcher.simulate.measures import gini
from matcher.simulate.planners import Ours, Planner
from matcher.simulate.week import WeekLog
from matcher.simulate.world import WEEK

XIZHA = Path(__file__).parents[2] / "scenarios" / "xizha-week"
QUIET = Rates(decline=0, no_show=0, away=0, skipped=0, late=0, taken_back=0, emergencies=0)


@pytest.fixture(scope="module")
def base() -> Problem:
    return read(XIZHA).problem


class Judged:
    """A planner whose every roster is looked at: beside what began, no hard rule is broken."""

    def __init__(self, inner: Planner) -> None:
        self.inner, self.name, self.rosters = inner, inner.name, 0

    def plan(self, problem: Problem, asked: dict[str, int]) -> Roster:
        return self._sound(problem, self.inner.plan(problem, asked), -1)

    def react(self, problem: Problem, roster: Roster, after: Problem, now: int, asked: dict[str, int]) -> Roster:
        return self._sound(after, self.inner.react(problem, roster, after, now, asked), now, roster)

    def _sound(self, problem: Problem, roster: Roster, now: int, before: Roster | None = None) -> Roster:
        self.rosters += 1
        begun = {p.visit for p in roster.planned if p.start < now}
        bad = [v for v in check(problem, roster) if v.visit not in begun and v.rule != "pins"]
        assert not bad, (now, bad[:5])
        if before is not None:
            known = before.planned_of
            assert all(known.get(v) == roster.planned_of[v] for v in begun), "history was rewritten"
        return roster


def worlds(base: Problem, seed: int = 3, weeks: int = 1) -> World:
    return World(base, weeks=weeks, seed=seed)


def test_the_world_is_the_same_whoever_looks_and_whenever(base: Problem) -> None:
    one, other = worlds(base, weeks=3), worlds(base, weeks=3)
    assert other.asked(2) == one.asked(2) and one.asked(0) != one.asked(1)
    assert [one.away(n) for n in (2, 0)] == [other.away(n) for n in (2, 0)]
    assert replace(one, seed=4).asked(0) != one.asked(0)


def test_shares_are_as_asked_for(base: Problem) -> None:
    world = worlds(base, seed=1)
    pairs = [(f"v{n}", p.id) for n in range(60) for p in base.volunteers]
    declined = sum(world.declines(*pair) for pair in pairs) / len(pairs)
    missed = sum(world.no_show(*pair) for pair in pairs) / len(pairs)
    assert abs(declined - 0.20) < 0.02 and abs(missed - 0.05) < 0.01


def test_requests_lie_in_their_week_and_come_before_they_are_due(base: Problem) -> None:
    for week in range(4):
        for asked in worlds(base, seed=5).asked(week):
            assert all(w.start >= 0 and w.end <= WEEK + DAY for w in asked.visit.windows)
            last = max(w.end for w in asked.visit.windows) - asked.visit.duration
            assert asked.minute < last, asked
            if asked.taken_back is not None:
                assert asked.minute < asked.taken_back


@pytest.mark.parametrize("name", PLANNERS)
def test_every_roster_keeps_the_rules_and_the_past(base: Problem, name: str) -> None:
    planner = Judged(Ours(seconds=5, reaction=1) if name == "ours" else PLANNERS[name](3))
    quarter = lived(worlds(base), planner)
    (log,) = quarter.weeks
    assert planner.rosters >= 8 and log.events > 0 and log.offered > 0
    served = {d.visit for d in log.done}
    assert served == {f.visit for f in quarter.fates if f.served is not None}
    assert sum(quarter.minutes.values()) == sum(m for d in log.done for _, m in d.minutes)
    assert not served & set(log.failed) and not served & log.taken_back


def test_the_same_seed_gives_the_same_quarter(base: Problem) -> None:
    world = worlds(base)
    found = [measured(lived(world, PLANNERS["nearest free"](3))) for _ in range(2)]
    assert found[0] == found[1]
    assert found[0].served.asked > 40


def test_where_nothing_happens_what_is_planned_is_served(base: Problem) -> None:
    world = replace(worlds(base), rates=QUIET)
    planner = Judged(PLANNERS["nearest free"](3))
    quarter = lived(world, planner)
    (log,) = quarter.weeks
    assert (log.events, log.failed, log.told, log.taken_back) == (0, [], 0, set())
    assert planner.rosters == 1 and len(log.done) > 20
    assert all(f.served is None or f.served >= 0 for f in quarter.fates)


@pytest.mark.campaign
def test_who_is_not_served_asks_again_and_waits_longer(base: Problem) -> None:
    quarter = lived(worlds(base, weeks=3), PLANNERS["first come"](3))
    again = [f for f in quarter.fates if f.served is not None and f.served - f.asked > WEEK + 5 * DAY]
    left = [f for f in quarter.fates if f.served is None and f.visit.startswith("w01-") and not f.emergency]
    assert again, "some are served a week later"
    assert any(f.until == 3 * WEEK for f in left), "they waited to the end"


def test_measures_of_a_quarter_made_by_hand() -> None:
    def fate(visit: str, served: int | None, **more: Any) -> Fate:
        known = {"groups": frozenset[str](), "guaranteed": False, "emergency": False, "failed": 0, "taken_back": False}
        return Fate(visit=visit, asked=-DAY, served=served, until=served or 13 * DAY, **{**known, **more})

    logs = (WeekLog(events=4, told=3, offered=5, escalated={"c"}), WeekLog(events=1, told=0, offered=1))
    fates = (
        fate("a", DAY, groups=frozenset({"elder"})),
        fate("b", None, groups=frozenset({"elder"}), failed=2),
        fate("c", 3 * DAY, guaranteed=True),
        fate("d", 2 * DAY, guaranteed=True, emergency=True),
        fate("e", None, taken_back=True),
    )
    found = measured(Quarter("x", fates, {"ann": 90, "bob": 30}, logs))
    assert (found.served.served, found.served.asked) == (3, 4), "what was taken back is not asked for"
    assert found.groups == {"elder": Share(1, 2)}
    assert (found.guaranteed, found.emergencies, found.escalated, found.failed) == (Share(1, 1), Share(1, 1), 1, 2)
    assert found.waiting == (2 + 14 + 4 + 3) / 4
    assert (found.events, found.told, found.offered, found.hours) == (5, 3 / 5, 6, 2)
    assert found.spread == pytest.approx(0.25)


@pytest.mark.parametrize(("values", "found"), [([], 0.0), ([5, 5, 5], 0.0), ([0, 0, 12], 2 / 3), ([1, 3], 0.25)])
def test_gini(values: list[int], found: float) -> None:
    assert gini(values) == pytest.approx(found)


def test_the_command_prints_what_it_writes(tmp_path: Path, capsys: Any) -> None:
    from matcher.cli import main

    plot, page = tmp_path / "plot.svg", tmp_path / "page.html"
    words = [
        "simulate",
        str(XIZHA),
        "--weeks",
        "1",
        "--planner",
        "nearest free",
        "--plot",
        str(plot),
        "--report",
        str(page),
    ]
    assert main(["--lang", "en", *words]) == 0
    shown = capsys.readouterr().out
    assert "people told per event" in shown and "nearest free" in shown
    assert plot.read_text("utf-8").count("<polyline") == 3 and "people told per event" in page.read_text("utf-8")
    assert max(len(line) for line in shown.splitlines()) <= 80
