"""The street map as SVG: own streets, gates and walls, facilities, visits served and not, a volunteer's way.

A sketch of the scenario's own network; no tiles, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.problem import Place
from matcher.report.fitted import fitted, text_width
from matcher.report.markup import Markup, joined, tag
from matcher.report.setting import Setting
from matcher.report.words import Words
from matcher.roster import Roster, place_of_planned, tours

if TYPE_CHECKING:
    from matcher.walking.network import Gate, Network

WIDTH, TALLEST, MARGIN = 1120, 720, 26
LABEL_SIZE = 11.0
CROWDED = 24
"""With more facilities than this their names are left to the hints."""


@dataclass(frozen=True, slots=True)
class Plane:
    """From local metres to the drawing: one scale for both axes, north up."""

    left: float
    top: float
    scale: float
    height: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return MARGIN + (x - self.left) * self.scale, MARGIN + (self.top - y) * self.scale

    def shows(self, x: float, y: float) -> bool:
        """The spot of the drawing lies on it."""
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    def touched(self, net: Network) -> NDArray[np.bool_]:
        """Which edges may be seen: their box meets the drawing's."""
        x, y = MARGIN + (net.x - self.left) * self.scale, MARGIN + (self.top - net.y) * self.scale
        a, b = net.a, net.b
        across = (np.maximum(x[a], x[b]) >= 0) & (np.minimum(x[a], x[b]) <= WIDTH)
        return across & (np.maximum(y[a], y[b]) >= 0) & (np.minimum(y[a], y[b]) <= self.height)


def draw_map(words: Words, roster: Roster, *, volunteer: str | None = None) -> Markup | None:
    """The map; None where the scenario has neither streets nor places apart. `volunteer`: whose way is drawn.

    Homes are left out for an audience that may not know them.
    """
    spots = spots_of(words.setting)
    plane = plane_of(words.setting.network, spots)
    if plane is None:
        return None
    layers = [
        *streets(words.setting.network, plane),
        *_visits(words, roster, plane, spots),
        *facilities(words, plane, spots),
        *(_way(words, roster, plane, spots, volunteer) if volunteer is not None and words.audience.walks else ()),
        ruler(words, plane),
    ]
    return svg(layers, plane, label=words.say("map"))


