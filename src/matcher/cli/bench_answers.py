"""What reasons, replacements, re-planning and advice take on a solved street: each with a figure of its own.

Run as a module: prints one JSON object. The roster is solved first (to 0.06 %), the seconds of that are not counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from matcher.problem import Problem
    from matcher.roster import Roster

T = TypeVar("T")
EVERY = 10
"""Of the seats of a roster every so many-th is asked for replacements."""
ILL = 5
"""So many people, one after the other, fall ill."""


def timed(run: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and the answer."""
    began = time.perf_counter()
    answer = run()
    return time.perf_counter() - began, answer


def answers(scenario: str = "guanghe-week") -> dict[str, Any]:
    """Seconds (of several answers the most and the mean), and how much was found."""
    from matcher import solve
    from matcher.advise import advise, prices_of
    from matcher.cli.demo import shipped
    from matcher.explain import displaced, fixes, unserved
    from matcher.scenario import read
    from matcher.scenario.gates_near import gates_for, gates_near

    scene = read(shipped(scenario))
    problem = scene.problem
    result = solve(problem, gap=0.0006, time_limit=90)
    roster = result.roster
    reasons, told = timed(lambda: unserved(problem, roster))
    remedied = []
    for why in told:
        visit = problem.visit_of[why.visit]
        place = visit.place or (visit.need.origin if visit.need is not None else "") or ""

        def remedies(name: str = why.visit, place: str = place, main: str = why.main) -> int:
            gates = gates_near(scene, place) if place and main in ("walking", "facility_reach") else {}
            if main in ("outweighed", "facility_taken", "caps", "possible"):
                displaced(problem, roster, name)
            return len(fixes(problem, roster, name, gates=gates))

        remedied.append(timed(remedies))
    gates = gates_for(scene, roster.unserved(problem), most=6)
    prices = prices_of(result.certificates)
    advised, advice = timed(lambda: advise(problem, roster, prices=prices, gates=gates))
    replaced, replans = _replaced(problem, roster), _replans(problem, roster)
    return {
        "unserved": len(told),
        "reasons_seconds": reasons,
        "fixes_most": max((s for s, _ in remedied), default=0.0),
        "fixes_mean": _mean([s for s, _ in remedied]),
        "fixed": sum(n > 0 for _, n in remedied),
        "replacements_most": max(replaced, default=0.0),
        "replacements_mean": _mean(replaced),
        "first_most": max(first for first, _, _ in replans),
        "replan_most": max(whole for _, whole, _ in replans),
        "replan_gap_most": max(gap for _, _, gap in replans),
        "advice_seconds": advised,
        "advice": len(advice.advice),
    }


def _replaced(problem: Problem, roster: Roster) -> list[float]:
    from matcher.explain import replacements

    found = []
    for a in roster.assignments[::EVERY]:
        began = time.perf_counter()
        replacements(problem, roster, a.visit, a.role, out=a.volunteer)
        found.append(time.perf_counter() - began)
    return found


def _replans(problem: Problem, roster: Roster) -> list[tuple[float, float, float]]:
    """(first answer, whole, gap) after one person's illness each, an emergency-free week otherwise."""
    from matcher.replan import Absent, replan

    fixed = {p.volunteer for p in problem.all_pins}
    busy = sorted((-len(work), who) for who, work in roster.work_of.items() if who not in fixed)
    found = []
    for _, who in busy[:ILL]:
        plan = replan(problem, roster, [Absent(who)])
        assert plan.all is not None
        found.append((plan.first_seconds, plan.seconds, plan.all.gap))
    return found


def _mean(seconds: list[float]) -> float:
    return sum(seconds) / len(seconds) if seconds else 0.0


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answers()) + "\n")
