"""A problem in its place and time: what a folder or workbook holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from matcher.errors import ProblemError
from matcher.problem import Problem
from matcher.scenario.calendar import Calendar
from matcher.walking.datum import Datum
from matcher.walking.model import TimeModel
from matcher.walking.network import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkingDefaults:
    """`limit_minutes` and `pace` (metres a second) stand where a row leaves them empty; `model`: how walks take."""

    limit_minutes: int = 15
    pace: float = 1.0
    model: TimeModel = field(default_factory=TimeModel)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """`problem` with its first day, zone (IANA name) and datum.

    Coordinates of places are metres in a local datum, else longitude and latitude. `network`: the streets, where
    given. `problem.walks.source` says what the walks came from. `service_defaults`: the default policy by service
    applies when the scenario is read; in `problem` it already has been. `walk_rows`: a walks table that is given but
    not used, as streets were asked for. `beneficiary_sex` by visit. `generator`: what a
    synthetic scenario was made from. `notes`: warnings found while reading.
    """

    problem: Problem
    start: date
    title: str = ""
    zone: str = "Asia/Shanghai"
    datum: Datum = Datum.LOCAL
    synthetic: bool = False
    network: Network | None = None
    walking: WalkingDefaults = field(default_factory=WalkingDefaults)
    service_defaults: bool = False
    beneficiary_sex: Mapping[str, str] = field(default_factory=dict)
    walk_rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    generator: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[ProblemError, ...] = ()

    @property
    def name(self) -> str:
        return self.problem.name

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.start, self.zone)

    def minute_of(self, moment: datetime) -> int:
        """Whole minutes from local midnight of the first day; one with an offset is brought to the zone first.

        Raises ValueError for a moment that is not a whole minute.
        """
        return self.calendar.minute_of(moment)

    def datetime_of(self, minute: int) -> datetime:
        """The moment of a minute, with its zone."""
        return self.calendar.datetime_of(minute)
