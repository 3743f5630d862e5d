"""Constructors say every fault they can see, at once."""

from __future__ import annotations

from matcher.errors import InvalidProblem, ProblemError


def tested(*tests: tuple[str, bool, str]) -> list[ProblemError]:
    """(field, holds, message if it does not) -> the faults, still without the name of the object."""
    return [ProblemError(where="", code=name, message=message) for name, holds, message in tests if not holds]


def raise_if(where: str, faults: list[ProblemError]) -> None:
    if faults:
        raise InvalidProblem(
            ProblemError(where=f.where or where, code=f.code, message=f.message, hint=f.hint) for f in faults
        )
