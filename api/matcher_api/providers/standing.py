"""Whether a provider may be given work, until when, and what follows when it no longer may."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import select

from matcher_api.notifications.models import Notification
from matcher_api.people.models import Person
from matcher_api.people.stepping_back import SteppedBack, stepped_back
from matcher_api.providers.models import Provider
from matcher_api.providers.states import ProviderState
from matcher_api.web.work import Work


def certified_until_of(provider: Provider, today: date) -> date | None:
    """The last day its workers may be planned for; None: no known end. One that is not active: the day before
    `today`, so that nothing more can be planned."""
    return provider.certified_until if provider.state == ProviderState.ACTIVE else today - timedelta(days=1)


def in_good_standing(provider: Provider, today: date) -> bool:
    """Active, and certified on that day."""
    until = certified_until_of(provider, today)
    return until is None or today <= until


def reopened(work: Work, provider: Provider) -> SteppedBack:
    """It left `active`: its workers are released from everything still to come, each is told once, and the
    community's desk hears which visits need somebody else."""
    workers = work.session.exec(select(Person.id).where(Person.provider_id == provider.id)).all()
    back = stepped_back(work, workers, reason=f"provider_{provider.state}")
    work.add(
        Notification(
            community_id=provider.community_id,
            kind="provider_not_active",
            due_at=work.now,
            payload={"provider_id": provider.id, "state": provider.state, "visits": list(back.visits)},
        )
    )
    return back
