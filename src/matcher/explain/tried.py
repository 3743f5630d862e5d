"""A change that may help an unserved visit, not confirmed yet."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.what_if import Change


@dataclass(frozen=True, slots=True)
class Tried:
    """`zh` and `en` say what would have to change, as the rest of a sentence that begins "it could be served: "."""

    kind: str
    subject: str
    amount: int
    unit: str
    changes: tuple[Change, ...]
    zh: str
    en: str
