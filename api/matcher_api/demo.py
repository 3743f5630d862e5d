"""What a first look needs: an administrator, or the made-up week of xizha with a login of every role."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matcher.scenario import read
from matcher_api.access.actor import ANONYMOUS, actor_of
from matcher_api.access.models import Grant, Login
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import passwords
from matcher_api.catalogue.shipped import load_shipped
from matcher_api.communities.models import Community
from matcher_api.database.engine import writing
from matcher_api.database.record import utc_now
from matcher_api.demo_stories import known, pointed, requested
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import Person
from matcher_api.residents.models import Resident
from matcher_api.rosters.publishing import published
from matcher_api.rosters.service import created
from matcher_api.rosters.shapes import Publishing, RosterDraft
from matcher_api.runs.models import Run
from matcher_api.runs.runner import Runner
from matcher_api.runs.runners import starter
from matcher_api.runs.service import asked
from matcher_api.runs.shapes import RunDraft
from matcher_api.scenarios.importing import import_scenario
from matcher_api.settings import Settings
from matcher_api.web.work import Work

CODE = "xizha-week"
TITLE = "下周排班 · next week"


class Demo:
    """Writes in one transaction; passwords are made here and shown once, as lines to print. `now`: given by tests."""

    def __init__(self, engine: Engine, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._settings, self._now = engine, settings, now

    def administrator(self, name: str) -> list[str]:
        """A login with every right."""
        with Session(writing(self._engine)) as session:
            line = self._login(session, name, AccessRole.ADMIN, None)
            session.commit()
        return [line]

    def week(self, folder: Path, *, first_day: date | None = None) -> list[str]:
        """The community, once; and new logins, so that their passwords can be told. `first_day`: instead of the
        scenario's own."""
        with Session(writing(self._engine), expire_on_commit=False) as session:
            work = Work(session, ANONYMOUS, self._now(), self._settings)
            load_shipped(session)
            community = session.exec(select(Community).where(Community.code == CODE)).first()
            if community is None:
                scenario = read(folder)
                scenario = scenario if first_day is None else replace(scenario, start=first_day)
                community = import_scenario(work, scenario, code=CODE)
            lines = [self._login(session, role.value, role, community.id) for role in AccessRole]
            session.commit()
        return lines

    def published(self, *, time_limit: float) -> list[str]:
        """A roster of the whole week, solved as any run is and published; says how good it is."""
        with Session(writing(self._engine), expire_on_commit=False) as session:
            work = self._desk(session)
            community = session.exec(select(Community).where(Community.code == CODE)).one()
            assert community.first_day is not None  # scenarios have one
            draft = RosterDraft(
                communities=[community.id], first_day=community.first_day, days=community.days, title=TITLE
            )
            roster = created(work, draft).id
            run = asked(work, RunDraft(roster_id=roster, time_limit=time_limit)).id
            session.commit()
        Runner(self._engine, self._settings, now=self._now, start=starter(self._settings)).once()
        with Session(writing(self._engine), expire_on_commit=False) as session:
            done = session.get_one(Run, run)
            if done.state != "done" or done.objective is None or done.bound is None:
                raise RuntimeError(f"the demo's week was not solved: {done.error}")
            work = self._desk(session)
            version = published(work, roster, Publishing(), "*")
            pointed(work, community)
            known(work, community)
            waiting = requested(work, community)
            session.commit()
        proof = "已证明最优 · proven best" if done.bound <= done.objective else f"上界 · bound {done.bound}"
        return [
            f"得分 · points {done.objective}, {proof}, {done.seconds:.1f} s; 已公布第 {version.number} 版 · published",
            f"另有 {waiting} 件新需求等待核实 · {waiting} new requests wait to be verified",
        ]

    def _desk(self, session: Session) -> Work:
        """A unit of work of the demo's coordinator."""
        login = session.exec(select(Login).where(Login.username == AccessRole.COORDINATOR.value)).one()
        grants = session.exec(select(Grant).where(Grant.login_id == login.id)).all()
        actor = actor_of(grants, login_id=login.id, username=login.username, language="zh")
        return Work(session, actor, self._now(), self._settings)

    def _login(self, session: Session, name: str, role: AccessRole, community: str | None) -> str:
        password = secrets.token_urlsafe(9)
        hashed = passwords(cheap=self._settings.cheap_passwords).hash(password)
        login = session.exec(select(Login).where(Login.username == name)).first()
        if login is not None:
            login.password_hash, login.disabled = hashed, False
            return f"{name:<12} {password}"
        login = Login(username=name, password_hash=hashed)
        session.add(login)
        session.flush()
        scope = None if role == AccessRole.ADMIN else community
        session.add(Grant(login_id=login.id, role=role, community_id=scope, **self._whom(session, role, community)))
        session.flush()
        return f"{name:<12} {password}"

    def _whom(self, session: Session, role: AccessRole, community: str | None) -> dict[str, Any]:
        """Whom the login is, where its role needs it: the first of the community."""
        for wanted, model, key in (
            (AccessRole.VOLUNTEER, Person, "person_id"),
            (AccessRole.RESIDENT, Resident, "resident_id"),
            (AccessRole.UNIT, Organisation, "organisation_id"),
        ):
            if role == wanted:
                query = select(model.id).where(col(model.community_id) == community).order_by(col(model.id)).limit(1)
                found = session.exec(query).first()
                return {key: found} if found is not None else {}
        return {}
