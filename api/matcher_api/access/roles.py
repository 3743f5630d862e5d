"""The rights of a login, by role (an `AccessRole` is not a `Role` of a visit)."""

from __future__ import annotations

from enum import StrEnum


class AccessRole(StrEnum):
    """What a login may be; one login may hold several, each for some communities."""

    COORDINATOR = "coordinator"
    CLERK = "clerk"
    VOLUNTEER = "volunteer"
    RESIDENT = "resident"
    UNIT = "unit"
    PROVIDER = "provider"
    SUPERVISOR = "supervisor"
    STREET = "street"
    ADMIN = "admin"


OFFICE = (AccessRole.COORDINATOR, AccessRole.CLERK, AccessRole.ADMIN)
"""Who works at the community's desk."""
OVERSIGHT = (AccessRole.SUPERVISOR, AccessRole.STREET)
"""Who reads, without names."""
EVERYBODY = tuple(AccessRole)
