"""Who is told what about a booking: messages in the outbox, ids alone."""

from __future__ import annotations

from matcher_api.bookings.models import Booking
from matcher_api.facilities.models import Facility
from matcher_api.notifications.models import Notification
from matcher_api.web.work import Work


def tell_booker(work: Work, booking: Booking, kind: str) -> None:
    """The resident whose booking it is; `kind` such as booking_confirmed. Nobody else is told by this."""
    if booking.resident_id is not None:
        work.add(
            Notification(
                community_id=booking.community_id,
                kind=kind,
                resident_id=booking.resident_id,
                payload={"booking_id": booking.id, "facility_id": booking.facility_id},
                due_at=work.now,
            )
        )


def tell_unit(work: Work, facility: Facility, booking: Booking, kind: str) -> None:
    """The organisation that lends the facility, where it has one."""
    if facility.organisation_id is not None:
        work.add(
            Notification(
                community_id=booking.community_id,
                kind=kind,
                organisation_id=facility.organisation_id,
                payload={"booking_id": booking.id, "facility_id": booking.facility_id},
                due_at=work.now,
            )
        )


def tell_desk(work: Work, community_id: str, kind: str, **payload: str) -> None:
    """The community's coordinators: a message to nobody in particular."""
    work.add(Notification(community_id=community_id, kind=kind, payload=dict(payload), due_at=work.now))
