"""The steps of a certification, each with what it asks for."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import select

from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.providers.models import Provider, ProviderFact
from matcher_api.providers.service import complete, held
from matcher_api.providers.standing import reopened
from matcher_api.providers.states import CERTIFICATION, ProviderState
from matcher_api.visits.moments import local_day, zones_of
from matcher_api.web.work import Work

OFFICE = (AccessRole.COORDINATOR, AccessRole.STREET)
APPLICANT = (AccessRole.COORDINATOR, AccessRole.PROVIDER)
NOTICE_DAYS = 7
"""Of public notice, unless the community's settings say otherwise (`notice_days`)."""
REVOKING = ("defect", "dissatisfaction", "refusal_to_correct")
"""Kinds of facts that must all be on file before a badge is taken away."""


def submitted(work: Work, provider_id: str) -> Provider:
    return _stepped(work, held(work, provider_id, *APPLICANT), "submit")


def withdrawn(work: Work, provider_id: str) -> Provider:
    return _stepped(work, held(work, provider_id, *APPLICANT), "withdraw")


def council_passed(work: Work, provider_id: str) -> Provider:
    return _stepped(work, held(work, provider_id, *OFFICE), "council_pass")


def council_rejected(work: Work, provider_id: str, reason: str) -> Provider:
    """The reason is kept with the facts, and shown to those who work on it."""
    provider = _stepped(work, held(work, provider_id, *OFFICE), "council_reject")
    work.add(
        ProviderFact(
            provider_id=provider.id,
            kind="council_rejection",
            at=work.now,
            text=reason,
            by_login_id=work.actor.login_id,
        )
    )
    return provider


def noticed(work: Work, provider_id: str) -> Provider:
    """The notice runs whole days: the day it is put up does not count."""
    provider = _stepped(work, held(work, provider_id, *OFFICE), "notice")
    settings = work.get(Community, provider.community_id).settings
    provider.notice_until = _today(work, provider) + timedelta(days=int(settings.get("notice_days", NOTICE_DAYS)))
    return _kept(work, provider)


def signed(work: Work, provider_id: str) -> Provider:
    """After the last day of the notice."""
    provider = held(work, provider_id, *OFFICE)
    CERTIFICATION.after(provider.state, "sign")
    until = provider.notice_until
    if until is None or _today(work, provider) <= until:
        raise Refusal("notice_running", until=until)
    return _stepped(work, provider, "sign")


def activated(work: Work, provider_id: str, certified_until: date | None) -> Provider:
    """With everything it must publish; from now on its workers are planned."""
    provider = held(work, provider_id, *OFFICE)
    CERTIFICATION.after(provider.state, "activate")
    _not_past(work, provider, "certified_until", certified_until)
    complete(work, provider)
    provider.certified_until = certified_until
    return _stepped(work, provider, "activate")


def to_rectify(work: Work, provider_id: str, by: date) -> Provider:
    provider = held(work, provider_id, *OFFICE)
    CERTIFICATION.after(provider.state, "rectify")
    _not_past(work, provider, "by", by)
    provider.rectify_by = by
    return _stepped(work, provider, "rectify")


def restored(work: Work, provider_id: str) -> Provider:
    """It put things right."""
    provider = held(work, provider_id, *OFFICE)
    CERTIFICATION.after(provider.state, "restore")
    complete(work, provider)
    provider.rectify_by = None
    return _stepped(work, provider, "restore")


def suspended(work: Work, provider_id: str) -> Provider:
    return _stepped(work, held(work, provider_id, *OFFICE), "suspend")


def revoked(work: Work, provider_id: str) -> Provider:
    """For good, and only with the three kinds of facts on file."""
    provider = held(work, provider_id, *OFFICE)
    CERTIFICATION.after(provider.state, "revoke")
    kinds = set(work.session.exec(select(ProviderFact.kind).where(ProviderFact.provider_id == provider.id)).all())
    if missing := [kind for kind in REVOKING if kind not in kinds]:
        raise Refusal("facts_missing", conflict={"missing": missing}, kinds=", ".join(missing))
    return _stepped(work, provider, "revoke")


def expired(work: Work, provider_id: str) -> Provider:
    """Its last day is over; it may be submitted again."""
    provider = held(work, provider_id, *OFFICE)
    CERTIFICATION.after(provider.state, "expire")
    if provider.certified_until is None or _today(work, provider) <= provider.certified_until:
        raise Refusal("not_expired")
    return _stepped(work, provider, "expire")


def _stepped(work: Work, provider: Provider, action: str) -> Provider:
    before = provider.state
    provider.state = CERTIFICATION.after(before, action)
    work.audit(f"provider.{action}", provider, state=provider.state)
    if before == ProviderState.ACTIVE:
        reopened(work, provider)
    return _kept(work, provider)


def _kept(work: Work, provider: Provider) -> Provider:
    work.session.flush()
    return provider


def _today(work: Work, provider: Provider) -> date:
    return local_day(work.now, zones_of(work, [provider.community_id])[provider.community_id])


def _not_past(work: Work, provider: Provider, field: str, day: date | None) -> None:
    if day is not None and day < _today(work, provider):
        raise Refusal("date_past", field=field, value=day)
