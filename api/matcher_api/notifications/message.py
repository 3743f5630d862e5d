"""A message as it is told: both languages, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Message:
    """`title`, `lines`: (zh, en). `offers`: assignments that ask for an answer, `about`: all it tells of. `begins`:
    the earliest start among them. `call`: worth a telephone call where nothing else reaches anybody."""

    title: tuple[str, str]
    lines: tuple[tuple[str, str], ...] = ()
    offers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    begins: datetime | None = None
    call: bool = True

    @property
    def zh(self) -> str:
        return "\n".join((self.title[0], *(zh for zh, _ in self.lines)))

    @property
    def en(self) -> str:
        return "\n".join((self.title[1], *(en for _, en in self.lines)))
