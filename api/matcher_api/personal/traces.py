"""What is kept of somebody besides the rows that are theirs: ways in, answers kept for replay, words about them in rows
of others, and pages of the SQLite file that were written over."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, delete, select, update

from matcher_api.access.models import Grant, Login, LoginSession
from matcher_api.access.subjects import Subject
from matcher_api.assignments.models import AssignmentRow
from matcher_api.people.models import PairRow, Person
from matcher_api.personal.held import held_of, visits_of
from matcher_api.rosters.models import PinRow
from matcher_api.web.idempotency import IdempotentCall
from matcher_api.web.work import Work

CHECKPOINT_MILLISECONDS = 500


def ways_in(work: Work, subject: Subject) -> int:
    """Logins that were this person's alone go with their sessions and tokens; others lose this role. How many went."""
    held = held_of(subject).of(Grant, subject)
    logins = set(work.session.exec(select(Grant.login_id).where(held)).all())
    if isinstance(subject, Person):
        work.session.exec(delete(LoginSession).where(col(LoginSession.card_person_id) == subject.id))
    work.session.exec(delete(Grant).where(held))
    others = set(work.session.exec(select(Grant.login_id).where(col(Grant.login_id).in_(logins))).all())
    work.session.exec(delete(Login).where(col(Login.id).in_(logins - others)))
    return len(logins - others)


def answers_kept(work: Work) -> None:
    """A replay would tell again what was told, and an answer need not say whom it is about: all that are kept go, the
    calls stay as carried out."""
    work.session.exec(
        update(IdempotentCall).where(col(IdempotentCall.body) != "").values(status=0, body="", headers={})
    )


def words_of_others(work: Work, subject: Subject) -> None:
    """Why somebody said no to them, who was pinned to them and why; pairs with them."""
    session = work.session
    session.exec(delete(PairRow).where(col(PairRow.other) == subject.id))
    if isinstance(subject, Person):
        return
    visits = visits_of(subject.id)
    session.exec(delete(PairRow).where(col(PairRow.other).in_(visits)))
    session.exec(delete(PinRow).where(col(PinRow.visit_id).in_(visits)))
    session.exec(update(AssignmentRow).where(col(AssignmentRow.visit_id).in_(visits)).values(reason=""))


def pages(engine: Engine) -> None:
    """After the commit: SQLite's log still holds the pages as they were; it is written back and cut off (freed pages
    are overwritten: `secure_delete`). Where a reader stands in the way, the next checkpoint does it."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        raw: Any = connection.driver_connection
        connection.detach()  # nobody else waits as briefly
        raw.execute(f"PRAGMA busy_timeout={CHECKPOINT_MILLISECONDS}")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
