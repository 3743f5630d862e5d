"""Each page of the service with somebody who looks at it and an address where there is something to see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from api.browser.town import MONDAY, Town
from matcher_api.access.models import Grant
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.certificates.models import Certificate
from matcher_api.complaints.models import Complaint
from matcher_api.database.engine import writing
from matcher_api.demo import TITLE
from matcher_api.facilities.models import Facility
from matcher_api.providers.models import Provider
from matcher_api.requests.models import Request
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit

NO_PAGES = {
    "/",  # leads on
    "/language/{lang}",
    "/drawings.css",
    "/console/{roster_id}/run",  # parts of a page
    "/people/{person_id}/export",  # files
    "/me/profile/{person_id}/export",
}
LOOKED_AT = {
    "/login": "",
    "/join": "",
    "/join/done": "",
    "/certificates": "",
    "/certificates/{number}": "",
    "/today": "coordinator",
    "/console": "coordinator",
    "/console/{roster_id}": "coordinator",
    "/console/{roster_id}/day": "coordinator",
    "/console/{roster_id}/unserved": "coordinator",
    "/console/{roster_id}/diff": "coordinator",
    "/console/{roster_id}/notice": "coordinator",
    "/requests": "coordinator",
    "/requests/new": "coordinator",
    "/requests/{request_id}": "coordinator",
    "/visits/{visit_id}": "coordinator",
    "/visits/{visit_id}/fixes": "coordinator",
    "/visits/{visit_id}/candidates": "coordinator",
    "/people": "coordinator",
    "/people/new": "coordinator",
    "/people/{person_id}": "coordinator",
    "/people/{person_id}/erase": "coordinator",
    "/imports": "coordinator",
    "/certificates/{number}/print/{person_id}": "volunteer",
    "/calls": "coordinator",
    "/messages": "coordinator",
    "/settings": "coordinator",
    "/complaints": "coordinator",
    "/complaints/{complaint_id}": "coordinator",
    "/providers": "coordinator",
    "/providers/{provider_id}": "coordinator",
    "/circle": "coordinator",
    "/circle/advice": "street",
    "/unit": "unit",
    "/unit/rooms/{facility_id}": "unit",
    "/unit/rooms/{facility_id}/hours": "unit",
    "/services": "resident",
    "/services/ask": "resident",
    "/services/near": "resident",
    "/services/rooms/{facility_id}": "resident",
    "/services/{request_id}": "resident",
    "/me": "volunteer",
    "/me/open": "volunteer",
    "/me/hours": "volunteer",
    "/me/availability": "volunteer",
    "/me/profile": "volunteer",
    "/me/messages": "volunteer",
}
"""Route -> the role that looks, "" for a stranger. A page that is not here fails a test."""


def addresses(town: Town) -> list[tuple[str, str]]:
    """(role, address) of every page, with the records it shows; those the week has none of are made."""
    with Session(writing(town.engine), expire_on_commit=False) as session:
        found = _records(session)
        session.commit()
    queries = {
        "/console/{roster_id}/day": "?person_id={coming}",
        "/visits/{visit_id}": "?roster_id={roster_id}",
        "/visits/{visit_id}/fixes": "?roster_id={roster_id}",
        "/visits/{visit_id}/candidates": "?roster_id={roster_id}&out={coming}",
        "/certificates/{number}": "?code={code}",
        "/circle/advice": "?roster_id={roster_id}",
        "/people": "?q=%E7%8E%8B",
    }
    special = {"/visits/{visit_id}/fixes": "unserved", "/visits/{visit_id}/candidates": "served"}
    made = []
    for route, role in LOOKED_AT.items():
        values = {**found, "visit_id": found[special.get(route, "served")]}
        if role == "resident":
            values["request_id"] = found["own_request"]
        if role == "unit":
            values["facility_id"] = found["own_room"]
        made.append((role, (route + queries.get(route, "")).format(**values)))
    made.append(("coordinator", "/visits/{unserved}?roster_id={roster_id}".format(**found)))
    made += [("coordinator", f"/console/{found['roster_id']}?view={view}") for view in ("rooms", "visits", "map")]
    return made


def _records(session: Session) -> dict[str, str]:
    def first(query: Any) -> Any:
        row = session.exec(query.limit(1)).first()
        assert row is not None, query
        return row

    def whom(role: AccessRole) -> Grant:
        grant: Grant = first(select(Grant).where(Grant.role == role.value))
        return grant

    me, resident, unit = whom(AccessRole.VOLUNTEER), whom(AccessRole.RESIDENT), whom(AccessRole.UNIT)
    assert me.person_id and me.community_id
    roster = first(select(RosterRow).where(RosterRow.title == TITLE))
    planned = select(PlannedVisitRow.visit_id).where(PlannedVisitRow.layer == "published")
    coming = first(
        select(AssignmentRow)
        .where(AssignmentRow.roster_id == roster.id, AssignmentRow.state == "accepted")
        .order_by(col(AssignmentRow.id))
    )
    unserved = first(select(Visit).where(col(Visit.id).not_in(planned), Visit.state == "planned"))
    asked = first(select(Request).where(Request.state == "submitted").order_by(col(Request.id)))
    provider = session.exec(select(Provider)).first() or Provider(
        community_id=me.community_id,
        code="P1",
        name="和睦养老服务中心",
        state="active",
        modes=["at_home"],
        hotline="05370000000",
    )
    complaint = Complaint(
        community_id=me.community_id, text="约好九点，十点才到。", received_at=roster.created_at,
        answer_by=roster.created_at + timedelta(days=5),
    )  # fmt: skip
    certificate = Certificate(
        community_id=me.community_id, person_id=me.person_id, number="XZ-2026-0001", code="ABCD-EFGH-JKLM",
        issued_at=roster.created_at, first_day=MONDAY, last_day=MONDAY, minutes=165,
        items=[{"service": "visit_elder", "times": 2, "minutes": 165}],
    )  # fmt: skip
    own = session.exec(select(Request).where(Request.resident_id == resident.resident_id)).first()
    if own is None:
        kept = asked.model_dump(exclude={"id", "number", "resident_id"})
        own = Request(**kept, number="XZ-1", resident_id=resident.resident_id)
        session.add(own)
    session.add_all([provider, complaint, certificate])
    session.flush()
    return {
        "roster_id": roster.id,
        "served": coming.visit_id,
        "coming": coming.person_id,
        "unserved": unserved.id,
        "request_id": asked.id,
        "own_request": own.id,
        "person_id": me.person_id,
        "number": certificate.number,
        "code": certificate.code,
        "provider_id": provider.id,
        "complaint_id": complaint.id,
        "facility_id": first(select(Facility).order_by(col(Facility.id))).id,
        "own_room": first(select(Facility).where(Facility.organisation_id == unit.organisation_id)).id,
    }
