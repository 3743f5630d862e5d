"""Which rows of a table a login may see, as conditions of a query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from matcher_api.access.actor import Actor
from matcher_api.access.roles import AccessRole


def of_communities(column: Any, actor: Actor, *roles: AccessRole) -> ColumnElement[bool]:
    """Rows of the communities for which the actor holds one of `roles`."""
    held = actor.where(*roles)
    return true() if held is None else col(column).in_(held)
