"""Events as a command line says them: `--ill V07=2026-11-24 09:00/2026-11-24 12:00`, `--decline S3=V07` ..."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from matcher.errors import InvalidProblem, ProblemError

if TYPE_CHECKING:
    from matcher.replan import Event
    from matcher.scenario import Scenario

Faults = list[ProblemError]


def minute(scenario: Scenario, option: str, text: str, faults: Faults) -> int:
    """The minute a text says; a fault and 0 where it says none."""
    from matcher.scenario.moments import NotAMoment, minute_in

    try:
        return minute_in(text, scenario.calendar, days=scenario.problem.days)
    except NotAMoment as fault:
        faults.append(ProblemError(option, fault.code, str(fault), fault.hint or 'write "2026-11-24 09:00"'))
        return 0


def events_of(
    scenario: Scenario,
    *,
    ill: Sequence[str] = (),
    decline: Sequence[str] = (),
    no_show: Sequence[str] = (),
    cancel: Sequence[str] = (),
    lengthen: Sequence[str] = (),
    move: Sequence[str] = (),
    close: Sequence[str] = (),
) -> list[Event]:
    """The events of all options, in that order; raises InvalidProblem with the faults of all of them."""
    from matcher.replan import Absent, Cancelled, Closed, Declined, Lengthened, Moved, NoShow

    faults: Faults = []

    def span(option: str, text: str) -> tuple[int | None, int | None]:
        first, _, last = text.partition("/")
        return (
            minute(scenario, option, first, faults) if first.strip() else None,
            minute(scenario, option, last, faults) if last.strip() else None,
        )

    def whole(option: str, text: str) -> int:
        if not text.isdecimal() or int(text) < 1:
            faults.append(ProblemError(option, "not_a_number", f'"{text}" is no number of minutes', "write 90"))
            return 1
        return int(text)

    found: list[Event] = []
    found += [Absent(who, *span("--ill", when)) for who, when in _halves("--ill", ill, faults, both=False)]
    found += [Declined(visit, who) for visit, who in _halves("--decline", decline, faults)]
    found += [NoShow(visit, who) for visit, who in _halves("--no-show", no_show, faults)]
    found += [Cancelled(visit) for visit in cancel]
    found += [Lengthened(v, whole("--lengthen", n)) for v, n in _halves("--lengthen", lengthen, faults)]
    found += [Moved(v, minute(scenario, "--move", when, faults)) for v, when in _halves("--move", move, faults)]
    found += [Closed(room, *span("--close", when)) for room, when in _halves("--close", close, faults, both=False)]
    if faults:
        raise InvalidProblem(faults)
    return found


def _halves(option: str, texts: Iterable[str], faults: Faults, *, both: bool = True) -> list[tuple[str, str]]:
    """What stands before and after the first `=`."""
    found = []
    for text in texts:
        first, sign, second = text.partition("=")
        if not first.strip() or (both and not second.strip()) or (sign and not second.strip()):
            hint = f"write {option} A=B" if both else f"write {option} A, or {option} A=FROM/TO"
            faults.append(ProblemError(option, "option", f'"{text}" is incomplete', hint))
        else:
            found.append((first.strip(), second.strip()))
    return found
