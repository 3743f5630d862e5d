"""Carries a batch out: a fixed number of statements for each table it touches, all in the transaction of the call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, inspect, update
from sqlmodel import col, select

from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import BookingState
from matcher_api.bookings.waiting import promoted
from matcher_api.communities.models import Gate, Place, WalkRow
from matcher_api.database.record import Record
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility, FacilityMode, OpeningDate, Rejection
from matcher_api.imports.batch import Batch, Change
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import AvailabilityDate, Consent, PairRow, Person, PersonContact, PersonSkill
from matcher_api.residents.models import QuotaRow, Resident
from matcher_api.visits.models import Visit, VisitRole, VisitWindow
from matcher_api.web.work import Work

ORDER: tuple[type[Record], ...] = (
    Organisation, Place, Gate, WalkRow, Person, PersonContact, PersonSkill, AvailabilityDate, Consent, Facility,
    FacilityMode, Resident, Visit, VisitWindow, VisitRole, OpeningDate, Rejection, PairRow, QuotaRow,
)  # fmt: skip
"""Rows come after those they point at."""
AT_ONCE = 1000


def keep(work: Work, batch: Batch) -> None:
    for model in reversed(ORDER):
        _removed(work, model, batch.gone[model])
    for model in ORDER:
        if batch.new[model]:
            work.session.add_all(batch.new[model])
            work.session.flush()
        _updated(work, model, list(batch.changed[model].values()))
    _rooms_given_free(work, batch)


def _removed(work: Work, model: type[Record], ids: Sequence[str]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        work.session.exec(delete(model).where(col(model.id).in_(ids[start : start + AT_ONCE])))


def _updated(work: Work, model: type[Record], changes: Sequence[Change]) -> None:
    """Rows with the same new columns in one statement. Refuses where a row is no longer at the version that was
    read."""
    table = inspect(model).local_table
    alike: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for change in changes:
        alike[tuple(sorted(change.values))].append(change)
    for columns, rows in alike.items():
        statement = (
            update(table)
            .where(table.c.id == bindparam("row_id"), table.c.version == bindparam("row_version"))
            .values(
                version=table.c.version + 1,
                updated_at=work.now,
                **{name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns},
            )
        )
        given = [
            {"row_id": r.id, "row_version": r.version, **{f"new_{n}": v for n, v in r.values.items()}} for r in rows
        ]
        done = work.session.connection().execute(statement, given)
        if done.rowcount not in (-1, len(rows)):
            raise Refusal("stale")


def _rooms_given_free(work: Work, batch: Batch) -> None:
    """New hours and larger rooms may hold what waits for them."""
    opened = {r.facility_id for model in (OpeningDate, FacilityMode) for r in batch.new[model]}  # type: ignore[attr-defined]
    if not opened:
        return
    waiting = set(
        work.session.exec(select(Booking.facility_id).where(Booking.state == BookingState.WAITLISTED).distinct()).all()
    )
    for key in sorted(opened & waiting):
        promoted(work, work.locked(Facility, key))
