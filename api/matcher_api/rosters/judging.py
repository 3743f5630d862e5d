"""A layer judged by the library: points by rule, every hard rule broken, and what publishing would change."""

from __future__ import annotations

from sqlmodel import col, select

from matcher.checker import check
from matcher.problem import Problem
from matcher.roster import Roster
from matcher.score import score
from matcher_api.access.masking import masked
from matcher_api.people.models import PersonContact
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned
from matcher_api.rosters.changes import changes
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.planning import planned_of, problem_of
from matcher_api.rosters.seen import at_desk
from matcher_api.rosters.shapes import DiffShown, Judged, Layer, PersonChangeShown, ViolationShown
from matcher_api.web.work import Work


def judged(work: Work, roster: RosterRow, layer: Layer, planned: Planned | None = None) -> Judged:
    """The library's checker and score over the layer. `planned`: the roster's days, where the caller has them."""
    planned = planned or planned_of(work.session, roster, now=work.now)
    return judgement(problem_of(planned, roster), roster_of(work.session, roster, layer, planned))


def judgement(problem: Problem, plan: Roster) -> Judged:
    points = score(problem, plan)
    return Judged(
        objective=points.objective,
        guaranteed=points.guaranteed,
        terms={term.rule: term.points for term in points.terms},
        violations=[
            ViolationShown(
                rule=v.rule,
                amount=v.amount,
                unit=v.unit,
                visit=v.visit,
                volunteer=v.volunteer,
                facility=v.facility,
                other=v.other,
                overridden=v.overridden,
            )
            for v in check(problem, plan)
        ],
    )


def differing(work: Work, roster: RosterRow, planned: Planned | None = None) -> DiffShown:
    """The draft against what is published."""
    planned = planned or planned_of(work.session, roster, now=work.now)
    draft, known = (roster_of(work.session, roster, layer, planned) for layer in ("draft", "published"))
    found = changes(known, draft)
    names = dict(
        work.session.exec(
            select(PersonContact.person_id, PersonContact.name).where(
                col(PersonContact.person_id).in_([p.person for p in found.people])
            )
        ).all()
    )
    full = at_desk(work, roster)
    return DiffShown(
        people=[
            PersonChangeShown(
                person_id=p.person,
                name=names.get(p.person, "") if full else masked(names.get(p.person, "")),
                gains=list(p.gains),
                loses=list(p.loses),
                moves=list(p.moves),
            )
            for p in found.people
        ],
        added=list(found.added),
        dropped=list(found.dropped),
        moved=list(found.moved),
    )
