"""Everything that is kept of somebody, as it lies in the tables."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from matcher_api.access.models import Grant, Login, Reveal
from matcher_api.access.reveal import revealed
from matcher_api.access.roles import AccessRole
from matcher_api.access.subjects import Subject, own, person_of, resident_of
from matcher_api.assignments.models import AssignmentRow
from matcher_api.audit.models import AuditEntry
from matcher_api.database.record import Record
from matcher_api.people.models import PairRow
from matcher_api.personal.held import held_of
from matcher_api.personal.shapes import PersonalData
from matcher_api.requests.models import RequestWindow
from matcher_api.visits.models import VisitWindow
from matcher_api.web.work import Work

SECRET = frozenset({"feed_key_hash", "card_key_hash", "password_hash"})
NOT_OF_THE_DESK = frozenset({"by_login_id", "login_id", "seen_by", "verified_by", "entered_by"})
"""Who sat at the desk: the coordinator's to know."""


def of_person(work: Work, person_id: str) -> PersonalData:
    return _made(work, person_of(work, person_id, AccessRole.COORDINATOR))


def of_resident(work: Work, resident_id: str) -> PersonalData:
    return _made(work, resident_of(work, resident_id, AccessRole.COORDINATOR))


def _made(work: Work, subject: Subject) -> PersonalData:
    desk = work.actor.in_community(subject.community_id, AccessRole.COORDINATOR)
    hidden = SECRET if desk else SECRET | NOT_OF_THE_DESK

    def rows(query: Any) -> list[dict[str, Any]]:
        return [r.model_dump(mode="json", exclude=set(hidden)) for r in work.session.exec(query).all()]

    held = held_of(subject)
    reveals = rows(select(Reveal).where(Reveal.subject_id == subject.id).order_by(col(Reveal.id)))
    acts = rows(select(AuditEntry).where(AuditEntry.subject_id == subject.id).order_by(col(AuditEntry.id)))
    logins = select(Login).where(col(Login.id).in_(select(Grant.login_id).where(held.of(Grant, subject))))
    revealed(work, subject, "export", "own" if own(work, subject) else "asked_for")
    found = {str(m.__tablename__): rows(_query(subject, m, desk=desk)) for m in held.tables}
    if "request" in found:
        ids = [r["id"] for r in found["request"]]
        found["request_window"] = rows(select(RequestWindow).where(col(RequestWindow.request_id).in_(ids)))
    if "visit" in found:
        ids = [r["id"] for r in found["visit"]]
        found["visit_window"] = rows(select(VisitWindow).where(col(VisitWindow.visit_id).in_(ids)))
    return PersonalData(
        made_at=work.now,
        record=subject.model_dump(mode="json", exclude=set(hidden)),
        rows=found,
        logins=rows(logins.order_by(col(Login.id))),
        reveals=reveals,
        acts=acts,
    )


def _query(subject: Subject, model: type[Record], *, desk: bool) -> Any:
    """Drafts nobody was told of are left out; so is, for the person, what a coordinator noted about pairs: it is of
    two people."""
    query = select(model).where(held_of(subject).of(model, subject)).order_by(col(model.id))
    if model is AssignmentRow:
        query = query.where(AssignmentRow.state != "proposed")
    if model is PairRow and not desk:
        query = query.where(PairRow.origin != "coordinator")
    return query
