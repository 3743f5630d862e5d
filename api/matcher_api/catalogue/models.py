"""Catalogue items. Shipped ones are tagged source=seed with their quote; never an official list."""

from __future__ import annotations

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class CatalogueItem(Record, table=True):
    """`code` is what visits carry as `service`; `edition` grows when an item is changed, `current` marks the newest.
    `shape`: home, team, facility, class or none (not scheduled here)."""

    __tablename__ = "catalogue_item"
    __table_args__ = (UniqueConstraint("code", "edition"),)
    code: str = Field(max_length=40, index=True)
    edition: int = 1
    current: bool = True
    category: str = Field(max_length=20, index=True)
    zh: str = Field(max_length=120)
    en: str = Field(default="", max_length=160)
    served_by: str = Field(default="", max_length=80)
    shape: str = Field(default="none", max_length=10)
    minutes: int | None = None
    roles: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    mode: str = Field(default="", max_length=40)
    people: int = 1
    """With a mode: for how many, unless a request says otherwise."""
    risk: str = Field(default="low", max_length=10)
    respond_hours: int = 48
    source: str = Field(default="", max_length=40)
    quote: str = ""
    basis: str = Field(default="", max_length=40)
    overlap_of: str = Field(default="", max_length=40)
    typical_minutes: str = Field(default="", max_length=80)
    headcount: str = Field(default="", max_length=80)
    skill: str = Field(default="", max_length=120)
    """The three estimates as their source words them; `minutes` and `roles` are what planning makes of them."""
