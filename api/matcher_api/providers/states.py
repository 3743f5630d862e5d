"""The certification of a provider. Only an active one is matched; `revoked` is the end."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class ProviderState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    COUNCIL_PASSED = "council_passed"
    COUNCIL_REJECTED = "council_rejected"
    PUBLIC_NOTICE = "public_notice"
    """Everybody may object until `notice_until`."""
    SIGNED = "signed"
    ACTIVE = "active"
    RECTIFY = "rectify"
    """To put things right until `rectify_by`; gets no work meanwhile."""
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


S = ProviderState

CERTIFICATION = StateMachine(
    "certification",
    steps(
        ("submit", (S.DRAFT, S.COUNCIL_REJECTED, S.WITHDRAWN, S.EXPIRED), S.SUBMITTED),
        ("council_pass", S.SUBMITTED, S.COUNCIL_PASSED),
        ("council_reject", S.SUBMITTED, S.COUNCIL_REJECTED),
        ("notice", S.COUNCIL_PASSED, S.PUBLIC_NOTICE),
        ("sign", S.PUBLIC_NOTICE, S.SIGNED),
        ("activate", S.SIGNED, S.ACTIVE),
        ("rectify", S.ACTIVE, S.RECTIFY),
        ("restore", (S.RECTIFY, S.SUSPENDED), S.ACTIVE),
        ("suspend", (S.ACTIVE, S.RECTIFY), S.SUSPENDED),
        ("revoke", S.SUSPENDED, S.REVOKED),
        ("expire", (S.ACTIVE, S.RECTIFY, S.SUSPENDED), S.EXPIRED),
        (
            "withdraw",
            (S.DRAFT, S.SUBMITTED, S.COUNCIL_PASSED, S.COUNCIL_REJECTED, S.PUBLIC_NOTICE, S.SIGNED, S.ACTIVE),
            S.WITHDRAWN,
        ),
    ),
)
EDITABLE = (S.DRAFT, S.COUNCIL_REJECTED, S.WITHDRAWN, S.EXPIRED)
"""Before it is handed in, a provider may still change everything about itself."""
