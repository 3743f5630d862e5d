"""What one solve carries along: limits, the injected stopwatch, who listens, and the trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from matcher.result import Progress, TraceStep
from matcher.solver.solutions import Limits


@dataclass
class Search:
    """Limits of a solve and what has happened so far. Under a work limit the clock decides nothing."""

    clock: Callable[[], float]
    began: float
    seconds: float | None
    work: float | None
    gap: float
    seed: int
    stop: Callable[[], bool] | None
    tell: Callable[[Progress], None] | None
    trace: list[TraceStep] = field(default_factory=list)
    first_roster: float | None = None
    worked: float = 0.0
    crowded: bool = False
    """All cores are in use: what runs beside waits."""

    @classmethod
    def endless(cls, *, seed: int = 0, stop: Callable[[], bool] | None = None) -> Search:
        """Without limits, listeners or a clock."""
        return cls(clock=lambda: 0.0, began=0.0, seconds=None, work=None, gap=0.0, seed=seed, stop=stop, tell=None)

    @property
    def elapsed(self) -> float:
        return self.clock() - self.began

    def stopped(self) -> bool:
        return self.stop is not None and self.stop()

    def out(self, *, share: float = 1.0) -> bool:
        """Whether to end now; `share` of the limit belongs to the stage that asks."""
        if self.stopped():
            return True
        if self.work is not None:
            return self.worked >= self.work * share
        return self.seconds is not None and self.elapsed >= self.seconds * share

    def affords(self, work: float, *, share: float = 1.0) -> bool:
        """Whether so much is left of a work limit; always where there is none."""
        return self.work is None or self.worked + work <= self.work * share

    def charge(self, work: float) -> None:
        """Work done outside the integer solver, in units of about a second of one core."""
        self.worked += work

    def limits(self, *, share: float = 1.0, room: float | None = None, absolute_gap: float = 0.0) -> Limits:
        """What is left, at most `room` seconds or work units, for one call of the integer solver."""
        work = None if self.work is None else max(0.0, self.work * share - self.worked)
        seconds = None if self.seconds is None or work is not None else max(0.0, self.seconds * share - self.elapsed)
        if room is not None:
            work = None if work is None else min(work, room)
            seconds = None if work is not None else room if seconds is None else min(seconds, room)
        return Limits(seconds=seconds, work=work, absolute_gap=absolute_gap, seed=self.seed)

    def note(self, what: str, **figures: float | int | str) -> None:
        self.trace.append(TraceStep(self.elapsed, what, tuple(figures.items())))

    def report(self, stage: str, objective: int, bound: int | None) -> None:
        """Tell whoever listens; remembers when the first roster was there."""
        if self.first_roster is None:
            self.first_roster = self.elapsed
        if self.tell is not None:
            self.tell(Progress(self.elapsed, stage, objective, bound))
