"""Case numbers: the community's code, the year, a running number."""

from __future__ import annotations

import hashlib

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from matcher_api.communities.models import Community
from matcher_api.requests.models import RequestCounter
from matcher_api.web.work import Work

LONGEST_CODE = 40


def number_of(work: Work, community: Community, year: int) -> str:
    """The next one. Its counter is held until the transaction ends, so that no number is given twice; one that was
    taken by a request that failed is given again."""
    counter = _held(work, community.id, year) or _begun(work, community.id, year)
    counter.newest += 1
    work.session.flush()
    return f"{short(community.code)}-{year}-{counter.newest:05d}"


def _held(work: Work, community_id: str, year: int) -> RequestCounter | None:
    return work.session.exec(
        select(RequestCounter)
        .where(RequestCounter.community_id == community_id, RequestCounter.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _begun(work: Work, community_id: str, year: int) -> RequestCounter:
    """The first of a year; where two begin it at once, the second waits for the first and goes on from there."""
    try:
        with work.session.begin_nested():
            work.session.add(RequestCounter(community_id=community_id, year=year))
    except IntegrityError:
        pass  # the other one's row is there now
    counter = _held(work, community_id, year)
    assert counter is not None
    return counter


def short(code: str) -> str:
    """A very long code is cut, and told apart from others cut alike."""
    if len(code) <= LONGEST_CODE:
        return code
    return f"{code[: LONGEST_CODE - 9]}-{hashlib.sha256(code.encode()).hexdigest()[:8]}"
