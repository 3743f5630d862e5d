"""/volunteers/{id}/skills, credentials, history, pairs"""

from __future__ import annotations

from fastapi import APIRouter, Response

from matcher_api.access.roles import AccessRole
from matcher_api.people import credentials, history, pairs, skills
from matcher_api.people.endpoints import SELF
from matcher_api.people.seen import DESK
from matcher_api.people.shapes import (
    CredentialDraft,
    CredentialShown,
    HistoryShown,
    PairDraft,
    PairShown,
    SkillDraft,
    SkillSet,
    SkillShown,
)
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/volunteers/{person_id}", "volunteers")
KNOWING = (*SELF, AccessRole.PROVIDER)


@router.get("/skills", dependencies=allow(*KNOWING))
def list_skills(work: WorkOf, person_id: str, paging: PagingOf) -> Page[SkillShown]:
    return skills.listed(work, person_id, paging)


@router.put("/skills", dependencies=allow(*DESK))
def replace_skills(
    work: WorkOf, person_id: str, asked: SkillSet, response: Response, if_match: IfMatch = None
) -> Page[SkillShown]:
    """The whole set at once, against the version of the person one saw."""
    person, shown = skills.replaced(work, person_id, asked, if_match)
    tag(response, person)
    return Page(items=shown)


@router.post("/skills", status_code=201, dependencies=allow(*DESK))
def add_skill(work: WorkOf, person_id: str, draft: SkillDraft, response: Response) -> SkillShown:
    row = skills.added(work, person_id, draft)
    tag(response, row)
    return SkillShown.model_validate(row)


@router.delete("/skills/{skill_id}", status_code=204, dependencies=allow(*DESK))
def remove_skill(work: WorkOf, person_id: str, skill_id: str, if_match: IfMatch = None) -> None:
    skills.removed(work, person_id, skill_id, if_match)


@router.get("/credentials", dependencies=allow(*KNOWING))
def list_credentials(work: WorkOf, person_id: str, paging: PagingOf) -> Page[CredentialShown]:
    return credentials.listed(work, person_id, paging)


@router.post("/credentials", status_code=201, dependencies=allow(*DESK))
def add_credential(work: WorkOf, person_id: str, draft: CredentialDraft, response: Response) -> CredentialShown:
    """A paper the desk has seen; skills, insurance and record check follow from it at once."""
    row = credentials.added(work, person_id, draft)
    tag(response, row)
    return CredentialShown.model_validate(row)


@router.delete("/credentials/{credential_id}", status_code=204, dependencies=allow(*DESK))
def remove_credential(work: WorkOf, person_id: str, credential_id: str, if_match: IfMatch = None) -> None:
    """One entered by mistake; what rested on it alone goes too."""
    credentials.removed(work, person_id, credential_id, if_match)


@router.get("/history", dependencies=allow(*SELF))
def list_history(work: WorkOf, person_id: str, paging: PagingOf) -> Page[HistoryShown]:
    """Everything the person was asked for, what became of it, and the minutes credited."""
    return history.listed(work, person_id, paging)


@router.get("/pairs", dependencies=allow(AccessRole.COORDINATOR))
def list_pairs(work: WorkOf, person_id: str, paging: PagingOf) -> Page[PairShown]:
    """With whom or what the person must not, or should, be planned. Never shown to volunteers."""
    return pairs.listed(work, person_id, paging)


@router.post("/pairs", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def add_pair(work: WorkOf, person_id: str, draft: PairDraft, response: Response) -> PairShown:
    row = pairs.added(work, person_id, draft)
    tag(response, row)
    return PairShown.model_validate(row)


@router.delete("/pairs/{pair_id}", status_code=204, dependencies=allow(AccessRole.COORDINATOR))
def remove_pair(work: WorkOf, person_id: str, pair_id: str, if_match: IfMatch = None) -> None:
    """Not one that came from a person's no."""
    pairs.removed(work, person_id, pair_id, if_match)
