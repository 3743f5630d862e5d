"""Lists come in pages: `?limit=50&after=<cursor>`; the cursor is the id of the last item seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel
from sqlmodel import col

from matcher_api.database.record import Record
from matcher_api.web.work import Work

T = TypeVar("T")
R = TypeVar("R", bound=Record)


class Page(BaseModel, Generic[T]):
    """`next`: cursor of the following page, null at the end."""

    items: list[T]
    next: str | None = None


class Paging(BaseModel):
    """`limit` None: all there are, for lists that are drawn whole; what a caller sends always has one."""

    limit: int | None
    after: str | None


EVERY = Paging(limit=None, after=None)


def _paging(
    limit: Annotated[int, Query(ge=1, le=500, description="Items a page")] = 50,
    after: Annotated[str | None, Query(max_length=64, description="`next` of the page before")] = None,
) -> Paging:
    return Paging(limit=limit, after=after)


PagingOf = Annotated[Paging, Depends(_paging)]


def page_of(
    work: Work,
    query: Any,
    model: type[R],
    paging: Paging,
    show: Callable[[Sequence[R]], list[T]],
    *,
    newest_first: bool = False,
) -> Page[T]:
    """One page of `query` (a select of `model`) in order of id; `show` turns the rows of the page into items at once,
    so that joined data costs one query a page."""
    key = col(model.id)
    if paging.after:
        query = query.where(key < paging.after if newest_first else key > paging.after)
    query = query.order_by(key.desc() if newest_first else key)
    rows, more = of_page(work.session.exec(query.limit(one_more(paging))).all(), paging)
    return Page(items=show(rows), next=rows[-1].id if more else None)


def one_more(paging: Paging) -> int | None:
    """How many rows to read, to see whether more follow."""
    return None if paging.limit is None else paging.limit + 1


def of_page(found: Sequence[R], paging: Paging) -> tuple[Sequence[R], bool]:
    """The rows of the page, and whether more follow."""
    return found[: paging.limit], paging.limit is not None and len(found) > paging.limit
