"""What the solver says of a tiny problem, held against brute force: every difference is a finding."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import Any

import second_opinion as opinion
from brute_force import Best, brute_force
from judges import agreed
from random_rosters import random_roster, with_random

from matcher import solve, verify
from matcher.checker import check
from matcher.errors import ClashingPins, InvalidProblem, NoRoster
from matcher.problem import Pin, Problem, Visit
from matcher.result import Progress, Result
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.score import score

NODES = 150_000


@dataclass(frozen=True)
class Finding:
    """`kind` stays the same while a problem is shrunk; `detail` says expected and got."""

    kind: str
    detail: str


def findings(problem: Problem, *, seed: int = 0, time_limit: float | None = None) -> list[Finding]:
    """Everything wrong with what the solver says; raises `TooBig` where brute force takes too long."""
    best = brute_force(problem, nodes=NODES)
    try:
        result = solve(problem, seed=seed, time_limit=time_limit)
    except ClashingPins as clash:
        return list(_clash(problem, best, clash))
    except InvalidProblem as error:
        return [] if best is None else [Finding("refused", f"{error}, yet {best} is valid")]
    if best is None:
        return [Finding("accepted", f"no valid roster, got {result.roster}")]
    return [
        *_valid(problem, result),
        *_stages(result, best),
        *_proof(problem, result, best),
        *_promises(problem, result),
    ]


def findings_cut_short(problem: Problem, *, seed: int = 0) -> list[Finding]:
    """The same for solves that end early or start from a hint: nothing need be proven, everything must be true."""
    best = brute_force(problem, nodes=NODES)
    if best is None:
        return []
    rng = random.Random(seed)
    hints = [Roster(), random_roster(problem, rng), best.roster]
    wild = with_random(problem, hints[1], problem.visits[0], rng=rng) if problem.visits else None
    hints += [] if wild is None or len({p.visit for p in wild.planned}) < len(wild.planned) else [wild]
    ways: list[tuple[str, dict[str, Any]]] = [
        ("time 0", {"time_limit": 0.0}),
        ("work 0", {"work_limit": 0.0}),
        ("little work", {"work_limit": 0.001}),
        ("gap", {"gap": 0.3}),
        ("stop", {"stop": lambda: True}),
        *((f"hint {i}", {"hint": hint, "time_limit": 0.0 if i % 2 else None}) for i, hint in enumerate(hints)),
    ]
    found = []
    for name, limits in ways:
        reports: list[Progress] = []
        try:
            result = solve(problem, seed=seed, progress=reports.append, **limits)
        except NoRoster as error:
            asked = problem.all_pins or problem.policy.max_people_changed is not None
            if name != "stop" or not asked:
                found.append(Finding(f"{name}: no roster", str(error)))
            continue
        told = [*_valid(problem, result), *_stages(result, best), *_proof(problem, result, best)]
        if result.guaranteed.objective == best.guaranteed:
            told += _reports(reports, best)
        if name == "hint 2" and result.all.objective < best.objective:
            told.append(Finding("hint lost", f"{result.all}, the hint is worth {best.objective}"))
        if name == "gap" and result.all.gap > 0.3:
            told.append(Finding("gap missed", f"{result.all}"))
        found += [replace(f, kind=f"{name}: {f.kind}") for f in told if not f.kind.startswith("not proven")]
    return found


def _reports(reports: list[Progress], best: Best) -> Iterator[Finding]:
    """Progress of stage 2 never claims more than there is, nor a bound below the optimum."""
    for report in reports:
        if report.stage == "points" and report.bound is not None and report.bound < best.objective:
            yield Finding("progress bound below optimum", f"{report}, optimum {best.objective}")
        if report.stage == "points" and report.objective > best.objective:
            yield Finding("progress above optimum", f"{report}, optimum {best.objective}")


def _clash(problem: Problem, best: Best | None, clash: ClashingPins) -> Iterator[Finding]:
    if best is not None:
        yield Finding("no clash", f"{clash}, yet valid: {best.roster}")
        return
    if brute_force(with_pins(problem, ()), nodes=NODES) is None:
        if [e.code for e in clash.errors] != ["people_changed"]:
            yield Finding("clash blames pins", f"{clash}, yet no roster keeps max_people_changed even without pins")
        return
    named = named_pins(problem, clash)
    if len(named) != len(clash.errors):
        yield Finding("clash names no pins", str(clash))
        return
    if brute_force(with_pins(problem, named), nodes=NODES) is not None:
        yield Finding("clash too small", f"the pins named can be kept: {named}")
    for pin in named:
        rest = tuple(p for p in named if p != pin)
        if brute_force(with_pins(problem, rest), nodes=NODES) is None:
            yield Finding("clash reducible", f"without {pin} still none: {rest}")


def named_pins(problem: Problem, clash: ClashingPins) -> tuple[Pin, ...]:
    """The pins the errors name, one an error."""
    found: list[Pin] = []
    for error in clash.errors:
        alike = [p for p in problem.all_pins if f"pin {_name(p)}" == error.where and p not in found]
        found += alike[:1]
    return tuple(found)


def _name(pin: Pin) -> str:
    parts = {
        "visit": pin.visit,
        "volunteer": pin.volunteer,
        "role": pin.role,
        "start": pin.start,
        "facility": pin.facility,
    }
    return ", ".join(f"{what} {value}" for what, value in parts.items() if value is not None)


def with_pins(problem: Problem, pins: tuple[Pin, ...]) -> Problem:
    """The same problem with these pins alone: accepted rows become offers."""
    offers = tuple(replace(row, state="offered") for row in problem.published)
    return replace(problem, pins=pins, published=offers)


def _valid(problem: Problem, result: Result) -> Iterator[Finding]:
    violations = [v for v in check(problem, result.roster) if not v.overridden]
    if violations:
        yield Finding("invalid roster", f"{violations} in {result.roster}")
    breaches = opinion.breaches(problem, result.roster)
    if bool(breaches) != bool(violations):
        yield Finding("checker and second opinion", f"{violations}, {breaches}, {result.roster}")
    judged = score(problem, result.roster)
    said = (result.guaranteed.objective, result.all.objective)
    if said != (judged.guaranteed, judged.objective):
        yield Finding("objective is not the score", f"said {said}, score {judged} of {result.roster}")


def _stages(result: Result, best: Best) -> Iterator[Finding]:
    for stage, optimum in zip(result.stages, (best.guaranteed, best.objective), strict=True):
        if stage.name == "all" and result.guaranteed.objective != best.guaranteed:
            continue  # another stage 2: it is compared where stage 1 is right
        told = f"optimum {optimum}, said {stage}; brute force {best.roster}; solver {result.roster}"
        if stage.bound < optimum:
            yield Finding(f"bound below optimum, stage {stage.name}", told)
        if stage.objective > optimum:
            yield Finding(f"better than brute force, stage {stage.name}", told)
        if stage.status == "proven" and stage.objective != optimum:
            yield Finding(f"proven but not optimal, stage {stage.name}", told)
        if stage.status != "proven":
            yield Finding(f"not proven, stage {stage.name}", told)
        if stage.status == "proven" and stage.bound - stage.objective >= 1:
            yield Finding(f"proven with a gap, stage {stage.name}", told)
    served = len(result.roster.planned)
    if result.guaranteed.objective == best.guaranteed and result.more_visits_at_most < best.most_visits - served:
        yield Finding(
            "more visits could be served",
            f"{best.most_visits} can be, {served} are, said at most {result.more_visits_at_most} more",
        )


def _proof(problem: Problem, result: Result, best: Best) -> Iterator[Finding]:
    verification = verify(problem, result.roster, result.certificates)
    purposes = [c.purpose for c in verification.certificates]
    if not verification.holds or purposes != ["guaranteed", "points", "visits"]:
        yield Finding("not verified", f"{verification}")
        return
    if result.guaranteed.objective != best.guaranteed:
        return
    truth = (best.guaranteed, best.objective, best.most_visits)
    for verified, optimum in zip(verification.certificates, truth, strict=True):
        if verified.bound < optimum:
            yield Finding(f"certificate below optimum, {verified.purpose}", f"{verified}, optimum {optimum}")
    said = [v.objective for v in verification.certificates[:2]]
    if said != [result.guaranteed.objective, result.all.objective]:
        yield Finding("verified another objective", f"{verification}, {result.stages}")


def _promises(problem: Problem, result: Result) -> Iterator[Finding]:
    if any(v.value is not None for v in problem.visits):
        return
    added = addable(problem, result.roster)
    if added is not None:
        yield Finding("could be added", f"{added} to {result.roster}")


def addable(problem: Problem, roster: Roster, *, only: str | None = None) -> str | None:
    """An unserved visit that people could be added for while nothing else changes, if there is one."""
    for name in roster.unserved(problem) if only is None else (only,):
        visit = problem.visit_of[name]
        for planned in _plans(problem, visit):
            for crew in _crews(problem, visit):
                grown = Roster((*roster.planned, planned), (*roster.assignments, *crew))
                if not opinion.breaches(problem, grown) and agreed(problem, grown):
                    return f"{planned} {crew}"
    return None


def _plans(problem: Problem, visit: Visit) -> Iterator[PlannedVisit]:
    rooms = [f.id for f in problem.facilities] if visit.need else [None]
    for window in visit.windows:
        for start in range(window.start, window.end - visit.duration + 1):
            if opinion.start_allowed(problem, visit, start):
                yield from (PlannedVisit(visit.id, start, room) for room in rooms)


def _crews(problem: Problem, visit: Visit) -> Iterator[tuple[Assignment, ...]]:
    """Crews of the least people each role asks for, and larger ones (a condition may need more)."""
    people = [v.id for v in problem.volunteers]
    seats = [r.id for r in visit.roles for _ in range(r.most)]
    for size in range(visit.people_min, min(len(seats), len(people)) + 1):
        for chosen in combinations(people, size):
            for roles in dict.fromkeys(_role_lists(seats, size)):
                yield tuple(Assignment(visit.id, v, r) for v, r in zip(chosen, roles, strict=True))


def _role_lists(seats: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return permutations(seats, size)
