"""A street's data: 12 communities, 10,000 registered volunteers, a year of verified work, and a week to be planned.

Each community is drawn by the project's own generator (about 124 people who gave times this week, 60 visits) and
imported as any scenario is; the other registered volunteers and the year behind are written in bulk, as rows. The seed
fixes everything but ids.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Table, update
from sqlmodel import Session, SQLModel, col, select

from matcher.scenario import Scenario
from matcher.scenario.generate_parameters import Parameters
from matcher.scenario.generate_scenario import generate_from, parameters_of
from matcher_api.access.actor import ANONYMOUS
from matcher_api.access.models import Grant, Login, LoginSession, MachineToken
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import key_hash
from matcher_api.assignments.models import AssignmentRow
from matcher_api.catalogue.shipped import load_shipped
from matcher_api.communities.models import Community, Place, StreetNode
from matcher_api.database.engine import writing
from matcher_api.database.record import utc_now
from matcher_api.hours.models import HourEntry
from matcher_api.people.models import AvailabilityDate, Person, PersonContact, PersonSkill
from matcher_api.residents.models import Resident
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.scenarios.importing import import_scenario
from matcher_api.settings import Settings
from matcher_api.visits.models import Visit, VisitRole, VisitWindow
from matcher_api.web.work import Work

APART_M = 3_000.0
"""Between the grounds of two communities: nobody walks from one to another."""
BATCH = 5_000
REQUESTS = 33
"""A week and community: some 70 visits, so that a street publishes 700."""


@dataclass(frozen=True, slots=True)
class Size:
    communities: int = 12
    volunteers: int = 10_000
    weeks: int = 52
    sessions: int = 1_000
    """Volunteers with an open session on their phone."""


@dataclass(frozen=True, slots=True)
class Street:
    """What the load needs to know. `phones`: cookies of volunteers; `desk`: a coordinator's token."""

    communities: tuple[str, ...]
    first_day: date
    people: int
    visits: int
    assignments: int
    phones: tuple[str, ...]
    desk: str
    residents: Mapping[str, tuple[str, ...]]


