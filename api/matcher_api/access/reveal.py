"""Every door, phone or whole file that somebody is shown is written down: who, whose, why."""

from __future__ import annotations

from matcher_api.access.models import Reveal
from matcher_api.access.roles import AccessRole
from matcher_api.people.models import Person
from matcher_api.residents.models import Resident
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

_DESK = (AccessRole.COORDINATOR, AccessRole.CLERK, AccessRole.ADMIN)


def revealed(work: Work, subject: Person | Resident, what: str, reason: str, visit: Visit | None = None) -> Reveal:
    """In the transaction that reads it: what cannot be written down is not shown. Mark a GET with `web.work.writes`.
    `what`: contact, door, phone_owner, export; `reason`: a word, never free text."""
    login_id = work.actor.login_id
    assert login_id is not None  # nobody is shown anything without a login
    return work.add(
        Reveal(
            community_id=subject.community_id,
            at=work.now,
            login_id=login_id,
            by_role=_role(work, subject),
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            what=what,
            reason=reason,
            visit_id=visit.id if visit is not None else None,
        )
    )


def _role(work: Work, subject: Person | Resident) -> str:
    """What gave the right: a role at the desk of the community, else whatever the login is."""
    here = {g.role for g in work.actor.grants if g.community_id in (None, subject.community_id)}
    return next((r for r in _DESK if r in here), min(work.actor.roles, default=""))
