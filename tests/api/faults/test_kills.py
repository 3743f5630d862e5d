"""kill -9 of a real `matcher serve` at random moments of a solve, a publish, an import, a sending: afterwards the
database holds what was before or what was to be, never something between; nothing is lost, and nobody is told twice."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from api.faults.town import Town
from api.notifications.mailbox import Hook, Mailbox, hook, mailbox
from api.servers import PostgresServer
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.audit.models import AuditEntry
from matcher_api.database.engine import make_engine
from matcher_api.database.upgrade import upgrade
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.people.models import Person
from matcher_api.rosters.models import PlannedVisitRow, RosterRow, RosterVersion
from matcher_api.runs.models import Run, RunProof
from matcher_api.settings import Settings

T = TypeVar("T")
SERVE = (sys.executable, "-c", "from matcher.cli import main; import sys; sys.exit(main())", "serve")
LEASE_SECONDS = 1
BATCH = 150
"""People of one import."""
LONGEST = {"solve": 4.0, "publish": 0.25, "import": 0.8, "send": 3.0}
"""Seconds after which the service is killed at the latest, by what it does."""


class Service:
    """A service of its own process, over the town's database."""

    def __init__(self, town: Town, url: str, folder: Path, box: Mailbox, web: Hook) -> None:
        self.town = town
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {
            "MATCHER_DATABASE_URL": url, "MATCHER_STATE_DIR": str(folder), "MATCHER_LEASE_SECONDS": str(LEASE_SECONDS),
            "MATCHER_SMTP_HOST": "127.0.0.1", "MATCHER_SMTP_PORT": str(box.port), "MATCHER_SMTP_SECURITY": "none",
            "MATCHER_WEBHOOK_URL": web.url, "MATCHER_WEBHOOK_SECRET": "shared",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [*SERVE, "--port", str(self.port)], env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while True:
            with suppress(httpx2.TransportError):
                if httpx2.get(f"http://127.0.0.1:{self.port}/health").status_code == 200:
                    return
            assert self.process.poll() is None and time.monotonic() < until, "the service did not start"
            time.sleep(0.05)

    def post(self, path: str, **more: Any) -> Any:
        headers = {"Authorization": "Bearer coordinator", "If-Match": "*"}
        return httpx2.post(f"http://127.0.0.1:{self.port}/api/v1{path}", headers=headers, timeout=60, **more)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def slowly(answer: T) -> Callable[[object], T]:
    """As a server does that has something to do: so that a kill may hit the moment between."""

    def told(_: object) -> T:
        time.sleep(0.05)
        return answer

    return told


def asked(service: Service, what: str, n: int) -> None:
    """Begins it; an answer may never come."""
    town = service.town
    with suppress(httpx2.TransportError):
        if what == "solve":
            service.post("/solve-runs", json={"roster_id": town.roster, "time_limit": 3})
        elif what in ("publish", "send"):
            service.post(f"/rosters/{town.roster}/publish", json={"override": "试"})
        else:
            rows = "\n".join(f"I{n}-{i},D1" for i in range(BATCH))
            path = f"/imports/volunteers?community_id={town.world.community}"
            service.post(path, files={"file": ("volunteers.csv", f"volunteer,home\n{rows}\n".encode())})


def killed(service: Service, what: str, n: int, after: float) -> None:
    if what in ("publish", "send"):
        service.town.moved()
    doing = threading.Thread(target=asked, args=(service, what, n))
    doing.start()
    if what == "send":  # published for certain, killed while messages leave
        doing.join()
    time.sleep(after)
    service.kill()
    doing.join()


def whole(town: Town) -> None:
    """Nothing half done: versions and what they told, imports, runs and their results."""
    with Session(town.engine) as session:
        roster = session.get_one(RosterRow, town.roster)
        versions = session.exec(select(RosterVersion).order_by(col(RosterVersion.number))).all()
        assert [v.number for v in versions] == list(range(1, roster.newest_version + 1))
        digests = session.exec(select(Notification).where(Notification.kind == "roster_digest")).all()
        told = Counter(n.payload["number"] for n in digests)
        assert set(told) <= {v.number for v in versions}
        layers = session.exec(select(PlannedVisitRow)).all()
        known = {p.visit_id: p.start.isoformat() for p in layers if p.layer == "published"}
        if versions:
            assert {v["visit"]: v["start"] for v in versions[-1].snapshot["visits"]} == known
            assert told[versions[0].number] == len({p for v in versions[0].snapshot["visits"] for p, _ in v["team"]})
        live = session.exec(select(AssignmentRow).where(col(AssignmentRow.state).in_(LIVE))).all()
        assert {a.visit_id: a.start.isoformat() for a in live if a.start is not None} == known
        codes = session.exec(select(Person.code).where(col(Person.code).startswith("I"))).all()
        imports = session.exec(
            select(func.count()).select_from(AuditEntry).where(col(AuditEntry.action).startswith("import"))
        ).one()
        batches = Counter(code.split("-")[0] for code in codes)
        assert set(batches.values()) <= {BATCH} and len(batches) == imports
        runs = session.exec(select(Run)).all()
        active = [r for r in runs if r.state in ("queued", "running")]
        assert (roster.state == "solving") == bool(active)
        proofs = session.exec(select(RunProof.run_id)).all()
        assert sorted(proofs) == sorted(r.id for r in runs if r.state == "done")
        assert {r.state for r in runs} <= {"queued", "running", "done"}


def told_once(town: Town, box: Mailbox, web: Hook) -> Counter[str]:
    """Every message went out exactly once, or is on the call list; states of all deliveries."""
    letters = Counter(str(x["Message-ID"]).strip("<>").split("@")[0] for x in box.letters)
    posts = Counter(web.ids)
    with Session(town.engine) as session:
        rows = session.exec(select(Delivery)).all()
        notes = session.exec(select(Notification)).all()
    ways = Counter[str]()
    for row in rows:
        ways[f"{row.channel} {row.state}"] += 1
        if row.channel == "email":
            least, most = (1, 1) if row.state == "sent" else (0, 1) if row.state == "unsure" else (0, 0)
            assert least <= letters.pop(row.id, 0) <= most, row.state
        elif row.channel == "webhook":
            assert (posts.pop(row.id, 0) > 0) == (row.state == "sent"), row.state
    assert (letters, posts) == (Counter(), Counter())  # nothing that is not in the tables
    called = {d.notification_id for d in rows if d.channel == "call_list"}
    left = [n for n in notes if n.state not in ("delivered", "dropped") and n.id not in called]
    assert left == []
    return ways


def campaign(url: str, folder: Path, moments: int, *, seed: int, kinds: Sequence[str] = tuple(LONGEST)) -> Counter[str]:
    chance = random.Random(seed)
    engine = make_engine(url)
    upgrade(engine)
    town = Town(engine, Settings(database_url=url, state_dir=folder, runner=False))
    with mailbox() as box, hook() as web:
        box.data, web.answer = slowly("250 taken"), slowly(204)
        for n in range(moments):
            what = kinds[n % len(kinds)]
            service = Service(town, url, folder, box, web)
            try:
                if what != "import":
                    _rested(town)
                killed(service, what, n, chance.random() * LONGEST[what])
            finally:
                service.kill()
            whole(town)
        last = Service(town, url, folder, box, web)
        try:
            _rested(town, messages=True)
            whole(town)
        finally:
            last.kill()
        ways = told_once(town, box, web)
        ways["second copies at the gateway"] = len(web.ids) - len(set(web.ids))
    engine.dispose()
    return ways


def _rested(town: Town, *, messages: bool = False) -> None:
    """The run that a killed service left behind is taken over and done; at the end, all that waits is told too."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with Session(town.engine) as session:
            roster = session.get_one(RosterRow, town.roster)
        if town.settled() if messages else roster.state != "solving":
            return
        time.sleep(0.1)
    raise AssertionError("what was left behind was never taken over")


@pytest.mark.campaign
def test_two_moments(tmp_path: Path) -> None:
    """A publish, and messages on their way."""
    url = f"sqlite:///{tmp_path / 'town.db'}"
    ways = campaign(url, tmp_path, moments=2, seed=3, kinds=("publish", "send"))
    assert ways["email sent"] + ways["webhook sent"] >= 8, ways


MOMENTS = int(os.environ.get("MATCHER_KILLS", "50"))


@contextmanager
def _database(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'town.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.created("killed")
    yield url
    server.dropped(url)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_moments(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    with _database(request, kind, tmp_path) as url:
        ways = campaign(url, tmp_path, moments=MOMENTS, seed=1)
    print(dict(ways))  # noqa: T201 - figures for whoever runs it
    if MOMENTS >= 50:
        assert ways["email sent"] > 20 and ways["webhook sent"] > 20
