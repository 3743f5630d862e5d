"""Rosters: made, seen, judged by the library, compared with what is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import col, select

from matcher.checker import check
from matcher.roster import Roster
from matcher.score import score
from matcher_api.access.masking import masked
from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility
from matcher_api.people.models import PersonContact
from matcher_api.planning.current import roster_of
from matcher_api.planning.kept import AT_WORK
from matcher_api.planning.load import Planned
from matcher_api.rosters.models import PlannedVisitRow, RosterRow, RosterVersion
from matcher_api.rosters.planning import planned_of, problem_of
from matcher_api.rosters.shapes import (
    DiffShown,
    Judged,
    Layer,
    LayerShown,
    PersonChange,
    PlannedShown,
    RosterDraft,
    RosterShown,
    TeamMember,
    VersionShown,
    ViolationShown,
)
from matcher_api.visits.models import Visit
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

READERS = (*OFFICE, *OVERSIGHT)


def created(work: Work, draft: RosterDraft) -> RosterRow:
    if len(set(draft.communities)) < len(draft.communities):
        raise Refusal("community_twice", field="communities")
    for community in draft.communities:
        work.require(community, AccessRole.COORDINATOR)
    roster = work.add(RosterRow(community_id=draft.communities[0], **draft.model_dump()))
    work.audit("roster.create", roster, days=roster.days)
    work.session.flush()
    return roster


def seen(work: Work, roster_id: str) -> RosterRow:
    """The roster, if one of its readers asks; all its communities must be theirs."""
    roster = work.get(RosterRow, roster_id)
    for community in roster.community_ids:
        work.require(community, *READERS)
    return roster


def listed(work: Work, paging: Paging) -> Page[RosterShown]:
    query = select(RosterRow)
    if work.actor.communities is not None:
        query = query.where(col(RosterRow.community_id).in_(work.actor.communities))
    return page_of(work, query, RosterRow, paging, lambda rows: [RosterShown.model_validate(r) for r in rows])


def layer_shown(work: Work, roster: RosterRow, layer: Layer) -> LayerShown:
    """Planned visits in order of start, with their people. The number of queries does not grow with the roster."""
    session = work.session
    rows = session.exec(
        select(PlannedVisitRow, Visit, Facility)
        .join(Visit, col(Visit.id) == col(PlannedVisitRow.visit_id))
        .join(Facility, col(Facility.id) == col(PlannedVisitRow.facility_id), isouter=True)
        .where(PlannedVisitRow.roster_id == roster.id, PlannedVisitRow.layer == layer)
        .order_by(col(PlannedVisitRow.start), col(Visit.code))
    ).all()
    teams = _teams(work, roster, [visit.id for _, visit, _ in rows], layer)
    return LayerShown(
        roster_id=roster.id,
        layer=layer,
        visits=[
            PlannedShown(
                visit_id=visit.id,
                code=visit.code,
                title=visit.title,
                service=visit.service,
                start=planned.start,
                end=planned.end,
                facility_id=planned.facility_id,
                facility=facility.name if facility is not None else "",
                team=teams.get(visit.id, []),
            )
            for planned, visit, facility in rows
        ],
    )


def _teams(work: Work, roster: RosterRow, visits: Sequence[str], layer: Layer) -> dict[str, list[TeamMember]]:
    states = AT_WORK if layer == "published" else (*AT_WORK, "proposed")
    rows = work.session.exec(
        select(AssignmentRow, PersonContact)
        .join(PersonContact, col(PersonContact.person_id) == col(AssignmentRow.person_id), isouter=True)
        .where(col(AssignmentRow.visit_id).in_(visits), col(AssignmentRow.state).in_(states))
        .order_by(col(AssignmentRow.role), col(AssignmentRow.id))
    ).all()
    desk = all(work.actor.in_community(c, *OFFICE) for c in roster.community_ids)
    found: dict[str, list[TeamMember]] = defaultdict(list)
    for row, contact in rows:
        name = contact.name if contact is not None else ""
        found[row.visit_id].append(
            TeamMember(
                assignment_id=row.id,
                person_id=row.person_id,
                name=name if desk else masked(name),
                role=row.role,
                state=row.state,
            )
        )
    return found


def judged(work: Work, roster: RosterRow, layer: Layer) -> Judged:
    """The library's checker and score over the layer."""
    planned = planned_of(work.session, roster)
    return judgement(planned, roster, roster_of(work.session, roster, layer, planned))


def judgement(planned: Planned, roster: RosterRow, plan: Roster) -> Judged:
    problem = problem_of(planned, roster)
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
                overridden=v.overridden,
            )
            for v in check(problem, plan)
        ],
    )


def differing(work: Work, roster: RosterRow) -> DiffShown:
    """The draft against what is published."""
    planned = planned_of(work.session, roster)
    draft, known = (roster_of(work.session, roster, layer, planned) for layer in ("draft", "published"))
    return difference(known, draft)


def difference(known: Roster, draft: Roster) -> DiffShown:
    before, after = known.planned_of, draft.planned_of
    moved = sorted(v for v in before.keys() & after.keys() if before[v] != after[v])
    had, has = _work_of(known), _work_of(draft)
    people = []
    for person in sorted(had.keys() | has.keys()):
        mine, theirs = has.get(person, set()), had.get(person, set())
        change = PersonChange(
            person_id=person,
            gains=sorted(mine - theirs),
            loses=sorted(theirs - mine),
            moves=sorted(v for v in mine & theirs if v in moved),
        )
        if change.gains or change.loses or change.moves:
            people.append(change)
    return DiffShown(
        people=people,
        added=sorted(after.keys() - before.keys()),
        dropped=sorted(before.keys() - after.keys()),
        moved=moved,
    )


def _work_of(roster: Roster) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for a in roster.assignments:
        if a.visit in roster.planned_of:
            found[a.volunteer].add(a.visit)
    return found


def versions(work: Work, roster: RosterRow, paging: Paging) -> Page[VersionShown]:
    query = select(RosterVersion).where(RosterVersion.roster_id == roster.id)
    return page_of(work, query, RosterVersion, paging, lambda rows: [VersionShown.model_validate(r) for r in rows])
