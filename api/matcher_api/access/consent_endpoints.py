"""/volunteers/{id}/consents and /residents/{id}/consents"""

from __future__ import annotations

from fastapi import APIRouter

from matcher_api.access import consents
from matcher_api.access.consent_shapes import ConsentShown, ConsentsPage, PersonConsentDraft, ResidentConsentDraft
from matcher_api.access.consents import DESK
from matcher_api.access.roles import AccessRole
from matcher_api.web.paging import PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

of_volunteers: APIRouter = resource("/volunteers/{person_id}/consents", "volunteers")
of_residents: APIRouter = resource("/residents/{resident_id}/consents", "residents")


@of_volunteers.get("", dependencies=allow(*DESK, AccessRole.VOLUNTEER))
def list_volunteer_consents(work: WorkOf, person_id: str, paging: PagingOf) -> ConsentsPage:
    """Every yes and every no, and what holds now."""
    return consents.of_person(work, person_id, paging)


@of_volunteers.post("", status_code=201, dependencies=allow(*DESK, AccessRole.VOLUNTEER))
def enter_volunteer_consent(work: WorkOf, person_id: str, draft: PersonConsentDraft) -> ConsentShown:
    """One entry more; a consent is withdrawn as easily as it is given."""
    return consents.person_said(work, person_id, draft)


@of_residents.get("", dependencies=allow(*DESK, AccessRole.RESIDENT))
def list_resident_consents(work: WorkOf, resident_id: str, paging: PagingOf) -> ConsentsPage:
    """Every yes and every no, and what holds now."""
    return consents.of_resident(work, resident_id, paging)


@of_residents.post("", status_code=201, dependencies=allow(*DESK, AccessRole.RESIDENT))
def enter_resident_consent(work: WorkOf, resident_id: str, draft: ResidentConsentDraft) -> ConsentShown:
    """One entry more; a consent is withdrawn as easily as it is given."""
    return consents.resident_said(work, resident_id, draft)
