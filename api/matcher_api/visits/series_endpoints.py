"""/series"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.communities.models import Community
from matcher_api.visits import series
from matcher_api.visits.cancelling import Cancelled
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import local_day
from matcher_api.visits.series_shapes import SeriesChanged, SeriesDraft, SeriesException, SeriesRest, SeriesShown
from matcher_api.visits.showing import shown
from matcher_api.web.router import resource
from matcher_api.web.texts import Line
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/series", "visits")
CommunityId = Annotated[
    Line | None, Query(max_length=32, description="Needed where several communities have a series of this name")
]


@router.post("", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def create_series(work: WorkOf, draft: SeriesDraft) -> SeriesShown:
    """Visits without a request that repeat; dates that have passed are not made."""
    return _shown(work, series.created(work, draft))


@router.get("/{series_id}", dependencies=allow(*OFFICE, *OVERSIGHT, AccessRole.RESIDENT, AccessRole.VOLUNTEER))
def get_series(work: WorkOf, series_id: str, community_id: CommunityId = None) -> SeriesShown:
    """The visits of a series, as far as one may see them."""
    return _shown(work, series.found(work, series_id, community_id))


@router.post("/{series_id}/cancel", dependencies=allow(AccessRole.COORDINATOR, AccessRole.CLERK))
def cancel_rest(work: WorkOf, series_id: str, rest: SeriesRest, community_id: CommunityId = None) -> SeriesChanged:
    """Cancels all that are still to come; those begun or ended stay."""
    return _changed(work, *series.rest_cancelled(work, series_id, community_id, rest.since, rest.reason))


@router.post("/{series_id}/exceptions", dependencies=allow(AccessRole.COORDINATOR))
def except_day(
    work: WorkOf, series_id: str, exception: SeriesException, community_id: CommunityId = None
) -> SeriesChanged:
    """One day takes place at other times, or not at all."""
    return _changed(work, *series.excepted(work, series_id, community_id, exception))


def _shown(work: Work, rows: Sequence[Visit]) -> SeriesShown:
    first = rows[0]
    zone = ZoneInfo(work.get(Community, first.community_id).zone)
    days = [local_day(v.first_start, zone) for v in rows if v.first_start is not None]
    return SeriesShown(
        series=first.series,
        community_id=first.community_id,
        request_id=first.request_id,
        first_day=min(days),
        last_day=max(days),
        visits=shown(work, rows),
    )


def _changed(work: Work, rows: Sequence[Visit], done: Cancelled) -> SeriesChanged:
    return SeriesChanged(
        visits=shown(work, rows),
        withdrawn=list(done.withdrawn),
        bookings=list(done.bookings),
        left_without=list(done.left_without),
    )
