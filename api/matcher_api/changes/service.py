"""Re-planning, what-if and advice on a roster: the library's answers, in ids of rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from matcher.advise import advise
from matcher.errors import NoRoster
from matcher.problem import Opening, Problem, Skill, Window
from matcher.replan import Absent, Cancelled, Closed, Declined, Event, Lengthened, Moved, NoShow, Replan, after_change
from matcher.replan import frontier as choices
from matcher.replan import replan as planned_anew
from matcher.report.vocabulary import advice_said
from matcher.roster import Roster
from matcher.scenario.gates_near import gates_for
from matcher.what_if import Change, Edit, Remove, changed
from matcher_api.access.masking import masked
from matcher_api.changes import shapes
from matcher_api.errors import Refusal
from matcher_api.people.models import PersonContact
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.planning import planned_of, problem_of
from matcher_api.rosters.seen import at_desk, seen
from matcher_api.rosters.shapes import Layer
from matcher_api.web.work import Work

GATES = 4


class Plan:
    """A roster's problem, and what one of its layers has decided."""

    def __init__(self, work: Work, roster_id: str, layer: Layer) -> None:
        self.row: RosterRow = seen(work, roster_id)
        self.planned: Planned = planned_of(work.session, self.row, now=work.now)
        self.problem: Problem = problem_of(self.planned, self.row)
        self.roster: Roster = roster_of(work.session, self.row, layer, self.planned)

    def minute(self, moment: datetime | None) -> int | None:
        return None if moment is None else self.planned.minute(moment)


def replanned(work: Work, roster_id: str, asked: shapes.ReplanAsked) -> shapes.ReplanShown:
    """Tried and shown; a coordinator who wants it enters the events and solves the draft."""
    plan = Plan(work, roster_id, asked.layer)
    events = [_event(plan, e) for e in asked.events]
    options: dict[str, Any] = {
        "now": plan.planned.minute(work.now),
        "freeze": asked.freeze_minutes,
        "time_limit": float(asked.seconds),
    }
    try:
        found = planned_anew(plan.problem, plan.roster, events, max_people_changed=asked.max_people_changed, **options)
        more = choices(plan.problem, plan.roster, events, **options) if asked.frontier else None
    except NoRoster as fault:
        raise Refusal("no_roster") from fault
    return shapes.ReplanShown(
        plan=_shown(work, plan, found),
        frontier=None
        if more is None
        else [
            shapes.ChoiceShown(
                most=c.most,
                served=None if c.plan is None else len(c.plan.roster.planned),
                lost=None if c.plan is None else len(c.plan.difference.lost),
                told=None if c.plan is None else len(c.plan.difference.notify),
            )
            for c in more
        ],
    )


def what_if(work: Work, roster_id: str, asked: shapes.WhatIfAsked) -> shapes.PlanShown:
    """The roster as it would be with other data; the data stay as they are."""
    plan = Plan(work, roster_id, asked.layer)
    after = changed(plan.problem, [c for change in asked.changes for c in _changes(plan, change)])
    try:
        found = after_change(plan.problem, plan.roster, after, time_limit=float(asked.seconds))
    except NoRoster as fault:
        raise Refusal("no_roster") from fault
    return _shown(work, plan, found)


def advised(work: Work, roster_id: str, layer: Layer, most: int, seconds: int) -> shapes.AdvisedShown:
    """What is scarce, and confirmed advice."""
    plan = Plan(work, roster_id, layer)
    unserved = plan.roster.unserved(plan.problem)
    gates = gates_for(plan.planned.scenario, unserved, most=GATES)
    found = advise(plan.problem, plan.roster, gates=gates, most=most, time_limit=float(seconds))
    moment = plan.planned.moment
    return shapes.AdvisedShown(
        advice=[
            shapes.AdviceShown(
                kind=a.kind,
                subject=a.subject,
                place_id=a.place,
                start=moment(a.start),
                end=moment(a.end),
                serves=list(a.serves),
                points=a.points,
                **dict(zip(("zh", "en"), advice_said(a), strict=True)),
            )
            for a in found.advice
        ],
        scarce=[
            shapes.ScarceShown(
                kind=s.kind,
                subject=s.subject,
                start=moment(s.day * 1440),
                part=s.part,
                area=s.area,
                points=s.points,
                visits=list(s.visits),
                unserved=s.unserved,
            )
            for s in found.scarce[:50]
        ],
        tried=found.tried,
    )


