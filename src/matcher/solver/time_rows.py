"""Rows about when visits of one beneficiary or one series may be, relative to each other."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from matcher.problem import DAY

if TYPE_CHECKING:
    from matcher.solver.programme_rows import Builder, Entries

Span = tuple[int, int, int, "tuple[Entries, Entries]"]
"""First start, last start, duration, and the entries that are 1 when it is chosen."""


def spans_of(builder: Builder, visit: int) -> list[Span]:
    """One span for every way the visit can be timed: its placements, or its any-minute options."""
    spans: list[Span] = []
    duration = builder.problem.visits[visit].duration
    if builder.problem.visits[visit].on_grid:
        for placement in builder.options.placements_of.get(visit, ()):
            start = builder.options.placements[placement].start
            spans.append((start, start, duration, ({}, {builder.placement_variable[placement]: 1})))
        return spans
    for number in builder.options.options_of.get(visit, ()):
        option = builder.options.options[number]
        pairs = builder.pairs_of_option.get(number, ())
        if pairs:
            spans.append((option.earliest, option.latest, duration, (dict.fromkeys(pairs, 1), {})))
    return spans


def beneficiary_rows(builder: Builder) -> None:
    """Two visits of one beneficiary never overlap.

    Spans that overlap however they are timed exclude each other here; spans that may or may not overlap are left to
    the schedule, which asks for finer spans where it finds no way (solver/schedule.py).
    """
    groups: dict[str, list[int]] = {}
    for index, visit in enumerate(builder.problem.visits):
        if visit.beneficiary:
            groups.setdefault(visit.beneficiary, []).append(index)
    for name, visits in groups.items():
        spans = {v: spans_of(builder, v) for v in visits}
        _cliques(builder, name, spans)
        for a, b in combinations(visits, 2):
            for one, other in ((a, b), (b, a)):
                for number, span in enumerate(spans[one]):
                    if span[0] < span[1]:
                        rivals = [s for s in spans[other] if _surely_overlap(span, s)]
                        if rivals:
                            row = f"beneficiary {name} {builder.problem.visits[one].id} {number} {other}"
                            add_packing(builder, row, [span, *rivals])


def _cliques(builder: Builder, name: str, spans: dict[int, list[Span]]) -> None:
    """Spans of one exact minute: at every start of one, at most one of all runs."""
    exact = [(visit, s) for visit, all_of in spans.items() for s in all_of if s[0] == s[1]]
    for minute in sorted({s[0] for _, s in exact}):
        running = [(visit, s) for visit, s in exact if s[0] <= minute < s[0] + s[2]]
        if len({visit for visit, _ in running}) > 1:
            add_packing(builder, f"beneficiary {name} at {minute}", [s for _, s in running])


def _surely_overlap(a: Span, b: Span) -> bool:
    return a[1] < b[0] + b[2] and b[1] < a[0] + a[2]


def add_packing(builder: Builder, name: str, spans: list[Span]) -> None:
    """At most one of the spans."""
    pairs: Entries = {}
    variables: Entries = {}
    for _, _, _, (more_pairs, more_variables) in spans:
        pairs.update(more_pairs)
        variables.update(more_variables)
    builder.rows.add(name, high=1, pairs=pairs, variables=variables)


def series_rows(builder: Builder) -> None:
    """Start days of two visits of a series differ by the larger of their `min_days_apart`."""
    groups: dict[str, list[int]] = {}
    for index, visit in enumerate(builder.problem.visits):
        if visit.series:
            groups.setdefault(visit.series, []).append(index)
    for name, visits in groups.items():
        apart = {builder.problem.visits[v].min_days_apart for v in visits}
        spans = {v: spans_of(builder, v) for v in visits}
        if len(apart) == 1:
            _window_rows(builder, name, visits, spans, apart.pop())
            continue
        for a, b in combinations(visits, 2):
            days = max(builder.problem.visits[a].min_days_apart, builder.problem.visits[b].min_days_apart)
            _window_rows(builder, f"{name} {a} {b}", [a, b], spans, days)


def _window_rows(builder: Builder, name: str, visits: list[int], spans: dict[int, list[Span]], days: int) -> None:
    if days < 1:
        return
    for first in sorted({s[0] // DAY for v in visits for s in spans[v]}):
        inside = {v: [s for s in spans[v] if first <= s[0] // DAY < first + days] for v in visits}
        if sum(bool(s) for s in inside.values()) > 1:
            add_packing(builder, f"series_days {name} {first}", [s for v in visits for s in inside[v]])
