"""Persons: listed, kept, changed, and led through their states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from matcher_api.access.rows import of_communities
from matcher_api.communities.models import Place
from matcher_api.database.record import new_id
from matcher_api.errors import Fault, Refusal
from matcher_api.people.models import Consent, Person, PersonContact, PersonSkill
from matcher_api.people.seen import DESK, at_desk, held, knows, seen, touched, visible
from matcher_api.people.shapes import ContactShown, VolunteerChange, VolunteerDraft, VolunteerShown
from matcher_api.people.states import PERSON, PersonState
from matcher_api.people.stepping_back import stepped_back
from matcher_api.providers.models import Provider
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

CONTACT = frozenset({"name", "phone", "email", "door", "has_smartphone", "note"})
OWN = frozenset({
    "max_walk_minutes", "max_minutes_day", "max_minutes_total", "max_visits_day", "return_home", "proposals",
    "name", "phone", "email", "door", "has_smartphone",
})  # fmt: skip
"""What people change about themselves; skills, checks, insurance and age are the desk's to confirm."""
_COORDINATOR_ONLY = ("staff",)
_HIDDEN = {"feed_key_hash", "card_key_hash", "created_at", "updated_at"}


def listed(
    work: Work,
    paging: Paging,
    *,
    community_id: str | None = None,
    kind: str | None = None,
    state: PersonState | None = None,
    skill: str | None = None,
    provider_id: str | None = None,
    text: str = "",
) -> Page[VolunteerShown]:
    """`text`: in the code; at the desk in the name too (nobody else learns a name by asking for it)."""
    query = select(Person).where(visible(work))
    for column, value in (
        (Person.community_id, community_id),
        (Person.kind, kind),
        (Person.state, state),
        (Person.provider_id, provider_id),
    ):
        if value is not None:
            query = query.where(col(column) == value)
    if state is None:
        query = query.where(Person.state != PersonState.ERASED)
    if skill is not None:
        query = query.where(col(Person.id).in_(select(PersonSkill.person_id).where(PersonSkill.skill == skill)))
    if text.strip():
        query = query.where(_matching(work, text.strip()))
    return page_of(work, query, Person, paging, lambda rows: shown(work, rows))


def _matching(work: Work, text: str) -> ColumnElement[bool]:
    named = select(PersonContact.person_id).where(col(PersonContact.name).contains(text, autoescape=True))
    at_own_desk = of_communities(Person.community_id, work.actor, *DESK)
    return or_(col(Person.code).contains(text, autoescape=True), at_own_desk & col(Person.id).in_(named))


def shown(work: Work, rows: Sequence[Person], *, contact: bool = False) -> list[VolunteerShown]:
    """Two queries, however many. `contact`: phone and door too, for the person themselves."""
    ids = [p.id for p in rows]
    contacts = {
        c.person_id: c
        for c in work.session.exec(select(PersonContact).where(col(PersonContact.person_id).in_(ids))).all()
    }
    skills: dict[str, list[str]] = defaultdict(list)
    for skill in work.session.exec(select(PersonSkill).where(col(PersonSkill.person_id).in_(ids))).all():
        skills[skill.person_id].append(skill.skill)
    made = []
    for person in rows:
        mine, known = contacts.get(person.id), knows(work, person)
        own = contact and person.id in work.actor.persons and mine is not None
        made.append(
            VolunteerShown.model_validate({
                **person.model_dump(exclude=_HIDDEN),
                "home_id": person.home_id if known else None,
                "possible": list(PERSON.possible(person.state)),
                "name": mine.name if mine is not None and known else "",
                "skills": sorted(skills[person.id]),
                "contact": ContactShown.model_validate(mine) if own else None,
            })
        )  # fmt: skip
    return made


def one(work: Work, person: Person) -> VolunteerShown:
    return shown(work, [person], contact=True)[0]


def got(work: Work, person_id: str) -> Person:
    return seen(work, person_id)


def created(work: Work, draft: VolunteerDraft) -> Person:
    """Active at once, except a minor without a guardian's consent."""
    work.require(draft.community_id, *DESK)
    values = draft.model_dump(exclude=set(CONTACT))
    person = Person(**{**values, "code": draft.code or made_code("V")})
    _sound(work, person, values)
    if _needs_guardian(person):
        person.state = PersonState.REGISTERED
    return kept(work, person, draft.model_dump(include=set(CONTACT)), action="volunteer.create")


def made_code(prefix: str) -> str:
    """A code for who was given none; at random, as two may be made at once."""
    return f"{prefix}{new_id()[-8:]}"


