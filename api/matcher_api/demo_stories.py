"""What makes the demo's week worth looking at: each login is somebody with something to do, and requests wait."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from matcher_api.access.models import Grant
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Community
from matcher_api.facilities.models import Facility
from matcher_api.people.models import Person
from matcher_api.requests.service import created
from matcher_api.requests.shapes import RequestDraft
from matcher_api.residents.models import Resident
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.shapes import WindowDraft
from matcher_api.web.work import Work

ASKED = (
    ("W01", "phone", "请人帮忙打扫，老伴腿脚不便", 1, (9, 12)),
    ("W08", "counter", "一个人住，想请人常来坐坐", 2, (14, 17)),
    ("G05", "phone", "想请人代办医保手续", 3, (8, 11)),
    ("W02", "web", "客厅的灯不亮了，开关打火", 4, (15, 18)),
)
"""Item of the catalogue, how it came, what was said, day of the week (0 Monday), hours."""


KINDS = {"hall": "C13", "room": "C09", "canteen": "B01", "parking": "B11", "pitch": "C14", "playground": "C01"}
"""Code of a room, without its community's -> code of the catalogue: what it counts as in the circle's checklist."""


def pointed(work: Work, community: Community) -> None:
    """The logins of volunteer, resident and unit are those with most to see in the published week."""
    known = PlannedVisitRow.layer == "published"
    asked = select(AssignmentRow.person_id).where(AssignmentRow.state == "offered")
    asked = asked.join(Person, col(Person.id) == col(AssignmentRow.person_id)).where(Person.kind == "volunteer")
    served = select(Visit.resident_id).join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(Visit.id))
    rooms = select(Facility.organisation_id).join(Booking, col(Booking.facility_id) == col(Facility.id))
    here = community.id
    for role, key, query, who in (
        (AccessRole.VOLUNTEER, "person_id", asked.where(AssignmentRow.community_id == here), AssignmentRow.person_id),
        (AccessRole.RESIDENT, "resident_id", served.where(Visit.community_id == here, known), Visit.resident_id),
        (AccessRole.UNIT, "organisation_id", rooms.where(Facility.community_id == here), Facility.organisation_id),
    ):
        column: Any = who
        most = query.where(column.is_not(None)).group_by(column).order_by(func.count().desc(), column).limit(1)
        found = work.session.exec(most).first()
        grants = select(Grant).where(Grant.role == role.value, Grant.community_id == community.id)
        for grant in work.session.exec(grants).all():
            if found is not None:
                setattr(grant, key, found)
    work.session.flush()


def requested(work: Work, community: Community) -> int:
    """A few open requests of the week, as residents make them; how many."""
    assert community.first_day is not None
    zone = ZoneInfo(community.zone)
    residents = work.session.exec(
        select(Resident.id).where(Resident.community_id == community.id).order_by(col(Resident.id))
    ).all()
    for n, (item, channel, text, day, hours) in enumerate(ASKED):
        start, end = (datetime.combine(community.first_day + timedelta(days=day), time(hour), zone) for hour in hours)
        draft = RequestDraft.model_validate(
            {
                "community_id": community.id,
                "channel": channel,
                "resident_id": residents[(n * 7) % len(residents)],
                "item_code": item,
                "text": text,
                "windows": [WindowDraft(start=start, end=end)],
            }
        )
        created(work, draft, confirm_duplicates=True)
    return len(ASKED)


def known(work: Work, community: Community) -> None:
    """Rooms are of one of the kinds a circle should have."""
    for room in work.session.exec(select(Facility).where(Facility.community_id == community.id)).all():
        room.kind = KINDS.get(room.code.rsplit("-", 1)[-1], "")
    work.session.flush()
