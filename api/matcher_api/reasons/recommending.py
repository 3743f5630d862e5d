"""When a visit could take place: the best times with how many could come, for the desk with names."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import select

from matcher.explain import Time, times
from matcher_api.communities.models import Community
from matcher_api.exports.called import Called
from matcher_api.reasons.clock import in_words
from matcher_api.reasons.explaining import plan_of, roster_asked
from matcher_api.reasons.shapes import PersonShown, RecommendationsShown, TimeShown
from matcher_api.requests.service import seen as seen_request
from matcher_api.requests.states import ENDED as ENDED_REQUESTS
from matcher_api.requests.visits_of import visits_made
from matcher_api.rosters.shapes import Layer
from matcher_api.visits.models import Visit
from matcher_api.visits.service import seen
from matcher_api.visits.states import ENDED, VisitState
from matcher_api.visits.views import View, views
from matcher_api.web.work import Work

MOST_NAMED = 10
"""People named for one time."""


def recommended(work: Work, visit_id: str, roster_id: str | None, layer: Layer, most: int) -> RecommendationsShown:
    """Judged by the rules beside what the layer holds already; past times are left out; an ended visit has none."""
    visit = seen(work, visit_id)
    view = views(work, [visit])[visit.id]
    row = roster_asked(work, visit, roster_id, layer, view)
    if visit.state in ENDED or visit.state == VisitState.IN_PROGRESS:
        return RecommendationsShown(visit_id=visit.id, times=[])
    zone = ZoneInfo(work.get(Community, visit.community_id).zone)
    plan = plan_of(work, visit, row, layer, zone)
    if plan is None or visit.id not in plan[1].code_of:
        return RecommendationsShown(visit_id=visit.id, times=[])
    planned, found = plan
    told = times(found.problem, found.roster, found.code_of[visit.id])
    ahead = [(planned.moment(t.start), t) for t in told if t.enough or t.people]
    named = view == View.OFFICE
    shown = [_shown(found, start, t, zone, named=named) for start, t in ahead if start >= work.now]
    return RecommendationsShown(visit_id=visit.id, times=shown[:most])


def recommended_for(work: Work, request_id: str, most: int) -> RecommendationsShown:
    """The same for a request: of its first visit still to come, or - before it is verified - of the visit it would
    become, which is made inside the transaction and taken back."""
    request = seen_request(work, request_id)
    if request.state in ENDED_REQUESTS:
        return RecommendationsShown(visit_id=None, times=[])
    known = set(work.session.exec(select(Visit.id).where(Visit.request_id == request.id)).all())
    trial = work.session.begin_nested()
    try:
        ahead = [visit for visit in visits_made(work, request) if visit.state not in ENDED]
        if not ahead:  # all served - or a counter, a shop: nothing is scheduled here
            return RecommendationsShown(visit_id=None, times=[])
        work.session.flush()
        told = recommended(work, ahead[0].id, None, "published", most)
        return told.model_copy(update={"visit_id": ahead[0].id if ahead[0].id in known else None})
    finally:
        trial.rollback()


def _shown(found: Called, start: datetime, time: Time, zone: ZoneInfo, *, named: bool) -> TimeShown:
    count, id_of = len(time.people), found.id_of
    zh, en = in_words(start, zone)
    people = found.problem.volunteer_of
    names = [PersonShown(person_id=id_of[p], name=people[p].name) for p in time.people[:MOST_NAMED]]
    return TimeShown(
        start=start,
        facility_id=None if time.facility is None else id_of[time.facility],
        count=count,
        enough=time.enough,
        zh=f"{zh}：{count}人可来" + ("" if time.enough else "，还不够"),
        en=f"{en}: {count} could come" + ("" if time.enough else ", which is not enough"),
        people=names if named else None,
    )
