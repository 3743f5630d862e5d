"""Random tiny circles once more, the plain way: one heap for walks, every hour by minutes, every crew by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from covering.circles import hours
from matcher.coverage import (
    AddGate,
    Addition,
    AddOpening,
    AddSite,
    added,
    coverage,
    difference,
    sites_of,
)
from matcher.problem import DAY, Facility, Opening, Place, Problem, Role, Skill, Visit, Volunteer, Window
from matcher.rules import HARD
from matcher.rules.seat import Seat
from matcher.walking import Door, Network, Streets, TimeModel, walks_on
from matcher.walking.ground import Ground
from matcher.walking.snap import far_faults, nearest, snap
from matcher.walks import FAR
from walking.drawn import COORDINATE, networks
from walking.plain_dijkstra import plain_seconds

WIDE = TimeModel(snap_limit_m=1e6)
RULES = [r for r in HARD if r.refuses is not None]
SPAN = st.tuples(st.integers(0, 47), st.integers(1, 12)).map(lambda s: (30 * s[0], min(DAY, 30 * (s[0] + s[1]))))
SKILLS = st.sampled_from([(), ("a",), ("b",), ("a", "b")])


@st.composite
def problems(draw: st.DrawFn, network: Network) -> tuple[Problem, list[Door]]:
    """One day: up to 3 homes, 3 halls, 4 people and one service of up to two roles, on a network."""
    places, doors = [], []
    for k in range(draw(st.integers(1, 3))):
        places.append(Place(f"h{k}", "home"))
    for k in range(draw(st.integers(0, 3))):
        places.append(Place(f"p{k}", "room"))
    for place in places:
        doors.append(Door(place.id, draw(COORDINATE), draw(COORDINATE), draw(st.sampled_from([0, 25, 400]))))
    streets = Streets.of(network, model=WIDE)
    assume(not far_faults(streets, nearest(streets, doors)))
    homes = [p.id for p in places if p.kind == "home"]
    people = []
    for k in range(draw(st.integers(0, 5))):
        people.append(
            Volunteer(
                id=f"v{k}",
                home=draw(st.sampled_from(homes)),
                availabilities=tuple(Window(*span) for span in draw(st.lists(SPAN, max_size=2))),
                skills=tuple(Skill(s, draw(st.sampled_from([None, None, None, -1]))) for s in draw(SKILLS)),
                pace=draw(st.sampled_from([0.5, 1.0])),
                max_walk=draw(st.sampled_from([0, 6, 30])),
                minor=(minor := draw(st.booleans()) and draw(st.booleans())),
                guardian_consent=minor,
                return_home=draw(st.booleans()),
                tags=frozenset({"trainee"} if draw(st.integers(0, 5)) == 0 else ()),
            )
        )
    roles = tuple(
        Role(id=f"r{k}", skills=frozenset(draw(SKILLS)), min=draw(st.sampled_from([1, 1, 2])))
        for k in range(draw(st.integers(1, 2)))
    )
    visit = Visit(
        id="v", service="care", windows=(Window(0, DAY),), duration=20, place=homes[0], beneficiary="li", roles=roles
    )
    facilities = tuple(
        Facility(
            id=f"f{k}",
            place=p.id,
            modes=dict.fromkeys(draw(st.sampled_from([["x"], ["y"], ["x", "y"]])), 5),
            openings=tuple(Opening(*span) for span in draw(st.lists(SPAN, max_size=1))),
        )
        for k, p in enumerate(p for p in places if p.kind == "room")
    )
    paces = sorted({v.pace for v in people} | {1.0})
    problem = Problem(
        name="tiny",
        days=1,
        places=tuple(places),
        walks=walks_on(streets, doors, paces=paces, limit_minutes=60),
        volunteers=tuple(people),
        visits=(visit,),
        facilities=facilities,
    )
    return problem, doors


def allowed_minutes(network: Network, doors: list[Door], *, pace: float, slip: float) -> list[list[int]]:
    """Whole minutes between all doors by plain Dijkstra; `slip` seconds of rounding on the way."""
    streets = Streets.of(network, model=WIDE)
    snapped, pieces = snap(streets, doors), streets.pieces
    start, end = pieces.start[snapped.piece], pieces.end[snapped.piece]
    fraction = (start + snapped.fraction * (end - start)).tolist()
    spots = [(int(pieces.edge[p]), f, int(s > 0)) for p, f, s in zip(snapped.piece, fraction, start, strict=True)]
    plain = plain_seconds(network, spots, pace=pace, model=WIDE)
    out = []
    for i, one in enumerate(doors):
        row = []
        for j, other in enumerate(doors):
            seconds = plain[i][j] + slip
            whole = math.floor(seconds + 0.5) + one.access_seconds + other.access_seconds if seconds < 1e9 else 10**9
            row.append(0 if i == j else math.ceil(whole / 60))
        out.append(row)
    return out


@settings(deadline=None, max_examples=60)
@given(networks(walls=False), st.data(), st.integers(1, 12))
def test_uses_of_facilities(network: Network, data: st.DataObject, limit: int) -> None:
    problem, doors = data.draw(problems(network))
    found = coverage(problem, Ground.on(network, doors, model=WIDE), pace=0.9, limit=limit)
    tables = [allowed_minutes(network, doors, pace=0.9, slip=slip) for slip in (-0.05, 0.0, 0.05)]
    at = {door.id: i for i, door in enumerate(doors)}
    for part in found.parts:
        if part.wanted.kind != "facility":
            continue
        sites = [f for f in problem.facilities if part.wanted.code in f.modes]
        for d, door in enumerate(found.doors.ids):
            by_slip = [[table[at[door]][at[f.place]] for f in sites] for table in tables]
            minutes = int(part.minutes[d])
            assert minutes in {min([m for m in row if m <= 2 * limit], default=int(FAR)) for row in by_slip}
            assert bool(part.reached[d]) == (minutes <= limit)
            opened = [
                [
                    h
                    for h in range(24)
                    if any(
                        m <= limit and all(f.openings_covering(t, t + 1) for t in range(60 * h, 60 * h + 60))
                        for f, m in zip(sites, row, strict=True)
                    )
                ]
                for row in by_slip
            ]
            assert hours(found, part.wanted.code, door) in opened


@settings(deadline=None, max_examples=60)
@given(networks(walls=False), st.data())
def test_services_at_the_door(network: Network, data: st.DataObject) -> None:
    problem, doors = data.draw(problems(network))
    found = coverage(problem, Ground.on(network, doors, model=WIDE))
    visit = replace(problem.visits[0], duration=60, beneficiary=None, id="")
    for door in found.doors.ids:
        staffed = [h for h in range(24) if makes(problem, visit, 60 * h, door)]
        assert hours(found, "care", door) == staffed


def makes(problem: Problem, visit: Visit, start: int, place: str) -> bool:
    """Whether some people, each in one role, make every minimum: every way to seat them is tried."""
    seats = [role for role in visit.roles for _ in range(role.min)]
    people = [v for v in problem.volunteers if not v.trainee and v.availabilities]

    def sits(volunteer: Volunteer, role: Role) -> bool:
        seat = Seat(visit, role, start, place)
        return not any(rule.refuses and rule.refuses(problem, volunteer, seat) for rule in RULES)

    return any(
        all(sits(v, role) for v, role in zip(team, seats, strict=True)) for team in permutations(people, len(seats))
    )


@settings(deadline=None, max_examples=40)
@given(networks(walls=False), st.data())
def test_nothing_added_takes_anything_away(network: Network, data: st.DataObject) -> None:
    """A site, an opening, every closed gate opened: no door loses, and what is said to be gained is what changed."""
    problem, doors = data.draw(problems(network))
    ground = Ground.on(network, doors, model=WIDE)
    place = data.draw(st.sampled_from(doors)).id
    chosen: list[Addition] = [AddSite(id="new", place=place, modes=("x",), open=(Window(*data.draw(SPAN)),))]
    chosen += [AddOpening(site=f.id, open=(Window(*data.draw(SPAN)),)) for f in problem.facilities]
    chosen += [AddGate(gate=gate.id) for gate in network.gates if not gate.open]
    new, sites = added(ground, sites_of(problem), chosen, days=1, drawn=lambda site: Door(site.id, 0.0, 0.0))
    before = coverage(problem, ground, uses=frozenset("x"))
    after = coverage(problem, new, sites=sites)
    gains = {gain.wanted: gain for gain in difference(before, after)}
    for old, now in zip(before.parts, after.parts, strict=True):
        assert old.wanted == now.wanted
        assert not (old.served & ~now.served).any() and (now.minutes <= old.minutes).all()
        assert ((old.bits & ~now.bits) == 0).all()
        gain = gains.get(now.wanted)
        ids = [after.doors.ids[i] for i in (now.served & ~old.served).nonzero()[0]]
        assert (list(gain.gained), gain.lost) == (ids, ()) if gain else not ids
        assert (gain.hours if gain else 0) == int(now.hours.sum() - old.hours.sum())
