"""A small world for tests of the service: one community, one login of every role, a client that speaks for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, Table, select
from sqlmodel import Session

from matcher_api.access.models import Grant, Login, MachineToken
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import key_hash
from matcher_api.communities.models import Community, Place
from matcher_api.database.engine import make_engine, writing
from matcher_api.database.record import Record
from matcher_api.database.tables import METADATA
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import Person, PersonContact
from matcher_api.providers.models import Provider
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.settings import Settings

R = TypeVar("R", bound=Record)
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
"""Friday 12:00 in Shanghai, before the week that tests plan."""


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For tests of what no database decides (a body refused by its shape, a table of states): one is enough."""


class Speaker:
    """A client that sends one login's token with every call."""

    def __init__(self, client: TestClient, token: str | None) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Any:
        """`path` below /api/v1; the response."""
        return self._client.request(method, f"/api/v1{path}", headers={**self._headers, **(headers or {})}, **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.call("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> Any:
        return self.call("POST", path, json=json, **more)

    def patch(self, path: str, json: Any, version: int | str = "*", **more: Any) -> Any:
        tag = "*" if version == "*" else f'"{version}"'
        return self.call("PATCH", path, json=json, headers={"If-Match": tag}, **more)

    def put(self, path: str, json: Any, version: int | str = "*", **more: Any) -> Any:
        tag = "*" if version == "*" else f'"{version}"'
        return self.call("PUT", path, json=json, headers={"If-Match": tag}, **more)

    def delete(self, path: str, version: int | str = "*", **more: Any) -> Any:
        tag = "*" if version == "*" else f'"{version}"'
        return self.call("DELETE", path, headers={"If-Match": tag}, **more)


class World:
    """`now` may be set by a test: the application's clock follows. Ids of what was made lie in attributes."""

    community: str
    home: str
    person: str
    resident: str
    organisation: str
    provider: str

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings, self.now = engine, settings, NOON
        self.client: TestClient
        ids, tables = first_rows()
        vars(self).update(ids)
        with writing(engine).begin() as connection:
            for table, rows in tables:
                connection.execute(table.insert(), rows)

    def _filled(self) -> None:
        with self.writing() as session:
            self.community = self._kept(session, Community(code="xizha", name="西闸社区", first_day=MONDAY)).id
            self.home = self._kept(
                session, Place(community_id=self.community, code="D1", kind="home", x=0.0, y=0.0, building="1号楼")
            ).id
            self.person = self._kept(session, Person(community_id=self.community, code="V1", home_id=self.home)).id
            self._kept(session, PersonContact(person_id=self.person, name="王小明", phone="19912345678"))
            self.resident = self._kept(session, Resident(community_id=self.community, code="B1", home_id=self.home)).id
            self._kept(session, ResidentContact(resident_id=self.resident, name="李大妈", phone="19900001111"))
            self.organisation = self._kept(
                session, Organisation(community_id=self.community, name="第一小学", kind="school")
            ).id
            self.provider = self._kept(session, Provider(community_id=self.community, code="P1", name="家政公司")).id
            for role in AccessRole:
                self.login(session, role, self.community)
            session.commit()

    def _kept(self, session: Session, record: R) -> R:
        session.add(record)
        session.flush()
        return record

    def writing(self) -> Session:
        """A transaction of the test's own; commit it yourself."""
        return Session(writing(self.engine), expire_on_commit=False)

    def add(self, *records: Record) -> None:
        """Keeps records at once."""
        with self.writing() as session:
            for record in records:
                self._kept(session, record)
            session.commit()

    def login(
        self, session: Session, role: AccessRole, community: str | None, *, name: str = "", **whom: str | None
    ) -> str:
        """A login with one grant, its token is its name; `whom`: person_id etc. instead of the world's own."""
        name = name or role.value
        login = self._kept(session, Login(username=name))
        default = {
            AccessRole.VOLUNTEER: {"person_id": self.person},
            AccessRole.RESIDENT: {"resident_id": self.resident},
            AccessRole.UNIT: {"organisation_id": self.organisation},
            AccessRole.PROVIDER: {"provider_id": self.provider},
        }.get(role, {})
        scope = None if role == AccessRole.ADMIN else community
        self._kept(session, Grant(login_id=login.id, role=role, community_id=scope, **{**default, **whom}))
        self._kept(session, MachineToken(login_id=login.id, key_hash=key_hash(name), name=name))
        return login.id

    def opened(self, client: TestClient) -> None:
        self.client = client

    def as_(self, who: AccessRole | str | None) -> Speaker:
        """Speaks as the login of that role or name; None: without a login."""
        return Speaker(self.client, None if who is None else str(who))


@cache
def first_rows() -> tuple[dict[str, str], list[tuple[Table, list[dict[str, Any]]]]]:
    """Ids and rows of a new world, made once: thousands of tests begin with it, and plain rows are quick to insert."""
    made = World.__new__(World)
    with TemporaryDirectory() as folder:
        made.engine = engine = make_engine(f"sqlite:///{folder}/first.db")
        METADATA.create_all(writing(engine))
        made._filled()
        with engine.connect() as connection:
            found = [(table, connection.execute(select(table)).mappings().all()) for table in METADATA.sorted_tables]
        engine.dispose()
    ids = {name: value for name, value in vars(made).items() if isinstance(value, str)}
    return ids, [(table, [dict(row) for row in rows]) for table, rows in found if rows]
