"""A community with its settings, and the ground it stands on: places, streets, gates, walks given outright."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Community(Record, table=True):
    """`code` names it to people and in files. `datum`: of all its coordinates. `walking`, `weights`, `policy`: the
    settings of a scenario (docs/scenario.md), only those that differ from the defaults."""

    __tablename__ = "community"
    code: str = Field(unique=True, max_length=80)
    name: str = Field(default="", max_length=120)
    street_office: str = Field(default="", max_length=120)
    zone: str = Field(default="Asia/Shanghai", max_length=40)
    datum: str = Field(default="local", max_length=10)
    synthetic: bool = False
    first_day: date | None = None
    """Day 0 of the scenario it was imported from: the default start of new rosters."""
    days: int = 7
    service_defaults: bool = True
    walking: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    weights: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    policy: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    generator: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    """Of the service: cut-off hours, freeze days, answer deadlines."""


class Place(Record, table=True):
    """A door, room, gate or meeting point; `building` and `area` are told to people, the door number is not here."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    code: str = Field(max_length=80)
    kind: str = Field(default="", max_length=40)
    x: float | None = None
    y: float | None = None
    access_seconds: int = 0
    building: str = Field(default="", max_length=80)
    area: str = Field(default="", max_length=80)


class StreetNode(Record, table=True):
    __tablename__ = "street_node"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    code: str = Field(max_length=80)
    x: float
    y: float


class StreetEdge(Record, table=True):
    """Between two nodes, by their codes; `position` keeps the order of the file."""

    __tablename__ = "street_edge"
    community_id: str = Field(foreign_key="community.id", index=True)
    position: int = 0
    a: str = Field(max_length=80)
    b: str = Field(max_length=80)
    length_m: float | None = None
    kind: str = Field(default="street", max_length=20)
    extra_seconds: float = 0.0


class Gate(Record, table=True):
    __tablename__ = "gate"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    code: str = Field(max_length=80)
    a: str = Field(max_length=80)
    b: str = Field(max_length=80)
    open: bool = True


class WalkRow(Record, table=True):
    """Whole minutes from place to place (codes), where a community knows them better than its streets do."""

    __tablename__ = "walk_row"
    __table_args__ = (UniqueConstraint("community_id", "a", "b"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    a: str = Field(max_length=80)
    b: str = Field(max_length=80)
    minutes: int
