"""The one way an assignment changes its state: by the table, audited, its calendar event counted on."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import ASSIGNMENT
from matcher_api.web.work import Work

ANEW = ("offer", "offer_again", "bind", "accept")
"""After these nobody has said yet that they still come."""


def following(row: AssignmentRow, action: str) -> StrEnum:
    """The state that the action leads to; who comes too late reads the row as it is now (409)."""
    now: dict[str, str | int] = {"assignment_id": row.id, "state": row.state, "version": row.version}
    return ASSIGNMENT.after(row.state, action, conflict=now)


def step(work: Work, row: AssignmentRow, action: str, **detail: str | int | bool | None) -> None:
    """Refuses what the table does not know."""
    row.state = following(row, action)
    row.sequence += 1
    if action in ANEW:
        row.reconfirm_asked_at = row.reconfirmed_at = None
    work.audit(f"assignment.{action}", row, state=row.state, visit_id=row.visit_id, **detail)
