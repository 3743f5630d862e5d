"""A provider, its items, and the steps of its certification."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Provider(Record, table=True):
    """`state` of its certification (see providers/states.py). `modes`: 错时 off_hours, 预约 by_appointment, 上门
    at_home. Only an active one is matched; `hours` are weekly: [{weekdays, start, minutes}]."""

    __tablename__ = "provider"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    code: str = Field(max_length=80)
    name: str = Field(max_length=120)
    state: str = Field(default="draft", max_length=20, index=True)
    modes: list[str] = Field(default_factory=list, sa_column=json_column())
    hotline: str = Field(default="", max_length=40)
    place_id: str | None = Field(default=None, foreign_key="place.id")
    hours: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    certified_until: date | None = None
    notice_until: date | None = None
    rectify_by: date | None = None


class ProviderItem(Record, table=True):
    """An item of the catalogue that a provider offers; `price_cents` None: free or on asking."""

    __tablename__ = "provider_item"
    __table_args__ = (UniqueConstraint("provider_id", "item_code"),)
    provider_id: str = Field(foreign_key="provider.id", index=True, ondelete="CASCADE")
    item_code: str = Field(max_length=40, index=True)
    published: bool = True
    price_cents: int | None = None
    price_note: str = Field(default="", max_length=120)


class ProviderFact(Record, table=True):
    """A fact on file: defect, dissatisfaction, refusal to correct, rating; revoking needs three kinds."""

    __tablename__ = "provider_fact"
    provider_id: str = Field(foreign_key="provider.id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=30)
    at: datetime
    text: str = ""
    by_login_id: str | None = None
