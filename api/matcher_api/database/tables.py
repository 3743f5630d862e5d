"""Every table, imported once so that the metadata is whole: one line a resource."""

from matcher_api.access import models as access
from matcher_api.assignments import models as assignments
from matcher_api.audit import models as audit
from matcher_api.bookings import models as bookings
from matcher_api.calendars import models as calendars
from matcher_api.catalogue import models as catalogue
from matcher_api.certificates import models as certificates
from matcher_api.communities import models as communities
from matcher_api.complaints import models as complaints
from matcher_api.database.record import METADATA
from matcher_api.facilities import models as facilities
from matcher_api.hours import models as hours
from matcher_api.incidents import models as incidents
from matcher_api.notifications import models as notifications
from matcher_api.organisations import models as organisations
from matcher_api.people import models as people
from matcher_api.providers import models as providers
from matcher_api.requests import models as requests
from matcher_api.residents import models as residents
from matcher_api.rosters import models as rosters
from matcher_api.runs import models as runs
from matcher_api.swaps import models as swaps
from matcher_api.visits import models as visits
from matcher_api.web import idempotency

__all__ = ["METADATA"]
MODULES = (
    access, assignments, audit, bookings, calendars, catalogue, certificates, communities, complaints, facilities,
    hours, idempotency, incidents, notifications, organisations, people, providers, requests, residents, rosters, runs,
    swaps, visits,
)  # fmt: skip
