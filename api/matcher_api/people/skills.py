"""What a person can do, and until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlmodel import select

from matcher_api.errors import Refusal
from matcher_api.people.models import Person, PersonSkill
from matcher_api.people.seen import held_at_desk, known, touched
from matcher_api.people.shapes import SkillDraft, SkillSet, SkillShown
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def listed(work: Work, person_id: str, paging: Paging) -> Page[SkillShown]:
    person = known(work, person_id)
    query = select(PersonSkill).where(PersonSkill.person_id == person.id)
    return page_of(work, query, PersonSkill, paging, shown)


def shown(rows: Sequence[PersonSkill]) -> list[SkillShown]:
    return [SkillShown.model_validate(row) for row in rows]


def replaced(work: Work, person_id: str, asked: SkillSet, if_match: str | None) -> tuple[Person, list[SkillShown]]:
    """The whole set at once. A skill that stays as it is keeps the credential it rests on."""
    person = held_at_desk(work, person_id)
    expect(person, if_match)
    twice = [name for name, times in Counter(s.skill for s in asked.skills).items() if times > 1]
    if twice:
        at = {s.skill: i for i, s in enumerate(asked.skills)}
        raise Refusal("invalid", faults=[fault(f"skills.{at[n]}.skill", "skill_twice", value=n) for n in twice])
    there = {s.skill: s for s in _of(work, person)}
    for name in there.keys() - {s.skill for s in asked.skills}:
        work.session.delete(there[name])
    rows = []
    for draft in asked.skills:
        row = there.get(draft.skill) or PersonSkill(person_id=person.id, skill=draft.skill)
        if row.valid_until != draft.valid_until:
            row.valid_until, row.credential_id = draft.valid_until, None
        rows.append(work.add(row))
    touched(work, person)
    work.audit("volunteer.skills", person, count=len(rows))
    return person, shown(sorted(rows, key=lambda r: r.id))


def _of(work: Work, person: Person) -> Sequence[PersonSkill]:
    return work.session.exec(select(PersonSkill).where(PersonSkill.person_id == person.id)).all()


def added(work: Work, person_id: str, draft: SkillDraft) -> PersonSkill:
    person = held_at_desk(work, person_id)
    there = next((s for s in _of(work, person) if s.skill == draft.skill), None)
    if there is not None:
        raise Refusal("skill_held", field="skill", value=draft.skill, conflict={"id": there.id})
    row = work.add(PersonSkill(person_id=person.id, skill=draft.skill, valid_until=draft.valid_until))
    work.session.flush()
    work.audit("volunteer.skill_add", person, skill_id=row.id)
    touched(work, person)
    return row


def removed(work: Work, person_id: str, skill_id: str, if_match: str | None) -> None:
    person = held_at_desk(work, person_id)
    row = work.locked(PersonSkill, skill_id)
    if row.person_id != person.id:
        raise Refusal("not_found")
    expect(row, if_match)
    work.session.delete(row)
    work.audit("volunteer.skill_remove", person, skill_id=row.id)
    touched(work, person)
