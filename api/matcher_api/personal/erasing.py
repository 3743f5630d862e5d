"""Erasing somebody: no name, phone, door, card, login or word of theirs stays; what they did stays under a number."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func
from sqlmodel import col, delete, select, update

from matcher_api.access.roles import AccessRole
from matcher_api.access.subjects import ERASED, Subject, person_of, resident_of
from matcher_api.database.record import Record
from matcher_api.hours.models import HourEntry
from matcher_api.people.models import Person
from matcher_api.personal import ending, mentions, traces
from matcher_api.personal.held import held_of
from matcher_api.personal.shapes import Erased
from matcher_api.web.work import Work

NOBODY: dict[str, dict[str, Any]] = {
    "person": {
        "home_id": None, "sex": "", "tags": [], "minor": False, "guardian_consent": False, "record_checked": False,
        "insured_until": None, "certified_until": None, "provider_id": None, "feed_key_hash": None,
        "card_key_hash": None, "proposals": False, "pace": 1.0, "max_walk_minutes": 15, "max_minutes_day": None,
        "max_minutes_total": None, "max_visits_day": None, "return_home": False,
    },
    "resident": {"home_id": None, "sex": "", "groups": [], "pace": None},
}  # fmt: skip
"""The record of who was erased."""


def person_erased(work: Work, person_id: str, *, dry_run: bool) -> Erased:
    """For the person themselves or a coordinator."""
    return _erased(work, person_of(work, person_id, AccessRole.COORDINATOR, lock=True), dry_run=dry_run)


def resident_erased(work: Work, resident_id: str, *, dry_run: bool) -> Erased:
    """As `person_erased`."""
    return _erased(work, resident_of(work, resident_id, AccessRole.COORDINATOR, lock=True), dry_run=dry_run)


def _erased(work: Work, subject: Subject, *, dry_run: bool) -> Erased:
    """All in one transaction; a dry run does the same and takes it back."""
    savepoint = work.session.begin_nested()
    done = _done(work, subject)
    if dry_run:
        savepoint.rollback()
        work.session.expire_all()
        return done.model_copy(update={"dry_run": True})
    savepoint.commit()
    engine = work.session.get_bind().engine
    work.after.append(lambda: traces.pages(engine))
    return done


def _done(work: Work, subject: Subject) -> Erased:
    ended = ending.of_person(work, subject) if isinstance(subject, Person) else ending.of_resident(work, subject)
    work.session.flush()
    words = mentions.words_of(work, subject)
    traces.answers_kept(work)
    traces.words_of_others(work, subject)
    logins = traces.ways_in(work, subject)
    held = held_of(subject)
    deleted = {_name(model): _count(work, delete(model).where(held.of(model, subject))) for model in held.gone}
    blanked = {}
    for model, values in held.blanked:
        blank = update(model).where(held.of(model, subject)).values(**values, version=col(model.version) + 1)
        blanked[_name(model)] = _count(work, blank)
    number = f"{ERASED}-{subject.id[-8:]}"
    subject.sqlmodel_update({**NOBODY[_name(type(subject))], "code": number, "state": ERASED})
    left = mentions.still_there(work, words)
    told = {"mentions": ",".join(f"{m.table}:{m.id}" for m in left)} if left else {}
    kind = "volunteer" if isinstance(subject, Person) else "resident"
    work.audit(f"{kind}.erase", subject, state=ERASED, **told)
    work.session.flush()
    return Erased(
        id=subject.id,
        number=number,
        dry_run=False,
        minutes_kept=_minutes(work, subject),
        deleted={name: rows for name, rows in {**deleted, "login": logins}.items() if rows},
        blanked={name: rows for name, rows in blanked.items() if rows},
        ended=sorted(ended),
        mentions=left if work.actor.in_community(subject.community_id, AccessRole.COORDINATOR) else [],
    )


def _name(model: type[Record]) -> str:
    return str(model.__tablename__)


def _count(work: Work, statement: Any) -> int:
    result: Any = work.session.exec(statement)
    return int(result.rowcount)


def _minutes(work: Work, subject: Subject) -> int:
    if not isinstance(subject, Person):
        return 0
    served = select(func.coalesce(func.sum(col(HourEntry.minutes)), 0)).where(HourEntry.person_id == subject.id)
    return subject.history_minutes + int(work.session.exec(served).one())