def svg(layers: Iterable[Markup], plane: Plane, *, label: str) -> Markup:
    """The drawing around its layers."""
    return tag(
        "svg", layers, viewbox=f"0 0 {WIDTH} {plane.height:.0f}", class_="street-map", role="img",
        aria_label=label, width=WIDTH, height=round(plane.height), xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def swatch(mark: Markup) -> Markup:
    """A mark as large as a line of a legend."""
    return tag("svg", mark, width=16, height=14, viewbox="0 0 16 14", aria_hidden="true")


def spots_of(setting: Setting) -> dict[str, tuple[float, float]]:
    """Places in metres: of the network's frame, else of one about the places themselves where they are degrees."""
    from matcher.walking.datum import Datum, Frame

    places = setting.problem.places
    if not places:
        return {}
    lon, lat = [p.x for p in places], [p.y for p in places]
    frame = setting.network.frame if setting.network is not None else Frame()
    if setting.network is None and setting.degrees:
        frame = Frame.about(Datum.WGS84, lon, lat)
    x, y = (lon, lat) if frame.datum is Datum.LOCAL else frame.metres(lon, lat)
    return {p.id: (float(x[i]), float(y[i])) for i, p in enumerate(places)}


def plane_of(network: Network | None, spots: dict[str, tuple[float, float]]) -> Plane | None:
    """The plane that holds all streets and spots; None where no two of them differ."""
    xs, ys = [s[0] for s in spots.values()], [s[1] for s in spots.values()]
    if network is not None and network.nodes:
        xs += [float(network.x.min()), float(network.x.max())]
        ys += [float(network.y.min()), float(network.y.max())]
    if not xs or (max(xs) == min(xs) and max(ys) == min(ys)):
        return None
    wide, tall = max(1.0, max(xs) - min(xs)), max(1.0, max(ys) - min(ys))
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    return Plane(
        left=min(xs) - ((WIDTH - 2 * MARGIN) / scale - wide) / 2,
        top=max(ys),
        scale=scale,
        height=max(160.0, tall * scale + 2 * MARGIN),
    )


def streets(net: Network | None, plane: Plane) -> Iterator[Markup]:
    """One path a kind of edge, so that a large network stays a small drawing; gates on top."""
    if net is None:
        return
    from matcher.walking.network import KINDS

    seen = plane.touched(net)
    for code, kind in enumerate(KINDS):
        edges = np.flatnonzero(seen & (net.kind == code)).tolist()
        if not edges:
            continue
        steps: list[str] = []
        at: tuple[int, int] | None = None
        for e in edges:
            ends = [plane.at(float(net.x[n]), float(net.y[n])) for n in (int(net.a[e]), int(net.b[e]))]
            (x1, y1), (x2, y2) = ((round(x), round(y)) for x, y in ends)
            if (x1, y1) != at:  # else the line goes on where the one before ended
                steps.append(f"M{x1} {y1}")
            steps.append(f"h{x2 - x1}" if y1 == y2 else f"v{y2 - y1}" if x1 == x2 else f"l{x2 - x1} {y2 - y1}")
            at = x2, y2
        yield tag("path", d="".join(steps), class_=f"m-{kind}")
    for look in (True, False):
        marks = [_gate(net, plane, gate) for gate in net.gates if gate.open is look and seen[gate.edge]]
        if marks:
            yield tag("g", marks, class_="m-gate-open" if look else "m-gate-closed")


def _gate(net: Network, plane: Plane, gate: Gate) -> Markup:
    a, b = int(net.a[gate.edge]), int(net.b[gate.edge])
    x, y = plane.at(float(net.x[a] + net.x[b]) / 2, float(net.y[a] + net.y[b]) / 2)
    return tag("rect", tag("title", gate.id), x=round(x) - 2.5, y=round(y) - 2.5, width=5, height=5)


def facilities(words: Words, plane: Plane, spots: dict[str, tuple[float, float]]) -> Iterator[Markup]:
    """A square each; named as far as names do not cover each other."""
    known = [f for f in words.setting.problem.facilities if f.place in spots]
    seen = [(f, *plane.at(*spots[f.place])) for f in known]
    seen = [found for found in seen if plane.shows(*found[1:])]
    taken: list[tuple[float, float, float, float]] = []
    for facility, x, y in seen:
        name = words.facility(facility)
        square = tag("rect", x=x - 6, y=y - 6, width=12, height=12, class_="m-facility")
        yield tag("g", tag("title", name), square)
        label = fitted(name, 130, size=LABEL_SIZE)
        wide = text_width(label, LABEL_SIZE)
        right = x + 9 + wide <= WIDTH - 4
        box = (x + 8 if right else x - 8 - wide, y - 7, wide, 14.0)
        if len(seen) <= CROWDED and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            yield tag("text", label, x=box[0], y=y + 4, class_="m-label")


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _visits(words: Words, roster: Roster, plane: Plane, spots: dict[str, tuple[float, float]]) -> Iterator[Markup]:
    """One mark a place: visits at the same door are told in its hint. Unserved ones lie on top."""
    problem = words.setting.problem
    told: dict[tuple[bool, str], list[str]] = {}
    for visit in problem.visits:
        planned = roster.planned_of.get(visit.id)
        if planned is None and not words.audience.workings:
            continue
        hidden = words.private(visit) and words.audience.places == "area"
        place = visit.place if visit.place is not None else (visit.need.origin if visit.need and not planned else None)
        if place is None or hidden or place not in spots:
            continue
        when = f"{words.day(planned.start // 1440)} {words.clock(planned.start)} " if planned else ""
        told.setdefault((planned is not None, place), []).append(f"{when}{words.visit(visit)}")
    for served in (True, False):
        for (is_served, place), lines in told.items():
            if is_served is not served:
                continue
            x, y = plane.at(*spots[place])
            state = words.say("legend_served" if served else "legend_unserved")
            hint = tag("title", "\n".join([state, *lines]))
            if served:
                yield tag("circle", hint, cx=x, cy=y, r=min(8.0, 3.2 + 0.8 * len(lines)), class_="m-served")
            else:
                cross = f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"
                yield tag(
                    "g", hint, tag("circle", cx=x, cy=y, r=7, class_="m-halo"), tag("path", d=cross, class_="m-un")
                )


def _way(
    words: Words, roster: Roster, plane: Plane, spots: dict[str, tuple[float, float]], volunteer: str
) -> Iterator[Markup]:
    """Straight lines from stop to stop; the way starts at the volunteer's building only if homes may be known."""
    problem = words.setting.problem
    if volunteer not in problem.volunteer_of:
        return
    home: Place = problem.place_of[problem.volunteer_of[volunteer].home]
    for tour in tours(problem, roster):
        if tour.volunteer != volunteer:
            continue
        places = [place_of_planned(problem, roster.planned_of[s.visit]) for s in tour.stops]
        around = [home.id, *places, *([home.id] if tour.walk_home else [])]
        points = [plane.at(*spots[p]) for p in around if p in spots]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        yield tag("polyline", points=line, class_="m-way")
        for n, (x, y) in enumerate(points[1 : len(places) + 1], start=1):
            yield tag("circle", cx=x, cy=y, r=8, class_="m-stop")
            yield tag("text", n, x=x, y=y + 4, text_anchor="middle", class_="m-number")


def ruler(words: Words, plane: Plane) -> Markup:
    """How long some round number of metres is."""
    metres = next((m for m in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if m * plane.scale >= 70), 10_000)
    y, wide = plane.height - 10, metres * plane.scale
    return joined(
        tag("path", d=f"M{MARGIN} {y - 4:.0f}v4h{wide:.0f}v-4", class_="m-ruler"),
        tag("text", words.say("metres", n=metres), x=MARGIN + wide + 6, y=y + 1, class_="m-label"),
    )
