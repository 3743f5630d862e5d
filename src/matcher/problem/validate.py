"""What only the whole problem can show: ids used twice or unknown, places without walks, pins outside windows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from matcher.errors import ProblemError

if TYPE_CHECKING:
    from matcher.problem.known import Pin, Published
    from matcher.problem.visits import Visit
    from matcher.problem.whole import Problem


def faults(problem: Problem) -> list[ProblemError]:
    """Every fault of the whole; empty for a sound problem."""
    found = list(
        chain(
            _twice(problem),
            _places(problem),
            _visits(problem),
            _facilities(problem),
            _pairs(problem),
            _quotas(problem),
        )
    )
    # Pins are judged against visits; with unknown or doubled ids their messages would only mislead.
    return found or list(chain(_pins(problem), _published(problem)))


def _twice(problem: Problem) -> Iterator[ProblemError]:
    tables: tuple[tuple[str, Iterable[str]], ...] = (
        ("place", (p.id for p in problem.places)),
        ("volunteer", (v.id for v in problem.volunteers)),
        ("visit", (v.id for v in problem.visits)),
        ("facility", (f.id for f in problem.facilities)),
    )
    for table, ids in tables:
        for name, times in Counter(ids).items():
            if times > 1:
                yield ProblemError(
                    f"{table} {name}",
                    "duplicate_id",
                    f"the id {name} is used {times} times",
                    f"give every {table} its own id",
                )
    if problem.days < 1:
        yield ProblemError("scenario", "days", f"days ({problem.days}) must be at least 1")


def _known(where: str, what: str, name: str | None, among: Collection[str]) -> Iterator[ProblemError]:
    if name is not None and name not in among:
        yield ProblemError(
            where,
            "unknown_id",
            f"{what} {name} is not known",
            f"add it to the table of {what}s, or correct it",
        )


def _places(problem: Problem) -> Iterator[ProblemError]:
    walked = problem.walks.index
    for place in problem.places:
        if place.id not in walked:
            yield ProblemError(
                f"place {place.id}", "no_walks", "has no walking minutes", "compute walks for all places"
            )
    for volunteer in problem.volunteers:
        where = f"volunteer {volunteer.id}"
        yield from _known(where, "place", volunteer.home, problem.place_of)
        yield from _pace(problem, where, volunteer.pace)


def _pace(problem: Problem, where: str, pace: float) -> Iterator[ProblemError]:
    if pace not in problem.walks.by_pace:
        yield ProblemError(where, "no_walks", f"has pace {pace}, for which no walks were computed")


def _visits(problem: Problem) -> Iterator[ProblemError]:
    for visit in problem.visits:
        where = f"visit {visit.id}"
        yield from _known(where, "place", visit.place, problem.place_of)
        if visit.need is not None and visit.need.origin is not None:
            yield from _known(where, "place", visit.need.origin, problem.place_of)
            yield from _pace(problem, where, visit.need.pace)
        for other in visit.needs:
            yield from _known(where, "visit", other, problem.visit_of)
        for facility, _ in visit.rejected:
            yield from _known(where, "facility", facility, problem.facility_of)


def _facilities(problem: Problem) -> Iterator[ProblemError]:
    for facility in problem.facilities:
        where = f"facility {facility.id}"
        yield from _known(where, "place", facility.place, problem.place_of)
        for opening in facility.openings:
            yield from _known(where, "visit", opening.steward, problem.visit_of)


def _pairs(problem: Problem) -> Iterator[ProblemError]:
    series = {v.series for v in problem.visits if v.series}
    services = {v.service for v in problem.visits if v.service}
    beneficiaries = {v.beneficiary for v in problem.visits if v.beneficiary}
    known: dict[str, Collection[str]] = {
        "visit": problem.visit_of,
        "volunteer": problem.volunteer_of,
        "series": series,
        "service": services,
        "beneficiary": beneficiaries,
    }
    for pair in problem.pairs:
        where = f"pair {pair.volunteer} - {pair.other}"
        yield from _known(where, "volunteer", pair.volunteer, problem.volunteer_of)
        if pair.with_kind in ("visit", "volunteer"):
            yield from _known(where, pair.with_kind, pair.other, known[pair.with_kind])


def _quotas(problem: Problem) -> Iterator[ProblemError]:
    for quota in problem.quotas:
        if quota.at_most < 0:
            yield ProblemError(
                f"quota {quota.beneficiary} {quota.mode}",
                "negative",
                f"at_most ({quota.at_most}) must not be negative",
            )


def _pins(problem: Problem) -> Iterator[ProblemError]:
    for pin in problem.pins:
        yield from _fixed(problem, f"pin {_pin_name(pin)}", pin)
        if pin.volunteer is None and pin.start is None and pin.facility is None:
            yield ProblemError(f"pin {pin.visit}", "empty", "fixes nothing", "name a volunteer, a start or a facility")


def _published(problem: Problem) -> Iterator[ProblemError]:
    for row in problem.published:
        yield from _fixed(problem, f"published {_pin_name(row)}", row, windows_bind=row.state == "accepted")
    for visit, rows in problem.published_of.items():
        if len({(r.start, r.facility) for r in rows}) > 1:
            yield ProblemError(
                f"published {visit}",
                "conflict",
                f"rows of visit {visit} name different starts or facilities",
                "a visit is published once, with one start and one facility",
            )


def _pin_name(row: Pin | Published) -> str:
    return " ".join(str(x) for x in (row.visit, row.volunteer, row.facility) if x is not None)


def _fixed(problem: Problem, where: str, row: Pin | Published, *, windows_bind: bool = True) -> Iterator[ProblemError]:
    yield from _known(where, "visit", row.visit, problem.visit_of)
    yield from _known(where, "volunteer", row.volunteer, problem.volunteer_of)
    yield from _known(where, "facility", row.facility, problem.facility_of)
    visit = problem.visit_of.get(row.visit)
    if visit is None:
        return
    if row.role is not None and visit.role(row.role) is None:
        yield ProblemError(
            where,
            "unknown_id",
            f"role {row.role} is not a role of visit {visit.id}",
            f"roles are: {', '.join(r.id for r in visit.roles) or 'none'}",
        )
    if row.facility is not None and visit.need is None:
        yield ProblemError(where, "no_need", f"visit {visit.id} has a fixed place and takes no facility")
    if windows_bind and row.start is not None and not _inside(visit, row.start):
        yield ProblemError(
            where,
            "outside_window",
            f"start {row.start} leaves visit {visit.id} outside its windows",
            "pin a start inside a window, or add the window",
        )


def _inside(visit: Visit, start: int) -> bool:
    return any(w.start <= start and start + visit.duration <= w.end for w in visit.windows)
