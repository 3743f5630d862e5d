"""What goes in and out of the endpoints of places and streets."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.web.texts import Code, Line

Coordinate = Annotated[float, Field(ge=-20_000_000, le=20_000_000, allow_inf_nan=False)]
Kind = Annotated[Line, Field(max_length=40)]
Building = Annotated[Line, Field(max_length=80)]


class PlaceDraft(BaseModel):
    """A door, room, gate or meeting point. `kind` home is somebody's home. `x`, `y`: metres east and north, or
    longitude and latitude, as the community's datum says. `access_seconds`: from the street to the door. The door
    number is not kept here."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"code": "D101", "kind": "home", "x": 120, "y": 40, "building": "3号楼"}]},
    )

    code: Code
    kind: Kind = ""
    x: Coordinate | None = None
    y: Coordinate | None = None
    access_seconds: int = Field(default=0, ge=0, le=86_400)
    building: Building = ""
    area: Building = ""


class PlaceChange(BaseModel):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"access_seconds": 60}]})

    code: Code = "D1"
    kind: Kind = ""
    x: Coordinate | None = None
    y: Coordinate | None = None
    access_seconds: int = Field(default=0, ge=0, le=86_400)
    building: Building = ""
    area: Building = ""


class PlaceShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    code: str
    kind: str
    x: float | None
    y: float | None
    access_seconds: int
    building: str
    area: str
    version: int


class NodeRow(BaseModel):
    """An end or crossing of streets; `x`, `y` as the community's datum says."""

    model_config = ConfigDict(
        extra="forbid", from_attributes=True, json_schema_extra={"examples": [{"node": "n1", "x": 0, "y": 0}]}
    )

    node: Annotated[Line, Field(max_length=80)]
    x: Coordinate
    y: Coordinate


class EdgeRow(BaseModel):
    """Between two nodes. `length_m` empty: the straight line. `kind`: street, path, steps, signal, zebra, gate or
    wall. `extra_seconds`: waiting on this edge."""

    model_config = ConfigDict(
        extra="forbid", from_attributes=True, json_schema_extra={"examples": [{"a": "n1", "b": "n2", "kind": "steps"}]}
    )

    a: Annotated[Line, Field(max_length=80)]
    b: Annotated[Line, Field(max_length=80)]
    length_m: Annotated[float, Field(allow_inf_nan=False)] | None = None
    kind: Annotated[Line, Field(max_length=20)] = "street"
    extra_seconds: Annotated[float, Field(allow_inf_nan=False)] = 0


class GateRow(BaseModel):
    """On the edge between `a` and `b`."""

    model_config = ConfigDict(
        extra="forbid", from_attributes=True, json_schema_extra={"examples": [{"gate": "G1", "a": "n1", "b": "n2"}]}
    )

    gate: Annotated[Line, Field(max_length=80)]
    a: Annotated[Line, Field(max_length=80)]
    b: Annotated[Line, Field(max_length=80)]
    open: bool = True


class Streets(BaseModel):
    """All streets of a community in one document; the ETag is the community's."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "nodes": [{"node": "n1", "x": 0, "y": 0}, {"node": "n2", "x": 80, "y": 0}],
                    "edges": [{"a": "n1", "b": "n2", "kind": "gate"}],
                    "gates": [{"gate": "G1", "a": "n1", "b": "n2", "open": True}],
                }
            ]
        },
    )

    nodes: list[NodeRow] = Field(max_length=100_000)
    edges: list[EdgeRow] = Field(max_length=200_000)
    gates: list[GateRow] = Field(default_factory=list, max_length=10_000)
