"""What is settled before a plan is made: pins, what is published, pairs, quotas, rejections.

Somebody who accepted is pinned (a published row, accepted) as long as that stands (`standing`); otherwise the row may
move. A published room without people is fixed once its unit granted it, unless it hangs on another visit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from matcher.errors import ProblemError
from matcher_api.planning.room_rows import Rooms
from matcher_api.planning.scope import Scope
from matcher_api.planning.standing import Standing, inside
from matcher_api.rosters.models import PinRow
from matcher_api.visits.models import Visit

Value = dict[str, Any]


def settled_rows(rooms: Rooms) -> dict[str, list[Value]]:
    scope, standing = rooms.scope, Standing(rooms)
    return {
        "pairs": list(_pairs(scope)),
        "pins": [
            {
                "visit": scope.key(p.visit_id),
                "volunteer": scope.key(p.person_id),
                "role": p.role or None,
                "start": None if p.start is None else scope.minute(p.start),
                "facility": scope.key(p.facility_id),
                "override": p.override or None,
            }
            for p in scope.kept.pins
            if p.visit_id in scope.visits and _why_not(scope, p) is None
        ],
        "published": [row for v in scope.visits.values() for row in _published(standing, v)],
        "quotas": list(_quotas(rooms)),
        "rejections": [
            {
                "visit": scope.key(r.visit_id),
                "facility": scope.key(r.facility_id),
                "start": None if r.start is None else scope.minute(r.start),
            }
            for r in scope.kept.rejections
            if r.visit_id in scope.visits and r.facility_id in scope.rooms
        ],
    }


def idle_pins(scope: Scope) -> tuple[ProblemError, ...]:
    """Pins that were left out, as notes."""
    pins = [p for p in scope.kept.pins if p.visit_id in scope.visits]
    return tuple(
        ProblemError(f"pin {scope.key(p.visit_id)}", "pin_left_out", why, "remove the pin")
        for p in pins
        if (why := _why_not(scope, p))
    )


def _why_not(scope: Scope, pin: PinRow) -> str | None:
    """Why a pin cannot be meant any more."""
    if pin.person_id is not None and pin.person_id not in scope.people:
        return f"{scope.key(pin.person_id)} takes part no more"
    if pin.facility_id is not None and pin.facility_id not in scope.rooms:
        return f"the facility {scope.key(pin.facility_id)} takes part no more"
    if pin.start is not None and not inside(scope, scope.visits[pin.visit_id], scope.minute(pin.start)):
        return f"its start {pin.start.isoformat()} lies outside the windows that are left"
    return None


# -- published -----------------------------------------------------------------------------------------------------


def _published(standing: Standing, visit: Visit) -> Iterator[Value]:
    scope = standing.scope
    known = scope.known(visit.id)
    if known is None:
        return
    stands = standing.of(visit, known)
    bound = {a.id for a in standing.bound(visit.id)} if stands else set()
    room = known.facility_id if visit.mode and known.facility_id in scope.rooms else None
    base = {"visit": scope.key(visit.id), "start": scope.minute(known.start), "facility": scope.key(room)}
    roles = {r.role for r in scope.kept.roles.get(visit.id, ())}
    team = [a for a in scope.team(visit.id) if a.person_id in scope.people]
    for a in team:
        role, state = a.role if a.role in roles else None, "accepted" if a.id in bound else "offered"
        yield {**base, "volunteer": scope.key(a.person_id), "role": role, "state": state}
    if not team:
        fixed = stands and not roles and standing.granted(visit, known)
        yield {**base, "state": "accepted" if fixed else "offered"}


# -- pairs and quotas ----------------------------------------------------------------------------------------------


def _pairs(scope: Scope) -> Iterator[Value]:
    """Those of the table; who said no; and all that people hold not, where they want no proposals."""
    series = {(v.community_id, v.series): scope.series(v) for v in scope.visits.values()}
    known: dict[str, Collection[str]] = {"visit": scope.visits, "volunteer": scope.people}
    told: set[tuple[str, str, str, str]] = set()
    for p in scope.kept.pairs:
        holds = p.origin == "decline" and p.other in scope.holding.get(p.person_id, ())  # said yes after all
        if p.person_id not in scope.people or holds or p.other not in known.get(p.with_kind, (p.other,)):
            continue
        other = p.other
        if p.with_kind == "series":
            other = series.get((p.community_id, p.other)) or scope.local(p.community_id, p.other)
        told.add((p.person_id, p.with_kind, other, p.kind))
        yield {
            "volunteer": scope.key(p.person_id), "with": (p.with_kind, scope.key(other)), "kind": p.kind,
        }  # fmt: skip
    refused = {(person, visit) for visit, person in scope.kept.refused if person in scope.people}
    refused |= {(p.id, v) for p in scope.people.values() if not scope.may_be_asked(p) for v in scope.visits}
    for person, visit in sorted(refused):
        mine = (person, "visit", visit, "forbidden")
        if visit in scope.visits and visit not in scope.holding.get(person, ()) and mine not in told:
            yield {"volunteer": scope.key(person), "with": ("visit", scope.key(visit)), "kind": "forbidden"}


def _quotas(rooms: Rooms) -> Iterator[Value]:
    """What residents booked themselves counts; but what they were granted already is never taken away by it."""
    scope = rooms.scope
    own = Counter((b.resident_id, b.mode) for b in scope.taken if b.resident_id is not None)
    known = Counter((v.resident_id, v.mode) for v in scope.visits.values() if scope.known(v.id) is not None)
    for q in scope.kept.quotas:
        this = (q.resident_id, q.mode)
        left = max(q.at_most - own[this], min(known[this], q.at_most))
        yield {"beneficiary": scope.key(q.resident_id), "mode": q.mode, "at_most": left}