def _shown(work: Work, plan: Plan, found: Replan) -> shapes.PlanShown:
    diff = found.difference
    rows = select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(diff.notify))
    names = dict(work.session.exec(rows).all())
    full = at_desk(work, plan.row)
    return shapes.PlanShown(
        served=list(diff.served),
        lost=list(diff.lost),
        moved=list(diff.moved),
        people=[
            shapes.PersonDiff(
                person_id=p.volunteer,
                name=names.get(p.volunteer, "") if full else masked(names.get(p.volunteer, "")),
                gains=list(p.gains),
                loses=list(p.loses),
                moves=list(p.moves),
            )
            for p in diff.people
        ],
        points={t.rule: t.points for t in diff.points.terms},
        gap=None if found.all is None else max(0.0, found.all.gap),
        loosened=list(found.loosened),
        first_seconds=round(found.first_seconds, 3),
        seconds=round(found.seconds, 3),
    )


def _event(plan: Plan, asked: shapes.EventAsked) -> Event:
    match asked:
        case shapes.AbsentAsked():
            return Absent(asked.person_id, plan.minute(asked.start), plan.minute(asked.end))
        case shapes.DeclinedAsked():
            made = Declined if asked.kind == "declined" else NoShow
            return made(asked.visit_id, asked.person_id)
        case shapes.CancelledAsked():
            return Cancelled(asked.visit_id)
        case shapes.LengthenedAsked():
            return Lengthened(asked.visit_id, asked.minutes)
        case shapes.MovedAsked():
            return Moved(asked.visit_id, plan.planned.minute(asked.start))
        case shapes.ClosedAsked():
            return Closed(asked.facility_id, plan.minute(asked.start), plan.minute(asked.end))


def _changes(plan: Plan, asked: shapes.ChangeAsked) -> Sequence[Change]:
    match asked:
        case shapes.PersonChange():
            return _of_person(plan, asked)
        case shapes.VisitChange():
            return _of_visit(plan, asked)
        case shapes.FacilityChange():
            room = plan.problem.facility_of.get(asked.facility_id)
            openings = () if room is None else room.openings
            span = _span(plan, asked.opening)
            return [Edit("facilities", asked.facility_id, (("openings", (*openings, Opening(span.start, span.end))),))]


def _of_person(plan: Plan, asked: shapes.PersonChange) -> Sequence[Change]:
    person = plan.problem.volunteer_of.get(asked.person_id)
    values: list[tuple[str, object]] = []
    if asked.removed:
        values.append(("availabilities", ()))
    elif asked.available is not None and person is not None:
        values.append(("availabilities", (*person.availabilities, _span(plan, asked.available))))
    if asked.max_walk is not None:
        values.append(("max_walk", asked.max_walk))
    if asked.skill is not None and person is not None:
        values.append(("skills", (*person.skills, Skill(asked.skill))))
    return [Edit("volunteers", asked.person_id, tuple(values))]


def _of_visit(plan: Plan, asked: shapes.VisitChange) -> Sequence[Change]:
    if asked.removed:
        return [Remove("visits", asked.visit_id)]
    visit = plan.problem.visit_of.get(asked.visit_id)
    values: list[tuple[str, object]] = []
    if asked.window is not None and visit is not None:
        values.append(("windows", (*visit.windows, _span(plan, asked.window))))
    if asked.minutes is not None:
        values.append(("duration", asked.minutes))
    if asked.guaranteed is not None:
        values.append(("guaranteed", asked.guaranteed))
    return [Edit("visits", asked.visit_id, tuple(values))]


def _span(plan: Plan, asked: shapes.SpanAsked) -> Window:
    return Window(plan.planned.minute(asked.start), plan.planned.minute(asked.end))
