"""How many people a role of a visit takes."""

from __future__ import annotations

from matcher_api.visits.models import VisitRole


def most_of(role: VisitRole) -> int:
    """As `matcher.problem.Role`: what is empty is as the number before it."""
    desired = role.least if role.desired is None else role.desired
    return max(role.least, desired) if role.most is None else role.most
