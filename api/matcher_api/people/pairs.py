"""Who must not, or should, go with whom or what. The coordinator's alone: volunteers are never shown these."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.database.record import Record
from matcher_api.errors import Refusal
from matcher_api.people.models import PairRow, Person
from matcher_api.people.names import names_of
from matcher_api.people.seen import held_at_desk
from matcher_api.people.shapes import PairDraft, PairShown
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.visits.models import Visit
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

_RECORDS: dict[str, type[Record]] = {"visit": Visit, "beneficiary": Resident, "volunteer": Person}


def listed(work: Work, person_id: str, paging: Paging) -> Page[PairShown]:
    person = work.get(Person, person_id)
    work.require(person.community_id, AccessRole.COORDINATOR)
    query = select(PairRow).where(PairRow.person_id == person.id)
    return page_of(work, query, PairRow, paging, lambda rows: [PairShown.model_validate(r) for r in rows])


def added(work: Work, person_id: str, draft: PairDraft) -> PairRow:
    person = held_at_desk(work, person_id, AccessRole.COORDINATOR)
    model = _RECORDS.get(draft.with_kind)
    if model is not None:
        other = work.session.get(model, draft.other)
        if other is None or getattr(other, "community_id", None) != person.community_id or other.id == person.id:
            raise Refusal("unknown_other", field="other", value=draft.other)
    same = select(PairRow).where(
        PairRow.person_id == person.id, PairRow.with_kind == draft.with_kind, PairRow.other == draft.other
    )
    if (there := work.session.exec(same).first()) is not None:
        raise Refusal("pair_there", conflict={"id": there.id, "kind": there.kind})
    row = work.add(PairRow(community_id=person.community_id, person_id=person.id, **draft.model_dump()))
    work.session.flush()
    work.audit("pair.create", row, person_id=person.id, kind=row.kind, with_kind=row.with_kind)
    return row


def removed(work: Work, person_id: str, pair_id: str, if_match: str | None) -> None:
    """What a person declined stays: nobody is asked for the same again."""
    person = held_at_desk(work, person_id, AccessRole.COORDINATOR)
    row = work.locked(PairRow, pair_id)
    if row.person_id != person.id:
        raise Refusal("not_found")
    expect(row, if_match)
    if row.origin == "decline":
        raise Refusal("pair_of_decline")
    work.session.delete(row)
    work.audit("pair.remove", row, person_id=person.id, kind=row.kind, with_kind=row.with_kind)


def id_of_code(work: Work, person_id: str, with_kind: str, code: str) -> str:
    """What people write for a pair -> what it holds: the id of the volunteer, resident or visit of that code in the
    person's community; a service or series is its own text."""
    model = _RECORDS.get(with_kind)
    if model is None:
        return code
    columns: Any = model
    own = work.get(Person, person_id).community_id
    found = work.session.exec(select(columns.id).where(columns.community_id == own, columns.code == code)).first()
    if found is None:
        raise Refusal("unknown_other", field="other", value=code)
    return str(found)


def called(work: Work, rows: Iterable[PairShown]) -> dict[str, str]:
    """Name and code of the other, by id of the pair; for the coordinator."""
    rows = list(rows)
    texts: dict[str, str] = {}
    for kind, model in _RECORDS.items():
        columns: Any = model
        ids = {row.other for row in rows if row.with_kind == kind}
        texts |= dict(work.session.exec(select(columns.id, columns.code).where(columns.id.in_(ids))).all())
    people = names_of(work.session, texts)
    residents = select(ResidentContact.resident_id, ResidentContact.name).where(
        col(ResidentContact.resident_id).in_(texts)
    )
    named = {**people, **dict(work.session.exec(residents).all())}
    return {
        row.id: " ".join(x for x in (named.get(row.other, ""), texts.get(row.other, row.other)) if x) for row in rows
    }
