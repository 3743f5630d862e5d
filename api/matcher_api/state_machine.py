"""Life cycles as tables: which action leads from which states to which; everything else is refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from matcher_api.errors import Refusal


@dataclass(frozen=True, slots=True)
class Step:
    action: str
    source: tuple[StrEnum, ...]
    target: StrEnum


@dataclass(frozen=True)
class StateMachine:
    """`steps` in reading order; states are the words of the API and the pages."""

    name: str
    steps: tuple[Step, ...]

    @cached_property
    def _next(self) -> dict[tuple[str, str], StrEnum]:
        return {(str(state), s.action): s.target for s in self.steps for state in s.source}

    def possible(self, state: str) -> tuple[str, ...]:
        """Actions that may follow, in order of the table."""
        return tuple(s.action for s in self.steps if state in s.source)

    def after(self, state: str, action: str, *, conflict: Mapping[str, str | int] | None = None) -> StrEnum:
        """The state that follows; refuses (409) with what is possible instead, and the record (`conflict`) whose state
        is another one by now."""
        if (target := self._next.get((str(state), action))) is None:
            possible = ", ".join(self.possible(state)) or "-"
            raise Refusal("not_acceptable_state", conflict=conflict, state=str(state), action=action, possible=possible)
        return target


def steps(*rows: tuple[str, Iterable[StrEnum] | StrEnum, StrEnum]) -> tuple[Step, ...]:
    """(action, source state or states, target) -> the table."""
    return tuple(
        Step(action, (source,) if isinstance(source, StrEnum) else tuple(source), target)
        for action, source, target in rows
    )
