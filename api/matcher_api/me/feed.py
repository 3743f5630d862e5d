"""A person's calendar feed. Others cache it: it holds no address, no door and no name of anybody served."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event
from sqlmodel import col, or_, select

from matcher_api.access.secret_keys import key_hash, new_key
from matcher_api.assignments.joined import Joined, joined
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import GONE, HOLDING, AssignmentState
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.people.models import Person
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.web.work import Work

BACK = timedelta(days=30)
"""How long past and cancelled events stay."""
AGAIN = timedelta(hours=1)
"""How often calendars are asked to look."""
NEVER_TOLD = (AssignmentState.PROPOSED,)


def rotated(work: Work, person_id: str | None) -> str:
    """A new address of the actor's own feed; the one before is dead."""
    mine = sorted(work.actor.persons) if person_id is None else [p for p in work.actor.persons if p == person_id]
    if not mine:
        raise Refusal("not_found")
    if len(mine) > 1:
        raise Refusal("person_unclear", field="person_id")
    person = work.locked(Person, mine[0])
    key = new_key()
    person.feed_key_hash = key_hash(key)
    work.audit("feed.rotate", person)
    work.session.flush()
    return f"{work.settings.public_url.rstrip('/')}/api/v1/feeds/{key}.ics"


def feed(work: Work, key: str) -> tuple[bytes, str]:
    """The calendar and its ETag; without a person of this key, there is nothing here."""
    person = work.session.exec(select(Person).where(Person.feed_key_hash == key_hash(key))).first()
    if person is None or person.state in ("left", "erased"):
        raise Refusal("not_found")
    community = work.get(Community, person.community_id)
    rows = _newest(work, person)
    seen = joined(work.session, (a.visit_id for a in rows))
    body = _book(community, seen, rows)
    return body, hashlib.sha256(body).hexdigest()[:32]


def _newest(work: Work, person: Person) -> list[AssignmentRow]:
    """The newest row of each visit the person was ever told of."""
    since = work.now - BACK
    rows = work.session.exec(
        select(AssignmentRow)
        .join(
            PlannedVisitRow,
            (col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id))
            & (col(PlannedVisitRow.layer) == "published"),
            isouter=True,
        )
        .where(
            AssignmentRow.person_id == person.id,
            col(AssignmentRow.state).not_in(NEVER_TOLD),
            or_(col(PlannedVisitRow.end) > since, col(AssignmentRow.end) > since),
        )
        .order_by(col(AssignmentRow.sequence), col(AssignmentRow.id))
    ).all()
    return list({a.visit_id: a for a in rows}.values())


def _book(community: Community, seen: Joined, rows: list[AssignmentRow]) -> bytes:
    book = Calendar()
    book.add("prodid", "-//Matcher//matcher//ZH")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    name = f"志愿服务 {community.name}".strip()
    book.add("name", name)  # RFC 7986; the next lines say the same to Apple, Google and Outlook
    book.add("x-wr-calname", name)
    book.add("x-wr-timezone", community.zone)
    book.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", f"PT{AGAIN // timedelta(hours=1)}H")
    for row in sorted(rows, key=lambda a: a.visit_id):
        start, end, facility = (row.start, row.end, row.facility_id) if row.state in GONE else seen.spot(row)
        if start is not None and end is not None:
            book.add_component(_event(community, seen, row, (start, end, facility)))
    return bytes(book.to_ical())


def _event(
    community: Community, seen: Joined, row: AssignmentRow, spot: tuple[datetime, datetime, str | None]
) -> Event:
    start, end, facility = spot
    zh, _ = seen.what(seen.visits[row.visit_id])
    room = seen.facilities.get(facility or "")
    event = Event()
    event.add("uid", f"{row.visit_id}.{row.person_id}@matcher")
    changed = row.updated_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", row.sequence)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("status", _status(row))
    event.add("transp", "OPAQUE" if row.state in HOLDING else "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("summary", zh or "志愿服务")
    if room is not None:
        event.add("location", room.name or room.code)
    notes = ["虚构数据"] if community.synthetic else []
    if row.walk_minutes is not None:
        notes.insert(0, f"步行 {row.walk_minutes} 分钟")
    if notes:
        event.add("description", "\n".join(notes))
    return event


def _status(row: AssignmentRow) -> str:
    if row.state in GONE:
        return "CANCELLED"
    return "CONFIRMED" if row.state in HOLDING else "TENTATIVE"
