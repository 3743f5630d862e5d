"""Minutes served, as their person sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict
from sqlmodel import col, func, select

from matcher_api.hours.models import HourEntry
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


class HourShown(BaseModel):
    """`minutes` below zero: a correction, with its reason."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    assignment_id: str | None
    service: str
    day: date
    minutes: int
    kind: str
    reason: str


class HoursPage(Page[HourShown]):
    """`total_minutes`: of all entries, on this page or not."""

    total_minutes: int


def own(work: Work, paging: Paging) -> HoursPage:
    mine = col(HourEntry.person_id).in_(work.actor.persons)
    page = page_of(work, select(HourEntry).where(mine), HourEntry, paging, _shown)
    total = work.session.exec(select(func.coalesce(func.sum(col(HourEntry.minutes)), 0)).where(mine)).one()
    return HoursPage(items=page.items, next=page.next, total_minutes=int(total))


def _shown(rows: Sequence[HourEntry]) -> list[HourShown]:
    return [HourShown.model_validate(r) for r in rows]
