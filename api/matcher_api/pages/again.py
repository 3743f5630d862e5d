"""A form that was sent after its session had ended: carried through the login, and sent again by whoever typed it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher_api.pages.forms import Form

TARGET, KEPT = "again", "kept:"
"""Fields of the login: where the form went, and what was in it."""
_ID = re.compile(r"[0-9a-f]{12,}")


@dataclass(frozen=True, slots=True)
class Again:
    """`target`: an address of this service; `fields` in order."""

    target: str
    fields: list[tuple[str, str]]

    @property
    def words(self) -> list[str]:
        """What a person would know again."""
        return [value for _, value in self.fields if value.strip() and not _ID.fullmatch(value)]


def carried(form: Form, target: str) -> Again | None:
    """What a login carries; None for the login of somebody who only comes. `target`: checked by the caller."""
    if not form.one(TARGET):
        return None
    names = [name for name in form.typed if name.startswith(KEPT)]
    return Again(target, [(name.removeprefix(KEPT), value) for name in names for value in form.all(name)])
