"""A solve under way, wherever it runs: the runner waits for what it tells and can end it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from matcher.result import Progress
from matcher_api.runs.task import Ended, Task

Told = Progress | Ended


class Solving(Protocol):
    """One solve. After an `Ended` nothing follows."""

    def next(self, seconds: float) -> Told | None:
        """What it tells next; None if nothing within `seconds`."""
        ...

    def stop(self) -> None:
        """Asks it to end soon with the best it has."""
        ...

    def close(self) -> None:
        """Ends it at once, if it has not ended, and frees what it holds."""
        ...


Start = Callable[[Task], Solving]
