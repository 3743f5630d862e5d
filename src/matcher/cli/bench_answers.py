"""What reasons, replacements, re-planning and advice take on a solved street: each with a figure of its own.

Run as a module with the name of a question, a scenario folder and the roster that `matcher solve` wrote for it: prints
one JSON object. As for whoever asks, the process holds no more than what it read.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from matcher.problem import Problem
    from matcher.roster import Roster
    from matcher.scenario import Scenario

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


def reasons(scene: Scenario, roster: Roster, _: Path) -> dict[str, Any]:
    """Why nobody serves what is unserved, and what would change that."""
    from matcher.explain import displaced, fixes, unserved
    from matcher.scenario.gates_near import gates_near

    problem = scene.problem
    seconds, told = timed(lambda: unserved(problem, roster))
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
    return {
        "unserved": len(told),
        "reasons_seconds": seconds,
        "fixes_most": max((s for s, _ in remedied), default=0.0),
        "fixes_mean": _mean([s for s, _ in remedied]),
        "fixed": sum(n > 0 for _, n in remedied),
    }


def advice(scene: Scenario, roster: Roster, solved: Path) -> dict[str, Any]:
    """What is scarce by the prices of the roster's certificate, and what one more of it would serve."""
    from matcher.advise import advise, prices_of
    from matcher.cli import roster_file
    from matcher.scenario.gates_near import gates_for

    problem = scene.problem
    gates = gates_for(scene, roster.unserved(problem), most=6)
    proof = roster_file.certificates(solved)
    prices = prices_of(proof) if proof else None
    seconds, found = timed(lambda: advise(problem, roster, prices=prices, gates=gates))
    return {"advice_seconds": seconds, "advice": len(found.advice)}


def replacements(scene: Scenario, roster: Roster, _: Path) -> dict[str, Any]:
    """Who could take over, for every so many-th seat."""
    found = _replaced(scene.problem, roster)
    return {"replacements_most": max(found, default=0.0), "replacements_mean": _mean(found)}


def replans(scene: Scenario, roster: Roster, _: Path) -> dict[str, Any]:
    """A new roster near the old one after an illness."""
    found = _replans(scene.problem, roster)
    return {
        "first_most": max(first for first, _, _ in found),
        "replan_most": max(whole for _, whole, _ in found),
        "replan_gap_most": max(gap for _, _, gap in found),
    }


QUESTIONS: Mapping[str, Callable[[Scenario, Roster, Path], dict[str, Any]]] = {
    "reasons": reasons,
    "replacements": replacements,
    "replans": replans,
    "advice": advice,
}


def answers(question: str, folder: Path, solved: Path) -> dict[str, Any]:
    """Seconds (of several answers the most and the mean), and how much was found."""
    from matcher.cli.inputs import roster_at, scenario_at

    scene = scenario_at(folder)
    return QUESTIONS[question](scene, roster_at(solved, scene), solved)


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
    sys.stdout.write(json.dumps(answers(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))) + "\n")
