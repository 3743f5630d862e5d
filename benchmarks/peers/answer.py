"""What a peer hands back."""

from __future__ import annotations

from dataclasses import dataclass, field

from peers.plain import Row

THREADS = 2
SEED = 1


class Refused(Exception):
    """The peer does not take the problem; its own words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds`: from handing the finished model to the peer until it returned; empty `rows`: it found nothing."""

    version: str
    seconds: float
    rows: list[Row] = field(default_factory=list)
    note: str = ""
