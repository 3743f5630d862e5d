"""Who may serve, and the places they start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.problem.faults import raise_if, tested
from matcher.problem.time import Window, merged

Kind = Literal["volunteer", "staff", "worker"]
TRAINEE = "trainee"
"""The tag of a volunteer who learns: never counts toward a minimum."""


@dataclass(frozen=True, slots=True)
class Place:
    """A door, gate or square. `x, y` in the datum of the problem; `access_seconds` from street to door."""

    id: str
    kind: str = ""
    x: float = 0.0
    y: float = 0.0
    access_seconds: int = 0
    building: str = ""
    community: str = ""

    def __post_init__(self) -> None:
        raise_if(
            f"place {self.id}",
            tested(
                (
                    "access_seconds",
                    self.access_seconds >= 0,
                    f"access_seconds ({self.access_seconds}) must not be negative",
                )
            ),
        )


@dataclass(frozen=True, slots=True)
class Skill:
    """Held through `valid_until_day` inclusive (days from the first, may be negative); None: without end."""

    name: str
    valid_until_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """A person who may serve: volunteer, staff on duty, or a provider's worker.

    `pace` metres a second; `max_walk` minutes of any one leg and from home to any place served; `availabilities`
    are merged where they overlap or touch, each then is one shift that starts at home. `max_minutes_*` count
    service minutes, None: no cap. `insured_until_day` None: not insured; `certified_until_day` None: no end
    (a worker whose provider lost the badge is not in the problem, or has an end). History is minutes served and
    minutes offered before the horizon.
    """

    id: str
    home: str
    availabilities: tuple[Window, ...]
    name: str = ""
    kind: Kind = "volunteer"
    sex: str = ""
    tags: frozenset[str] = frozenset()
    skills: tuple[Skill, ...] = ()
    pace: float = 1.0
    max_walk: int = 15
    max_minutes_day: int | None = None
    max_minutes_total: int | None = None
    max_visits_day: int | None = None
    minor: bool = False
    guardian_consent: bool = False
    record_checked: bool = False
    insured_until_day: int | None = None
    certified_until_day: int | None = None
    return_home: bool = False
    history_minutes: int = 0
    history_offered_minutes: int = 0

    def __post_init__(self) -> None:
        caps = [(name, getattr(self, name)) for name in ("max_minutes_day", "max_minutes_total", "max_visits_day")]
        raise_if(
            f"volunteer {self.id}",
            tested(
                (
                    "kind",
                    self.kind in ("volunteer", "staff", "worker"),
                    f"kind ({self.kind}) must be volunteer, staff or worker",
                ),
                ("pace", 0.1 <= self.pace <= 10, f"pace ({self.pace}) must be 0.1 to 10 metres a second"),
                ("max_walk", self.max_walk >= 0, f"max_walk ({self.max_walk}) must not be negative"),
                (
                    "history_minutes",
                    self.history_minutes >= 0 and self.history_offered_minutes >= 0,
                    f"history ({self.history_minutes}, {self.history_offered_minutes}) must not be negative",
                ),
                *(
                    (
                        name,
                        value is None or value >= 0,
                        f"{name} ({value}) must not be negative; leave it empty for no cap",
                    )
                    for name, value in caps
                ),
            ),
        )
        object.__setattr__(self, "availabilities", merged(self.availabilities))

    @property
    def trainee(self) -> bool:
        return TRAINEE in self.tags

    def has_skill(self, name: str, *, day: int) -> bool:
        return any(s.name == name and (s.valid_until_day is None or day <= s.valid_until_day) for s in self.skills)

    @property
    def offered_minutes(self) -> int:
        return sum(w.end - w.start for w in self.availabilities)
