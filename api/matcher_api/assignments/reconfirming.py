"""The day before: people are asked once whether they still come; whoever has not said so is shown to the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from matcher_api.assignments.answers import DESK
from matcher_api.assignments.day import day_times
from matcher_api.assignments.held import held, published
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.risks import Known, Risk, asked_from, needs_word, risks
from matcher_api.assignments.states import UNSETTLED, AssignmentState
from matcher_api.communities.models import Community
from matcher_api.communities.settings import service_of
from matcher_api.errors import Refusal
from matcher_api.notifications.models import Notification
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import PUBLISHED
from matcher_api.web.work import Work

LONGEST = timedelta(days=7)
"""No community asks earlier (`ServiceSet.reconfirm_hours`)."""
STAFF = "staff"


def reconfirmed(work: Work, row: AssignmentRow, channel: str) -> AssignmentRow:
    """They still come. Saying it twice changes nothing."""
    visit, row = held(work, row)
    planned = published(work, visit)
    if row.state != AssignmentState.ACCEPTED:
        raise Refusal("not_acceptable_state", state=row.state, action="reconfirm", possible="-")
    if planned is None:
        raise Refusal("not_published")
    since = asked_from(planned.start, service_of(work.get(Community, visit.community_id)).reconfirm_hours)
    if not since <= work.now < planned.start:
        conflict = {"since": since.isoformat(), "until": planned.start.isoformat()}
        raise Refusal("reconfirm_closed", conflict=conflict)
    if row.reconfirmed_at is None:
        row.reconfirmed_at = work.now
        work.audit("assignment.reconfirm", row, visit_id=visit.id, channel=channel)
    work.session.flush()
    return row


def asked(work: Work) -> list[str]:
    """Ids of assignments whose people are asked now, each once and each person in one message. Called from time to
    time, by no actor; what somebody else holds at this moment waits for the next call."""
    rows = work.session.exec(
        select(AssignmentRow, PlannedVisitRow.start, Community)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id))
        .join(Community, col(Community.id) == col(AssignmentRow.community_id))
        .where(
            AssignmentRow.state == AssignmentState.ACCEPTED,
            col(AssignmentRow.reconfirm_asked_at).is_(None),
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.start > work.now,
            PlannedVisitRow.start <= work.now + LONGEST,
        )
        .order_by(col(AssignmentRow.id))
        .with_for_update(skip_locked=True, of=AssignmentRow)
    ).all()
    of_person: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, start, community in rows:
        hours = service_of(community).reconfirm_hours
        if asked_from(start, hours) <= work.now and needs_word(known(row), start, hours):
            row.reconfirm_asked_at = work.now
            of_person[row.person_id, community.id].append(row.id)
    for (person, community_id), ids in sorted(of_person.items()):
        work.add(
            Notification(
                community_id=community_id,
                kind="reconfirm",
                person_id=person,
                payload={"assignments": ids},
                due_at=work.now,
            )
        )
    work.session.flush()
    return sorted(i for ids in of_person.values() for i in ids)


def at_risk(work: Work, community_id: str | None) -> Sequence[tuple[AssignmentRow, tuple[Risk, ...]]]:
    """Of the desk's communities, by start of the visit: who may not come, or came and waits."""
    query = (
        select(AssignmentRow, PlannedVisitRow.start, PlannedVisitRow.end, Community)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id))
        .join(Visit, col(Visit.id) == col(AssignmentRow.visit_id))
        .join(Community, col(Community.id) == col(AssignmentRow.community_id))
        .where(
            col(AssignmentRow.state).in_(UNSETTLED),
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.start <= work.now + LONGEST,
            col(Visit.state).in_(PUBLISHED),
        )
        .order_by(col(PlannedVisitRow.start), col(AssignmentRow.id))
    )
    mine = work.actor.where(*DESK)
    if community_id is not None:
        work.require(community_id, *DESK)
        mine = frozenset({community_id})
    if mine is not None:
        query = query.where(col(AssignmentRow.community_id).in_(mine))
    found = []
    for row, start, end, community in work.session.exec(query).all():
        rules = service_of(community)
        times = day_times(start, end, rules)
        words = risks(known(row), times, work.now, reconfirm=rules.reconfirm_hours, verify=rules.verify_hours)
        if words:
            found.append((row, words))
    return found


def known(row: AssignmentRow) -> Known:
    return Known(
        state=row.state,
        answered_at=row.answered_at,
        reconfirmed_at=row.reconfirmed_at,
        on_duty=row.channel == STAFF,
    )
