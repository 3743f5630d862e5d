"""Who a roster is shown to, and what they may see: decided here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaceDetail = Literal["door", "building", "area"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """What readers of one kind may see. Whatever is not granted is masked.

    `full_names`: names of volunteers in full, else 张**. `places`: how exactly a private home is named (`door`:
    building and door; `building`; `area`: the community only, and no spot on the map). `requests`: titles and ids
    of what served people asked for, else the service alone. `workings`: what stays unserved and why, key figures,
    the proof. `walks`: walking minutes and the ways of volunteers. `ids`: ids of volunteers.
    """

    name: Literal["overview", "coordinator", "volunteer", "gate", "notice"]
    full_names: bool = False
    places: PlaceDetail = "area"
    requests: bool = False
    workings: bool = False
    walks: bool = False
    ids: bool = False


OVERVIEW = Audience(name="overview", places="building", workings=True, walks=True, ids=True)
"""What `solve` and `demo` show unless told otherwise: the coordinator's page with names masked and no doors."""
COORDINATOR = Audience(
    name="coordinator", full_names=True, places="door", requests=True, workings=True, walks=True, ids=True
)
VOLUNTEER = Audience(name="volunteer", places="building", walks=True, ids=True)
GATE = Audience(name="gate", places="building", ids=True)
NOTICE = Audience(name="notice")

AUDIENCES: tuple[Audience, ...] = (COORDINATOR, VOLUNTEER, GATE, NOTICE)
"""Those a person can name with `--for`."""


def audience(name: str) -> Audience:
    """The audience called `name`; raises KeyError if there is none."""
    named: dict[str, Audience] = {a.name: a for a in AUDIENCES}
    return named[name]


def masked(name: str) -> str:
    """The first character and two stars, whatever the length: 张**."""
    name = name.strip()
    return f"{name[0]}**" if name else ""
