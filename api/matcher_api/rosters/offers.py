"""From the published plan to people: who is asked, who is asked again, who is released."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, func, select

from matcher.problem import Problem
from matcher.roster import Assignment, Roster, tours
from matcher.worth import fair_shares
from matcher_api.assignments.change import step
from matcher_api.assignments.deadlines import reached_by
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import MOVABLE, AssignmentState
from matcher_api.communities.models import Community
from matcher_api.people.models import Consent, Person
from matcher_api.planning.load import Planned
from matcher_api.rosters.models import RosterRow
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work


@dataclass
class Told:
    """What one person hears: ids of assignments."""

    community_id: str
    offered: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and when a visit is made."""

    start: datetime
    end: datetime
    facility_id: str | None


def offered(
    work: Work,
    roster: RosterRow,
    planned: Planned,
    plan: Roster,
    spots: Mapping[str, Spot],
    moved: Sequence[str],
    visit_ids: Sequence[str],
) -> dict[str, Told]:
    """Brings the published assignments of `visit_ids` in line with `plan`: what stays the same keeps its answer,
    moved work is offered again, new people are offered, who is no longer needed is released."""
    session = work.session
    rows = session.exec(
        select(AssignmentRow)
        .where(col(AssignmentRow.visit_id).in_(visit_ids), col(AssignmentRow.state).in_((*MOVABLE, "proposed")))
        .order_by(col(AssignmentRow.id))
        .with_for_update()
    ).all()
    live = {(a.visit_id, a.person_id): a for a in rows if a.state != AssignmentState.PROPOSED}
    origins = {(a.visit_id, a.person_id): a.origin for a in rows if a.state == AssignmentState.PROPOSED}
    wanted = {(a.visit, a.volunteer): a for a in plan.assignments if a.visit in spots}
    asking = _Asking(work, roster, planned.problem, plan, spots)
    told: dict[str, Told] = {}

    def of(row: AssignmentRow) -> Told:
        return told.setdefault(row.person_id, Told(asking.home[row.person_id]))

    for key, row in live.items():
        if key not in wanted:
            asking.home.setdefault(row.person_id, row.community_id)
            step(work, row, "release")
            row.reason = "replanned"
            of(row).released.append(row.id)
    session.flush()
    before = _sequences(work, visit_ids)
    for key, assignment in wanted.items():
        known, spot = live.get(key), spots[assignment.visit]
        if known is None:
            row = asking.new(assignment, origins.get(key, "solver"), before.get(key, -1))
            asking.ask(row, "offer", spot)
            work.add(row)  # now it is no proposal any more: the draft keeps its own
            of(row).offered.append(row.id)
        elif assignment.visit in moved or known.role != assignment.role:
            row = known
            row.role = assignment.role
            asking.ask(row, "offer_again", spot)
            of(row).moved.append(row.id)
        else:
            row = known
        asking.explain(row, spot)
    session.flush()
    return told


def _sequences(work: Work, visit_ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """The highest count of calendar events of each visit and person, over all rows they ever had."""
    rows = work.session.exec(
        select(AssignmentRow.visit_id, AssignmentRow.person_id, func.max(col(AssignmentRow.sequence)))
        .where(col(AssignmentRow.visit_id).in_(visit_ids), col(AssignmentRow.state) != AssignmentState.PROPOSED)
        .group_by(col(AssignmentRow.visit_id), col(AssignmentRow.person_id))
    ).all()
    return {(visit, person): highest for visit, person, highest in rows}


class _Asking:
    """What offers need to know about people, read once."""

    def __init__(self, work: Work, roster: RosterRow, problem: Problem, plan: Roster, visits: Iterable[str]) -> None:
        self._work, self._roster, self._problem = work, roster, problem
        people = sorted({a.volunteer for a in plan.assignments})
        found = work.session.exec(
            select(Person.id, Person.kind, Person.community_id).where(col(Person.id).in_(people))
        ).all()
        self.home = {i: community for i, _, community in found}
        self._staff = {i for i, kind, _ in found if kind == "staff"}
        self._standing = _standing(work, people)
        communities = work.session.exec(select(Community).where(col(Community.id).in_(roster.community_ids))).all()
        self._communities = {c.id: c for c in communities}
        self._of_visit = dict(
            work.session.exec(select(Visit.id, Visit.community_id).where(col(Visit.id).in_(list(visits)))).all()
        )
        self._walks = {(s.visit, t.volunteer): s.walk for t in tours(problem, plan) for s in t.stops}
        self._minutes: dict[str, int] = defaultdict(int)
        for a in plan.assignments:
            self._minutes[a.volunteer] += problem.visit_of[a.visit].duration
        self._shares = fair_shares(problem)

    def new(self, assignment: Assignment, origin: str, sequence: int) -> AssignmentRow:
        return AssignmentRow(
            community_id=self._of_visit[assignment.visit],
            roster_id=self._roster.id,
            visit_id=assignment.visit,
            person_id=assignment.volunteer,
            role=assignment.role,
            origin=origin,
            sequence=sequence + 1,
        )

    def ask(self, row: AssignmentRow, action: str, spot: Spot) -> None:
        """Staff are on duty, and a standing consent has answered: bound at once. Everybody else is asked."""
        bound = "staff" if row.person_id in self._staff else "standing" if row.person_id in self._standing else ""
        step(self._work, row, "bind" if bound else action)
        row.offered_at, row.delivered_at, row.reason = self._work.now, None, ""
        row.channel, row.answered_at = bound, self._work.now if bound else None
        row.roster_id = self._roster.id
        row.answer_by = None
        if not bound:
            row.answer_by = reached_by(self._communities[row.community_id], row.origin, self._work.now, spot.start)

    def explain(self, row: AssignmentRow, spot: Spot) -> None:
        """What the person is told beside it; kept offers follow too, as the walk there may change."""
        visit = self._problem.visit_of[row.visit_id]
        role, share = visit.role(row.role), self._shares.get(row.person_id)
        row.start, row.end, row.facility_id = spot.start, spot.end, spot.facility_id
        row.walk_minutes = self._walks.get((row.visit_id, row.person_id))
        row.why = {
            "skills": sorted(role.skills) if role is not None else [],
            "minutes": self._minutes[row.person_id],
            "share_minutes": share.free if share is not None else None,
        }


def _standing(work: Work, people: Sequence[str]) -> set[str]:
    """People whose newest word on a standing consent is yes."""
    rows = work.session.exec(
        select(Consent)
        .where(col(Consent.person_id).in_(people), Consent.purpose == "standing")
        .order_by(col(Consent.at), col(Consent.id))
    ).all()
    newest = {c.person_id: c.given for c in rows}
    return {person for person, given in newest.items() if given and person is not None}
