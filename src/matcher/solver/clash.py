"""Pins that no roster keeps: the fault is an irreducible set of them, found by leaving out one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from matcher.errors import ClashingPins, ProblemError
from matcher.problem import Pin, Problem
from matcher.solver.feasible import keeps


def raise_if_contradicting(problem: Problem, *, seed: int) -> None:
    """Two pins of one visit that fix different starts or facilities, or a person in two roles, contradict on sight."""
    of_visit: dict[str, list[Pin]] = {}
    for pin in problem.all_pins:
        of_visit.setdefault(pin.visit, []).append(pin)
    for a, b in (pair for pins in of_visit.values() for pair in combinations(pins, 2)):
        start = None not in (a.start, b.start) and a.start != b.start
        facility = None not in (a.facility, b.facility) and a.facility != b.facility
        role = a.volunteer == b.volunteer is not None and None not in (a.role, b.role) and a.role != b.role
        if start or facility or role:
            alone = [p for p in (a, b) if not keeps(_with(problem, (p,)), seed=seed)]
            raise ClashingPins(_errors(alone[:1] or (a, b)))


def raise_if_clashing(problem: Problem, *, seed: int, name: bool = True) -> None:
    """Raise ClashingPins with an irreducible set of the pins that no roster keeps together; without `name` with one
    fault for all of them."""
    pins = list(problem.all_pins)
    if not name:
        message = f"no roster keeps all of its {len(pins)} pins"
        raise ClashingPins([ProblemError("pins", "clashing_pins", message, "unpin or change what can be")])
    if not keeps(_with(problem, ()), seed=seed):
        most = problem.policy.max_people_changed
        error = ProblemError(
            "policy max_people_changed",
            "people_changed",
            f"no roster changes the published work of at most {most} people",
            "raise max_people_changed, or take published rows out that can no longer be kept",
        )
        raise ClashingPins([error])
    for pin in list(pins):
        fewer = [p for p in pins if p is not pin]
        if not keeps(_with(problem, fewer), seed=seed):
            pins = fewer
    raise ClashingPins(_errors(pins))


def _with(problem: Problem, pins: Sequence[Pin]) -> Problem:
    offered = tuple(replace(p, state="offered") for p in problem.published)
    return replace(problem, pins=tuple(pins), published=offered)


def _errors(pins: Sequence[Pin]) -> list[ProblemError]:
    alone = len(pins) == 1
    message = "cannot be kept by any roster" if alone else f"cannot be kept together with the other {len(pins) - 1}"
    hint = "unpin it, give it an override, or change what stands against it" if alone else "unpin or change one of them"
    return [ProblemError(f"pin {_name(p)}", "clashing_pins", message, hint) for p in pins]


def _name(pin: Pin) -> str:
    parts = [f"visit {pin.visit}"]
    parts += [f"volunteer {pin.volunteer}"] if pin.volunteer is not None else []
    parts += [f"role {pin.role}"] if pin.role is not None else []
    parts += [f"start {pin.start}"] if pin.start is not None else []
    parts += [f"facility {pin.facility}"] if pin.facility is not None else []
    return ", ".join(parts)
