"""The same problem under ids that look like one another: with spaces, numbers, and the words of rows."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from matcher.problem import Problem

ODD = ("0", "1", "t0 0", "t0 1", "t0", "t", "t 0", "0 at 540", "t0 0 1", "at", "visit", "v0 t0", "b1 at 555", "s1 0")
ODD_ROOMS = ("f 0", "f", "0 f", "f 0 m", "m", "m 540")


def renamed(problem: Problem, rng: random.Random) -> Problem:
    """Visits, volunteers and facilities under odd ids, everything else the same."""
    visits, people = [v.id for v in problem.visits], [v.id for v in problem.volunteers]
    odd = rng.sample(ODD, len(visits) + len(people))
    rooms = rng.sample(ODD_ROOMS, len(problem.facilities))
    names = dict(zip([*visits, *people, *(f.id for f in problem.facilities)], [*odd, *rooms], strict=True))
    return replace(problem, **{f.name: _under(getattr(problem, f.name), names) for f in fields(problem)})


def _under(one: Any, names: Mapping[str, str]) -> Any:
    if isinstance(one, str):
        return names.get(one, one)
    if isinstance(one, tuple):
        return tuple(_under(x, names) for x in one)
    if is_dataclass(one) and not isinstance(one, type) and type(one).__module__.startswith("matcher.problem"):
        return replace(one, **{f.name: _under(getattr(one, f.name), names) for f in fields(one)})
    return one
