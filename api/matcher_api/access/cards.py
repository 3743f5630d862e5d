"""What a personal card may do. It is printed and can be lost: it reads, and answers for its person, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matcher_api.access.models import Grant
from matcher_api.access.roles import AccessRole

LOGIN = "card."
"""Names of the logins behind cards begin with this; nobody else's do."""
MAY_CHANGE = (
    re.compile(r"/me/offers/[^/]+/(accept|decline)$"),
    re.compile(r"/me/shifts/[^/]+/[a-z-]+$"),
    re.compile(r"/me/open-shifts/[^/]+/sign-up$"),
    re.compile(r"^/me/open/[^/]+$"),
    re.compile(r"/me/messages/seen$"),
    re.compile(r"/sessions/current$"),
    re.compile(r"^/logout$"),
)
"""Everything else that changes something is refused: contact data, password, tokens, consents, erasure."""
MAY_NOT_READ = (re.compile(r"/export$"), re.compile(r"/contact$"), re.compile(r"/tokens$"), re.compile(r"/sessions$"))


def card_may(method: str, path: str) -> bool:
    """Of a session opened by a card."""
    if method in ("GET", "HEAD", "OPTIONS"):
        return not any(p.search(path) for p in MAY_NOT_READ)
    return any(p.search(path) for p in MAY_CHANGE)


def card_rights(grants: Iterable[Grant], person_id: str) -> list[Grant]:
    """Of what the login holds, what its card gives: to be this volunteer."""
    return [g for g in grants if g.role == AccessRole.VOLUNTEER and g.person_id == person_id]
