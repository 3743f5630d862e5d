"""Papers and skills that end soon: whoever loses one cannot be asked for that work any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.people.models import Credential, Person, PersonSkill
from matcher_api.people.names import names_of
from matcher_api.people.states import PersonState
from matcher_api.web.work import Work

SOON = timedelta(days=30)
DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)


@dataclass(frozen=True, slots=True)
class Expiring:
    """`kind` of the paper, or the skill (`kind` empty)."""

    person_id: str
    name: str
    kind: str
    skill: str
    valid_until: date


def expiring(work: Work, today: date) -> list[Expiring]:
    """Of active people of the desk's communities, from a month ago to a month ahead, the soonest first. A skill that
    a paper gives is told with the paper."""
    papers = _of_desk(work, select(Credential), Credential, today)
    skills = _of_desk(work, select(PersonSkill).where(col(PersonSkill.credential_id).is_(None)), PersonSkill, today)
    names = names_of(work.session, {row.person_id for row in (*papers, *skills)})
    found = [Expiring(p.person_id, names.get(p.person_id, ""), p.kind, "", p.valid_until) for p in papers]
    found += [Expiring(s.person_id, names.get(s.person_id, ""), "", s.skill, s.valid_until) for s in skills]
    return sorted(found, key=lambda e: (e.valid_until, e.person_id, e.kind, e.skill))


def _of_desk(work: Work, query: Any, model: Any, today: date) -> Any:
    query = query.join(Person, col(Person.id) == model.person_id)
    query = query.where(model.valid_until >= today - SOON, model.valid_until <= today + SOON)
    query = query.where(Person.state == PersonState.ACTIVE)
    mine = work.actor.where(*DESK)
    if mine is not None:
        query = query.where(col(Person.community_id).in_(mine))
    return work.session.exec(query).all()
