"""A confirmed fix made: the records change as it says, and the visit stands in the draft. Nobody is told before the
roster is published, and whoever it concerns still answers for themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from matcher.explain import Fix
from matcher.what_if import Edit
from matcher_api.access.roles import AccessRole
from matcher_api.errors import Refusal
from matcher_api.facilities import hours
from matcher_api.facilities.shapes import DateDraft as OpenDraft
from matcher_api.people import availability
from matcher_api.people import service as people
from matcher_api.people.availability_shapes import DateDraft
from matcher_api.people.models import Person
from matcher_api.people.shapes import VolunteerChange
from matcher_api.planning.load import Planned
from matcher_api.reasons.remedies import APPLIED, Confirmed, confirmed
from matcher_api.reasons.shapes import FixChosen
from matcher_api.rosters import editing, judging, pins
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.rosters.shapes import PinDraft, Placed, PlannedDraft
from matcher_api.visits import service as visits
from matcher_api.visits.shapes import VisitChange, WindowDraft
from matcher_api.visits.showing import shown
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work

CAPS = ("max_minutes_day", "max_minutes_total", "max_visits_day")


def applied(work: Work, visit_id: str, chosen: FixChosen) -> PlannedVisitRow:
    """Confirmed anew beside the draft; refused where it would not serve the visit any more, or is not the desk's to
    make. Where the draft would break a rule in this visit, nothing is changed at all."""
    visits.held_for(work, visit_id, AccessRole.COORDINATOR)
    found = confirmed(work, visit_id, chosen.roster_id, "draft")
    fix = next((f for f in found.fixes if (f.kind, f.subject) == (chosen.kind, chosen.subject or visit_id)), None)
    if fix is None:
        raise Refusal("fix_gone")
    if fix.kind not in APPLIED:
        raise Refusal("fix_of_others", kind=fix.kind)
    _made(work, visit_id, found, fix)
    draft = PlannedDraft(
        start=found.planned.moment(fix.planned.start),
        facility_id=fix.planned.facility,
        people=[Placed(person_id=p, role=r) for p, r in zip(fix.team, fix.roles, strict=True)],
    )
    roster, row = editing.placed(work, chosen.roster_id, visit_id, draft, "*")
    broken = [v for v in judging.judged(work, roster, "draft").violations if v.visit == visit_id and not v.overridden]
    if broken:
        raise Refusal("fix_gone", conflict={"violations": [v.model_dump() for v in broken]})
    work.audit("visit.fix", visits.seen(work, visit_id), kind=fix.kind, about=fix.subject, roster_id=roster.id)
    return row


def _made(work: Work, visit_id: str, found: Confirmed, fix: Fix) -> None:
    """The change itself, in the records it is about."""
    values = {name: value for c in fix.changes if isinstance(c, Edit) for name, value in c.values}
    if fix.kind == "walk":
        _person(work, fix, "max_walk_minutes")
    elif fix.kind == "cap":
        _person(work, fix, next(name for name in CAPS if name in values))
    elif fix.kind == "hours":
        mine = found.problem.volunteer_of[fix.subject].availabilities
        for new in set(values["availabilities"]) - set(mine):
            start, end = found.planned.moment(new.start), found.planned.moment(new.end)
            availability.date_added(work, fix.subject, DateDraft(start=start, end=end))
    elif fix.kind in ("window", "day"):
        windows = _windows(work, visit_id, found.planned, values["windows"])
        visits.changed(work, visit_id, VisitChange(windows=windows), "*")
    elif fix.kind == "reach":
        visits.changed(work, visit_id, VisitChange(max_walk_minutes=values["need"].max_walk), "*")
    elif fix.kind == "opening":
        for opening in set(values["openings"]) - set(found.problem.facility_of[fix.subject].openings):
            start, end = found.planned.moment(opening.start), found.planned.moment(opening.end)
            dated = OpenDraft(start=start, end=end, steward_visit_id=opening.steward)
            hours.date_added(work, fix.subject, dated)
    else:
        _unpinned(work, visit_id)
    work.session.flush()


def _person(work: Work, fix: Fix, field: str) -> None:
    """By so much more than it is: what the plan sees may be what is left of it."""
    now = getattr(work.get(Person, fix.subject), field)
    people.changed(work, fix.subject, VolunteerChange.model_validate({field: now + fix.amount}), "*")


def _windows(work: Work, visit_id: str, planned: Planned, new: Any) -> list[WindowDraft]:
    """Those of the plan's days as the fix has them, the others as they are."""
    first, last = planned.span
    (visit,) = shown(work, [visits.seen(work, visit_id)])
    others = [(w.start, w.end) for w in visit.windows if w.end <= first or w.start >= last]
    spans: list[tuple[datetime, datetime]] = [(planned.moment(w.start), planned.moment(w.end)) for w in new]
    return [WindowDraft(start=start, end=end) for start, end in sorted({*spans, *others})]


def _unpinned(work: Work, visit_id: str) -> None:
    """Its start is free; the person and the room that were pinned with it stay so."""
    for pin in pins.listed(work, visit_id, EVERY).items:
        if pin.start is None:
            continue
        kept = pin.model_dump(include={"person_id", "role", "facility_id", "override", "reason"})
        pins.removed(work, visit_id, pin.id, "*")
        if kept["person_id"] or kept["facility_id"]:
            pins.made(work, visit_id, PinDraft.model_validate(kept))
