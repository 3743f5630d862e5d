"""What would serve a visit, and who else could take a role: the library's answers, for the desk."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from matcher.explain import Fix, Unserved, displaced, fixes, per_rule, replacements, unserved
from matcher.problem import Problem
from matcher.report.vocabulary import told as sentence
from matcher.roster import Roster
from matcher.scenario.gates_near import gates_near
from matcher_api.assignments.models import AssignmentRow
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility
from matcher_api.people.names import names_of
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned
from matcher_api.reasons.shapes import FixShown, PersonShown, RemediesShown, ReplacementShown, ReplacementsShown
from matcher_api.rosters.planning import planned_of, problem_of
from matcher_api.rosters.seen import seen as seen_roster
from matcher_api.rosters.shapes import Layer
from matcher_api.visits.service import seen
from matcher_api.web.work import Work

CONTENDED = ("outweighed", "facility_taken", "caps", "possible")
AFOOT = ("walking", "facility_reach")
APPLIED = ("walk", "hours", "cap", "window", "day", "start", "reach", "opening")
"""Kinds of fixes that the desk can make itself (applying.py); papers, quotas, gates and a unit's word are others'."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Fixes of a visit with what they were confirmed against."""

    planned: Planned
    problem: Problem
    roster: Roster
    why: Unserved
    fixes: tuple[Fix, ...]


def confirmed(work: Work, visit_id: str, roster_id: str, layer: Layer) -> Confirmed:
    """Judged in the roster's days, beside what the layer holds."""
    visit, row = seen(work, visit_id), seen_roster(work, roster_id)
    planned = planned_of(work.session, row, now=work.now)
    problem, roster = problem_of(planned, row), roster_of(work.session, row, layer, planned)
    why = next((u for u in unserved(problem, roster) if u.visit == visit.id), None)
    if why is None:
        raise Refusal("nothing_unserved")
    asked = problem.visit_of[visit.id]
    place = asked.place or (asked.need.origin if asked.need is not None else None)
    gates = gates_near(planned.scenario, place) if place is not None and why.main in AFOOT else {}
    return Confirmed(planned, problem, roster, why, fixes(problem, roster, visit.id, gates=gates))


def remedies(work: Work, visit_id: str, roster_id: str, layer: Layer) -> RemediesShown:
    """What would serve it; and what it would displace, where it is possible as it is."""
    found = confirmed(work, visit_id, roster_id, layer)
    why = found.why
    others = displaced(found.problem, found.roster, visit_id) if why.main in CONTENDED else None
    names = _names(work, {p for fix in found.fixes for p in (*fix.team, fix.subject)})
    return RemediesShown(
        visit_id=visit_id,
        main=why.main,
        zh=sentence(why)[0],
        en=sentence(why)[1],
        fixes=[_fix(found.planned, fix, names) for fix in found.fixes],
        instead_of=None if others is None else list(others.visits),
        points=None if others is None else others.points.objective,
    )


def replaced(
    work: Work,
    visit_id: str,
    roster_id: str,
    layer: Layer,
    *,
    role: str | None,
    out: str | None,
    planned: Planned | None = None,
) -> ReplacementsShown:
    """`role` may be left out where the visit has one, or where `out` says who leaves. `planned`: the roster's days,
    where the caller has them."""
    visit, row = seen(work, visit_id), seen_roster(work, roster_id)
    planned = planned or planned_of(work.session, row, now=work.now)
    problem, roster = problem_of(planned, row), roster_of(work.session, row, layer, planned)
    if visit.id not in problem.visit_of:
        raise Refusal("nothing_unserved")
    roles = [r.id for r in problem.visit_of[visit.id].roles]
    theirs = [a.role for a in roster.team_of.get(visit.id, ()) if a.volunteer == out]
    chosen = role or (theirs[0] if theirs else roles[0] if len(roles) == 1 else "")
    if chosen not in roles or (out is not None and not theirs):
        raise Refusal("unknown_role", field="role" if chosen not in roles else "out")
    found = replacements(problem, roster, visit.id, chosen, out=out, asked=_asked(work, planned.communities))
    names = _names(work, {p for r in found for p in (r.volunteer, r.stand_in) if p})
    return ReplacementsShown(
        visit_id=visit.id,
        role=chosen,
        replacements=[
            ReplacementShown(
                person=_person(r.volunteer, names),
                points=None if r.points is None else r.points.objective,
                rules={t.rule: t.points for t in per_rule(r)},
                frees=r.frees,
                stand_in=None if r.stand_in is None else _person(r.stand_in, names),
            )
            for r in found
        ],
    )


def _asked(work: Work, communities: tuple[str, ...]) -> dict[str, float]:
    """When each person was offered anything last."""
    rows = work.session.exec(
        select(AssignmentRow.person_id, func.max(AssignmentRow.offered_at))
        .where(col(AssignmentRow.community_id).in_(communities), col(AssignmentRow.offered_at).is_not(None))
        .group_by(AssignmentRow.person_id)
    )
    return {person: moment.timestamp() for person, moment in rows if moment is not None}


def _names(work: Work, people: set[str]) -> dict[str, str]:
    """Of people; and of facilities, which are subjects of fixes too."""
    rooms = select(Facility.id, Facility.name).where(col(Facility.id).in_(people))
    return {**dict(work.session.exec(rooms).all()), **names_of(work.session, people)}


def _person(person: str, names: dict[str, str]) -> PersonShown:
    return PersonShown(person_id=person, name=names.get(person, ""))


def _fix(planned: Planned, fix: Fix, names: dict[str, str]) -> FixShown:
    def said(text: str) -> str:
        return text.replace(fix.subject, names[fix.subject]) if names.get(fix.subject) else text

    return FixShown(
        kind=fix.kind,
        subject=fix.subject,
        amount=fix.amount,
        unit=fix.unit,
        zh=said(fix.zh),
        en=said(fix.en),
        start=planned.moment(fix.planned.start),
        facility_id=fix.planned.facility,
        people=[_person(v, names) for v in fix.team],
        possible=fix.kind in APPLIED,
    )
