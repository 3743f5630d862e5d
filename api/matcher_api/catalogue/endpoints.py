"""/catalogue"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.catalogue import service
from matcher_api.catalogue.categories import NAMES, Category
from matcher_api.catalogue.shapes import CategoryShown, ItemChange, ItemDraft, ItemShown, Shape
from matcher_api.web.etag import IfMatch
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/catalogue", "catalogue")


@router.get("")
def list_items(
    work: WorkOf, paging: PagingOf, category: Category | None = None, shape: Shape | None = None
) -> Page[ItemShown]:
    """What can be asked for, in current editions; public. Each item tells its source and quote; items of the source
    `seed` are a reading of the street office's plan, never the official list."""
    return service.listed(work, paging, category=category, shape=shape)


@router.get("/categories")
def list_categories() -> list[CategoryShown]:
    """The six categories; their codes never change. Public."""
    return [CategoryShown(code=code, zh=zh, en=en) for code, (zh, en) in NAMES.items()]


@router.post("", status_code=201, dependencies=allow(AccessRole.STREET))
def create_item(work: WorkOf, draft: ItemDraft, response: Response) -> ItemShown:
    """A new item, for all communities."""
    item = service.created(work, draft)
    response.headers["ETag"] = service.tag_of(item)
    return service.shown([item])[0]


@router.get("/{code}")
def get_item(
    work: WorkOf, code: str, response: Response, edition: Annotated[int | None, Query(ge=1, le=1_000_000)] = None
) -> ItemShown:
    """The current edition, or an earlier one by its number. Public."""
    item = service.found(work, code, edition)
    response.headers["ETag"] = service.tag_of(item)
    return service.shown([item])[0]


@router.patch("/{code}", dependencies=allow(AccessRole.STREET))
def change_item(work: WorkOf, code: str, change: ItemChange, response: Response, if_match: IfMatch = None) -> ItemShown:
    """Makes a new edition, which is the current one from now on; earlier editions can still be read."""
    item = service.changed(work, code, change, if_match)
    response.headers["ETag"] = service.tag_of(item)
    return service.shown([item])[0]
