"""Rosters: made, changed, reviewed, closed; their layers and versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import col, select

from matcher_api.access.masking import masked
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.joined import joined
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.errors import Refusal
from matcher_api.people.models import PersonContact
from matcher_api.rosters.models import PlannedVisitRow, RosterRow, RosterVersion
from matcher_api.rosters.seen import at_desk, edited, held
from matcher_api.rosters.shapes import (
    Layer,
    LayerShown,
    PlannedShown,
    RosterChange,
    RosterDraft,
    RosterShown,
    TeamMember,
    VersionShown,
)
from matcher_api.rosters.states import ROSTER
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def created(work: Work, draft: RosterDraft) -> RosterRow:
    if len(set(draft.communities)) < len(draft.communities):
        raise Refusal("community_twice", field="communities")
    for community in draft.communities:
        work.require(community, AccessRole.COORDINATOR)
    roster = work.add(RosterRow(community_id=draft.communities[0], **draft.model_dump()))
    work.audit("roster.create", roster, days=roster.days)
    work.session.flush()
    return roster


def changed(work: Work, roster_id: str, change: RosterChange, if_match: str | None) -> RosterRow:
    roster = held(work, roster_id, if_match)
    fields = change.model_dump(exclude_unset=True)
    roster.sqlmodel_update(fields)
    edited(work, roster)
    work.audit("roster.change", roster, fields=",".join(sorted(fields)))
    return roster


def stepped(work: Work, roster_id: str, action: str, if_match: str | None) -> RosterRow:
    """review or close."""
    roster = held(work, roster_id, if_match)
    roster.state = ROSTER.after(roster.state, action)
    work.audit(f"roster.{action}", roster, state=roster.state)
    work.session.flush()
    return roster


def listed(work: Work, paging: Paging) -> Page[RosterShown]:
    query = select(RosterRow)
    if work.actor.communities is not None:
        query = query.where(col(RosterRow.community_id).in_(work.actor.communities))
    return page_of(work, query, RosterRow, paging, lambda rows: [shown(r) for r in rows])


def shown(roster: RosterRow) -> RosterShown:
    return RosterShown.model_validate(
        {
            **roster.model_dump(),
            "communities": list(roster.community_ids),
            "possible": list(ROSTER.possible(roster.state)),
        }
    )


def layer_shown(work: Work, roster: RosterRow, layer: Layer) -> LayerShown:
    """Planned visits in order of start, with their people. The number of queries does not grow with the roster."""
    rows = work.session.exec(
        select(PlannedVisitRow)
        .where(PlannedVisitRow.roster_id == roster.id, PlannedVisitRow.layer == layer)
        .order_by(col(PlannedVisitRow.start), col(PlannedVisitRow.visit_id))
    ).all()
    return LayerShown(roster_id=roster.id, layer=layer, visits=planned_shown(work, roster, rows, layer))


def planned_shown(work: Work, roster: RosterRow, rows: Sequence[PlannedVisitRow], layer: Layer) -> list[PlannedShown]:
    seen = joined(work.session, (r.visit_id for r in rows), layer=layer)
    teams = _teams(work, roster, [r.visit_id for r in rows], layer)
    found = []
    for row in rows:
        visit = seen.visits[row.visit_id]
        zh, en = seen.what(visit)
        found.append(
            PlannedShown(
                visit_id=visit.id,
                code=visit.code,
                what_zh=zh,
                what_en=en,
                service=visit.service,
                state=visit.state,
                start=row.start,
                end=row.end,
                place=seen.where(visit, row.facility_id),
                team=teams.get(visit.id, []),
            )
        )
    return found


def _teams(work: Work, roster: RosterRow, visits: Sequence[str], layer: Layer) -> dict[str, list[TeamMember]]:
    """Of a draft: who is proposed, and how far they are if they know of it already."""
    rows = work.session.exec(
        select(AssignmentRow, PersonContact.name)
        .join(PersonContact, col(PersonContact.person_id) == col(AssignmentRow.person_id), isouter=True)
        .where(
            col(AssignmentRow.visit_id).in_(visits),
            col(AssignmentRow.state).in_((*LIVE, AssignmentState.PROPOSED)),
        )
        .order_by(col(AssignmentRow.role), col(AssignmentRow.person_id))
    ).all()
    live = {(a.visit_id, a.person_id, a.role): a for a, _ in rows if a.state != AssignmentState.PROPOSED}
    full = at_desk(work, roster)
    found: dict[str, list[TeamMember]] = defaultdict(list)
    for row, name in rows:
        if (row.state == AssignmentState.PROPOSED) != (layer == "draft"):
            continue
        told = live.get((row.visit_id, row.person_id, row.role), row)
        found[row.visit_id].append(
            TeamMember(
                assignment_id=told.id,
                person_id=row.person_id,
                name=(name or "") if full else masked(name or ""),
                role=row.role,
                state=told.state,
            )
        )
    return found


def versions(work: Work, roster: RosterRow, paging: Paging) -> Page[VersionShown]:
    query = select(RosterVersion).where(RosterVersion.roster_id == roster.id)
    return page_of(work, query, RosterVersion, paging, lambda rows: [VersionShown.model_validate(r) for r in rows])


def version(work: Work, roster: RosterRow, number: int) -> RosterVersion:
    found = work.session.exec(
        select(RosterVersion).where(RosterVersion.roster_id == roster.id, RosterVersion.number == number)
    ).first()
    if found is None:
        raise Refusal("not_found")
    return found
