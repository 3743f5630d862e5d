"""Rows about rooms: bookings at one time, capacity, one mode at a time with changeover, stewards of openings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from matcher.problem import Facility
from matcher.solver.options import Placement

if TYPE_CHECKING:
    from matcher.solver.programme_rows import Builder, Entries


def facility_rows(builder: Builder) -> None:
    """All rows of every facility that some placement uses."""
    by_facility: dict[str, list[int]] = {}
    for number, placement in enumerate(builder.options.placements):
        if placement.facility is not None:
            by_facility.setdefault(placement.facility, []).append(number)
    for name, placements in by_facility.items():
        facility = builder.problem.facility_of[name]
        _at_one_time(builder, facility, placements)
        _modes(builder, facility, placements)
        _stewards(builder, facility, placements)


def _mode(builder: Builder, placement: int) -> str:
    need = builder.problem.visits[builder.options.placements[placement].visit].need
    return need.mode if need else ""


def _span(builder: Builder, placement: int) -> tuple[int, int]:
    it: Placement = builder.options.placements[placement]
    return it.start, it.start + builder.problem.visits[it.visit].duration


def _running(builder: Builder, placements: list[int], *, tail: int = 0) -> Iterator[tuple[int, list[int]]]:
    """At every start: (minute, placements that run then or ended less than `tail` minutes before)."""
    spans = np.array([_span(builder, p) for p in placements], dtype=np.int64)
    numbers = np.array(placements)
    for minute in np.unique(spans[:, 0]).tolist():
        yield minute, numbers[(spans[:, 0] <= minute) & (minute < spans[:, 1] + tail)].tolist()


def _people(builder: Builder, placement: int) -> int:
    need = builder.problem.visits[builder.options.placements[placement].visit].need
    return need.people if need else 0


def _at_one_time(builder: Builder, facility: Facility, placements: list[int]) -> None:
    for minute, running in _running(builder, placements):
        if facility.exclusive:
            if len({builder.options.placements[p].visit for p in running}) > facility.concurrent:
                entries = {builder.placement_variable[p]: 1 for p in running}
                builder.rows.add(f"facility {facility.id} {minute}", high=facility.concurrent, variables=entries)
            continue
        for mode, capacity in facility.modes.items():
            sizes = {builder.placement_variable[p]: _people(builder, p) for p in running if _mode(builder, p) == mode}
            if sum(sizes.values()) > capacity and len(sizes) > 1:
                builder.rows.add(f"facility {facility.id} {mode} {minute}", high=capacity, variables=sizes)


def _modes(builder: Builder, facility: Facility, placements: list[int]) -> None:
    """Bookings of different modes lie apart: each holds the room's mode until its changeover has passed."""
    from matcher.solver.programme import Variable

    modes = sorted({_mode(builder, p) for p in placements})
    if len(modes) < 2:
        return
    for minute, held in _running(builder, placements, tail=facility.changeover):
        here = [m for m in modes if any(_mode(builder, p) == m for p in held)]
        if len(here) < 2:
            continue
        states: Entries = {}
        for mode in here:
            state = builder.variable(Variable("mode", (facility.id, mode, minute), 1, 0))
            states[state] = 1
            by_visit: dict[int, Entries] = {}
            for p in held:
                if _mode(builder, p) == mode:
                    entries = by_visit.setdefault(builder.options.placements[p].visit, {})
                    entries[builder.placement_variable[p]] = 1
            for visit, entries in by_visit.items():
                name = f"mode {facility.id} {mode} {minute} {builder.problem.visits[visit].id}"
                builder.rows.add(name, high=0, variables={**entries, state: -1})
        builder.rows.add(f"one mode {facility.id} {minute}", high=1, variables=states)


def _stewards(builder: Builder, facility: Facility, placements: list[int]) -> None:
    guarded: dict[tuple[int, str], Entries] = {}
    for p in placements:
        start, end = _span(builder, p)
        for opening in facility.openings_covering(start, end) or ():
            if opening.steward is not None:
                key = (builder.options.placements[p].visit, opening.steward)
                guarded.setdefault(key, {})[builder.placement_variable[p]] = 1
    for (visit, steward), entries in guarded.items():
        name = f"steward {facility.id} {builder.problem.visits[visit].id} {steward}"
        builder.implies(name, ({}, entries), builder.number[steward])
