"""What may be done when on the day itself, and how long somebody served: moments in, answers out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTimes:
    """Of a visit `[start, end)`. Minutes: `early` before the start people may check in, `late` after the end they may
    check out, `grace` after the start somebody who is not there is a no-show."""

    start: datetime
    end: datetime
    early: int
    late: int
    grace: int

    @property
    def opens(self) -> datetime:
        """The first moment of checking in; the last one is the end."""
        return self.start - self.early * MINUTE

    @property
    def closes(self) -> datetime:
        """The last moment of checking out."""
        return self.end + self.late * MINUTE

    @property
    def missed(self) -> datetime:
        """From then on somebody who is not there may be called a no-show."""
        return self.start + self.grace * MINUTE

    def may_check_in(self, at: datetime) -> bool:
        return self.opens <= at <= self.end

    def may_check_out(self, at: datetime, *, checked_in: datetime) -> bool:
        return checked_in <= at <= self.closes

    def served(self, checked_in: datetime, checked_out: datetime) -> int:
        """Whole minutes served. Who comes early waits: it counts from the start."""
        return max(0, (checked_out - max(checked_in, self.start)) // MINUTE)