class Rows:
    """Rows of a table, kept by the thousand."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[Table, list[dict[str, Any]]] = {}

    def add(self, record: SQLModel) -> None:
        table: Table = type(record).__table__  # type: ignore[attr-defined]
        waiting = self._waiting.setdefault(table, [])
        waiting.append({c.name: getattr(record, c.name) for c in table.columns})
        if len(waiting) >= BATCH:
            self.kept()

    def kept(self) -> None:
        """All that waits, in the order in which tables were first named (what is referred to comes first)."""
        for table, rows in self._waiting.items():
            if rows:
                self._session.connection().execute(table.insert(), rows)
                rows.clear()


def made(engine: Engine, settings: Settings, size: Size, *, seed: int, first_day: date) -> Street:
    """Writes the street into an empty database."""
    rng = random.Random(seed)
    base = parameters_of_xizha()
    with Session(writing(engine), expire_on_commit=False) as session:
        work = Work(session, ANONYMOUS, utc_now(), settings)
        load_shipped(session)
        found = []
        for n in range(size.communities):
            drawn = generate_from(replace(base.like(seed * 1000 + n + 1, name=f"street-{n:02d}"), requests=REQUESTS))
            community = import_scenario(work, _starting(drawn, first_day), code=f"street-{n:02d}")
            for table in (Place, StreetNode):
                moved = update(table).where(col(table.community_id) == community.id)
                session.connection().execute(moved.values(x=col(table.x) + n * APART_M))
            found.append(community.id)
        rows = Rows(session)
        for community_id in found:
            _registered(session, rows, rng, community_id, size.volunteers // size.communities)
        rows.kept()
        for community_id in found:
            _year(session, rows, rng, community_id, size.weeks)
        rows.kept()
        phones = _phones(session, rows, rng, size.sessions)
        desk = _desk(session, found)
        rows.kept()
        residents = {
            c: tuple(
                session.exec(select(Resident.id).where(Resident.community_id == c).order_by(col(Resident.id))).all()
            )
            for c in found
        }
        counts = [len(session.exec(select(table.id)).all()) for table in (Person, Visit, AssignmentRow)]
        session.commit()
    return Street(tuple(found), first_day, *counts, phones, desk, residents)


def parameters_of_xizha() -> Parameters:
    from matcher.cli.demo import shipped
    from matcher.scenario import read

    return parameters_of(read(shipped("xizha-week")))


def _starting(scenario: Scenario, first_day: date) -> Scenario:
    return replace(scenario, start=first_day)


def _registered(session: Session, rows: Rows, rng: random.Random, community_id: str, wanted: int) -> None:
    """Those who gave no times this week: most of all registered ones, anywhere."""
    homes = session.exec(select(Place.id).where(Place.community_id == community_id, Place.kind == "home")).all()
    homes = homes or session.exec(select(Place.id).where(Place.community_id == community_id)).all()
    skills = sorted(set(session.exec(select(PersonSkill.skill)).all()))
    there = len(session.exec(select(Person.id).where(Person.community_id == community_id)).all())
    for n in range(there, wanted):
        person = Person(
            community_id=community_id, code=f"R{n:04d}", home_id=rng.choice(homes), sex=rng.choice(("f", "m"))
        )
        rows.add(person)
        rows.add(PersonContact(person_id=person.id, name=f"居民{n:04d}", phone=f"19{rng.randrange(10**9):09d}"))
        for skill in rng.sample(skills, rng.randrange(0, 3)):
            rows.add(PersonSkill(person_id=person.id, skill=skill))


def _year(session: Session, rows: Rows, rng: random.Random, community_id: str, weeks: int) -> None:
    """The visits of this week in each week behind, served by somebody and verified; and the hours of it."""
    people = session.exec(select(Person.id).where(Person.community_id == community_id)).all()
    visits = session.exec(
        select(Visit).where(Visit.community_id == community_id, col(Visit.first_start).is_not(None))
    ).all()
    roles: dict[str, list[VisitRole]] = {}
    for role in session.exec(select(VisitRole).where(col(VisitRole.visit_id).in_([v.id for v in visits]))).all():
        roles.setdefault(role.visit_id, []).append(role)
    served = [v for v in visits if v.id in roles]
    first_day = session.get_one(Community, community_id).first_day
    assert first_day is not None
    for week in range(1, weeks + 1):
        back = timedelta(weeks=week)
        roster = RosterRow(
            community_id=community_id, communities=[community_id], first_day=first_day - back, state="closed",
            title=f"第 {weeks + 1 - week} 周", newest_version=1,
        )  # fmt: skip
        rows.add(roster)
        for visit in served:
            _served(rows, rng, roster, visit, roles[visit.id], people, back, week)


def _served(
    rows: Rows, rng: random.Random, roster: RosterRow, visit: Visit, roles: Iterable[VisitRole],
    people: Any, back: timedelta, week: int,
) -> None:  # fmt: skip
    assert visit.first_start is not None and visit.last_end is not None
    begun = visit.first_start - back
    end = begun + timedelta(minutes=visit.duration_minutes)
    values = visit.model_dump(exclude={"id", "request_id"})
    old = Visit(**{
        **values, "code": f"{visit.code}-{week}", "state": "done", "needs": [], "conditions": [], "series": "",
        "first_start": begun, "last_end": visit.last_end - back,
    })  # fmt: skip
    rows.add(old)
    rows.add(VisitWindow(visit_id=old.id, start=begun, end=visit.last_end - back))
    rows.add(PlannedVisitRow(roster_id=roster.id, visit_id=old.id, layer="published", start=begun, end=end))
    roles = tuple(roles)
    team = iter(rng.sample(people, sum(role.least for role in roles)))
    for role in roles:
        rows.add(VisitRole(**{**role.model_dump(exclude={"id"}), "visit_id": old.id}))
        for person in (next(team) for _ in range(role.least)):
            done = AssignmentRow(
                community_id=roster.community_id, roster_id=roster.id, visit_id=old.id, person_id=person,
                role=role.role, state="verified", start=begun, end=end, offered_at=begun - timedelta(days=3),
                answered_at=begun - timedelta(days=2), checked_in_at=begun, checked_out_at=end, channel="web",
            )  # fmt: skip
            rows.add(done)
            rows.add(
                HourEntry(
                    community_id=roster.community_id, person_id=person, assignment_id=done.id, service=visit.service,
                    day=begun.date(), minutes=visit.duration_minutes,
                )
            )  # fmt: skip


def _phones(session: Session, rows: Rows, rng: random.Random, wanted: int) -> tuple[str, ...]:
    """Cookies of people who gave times this week: they look at their shifts."""
    gave = select(Person.id, Person.community_id).where(col(Person.id).in_(select(AvailabilityDate.person_id)))
    active = session.exec(gave.order_by(col(Person.id))).all()
    until = utc_now() + timedelta(days=30)
    keys = []
    for person, community in rng.sample(active, min(wanted, len(active))):
        login = Login(username=f"phone-{person}")
        key = f"phone-key-{person}"
        rows.add(login)
        rows.add(Grant(login_id=login.id, role=AccessRole.VOLUNTEER, community_id=community, person_id=person))
        rows.add(LoginSession(login_id=login.id, key_hash=key_hash(key), csrf=f"csrf-{key}"[:64], expires_at=until))
        keys.append(key)
    return tuple(keys)


def _desk(session: Session, communities: Iterable[str]) -> str:
    login = Login(username="load-desk")
    session.add(login)
    session.flush()
    for community in communities:
        session.add(Grant(login_id=login.id, role=AccessRole.COORDINATOR, community_id=community))
    session.add(MachineToken(login_id=login.id, key_hash=key_hash("load-desk-token"), name="load"))
    session.flush()
    return "load-desk-token"


def monday_after(moment: datetime) -> date:
    """The first day of the week to be planned: all of it lies ahead."""
    return moment.date() + timedelta(days=7 - moment.weekday())
