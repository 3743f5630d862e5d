"""Residents: kept by the desk, who alone sees them, besides themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select

from matcher_api.access.rows import of_communities
from matcher_api.communities.models import Place
from matcher_api.database.record import new_id
from matcher_api.errors import Refusal
from matcher_api.people.seen import DESK
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.residents.shapes import ResidentChange, ResidentContactShown, ResidentDraft, ResidentShown
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

CONTACT = frozenset({"name", "phone", "door", "note"})
ERASED = "erased"


def listed(
    work: Work, paging: Paging, *, community_id: str | None, text: str, state: str | None
) -> Page[ResidentShown]:
    """`text`: in code or name. Who was erased is not listed."""
    visible = or_(of_communities(Resident.community_id, work.actor, *DESK), col(Resident.id).in_(work.actor.residents))
    query = select(Resident).where(visible, Resident.state != ERASED)
    if community_id is not None:
        query = query.where(Resident.community_id == community_id)
    if state is not None:
        query = query.where(Resident.state == state)
    if text.strip():
        named = select(ResidentContact.resident_id).where(
            col(ResidentContact.name).contains(text.strip(), autoescape=True)
        )
        query = query.where(
            or_(col(Resident.code).contains(text.strip(), autoescape=True), col(Resident.id).in_(named))
        )
    return page_of(work, query, Resident, paging, lambda rows: shown(work, rows))


def shown(work: Work, rows: Sequence[Resident], *, contact: bool = False) -> list[ResidentShown]:
    """One query, however many. `contact`: phone and door too, for the resident themselves."""
    ids = [r.id for r in rows]
    contacts = {
        c.resident_id: c
        for c in work.session.exec(select(ResidentContact).where(col(ResidentContact.resident_id).in_(ids))).all()
    }
    made = []
    for row in rows:
        mine = contacts.get(row.id)
        own = contact and row.id in work.actor.residents and mine is not None
        made.append(
            ResidentShown.model_validate(
                {
                    **row.model_dump(),
                    "name": mine.name if mine is not None else "",
                    "contact": ResidentContactShown.model_validate(mine) if own else None,
                }
            )
        )
    return made


def one(work: Work, resident: Resident) -> ResidentShown:
    return shown(work, [resident], contact=True)[0]


def seen(work: Work, resident_id: str) -> Resident:
    """By the community's desk, and by themselves."""
    resident = work.get(Resident, resident_id)
    if resident.id not in work.actor.residents:
        work.require(resident.community_id, *DESK)
    return resident


def held(work: Work, resident_id: str) -> Resident:
    """For the desk, locked. Nothing can be changed about who was erased."""
    resident = work.locked(Resident, resident_id)
    work.require(resident.community_id, *DESK)
    if resident.state == ERASED:
        raise Refusal("not_found")
    return resident


def created(work: Work, draft: ResidentDraft) -> Resident:
    work.require(draft.community_id, *DESK)
    code = draft.code or f"B{new_id()[-8:]}"
    resident = Resident(**{**draft.model_dump(exclude=set(CONTACT)), "code": code})
    _sound(work, resident, {"code", "home_id"})
    work.add(resident)
    work.session.flush()
    work.add(ResidentContact(resident_id=resident.id, **draft.model_dump(include=set(CONTACT))))
    work.audit("resident.create", resident)
    work.session.flush()
    return resident


def changed(work: Work, resident_id: str, change: ResidentChange, if_match: str | None) -> Resident:
    resident = held(work, resident_id)
    expect(resident, if_match)
    values = change.model_dump(exclude_unset=True)
    with work.session.no_autoflush:  # one new version, whatever is looked up meanwhile
        resident.sqlmodel_update({k: v for k, v in values.items() if k not in CONTACT})
        _sound(work, resident, set(values))
        query = select(ResidentContact).where(ResidentContact.resident_id == resident.id)
        contact = work.session.exec(query).first() or work.add(ResidentContact(resident_id=resident.id))
        contact.sqlmodel_update({k: v for k, v in values.items() if k in CONTACT})
        work.audit("resident.change", resident, fields=",".join(sorted(values)))
        touched(work, resident)
    return resident


def touched(work: Work, resident: Resident) -> None:
    """Something that belongs to the resident changed: a new version of the row."""
    flag_modified(resident, "state")
    work.session.flush()


def _sound(work: Work, resident: Resident, given: set[str]) -> None:
    if "home_id" in given and resident.home_id is not None:
        place = work.session.get(Place, resident.home_id)
        if place is None or place.community_id != resident.community_id:
            raise Refusal("invalid", faults=[fault("home_id", "unknown_place", value=resident.home_id)])
    if "code" in given:
        same = select(Resident.id).where(
            Resident.community_id == resident.community_id, Resident.code == resident.code, Resident.id != resident.id
        )
        if (there := work.session.exec(same).first()) is not None:
            raise Refusal("code_taken", field="code", value=resident.code, conflict={"id": there})
