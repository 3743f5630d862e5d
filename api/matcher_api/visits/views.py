"""Who sees which visits, and how much of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from sqlmodel import col, or_, select

from matcher_api.access.roles import OFFICE, OVERSIGHT
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

TOLD = ("accepted", "checked_in", "checked_out", "stand_in_sought")
"""States of an assignment whose person has to know the place."""


class View(IntEnum):
    """From least to most: without whom and where; where too; the one served; the desk."""

    PLAIN = 1
    HELPER = 2
    OWN = 3
    OFFICE = 4


def visible(work: Work) -> Any:
    """The condition on `Visit` that leaves those the actor may see."""
    actor = work.actor
    communities = actor.where(*OFFICE, *OVERSIGHT)
    if communities is None:
        return col(Visit.id).is_not(None)
    mine = select(AssignmentRow.visit_id).where(
        col(AssignmentRow.person_id).in_(actor.persons), col(AssignmentRow.state).in_(LIVE)
    )
    return or_(
        col(Visit.community_id).in_(communities),
        col(Visit.resident_id).in_(actor.residents),
        col(Visit.id).in_(mine) if actor.persons else col(Visit.id).is_(None),
    )


def views(work: Work, rows: Sequence[Visit]) -> Mapping[str, View]:
    """How much of each (visible) visit the actor sees; one query, for helpers alone."""
    actor = work.actor
    office = actor.where(*OFFICE)
    told: set[str] = set()
    if actor.persons:
        query = select(AssignmentRow.visit_id).where(
            col(AssignmentRow.visit_id).in_([r.id for r in rows]),
            col(AssignmentRow.person_id).in_(actor.persons),
            col(AssignmentRow.state).in_(TOLD),
        )
        told = set(work.session.exec(query).all())

    def view(visit: Visit) -> View:
        if office is None or visit.community_id in office:
            return View.OFFICE
        if visit.resident_id is not None and visit.resident_id in actor.residents:
            return View.OWN
        return View.HELPER if visit.id in told else View.PLAIN

    return {row.id: view(row) for row in rows}
