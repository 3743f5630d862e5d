"""Rows about people over the whole horizon: caps, fair shares, pins, and how many may be told of a change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING

from matcher.solver.programme import NONE, Variable

if TYPE_CHECKING:
    from matcher.solver.programme_rows import Builder, Entries


def people_rows(builder: Builder) -> None:
    """All rows about people."""
    _caps(builder)
    _fairness(builder)
    _pins(builder)
    _people_changed(builder)


def _caps(builder: Builder) -> None:
    """Caps that one shift alone cannot see; within a shift the listing keeps them."""
    by_day: dict[tuple[int, int], list[int]] = {}
    by_person: dict[int, list[int]] = {}
    for pair, option in enumerate(builder.candidates.option.tolist()):
        person = builder.volunteer[pair]
        by_day.setdefault((person, builder.options.options[option].day), []).append(pair)
        by_person.setdefault(person, []).append(pair)
    for person, pairs in by_person.items():
        volunteer = builder.problem.volunteers[person]
        _cap(builder, f"horizon_minutes {volunteer.id}", pairs, volunteer.max_minutes_total, minutes=True)
    for (person, day), pairs in by_day.items():
        volunteer = builder.problem.volunteers[person]
        _cap(builder, f"minutes_day {volunteer.id} {day}", pairs, volunteer.max_minutes_day, minutes=True)
        _cap(builder, f"visits_day {volunteer.id} {day}", pairs, volunteer.max_visits_day, minutes=False)


def _cap(builder: Builder, name: str, pairs: list[int], cap: int | None, *, minutes: bool) -> None:
    if cap is None or len({int(builder.candidates.shift[i]) for i in pairs}) < 2:
        return
    sizes = {i: builder.minutes(i) if minutes else 1 for i in pairs}
    by_visit: dict[int, int] = {}
    for i, size in sizes.items():
        by_visit[builder.options.options[builder.candidates.option[i]].visit] = size
    if sum(by_visit.values()) > cap:
        builder.rows.add(name, high=cap, pairs=sizes)


def _fairness(builder: Builder) -> None:
    by_person: dict[int, Entries] = {}
    for pair, person in enumerate(builder.volunteer):
        by_person.setdefault(person, {})[pair] = builder.minutes(pair)
    for person, minutes in by_person.items():
        volunteer = builder.problem.volunteers[person]
        share = builder.shares.get(volunteer.id)
        if share is None:
            continue
        by_visit = {builder.options.options[builder.candidates.option[i]].visit: m for i, m in minutes.items()}
        most = min(sum(by_visit.values()), volunteer.offered_minutes, volunteer.max_minutes_total or NONE)
        if share.cost(most) == 0:
            continue
        above = builder.variable(Variable("above_share", (person,), share.cost(most), -1))
        sums = _sums(list(by_visit.values()), most)
        for step, (rise, run, high) in enumerate(_hull([(m, share.cost(m)) for m in sums])):
            entries = {i: rise * m for i, m in minutes.items()}
            builder.rows.add(f"fairness {volunteer.id} {step}", high=high, pairs=entries, variables={above: -run})


def _sums(sizes: list[int], most: int) -> list[int]:
    """Every sum of some of the sizes up to `most`, rising: the minutes a person can serve at all."""
    sums = {0}
    for size in sizes:
        sums |= {s + size for s in sums if s + size <= most}
    return sorted(sums)


def _hull(points: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Rising edges of the lower convex hull, as `rise x minutes - run x charge <= high` in whole numbers.

    Charges are whole points at every sum that can happen, so the hull of those is nearer the truth than the steps of
    docs/problem.md, which it never undercuts there.
    """
    hull: list[tuple[int, int]] = []
    for x, y in points:
        while len(hull) > 1 and (hull[-1][1] - hull[-2][1]) * (x - hull[-2][0]) >= (y - hull[-2][1]) * (
            hull[-1][0] - hull[-2][0]
        ):
            hull.pop()
        hull.append((x, y))
    for (x, y), (x_2, y_2) in pairwise(hull):
        if y_2 > y:
            shared = gcd(y_2 - y, x_2 - x)
            rise, run = (y_2 - y) // shared, (x_2 - x) // shared
            yield rise, run, rise * x - run * y


def _pins(builder: Builder) -> None:
    for visit, person in sorted({(p.visit, p.volunteer) for p in builder.problem.all_pins if p.volunteer is not None}):
        pairs = builder.pairs_of_work.get((builder.person[person], builder.number[visit]), ())
        builder.rows.add(f"pin {visit} {person}", low=1, high=1, pairs=dict.fromkeys(pairs, 1))


def _people_changed(builder: Builder) -> None:
    most = builder.problem.policy.max_people_changed
    if most is None:
        return
    changed: Entries = {}
    for person in sorted({p.volunteer for p in builder.problem.published if p.volunteer is not None}):
        change = builder.variable(Variable("changed", (builder.person[person],), 1, 0))
        changed[change] = 1
        for visit in sorted({p.visit for p in builder.problem.published if p.volunteer == person}):
            pairs = builder.pairs_of_work.get((builder.person[person], builder.number[visit]), ())
            kept = {i: 1 for i in pairs if builder.options.options[builder.candidates.option[i]].kept}
            builder.rows.add(f"unchanged {person} {visit}", low=1, pairs=kept, variables={change: 1})
    builder.rows.add("people_changed", high=most, variables=changed)