def kept(work: Work, person: Person, contact: Mapping[str, Any], *, action: str) -> Person:
    work.add(person)
    work.session.flush()
    work.add(PersonContact(person_id=person.id, **contact))
    if person.guardian_consent:
        _guardian(work, person)
    work.audit(action, person, kind=person.kind, state=person.state)
    work.session.flush()
    return person


def changed(work: Work, person_id: str, change: VolunteerChange, if_match: str | None) -> Person:
    person = held(work, person_id)
    expect(person, if_match)
    values = change.model_dump(exclude_unset=True)
    if not at_desk(work, person):
        foreign = sorted(values.keys() - OWN)
        if foreign:
            raise Refusal("invalid", faults=[fault(name, "only_desk") for name in foreign])
    consent, alone = person.guardian_consent, _needs_guardian(person)
    with work.session.no_autoflush:  # one new version, whatever is looked up meanwhile
        person.sqlmodel_update({k: v for k, v in values.items() if k not in CONTACT})
        _sound(work, person, values)
        if person.guardian_consent != consent:
            _guardian(work, person)
        _contacted(work, person, {k: v for k, v in values.items() if k in CONTACT})
        work.audit("volunteer.change", person, fields=",".join(sorted(values)))
        touched(work, person)
    if _needs_guardian(person) and not alone:
        stepped_back(work, [person.id], reason="guardian")
    return person


def _needs_guardian(person: Person) -> bool:
    return person.minor and not person.guardian_consent


def _contacted(work: Work, person: Person, values: Mapping[str, Any]) -> None:
    if not values:
        return
    query = select(PersonContact).where(PersonContact.person_id == person.id)
    contact = work.session.exec(query).first() or work.add(PersonContact(person_id=person.id))
    contact.sqlmodel_update(dict(values))


def _guardian(work: Work, person: Person) -> None:
    """What the desk was told or shown goes into the ledger too."""
    work.add(
        Consent(
            person_id=person.id,
            purpose="guardian",
            given=person.guardian_consent,
            at=work.now,
            by_login_id=work.actor.login_id,
            channel="counter",
        )
    )


def _sound(work: Work, person: Person, values: Mapping[str, Any]) -> None:
    """Refuses with everything that is wrong about what was given."""
    if faults := list(_faults(work, person, values)):
        raise Refusal("invalid", faults=faults)
    if "code" in values:
        same = select(Person.id).where(
            Person.community_id == person.community_id, Person.code == person.code, Person.id != person.id
        )
        if (there := work.session.exec(same).first()) is not None:
            raise Refusal("code_taken", field="code", value=person.code, conflict={"id": there})


def _faults(work: Work, person: Person, values: Mapping[str, Any]) -> Iterator[Fault]:
    community = person.community_id
    if "home_id" in values:
        place = work.session.get(Place, person.home_id)
        if place is None or place.community_id != community:
            yield fault("home_id", "unknown_place", value=person.home_id)
    if {"provider_id", "kind"} & values.keys() and person.provider_id is not None:
        provider = work.session.get(Provider, person.provider_id)
        if provider is None or provider.community_id != community:
            yield fault("provider_id", "unknown_provider", value=person.provider_id)
        if person.kind != "worker":
            yield fault("provider_id", "worker_alone")
    staff = "kind" in values and person.kind in _COORDINATOR_ONLY
    if staff and not work.actor.in_community(community, DESK[0]):
        yield fault("kind", "only_coordinator")


def stepped(work: Work, person_id: str, action: str) -> Person:
    """Confirming and readmitting are the desk's; the rest also the person's own. Who pauses or leaves is released
    from everything still to come."""
    person = held(work, person_id)
    if action in ("confirm", "come_back") and not at_desk(work, person):
        raise Refusal("not_found")
    state = PERSON.after(person.state, action)
    if state == PersonState.ACTIVE:
        _consented(work, person)
    person.state = state
    work.audit(f"volunteer.{action}", person, state=person.state)
    if action in ("pause", "leave"):
        stepped_back(work, [person.id], reason=str(state))
    work.session.flush()
    return person


def _consented(work: Work, person: Person) -> None:
    """Nobody is planned whose guardian, or who themselves, took the consent back."""
    if _needs_guardian(person):
        raise Refusal("guardian_needed", field="guardian_consent")
    said = select(Consent.given).where(Consent.person_id == person.id, Consent.purpose == "data")
    newest = work.session.exec(said.order_by(col(Consent.at).desc(), col(Consent.id).desc()).limit(1)).first()
    if newest is False:
        raise Refusal("consent_needed")
