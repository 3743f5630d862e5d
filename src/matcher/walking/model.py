"""How long a walk takes."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from matcher.errors import InvalidProblem, ProblemError


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeModel:
    """Parameters of the time of a walk, apart from the walker's pace (metres a second on the flat).

    Only lengths scale with the pace; waits do not. Defaults: signals at most 70-90 s in Chinese cities, 30 s on
    average; 1.4 is the median detour of gated street networks (walk length over straight line); steps at half pace.
    Seconds are whole and >= 0; `steps_factor` is in (0, 1], `detour` >= 1; metres > 0.
    """

    steps_factor: float = 0.5
    signal_seconds: int = 30
    zebra_seconds: int = 8
    gate_seconds: int = 12
    snap_limit_m: float = 150.0
    detour: float = 1.4

    def __post_init__(self) -> None:
        faults = []
        for field, holds, wanted in (
            ("steps_factor", 0 < self.steps_factor <= 1, "above 0, at most 1"),
            ("signal_seconds", self.signal_seconds >= 0, "0 or more"),
            ("zebra_seconds", self.zebra_seconds >= 0, "0 or more"),
            ("gate_seconds", self.gate_seconds >= 0, "0 or more"),
            ("snap_limit_m", 0 < self.snap_limit_m < np.inf, "above 0"),
            ("detour", 1 <= self.detour < np.inf, "1 or more"),
        ):
            if not holds:
                message = f"{field} ({getattr(self, field)}) must be {wanted}"
                faults.append(ProblemError(where="walking", code=field, message=message))
        if faults:
            raise InvalidProblem(faults)

    def seconds_of(self, kind: str) -> int:
        """The wait an edge of this kind costs once, in seconds."""
        return {"signal": self.signal_seconds, "zebra": self.zebra_seconds, "gate": self.gate_seconds}.get(kind, 0)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(f.name for f in fields(cls))
