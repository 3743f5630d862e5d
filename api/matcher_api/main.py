"""Builds the application: `create_app(settings)`. Everything it serves is listed in RESOURCES."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from matcher_api.access import card_endpoints as cards
from matcher_api.access import consent_endpoints as consents
from matcher_api.access import endpoints as access
from matcher_api.access import login_endpoints as logins
from matcher_api.access import reveal_endpoints as reveals
from matcher_api.access.logging_in import Attempts
from matcher_api.assignments import endpoints as assignments
from matcher_api.audit import endpoints as audit
from matcher_api.bookings import endpoints as bookings
from matcher_api.bookings.late_watch import watching
from matcher_api.calendars import endpoints as calendars
from matcher_api.calendars.shipped import load_shipped
from matcher_api.catalogue import endpoints as catalogue
from matcher_api.certificates import endpoints as certificates
from matcher_api.certificates import pages as certificate_pages
from matcher_api.changes import endpoints as changes
from matcher_api.communities import endpoints as communities
from matcher_api.communities import pages as setting_pages
from matcher_api.complaints import endpoints as complaints
from matcher_api.complaints import pages as complaint_pages
from matcher_api.console import day_page
from matcher_api.console import pages as console
from matcher_api.coverage import endpoints as coverage
from matcher_api.coverage import pages as circle_pages
from matcher_api.database.engine import make_engine, writing
from matcher_api.database.record import utc_now
from matcher_api.database.tables import METADATA
from matcher_api.database.upgrade import upgrade
from matcher_api.errors import respond
from matcher_api.exports import endpoints as exports
from matcher_api.facilities import endpoints as facilities
from matcher_api.facilities import hours_pages
from matcher_api.facilities import pages as unit_pages
from matcher_api.hours import endpoints as hours
from matcher_api.imports import endpoints as imports
from matcher_api.imports import pages as import_pages
from matcher_api.incidents import endpoints as incidents
from matcher_api.me import endpoints as me
from matcher_api.me import pages as my_pages
from matcher_api.me import profile_pages
from matcher_api.nearby import endpoints as nearby
from matcher_api.notifications import endpoints as notifications
from matcher_api.notifications import pages as message_pages
from matcher_api.notifications.senders import sending
from matcher_api.open_shifts import endpoints as open_shifts
from matcher_api.open_shifts import pages as open_pages
from matcher_api.operations import documentation
from matcher_api.operations import endpoints as operations
from matcher_api.operations.metrics import Metrics
from matcher_api.operations.watched import Watched
from matcher_api.organisations import endpoints as organisations
from matcher_api.pages import faults, start
from matcher_api.people import availability_endpoints as availability
from matcher_api.people import endpoints as people
from matcher_api.people import join_pages
from matcher_api.people import pages as people_pages
from matcher_api.people import record_endpoints as people_records
from matcher_api.personal import endpoints as personal
from matcher_api.providers import endpoints as providers
from matcher_api.providers import pages as provider_pages
from matcher_api.reasons import endpoints as reasons
from matcher_api.requests import endpoints as requests
from matcher_api.requests import pages as request_pages
from matcher_api.residents import endpoints as residents
from matcher_api.residents import pages as resident_pages
from matcher_api.rosters import endpoints as rosters
from matcher_api.runs import endpoints as runs
from matcher_api.runs.runners import running
from matcher_api.scenarios import endpoints as scenarios
from matcher_api.settings import Settings
from matcher_api.swaps import endpoints as swaps
from matcher_api.today import pages as today
from matcher_api.visits import endpoints as visits
from matcher_api.visits import pages as visit_pages
from matcher_api.visits import series_endpoints as series
from matcher_api.web.headers import Guard
from matcher_api.web.idempotency import Idempotency
from matcher_api.web.router import BELOW

RESOURCES: tuple[APIRouter, ...] = (
    access.router,
    logins.router,
    cards.router,
    certificates.of_person,
    certificates.record,
    certificates.router,
    assignments.of_visit,
    assignments.router,
    audit.router,
    bookings.router,
    calendars.router,
    catalogue.router,
    changes.router,
    communities.router,
    complaints.all_ratings,
    complaints.of_visit,
    complaints.router,
    consents.of_residents,
    consents.of_volunteers,
    coverage.router,
    exports.router,
    facilities.router,
    hours.router,
    me.feeds,
    me.router,
    nearby.router,
    notifications.call_router,
    notifications.own_router,
    notifications.router,
    open_shifts.own_router,
    open_shifts.visit_router,
    organisations.router,
    people.router,
    people_records.router,
    availability.router,
    imports.router,
    incidents.router,
    personal.router,
    providers.router,
    reasons.roster_router,
    reasons.visit_router,
    reasons.request_router,
    residents.router,
    requests.router,
    reveals.router,
    rosters.pin_router,
    rosters.router,
    runs.router,
    scenarios.router,
    series.router,
    swaps.of_assignment,
    swaps.of_me,
    swaps.router,
    visits.router,
)
"""One line a resource."""
PAGES: tuple[APIRouter, ...] = (
    start.router,
    open_pages.router,
    my_pages.router,
    today.router,
    console.router,
    day_page.router,
    request_pages.router,
    visit_pages.router,
    resident_pages.router,
    hours_pages.router,
    unit_pages.router,
    people_pages.router,
    import_pages.router,
    certificate_pages.router,
    join_pages.router,
    profile_pages.router,
    message_pages.router,
    setting_pages.router,
    complaint_pages.router,
    provider_pages.router,
    circle_pages.router,
)
"""What people look at: one line a resource."""


def create_app(
    settings: Settings | None = None,
    *,
    engine: Engine | None = None,
    now: Callable[[], datetime] = utc_now,
    migrate: bool = True,
) -> FastAPI:
    """The service. `engine`, `now`: given by tests; `migrate`: bring the database to the newest migration first."""
    settings = settings or Settings()
    engine = engine or make_engine(settings.database_url)
    assert METADATA.tables

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine: Engine = app.state.engine
        if migrate:
            upgrade(engine)
            with Session(writing(engine)) as session:
                load_shipped(session)
                session.commit()
        world = engine, app.state.settings, app.state.now
        with running(*world) as app.state.wake_runner, watching(*world), sending(*world):
            yield
        engine.dispose()

    app = FastAPI(title="Matcher", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.settings, app.state.engine, app.state.now = settings, engine, now
    app.state.idempotency = Idempotency()
    app.state.attempts = Attempts(settings.login_attempts)
    app.state.metrics = Metrics()
    app.add_middleware(Watched, metrics=app.state.metrics)
    app.add_middleware(Guard, most=settings.max_body_mb << 20, secure=settings.secure_cookies)
    respond.install(app)
    faults.install(app)
    app.include_router(operations.router)
    documentation.install(app)
    for router in RESOURCES:
        app.include_router(router, prefix=BELOW)
    for router in PAGES:
        app.include_router(router)
    return app
