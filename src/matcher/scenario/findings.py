"""All faults and notes of one input, gathered while reading goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matcher.errors import InvalidProblem, ProblemError

MOST_FAULTS = 200
"""Faults of one code in one table that are told one by one; the rest is counted."""


@dataclass(slots=True)
class Findings:
    """`errors` stop the reading in the end, `notes` do not."""

    errors: list[ProblemError] = field(default_factory=list)
    notes: list[ProblemError] = field(default_factory=list)

    def error(self, where: str, code: str, message: str, *, hint: str = "") -> None:
        self.errors.append(ProblemError(where, code, message, hint))

    def note(self, where: str, code: str, message: str, *, hint: str = "") -> None:
        self.notes.append(ProblemError(where, code, message, hint))

    def raise_if_any(self, labels: Sequence[str] = ()) -> None:
        """Raises InvalidProblem with every fault, each once: by the table of its label and row, else as found."""
        order = {label: i for i, label in enumerate(labels)}

        def place(error: ProblemError) -> tuple[int, int]:
            label, _, row = error.where.partition(",")[0].rpartition(" row ")
            return order.get(label or error.where, -1), int(row) if label and row.isdecimal() else 0

        if self.errors:
            raise InvalidProblem(_counted(sorted(dict.fromkeys(self.errors), key=place)))


def fatal(where: str, code: str, message: str, *, hint: str = "") -> InvalidProblem:
    """One fault after which nothing can be read."""
    return InvalidProblem([ProblemError(where, code, message, hint)])


def _counted(errors: list[ProblemError]) -> list[ProblemError]:
    """A wrong column of ten thousand rows is told two hundred times, and how often it goes on."""
    seen: dict[tuple[str, str], int] = {}
    told = []
    for error in errors:
        key = (error.where.partition(" row ")[0], error.code)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= MOST_FAULTS:
            told.append(error)
    for (table, code), times in seen.items():
        if times > MOST_FAULTS:
            more = times - MOST_FAULTS
            told.append(ProblemError(table, code, f"{more} more rows with the same fault", "correct the first ones"))
    return told
