"""One request, one transaction: `Work` is opened before an endpoint and committed after it, or nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request, params
from sqlmodel import Session, select

from matcher_api.access.actor import ANONYMOUS, Actor
from matcher_api.access.identify import SAFE, identify
from matcher_api.access.roles import AccessRole
from matcher_api.audit.models import AuditEntry
from matcher_api.database.engine import writing
from matcher_api.database.record import Record
from matcher_api.errors import Refusal
from matcher_api.settings import Settings
from matcher_api.web.idempotency import remember

R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=Callable[..., object])


@dataclass
class Work:
    """What a service function needs of the world: the open transaction, who acts, and what time it is.

    `after`: called once the transaction is kept, for what must not happen otherwise (waking the runner).
    """

    session: Session
    actor: Actor
    now: datetime
    settings: Settings
    after: list[Callable[[], None]] = field(default_factory=list)

    def get(self, model: type[R], key: str) -> R:
        """The record, or the refusal `not_found`; whether the actor may see it is for the service to say."""
        found = self.session.get(model, key)
        if found is None:
            raise Refusal("not_found")
        return found

    def locked(self, model: type[R], key: str) -> R:
        """The record as it is now, held against other writers until the end of the transaction."""
        found = self.session.exec(
            select(model).where(model.id == key).with_for_update().execution_options(populate_existing=True)
        ).first()
        if found is None:
            raise Refusal("not_found")
        return found

    def add(self, record: R) -> R:
        self.session.add(record)
        return record

    def require(self, community_id: str | None, *roles: AccessRole) -> None:
        """Refuses unless one of `roles` is held for this community; other people's communities do not exist."""
        if not self.actor.in_community(community_id, *roles):
            raise Refusal("not_found")

    def audit(self, action: str, subject: Record, **values: str | int | bool | None) -> None:
        """Writes one line of the audit, in the same transaction. Ids and states only: nothing personal. What is done to
        a community itself is an act of that community."""
        whole = subject.id if subject.__tablename__ == "community" else None
        self.session.add(
            AuditEntry(
                at=self.now,
                login_id=self.actor.login_id,
                action=action,
                subject_kind=str(subject.__tablename__),
                subject_id=subject.id,
                community_id=getattr(subject, "community_id", whole),
                detail=dict(values),
            )
        )


def writes(endpoint: F) -> F:
    """Marks an endpoint whose GET keeps something too, such as a line about what was revealed: its transaction is a
    writing one from the start."""
    endpoint.writes = True  # type: ignore[attr-defined]
    return endpoint


def _writing(request: Request) -> bool:
    return request.method not in SAFE or getattr(request.scope.get("endpoint"), "writes", False)


def open_work(request: Request, key: Annotated[str, Depends(remember)]) -> Iterator[Work]:
    """The unit of work of a request; writers of SQLite queue at its start. Committed before the answer is sent."""
    app = request.app.state
    engine = writing(app.engine) if _writing(request) else app.engine
    with Session(engine, expire_on_commit=False) as session:
        now = app.now()
        work = Work(session, ANONYMOUS, now, app.settings)
        work.actor = identify(request, session, now=now)
        request.state.login_id = work.actor.login_id
        app.idempotency.claim(request, session, work.actor, key, now)
        yield work
        app.idempotency.keep(request, session)
        session.commit()
    for then in work.after:
        then()


WorkOf = Annotated[Work, Depends(open_work, scope="function")]


class Allow:
    """Dependency: the actor must hold one of the roles; runs before the body is read as a model."""

    def __init__(self, *roles: AccessRole) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, work: WorkOf) -> None:
        """Nothing here waits: a coroutine is spared the way through a thread."""
        self.judged(work)

    def judged(self, work: Work) -> None:
        if not work.actor.known:
            raise Refusal("not_logged_in", headers={"WWW-Authenticate": "Bearer"})
        if not work.actor.has(*self.roles, AccessRole.ADMIN):
            raise Refusal("forbidden")


def allow(*roles: AccessRole) -> Sequence[params.Depends]:
    """For `dependencies=` of an endpoint: who may call it (admin always)."""
    return [Depends(Allow(*roles))]
