"""One visit: whether it is planned, and if not, why; for the desk, for oversight, and for the resident who asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from matcher.explain import Unserved, unserved
from matcher.report.vocabulary import told as sentence
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.exports.called import Called, called
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned, load
from matcher_api.reasons.clock import in_words
from matcher_api.reasons.missing import near_of
from matcher_api.reasons.sentences import for_residents
from matcher_api.reasons.shapes import ExplanationShown
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.rosters.seen import seen as seen_roster
from matcher_api.rosters.shapes import Layer
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import local_day
from matcher_api.visits.service import seen
from matcher_api.visits.states import ENDED, VisitState
from matcher_api.visits.views import View, views
from matcher_api.web.work import Work

LONGEST = 14
"""Days looked at where no roster says which."""
NOBODY = RosterRow(id="", community_id="", first_day=date.min)
"""Stands for the roster where what is published is asked, which belongs to none."""


def explained(work: Work, visit_id: str, roster_id: str | None, layer: Layer) -> ExplanationShown:
    """Judged in the days of the roster, else from the visit's first day on. Residents ask for what is published."""
    visit = seen(work, visit_id)
    view = views(work, [visit])[visit.id]
    row = roster_asked(work, visit, roster_id, layer, view)
    planned = _planned(work, visit, row, layer)
    zone = ZoneInfo(work.get(Community, visit.community_id).zone)
    if visit.state in ENDED or visit.state == VisitState.IN_PROGRESS:
        return _said(visit, planned, "ended" if visit.state in ENDED else "under_way")
    if planned is not None:
        shown = _said(visit, planned, "served")
        zh, en = in_words(planned.start, zone)
        return shown.model_copy(update={"zh": f"已安排在{zh}。", "en": f"It is planned for {en}."})
    plan = plan_of(work, visit, row, layer, zone)
    found = None if plan is None else plan[1]
    reason = None if found is None else _reason(found, visit)
    if found is None or reason is None:
        return _said(visit, None, "not_planned_yet")
    shown = _said(visit, None, reason.main)
    if view == View.OWN:
        return shown
    told: dict[str, Any] = dict(zip(("zh", "en"), sentence(reason), strict=True))
    if view == View.OFFICE:
        told |= {"refusals": dict(reason.refusals), "near": near_of(found, reason, full=True)}
    return shown.model_copy(update=told)


def roster_asked(work: Work, visit: Visit, roster_id: str | None, layer: Layer, view: View) -> RosterRow | None:
    if layer == "draft" and (view == View.OWN or roster_id is None):
        raise Refusal("draft_of_a_roster", field="roster_id")
    if roster_id is None:
        return None
    row = work.get(RosterRow, roster_id) if view == View.OWN else seen_roster(work, roster_id)
    if visit.community_id not in row.community_ids:
        raise Refusal("not_found")
    return row


def _planned(work: Work, visit: Visit, row: RosterRow | None, layer: Layer) -> PlannedVisitRow | None:
    query = select(PlannedVisitRow).where(PlannedVisitRow.visit_id == visit.id, PlannedVisitRow.layer == layer)
    if layer == "draft" and row is not None:
        query = query.where(PlannedVisitRow.roster_id == row.id)
    return work.session.exec(query).first()


def plan_of(
    work: Work, visit: Visit, row: RosterRow | None, layer: Layer, zone: ZoneInfo
) -> tuple[Planned, Called] | None:
    """The problem around a visit and what is planned in it; None where all of its time has passed or has none."""
    if row is not None:
        communities, first, days = row.community_ids, row.first_day, row.days
    elif visit.first_start is None or visit.last_end is None or visit.last_end <= work.now:
        return None
    else:
        communities = (visit.community_id,)
        first = local_day(max(visit.first_start, work.now), zone)
        last = local_day(visit.last_end - timedelta(minutes=1), zone)
        days = min((last - first).days + 1, LONGEST)
    planned = load(work.session, communities=communities, first_day=first, days=days, since=work.now)
    return planned, called(work.session, planned, roster_of(work.session, row or NOBODY, layer, planned), names=True)


def _reason(found: Called, visit: Visit) -> Unserved | None:
    code = found.code_of[visit.id]
    return next((row for row in unserved(found.problem, found.roster) if row.visit == code), None)


def _said(visit: Visit, planned: PlannedVisitRow | None, code: str) -> ExplanationShown:
    zh, en = for_residents()[code]
    return ExplanationShown(
        visit_id=visit.id,
        served=planned is not None,
        start=planned.start if planned else None,
        end=planned.end if planned else None,
        main=code,
        zh=zh,
        en=en,
        refusals=None,
        near=None,
    )
