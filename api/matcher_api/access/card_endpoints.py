"""/volunteers/{id}/card"""

from __future__ import annotations

from fastapi import APIRouter, Response

from matcher_api.access import carding
from matcher_api.access.shapes import CardMade
from matcher_api.people.seen import DESK
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/volunteers/{person_id}/card", "volunteers")


@router.post("", status_code=201, dependencies=allow(*DESK))
def make_card(work: WorkOf, person_id: str, response: Response) -> CardMade:
    """A personal card for somebody without a password: its code is shown this once, the card before is dead."""
    response.headers["Cache-Control"] = "no-store"
    return carding.card_made(work, person_id)


@router.post("/revoke", status_code=204, dependencies=allow(*DESK))
def revoke_card(work: WorkOf, person_id: str) -> None:
    """The card was lost: it opens nothing from now on."""
    carding.card_revoked(work, person_id)
