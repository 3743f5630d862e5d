"""The street map from near: one volunteer's day, or where those live who could take a visit.

A home is drawn as the square of ground it lies in, never as a spot: enough to see why somebody is near.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import floor

from matcher.problem import DAY, Visit
from matcher.report.fitted import fitted
from matcher.report.markup import Markup, joined, tag
from matcher.report.street_map import (
    LABEL_SIZE,
    MARGIN,
    WIDTH,
    Plane,
    facilities,
    ruler,
    spots_of,
    streets,
    svg,
)
from matcher.report.words import Words
from matcher.roster import Roster, Stop, Tour, tours

TALL = 460
"""Of the drawing, so that the table beneath it begins on the same screen."""
LEAST_METRES = 360.0
"""A drawing shows at least so much from north to south: one door alone says nothing."""
CELL_METRES = 120.0
MOST_RANKS = 4
"""Ranks written in one square; the rest are counted."""
Spot = tuple[float, float]


def day_tours(words: Words, roster: Roster, volunteer: str, day: int) -> tuple[Tour, ...]:
    """The ways of one volunteer that begin on this day, in order; empty where there is nothing to do."""
    found = [t for t in tours(words.setting.problem, roster) if t.volunteer == volunteer]
    return tuple(sorted((t for t in found if t.stops[0].start // DAY == day), key=lambda t: t.stops[0].start))


def draw_day_way(words: Words, ways: Sequence[Tour]) -> Markup | None:
    """The stops numbered in order over all `ways`, with straight lines between; None where nothing can be drawn, or
    for an audience that may not know homes."""
    spots, stops = spots_of(words.setting), [s for way in ways for s in way.stops]
    problem = words.setting.problem
    if words.audience.places == "area" or not words.audience.walks or not ways:
        return None
    home = _cell(spots, problem.place_of[problem.volunteer_of[ways[0].volunteer].home].id)
    plane = _plane([*(spots[s.place] for s in stops if s.place in spots), *([home] if home else [])])
    if plane is None:
        return None
    layers = [
        *streets(words.setting.network, plane),
        *facilities(words, plane, spots),
        *([_square(plane, home, words.say("home_about"))] if home else []),
        *_lines(plane, spots, ways, home),
        *_stops(words, plane, spots, stops),
        ruler(words, plane),
    ]
    return svg(layers, plane, label=words.say("day_way"))


def draw_candidates(words: Words, visit: Visit, place: str, ranked: Iterable[str]) -> Markup | None:
    """The visit's place, and squares with the ranks (from 1) of the volunteers who live there; None as above."""
    spots = spots_of(words.setting)
    if words.audience.places == "area" or place not in spots:
        return None
    problem = words.setting.problem
    cells: dict[Spot, list[tuple[int, str]]] = {}
    for rank, volunteer in enumerate(ranked, start=1):
        cell = _cell(spots, problem.volunteer_of[volunteer].home)
        if cell is not None:
            cells.setdefault(cell, []).append((rank, words.person(volunteer)))
    plane = _plane([spots[place], *cells])
    if plane is None:
        return None
    x, y = plane.at(*spots[place])
    here = tag("g", tag("title", words.visit(visit)), tag("circle", cx=x, cy=y, r=9, class_="m-served"))
    layers = [
        *streets(words.setting.network, plane),
        *facilities(words, plane, spots),
        *(_ranks(plane, cell, people) for cell, people in cells.items()),
        here,
        ruler(words, plane),
    ]
    return svg(layers, plane, label=words.say("candidates_map"))


def _cell(spots: dict[str, Spot], place: str) -> Spot | None:
    """The middle of the square of ground a place lies in."""
    if place not in spots:
        return None
    x, y = ((floor(v / CELL_METRES) + 0.5) * CELL_METRES for v in spots[place])
    return x, y


def _plane(spots: Sequence[Spot]) -> Plane | None:
    """Around the spots, with the squares of homes whole; None without any."""
    if not spots:
        return None
    edge = CELL_METRES * 0.75
    xs, ys = [s[0] for s in spots], [s[1] for s in spots]
    wide = max(xs) - min(xs) + 2 * edge
    tall = max(LEAST_METRES, max(ys) - min(ys) + 2 * edge)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALL - 2 * MARGIN) / tall)
    return Plane(
        left=(min(xs) + max(xs)) / 2 - (WIDTH - 2 * MARGIN) / scale / 2,
        top=(min(ys) + max(ys)) / 2 + tall / 2,
        scale=scale,
        height=max(200.0, tall * scale + 2 * MARGIN),
    )


def _square(plane: Plane, cell: Spot, *hint: str) -> Markup:
    side = CELL_METRES * plane.scale
    x, y = plane.at(*cell)
    return tag(
        "g",
        tag("title", "\n".join(hint)),
        tag("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, rx=side / 6, class_="m-home"),
    )


def _ranks(plane: Plane, cell: Spot, people: Sequence[tuple[int, str]]) -> Markup:
    """A square of homes and, over it, who lives there by rank."""
    more = f" +{len(people) - MOST_RANKS}" if len(people) > MOST_RANKS else ""
    written = "·".join(str(rank) for rank, _ in people[:MOST_RANKS]) + more
    x, y = plane.at(*cell)
    return joined(
        _square(plane, cell, *(f"{rank} {name}" for rank, name in people)),
        tag("text", written, x=x, y=y + 4, text_anchor="middle", class_="m-rank"),
    )


def _lines(plane: Plane, spots: dict[str, Spot], ways: Sequence[Tour], home: Spot | None) -> Iterator[Markup]:
    for way in ways:
        around = [home, *(spots.get(s.place or "") for s in way.stops), home if way.walk_home else None]
        points = " ".join(f"{x:.0f},{y:.0f}" for x, y in (plane.at(*spot) for spot in around if spot))
        yield tag("polyline", points=points, class_="m-way")


def _stops(words: Words, plane: Plane, spots: dict[str, Spot], stops: Sequence[Stop]) -> Iterator[Markup]:
    """One mark a spot, with all its numbers: who comes back to a door sees both."""
    problem = words.setting.problem
    at: dict[Spot, list[tuple[int, Stop]]] = {}
    for number, stop in enumerate(stops, start=1):
        if stop.place in spots:
            at.setdefault(spots[stop.place], []).append((number, stop))
    for spot, here in at.items():
        x, y = plane.at(*spot)
        written = "·".join(str(number) for number, _ in here)
        wide = 20 + 7 * (len(written) - 1)
        lines = [f"{n} {words.span(s.start, s.end)} {words.visit(problem.visit_of[s.visit])}" for n, s in here]
        box = tag("rect", x=x - wide / 2, y=y - 10, width=wide, height=20, rx=10, class_="m-stop")
        figures = tag("text", written, x=x, y=y + 4, text_anchor="middle", class_="m-rank")
        clock = fitted(" ".join(words.clock(s.start) for _, s in here), 120, size=LABEL_SIZE)
        label = tag("text", clock, x=x + wide / 2 + 4, y=y - 6, class_="m-label")
        yield tag("g", tag("title", "\n".join(lines)), box, figures, label)
