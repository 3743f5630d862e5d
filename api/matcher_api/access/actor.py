"""Who acts: what the grants of a login add up to for one request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from matcher_api.access.models import Grant
from matcher_api.access.roles import AccessRole


@dataclass(frozen=True, slots=True)
class Actor:
    """`communities` None: all of them. The ids say whom the login is, where a role needs it. A request without a
    login is `ANONYMOUS`."""

    login_id: str | None = None
    username: str = ""
    language: str = "zh"
    roles: frozenset[AccessRole] = frozenset()
    communities: frozenset[str] | None = frozenset()
    persons: frozenset[str] = frozenset()
    residents: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    csrf: str = ""
    session_id: str | None = None
    card: bool = False
    """Came by a personal card: fewer rights, see cards.py."""
    until: datetime | None = None
    """When the token that was sent ends."""
    grants: tuple[Grant, ...] = field(default=(), compare=False, repr=False)

    @property
    def known(self) -> bool:
        return self.login_id is not None

    def has(self, *roles: AccessRole) -> bool:
        return not self.roles.isdisjoint(roles)

    def in_community(self, community_id: str | None, *roles: AccessRole) -> bool:
        """Whether one of `roles` is held for this community (admin: everywhere)."""
        return any(
            (g.role in roles or g.role == AccessRole.ADMIN) and g.community_id in (None, community_id)
            for g in self.grants
        )

    def where(self, *roles: AccessRole) -> frozenset[str] | None:
        """The communities for which one of `roles` is held; None: all of them."""
        held = {g.community_id for g in self.grants if g.role in roles or g.role == AccessRole.ADMIN}
        return None if None in held else frozenset(c for c in held if c is not None)


ANONYMOUS = Actor()


def actor_of(
    grants: Iterable[Grant],
    *,
    login_id: str,
    username: str,
    language: str,
    csrf: str = "",
    session_id: str | None = None,
    card: bool = False,
    until: datetime | None = None,
) -> Actor:
    held = tuple(grants)
    everywhere = any(g.community_id is None for g in held)
    return Actor(
        login_id=login_id,
        username=username,
        language=language,
        roles=frozenset(AccessRole(g.role) for g in held),
        communities=None if everywhere else frozenset(g.community_id for g in held if g.community_id),
        persons=frozenset(g.person_id for g in held if g.person_id),
        residents=frozenset(g.resident_id for g in held if g.resident_id),
        organisations=frozenset(g.organisation_id for g in held if g.organisation_id),
        providers=frozenset(g.provider_id for g in held if g.provider_id),
        csrf=csrf,
        session_id=session_id,
        card=card,
        until=until,
        grants=held,
    )
