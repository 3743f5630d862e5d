"""The coverage as a layer on the street map: every door marked by what it lacks, streets within reach, sites."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matcher.coverage import Coverage, Covered
from matcher.coverage.gaps import whys
from matcher.errors import InvalidProblem, ProblemError
from matcher.report.coverage_words import wanted_name
from matcher.report.markup import Markup, joined, tag
from matcher.report.street_map import Plane, plane_of, ruler, streets, svg, swatch
from matcher.report.style import MAP_CSS
from matcher.report.words import Words
from matcher.walking.reach import covered, homes_on

LEVELS = ("all", "some", "many")
"""Nothing lacking; at most a third of the uses and services; more."""
LEVELS_OF_ONE = ("has", "shut", "lacks")
NAMED = 6
"""Of what a door lacks so many are named in its hint."""
CROWDED = 5_000
"""With more doors than this they have no hints, so that the drawing stays small."""


def draw_coverage(words: Words, coverage: Coverage, *, of: Covered | None = None) -> Markup | None:
    """The map of everything, or of one use or service with the streets within reach of its sites.

    None where no two places differ. Doors are left out for an audience that may not know homes.
    """
    ground = coverage.ground
    spots = {door.id: (door.x, door.y) for door in ground.doors}
    network = ground.streets.network if ground.streets is not None else None
    plane = plane_of(network, spots)
    if plane is None:
        return None
    shown = [*streets(network, plane)]
    if of is not None and of.way != "to_door":
        shown += _within_reach(coverage, of, plane)
    if words.audience.places != "area":
        shown += _doors(words, coverage, of, plane, spots)
    shown += _sites(words, coverage, of, plane, spots)
    name = words.say("coverage_map") if of is None else words.say("coverage_layer", name=wanted_name(words, of.wanted))
    return svg([*shown, ruler(words, plane)], plane, label=name)


def map_file(words: Words, coverage: Coverage, *, of: Covered | None = None) -> str:
    """The map as a file of its own. Raises InvalidProblem where there is nothing to draw."""
    drawing = draw_coverage(words, coverage, of=of)
    if drawing is None:
        message, hint = "no two places differ: there is nothing to draw", "give places coordinates"
        raise InvalidProblem([ProblemError("map", "no_map", message, hint)])
    return drawing.replace(">", f"><style>{MAP_CSS}</style>", 1) + "\n"


def legend(words: Words, coverage: Coverage, *, of: Covered | None = None) -> Markup:
    """What the marks mean."""
    marks: list[tuple[str, Markup]] = []
    if words.audience.places != "area":
        levels = LEVELS if of is None else LEVELS_OF_ONE
        marks += [(words.say(f"legend_{name}"), _mark(8, 7, k, 5.0)) for k, name in enumerate(levels)]
    marks.append((words.say("legend_site"), tag("rect", x=3, y=2, width=10, height=10, class_="m-facility")))
    if _new(words, coverage):
        marks.append((words.say("legend_added"), tag("rect", x=3, y=2, width=10, height=10, class_="c-new")))
    if of is not None and of.way != "to_door" and coverage.ground.streets is not None:
        line = tag("line", x1=0, x2=16, y1=7, y2=7, class_="c-reach")
        marks.append((words.say("legend_covered", limit=coverage.limit), line))
    return tag("p", [tag("span", swatch(mark), name) for name, mark in marks], class_="legend")


def _levels(coverage: Coverage, of: Covered | None) -> NDArray[np.int64]:
    if of is not None:
        return np.where(of.served, 0, np.where(of.reached, 1, 2))
    lacking = np.zeros(len(coverage.doors.places), dtype=np.int64)
    for part in coverage.parts:
        lacking += ~part.served
    return np.where(lacking == 0, 0, np.where(3 * lacking <= len(coverage.parts), 1, 2))


def _doors(
    words: Words, coverage: Coverage, of: Covered | None, plane: Plane, spots: dict[str, tuple[float, float]]
) -> Iterator[Markup]:
    """Those that lack most lie on top; a mark grows with the residents behind the door."""
    levels, weights = _levels(coverage, of), coverage.doors.weights
    most = max(1, int(weights.max(initial=1)))
    told = len(coverage.doors.places) <= CROWDED
    missing = {part.wanted: whys(coverage, part) for part in coverage.parts} if of is None and told else {}
    for door in np.argsort(levels, kind="stable").tolist():
        place = coverage.doors.places[door]
        if not weights[door] or place.id not in spots:
            continue
        names = [wanted_name(words, wanted) for wanted, why in missing.items() if why[door] >= 0]
        more = [words.say("gaps_more_page", n=len(names) - NAMED)] if len(names) > NAMED else []
        lacks = [words.say("door_lacks", names=words.list([*names[:NAMED], *more]))] if names else []
        x, y = plane.at(*spots[place.id])
        radius = 2.6 + 3.0 * float(np.sqrt(weights[door] / most)) if most > 1 else 3.4
        mark = _mark(x, y, int(levels[door]), radius)
        yield tag("g", tag("title", "\n".join([words.home(place), *lacks])), mark) if told else mark


def _mark(x: float, y: float, level: int, radius: float) -> Markup:
    """Filled, hollow, crossed: told apart without colours too."""
    if level < 2:
        return tag("circle", cx=x, cy=y, r=radius, class_=f"c-{level}")
    cross = f"M{x - radius:.1f} {y - radius:.1f}l{2 * radius:.1f} {2 * radius:.1f}"
    return tag("path", d=f"{cross}m0 {-2 * radius:.1f}l{-2 * radius:.1f} {2 * radius:.1f}", class_="c-2")


def _within_reach(coverage: Coverage, of: Covered, plane: Plane) -> Iterator[Markup]:
    ground = coverage.ground
    if ground.streets is None:
        return
    place_of = {site.id: site.place for site in coverage.sites}
    numbers = [ground.index[place_of.get(site, site)] for site in of.sites]
    origins = [ground.doors[i] for i in numbers if ground.walkable[i]]
    if not origins:
        return
    timed = homes_on(ground.streets, [], pace=coverage.pace).timed
    steps = []
    for line in covered(timed, origins, limit_minutes=coverage.limit):
        points = [plane.at(x, y) for x, y in line.tolist()]
        steps.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points))
    yield tag("path", d="".join(steps), class_="c-reach")


def _sites(
    words: Words, coverage: Coverage, of: Covered | None, plane: Plane, spots: dict[str, tuple[float, float]]
) -> Iterator[Markup]:
    new = _new(words, coverage)
    places = {site.place for site in coverage.sites}
    for site in coverage.sites:
        if of is not None and site.id not in of.sites:
            continue
        x, y = plane.at(*spots[site.place])
        facility = words.setting.problem.facility_of.get(site.id)
        modes = words.list(words.mode(mode) for mode in site.modes)
        name = words.facility(facility) if facility is not None else site.id
        square = tag("rect", x=x - 5, y=y - 5, width=10, height=10, class_="c-new" if site.id in new else "m-facility")
        yield tag("g", tag("title", joined(name, "\n", modes)), square)
    for place in of.sites if of is not None and of.way == "to_place" else ():
        if place not in places:
            x, y = plane.at(*spots[place])
            named = words.public(words.setting.problem.place_of[place])
            yield tag("g", tag("title", named), tag("rect", x=x - 5, y=y - 5, width=10, height=10, class_="m-facility"))


def _new(words: Words, coverage: Coverage) -> set[str]:
    return {site.id for site in coverage.sites} - set(words.setting.problem.facility_of)
