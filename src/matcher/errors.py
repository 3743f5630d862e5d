"""Faults of an input. All faults of one input are collected and raised together, never only the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ProblemError:
    """One fault: what is wrong, where, and a way out.

    `code` is stable and lower-case (`unknown_id`, `negative`, `clashing_pins` ...); `where` names table, row and
    column or the object ("visits.csv row 7, column duration_minutes"; "visit V07"); `message` carries the value;
    `hint` says what to do.
    """

    where: str
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" + (f" - {self.hint}" if self.hint else "")


class InvalidProblem(ValueError):
    """The input cannot become a Problem (or a Roster of one); carries every fault found."""

    def __init__(self, errors: Iterable[ProblemError]) -> None:
        self.errors: tuple[ProblemError, ...] = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class ClashingPins(InvalidProblem):
    """The pins contradict each other; `errors` names an irreducible clashing set, one entry a pin."""


class NoRoster(RuntimeError):
    """No roster that keeps the pins was found, and that none exists is not proven."""
