"""The row of a run tells the truth: who holds its lease, what came out, how often it was tried."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from sqlmodel import col, select

from api.runs.scripted import BETTER, FIRST, Script, Scripts, answer, runner_of
from api.small_week import SmallWeek, shown
from api.world import NOON, World
from matcher_api.communities.models import Community
from matcher_api.rosters.models import RosterRow
from matcher_api.runs import watched
from matcher_api.runs.models import Run
from matcher_api.runs.runner import Runner
from matcher_api.runs.runners import starter
from matcher_api.runs.task import Crashed, Nothing, Unsolvable
from matcher_api.settings import Settings


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def asked(week: SmallWeek, roster: str | None = None, **more: Any) -> str:
    answer = week.world.as_("coordinator").post("/solve-runs", {"roster_id": roster or week.roster(), **more})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def run_of(week: SmallWeek, run: str) -> dict[str, Any]:
    found: dict[str, Any] = week.world.as_("coordinator").get(f"/solve-runs/{run}").json()
    return found


def roster_state(week: SmallWeek, run: str) -> str:
    roster = run_of(week, run)["roster_id"]
    return str(week.world.as_("coordinator").get(f"/rosters/{roster}").json()["state"])


def test_a_run_from_asking_to_its_result(week: SmallWeek, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "WRITE_SECONDS", 0.0)
    desk = week.world.as_("coordinator")
    roster = week.roster()
    first = desk.post("/solve-runs", {"roster_id": roster, "time_limit": 5, "seed": 7, "hint": "none"})
    run = first.json()
    assert (first.status_code, first.headers["location"]) == (202, f"/api/v1/solve-runs/{run['id']}")
    waiting = {
        "id": run["id"], "roster_id": roster, "community_id": week.community, "state": "queued", "possible": ["stop"],
        "input": {"time_limit": 5.0, "gap": 0.0, "seed": 7, "work_limit": None, "hint": "none"}, "attempt": 0,
        "stop_asked": False, "stage": "", "seconds": None, "objective": None, "bound": None, "gap": None,
        "created_at": shown(NOON), "started_at": None, "ended_at": None, "error": None, "result": None, "version": 1,
    }  # fmt: skip
    assert run == waiting
    assert desk.get(f"/rosters/{roster}").json()["state"] == "solving"
    scripts = Scripts(Script([FIRST, None, BETTER, answer()]))
    assert runner_of(week.world, scripts).once() is True
    task = scripts.tasks[0]
    assert (task.time_limit, task.gap, task.seed, task.work_limit, task.hint) == (5.0, 0.0, 7, None, None)
    assert {v.id for v in task.problem.visits} == set(week.visits.values())
    done = run_of(week, run["id"])
    line = {"attempt": 1, "stage": "all"}
    assert done == {
        **waiting, "state": "done", "possible": [], "attempt": 1, "seconds": 0.3, "objective": 20, "bound": 30,
        "gap": 1 / 3, "started_at": shown(NOON), "ended_at": shown(NOON), "version": 3,
        "result": {"objective": 20, "bound": 30, "seconds": 0.3, "stopped": "time"},
        "progress": [
            {**line, "number": 1, "seconds": 0.1, "objective": 10, "bound": None, "gap": None},
            {**line, "number": 2, "seconds": 0.2, "objective": 20, "bound": 30, "gap": 1 / 3},
        ],
    }  # fmt: skip
    proof = desk.get(f"/solve-runs/{run['id']}/certificates").json()
    assert proof == {"run_id": run["id"], "certificates": [{"purpose": "points"}]}
    assert desk.get(f"/rosters/{roster}").json()["state"] == "draft"
    assert scripts.started[0].closed
    assert runner_of(week.world, Scripts()).once() is False


def test_one_run_of_a_roster_at_a_time(week: SmallWeek) -> None:
    run = asked(week)
    roster = run_of(week, run)["roster_id"]
    second = week.world.as_("coordinator").post("/solve-runs", {"roster_id": roster})
    assert (second.status_code, second.json()["code"], second.json()["conflict"]) == (
        409, "run_active", {"run_id": run},
    )  # fmt: skip
    other = week.place(roster, "home", 9, {"v1": "helper"})
    assert (other.status_code, other.json()["code"]) == (409, "not_acceptable_state")


def test_two_services_never_run_one_row_twice(week: SmallWeek) -> None:
    run = asked(week)
    scripts = [Scripts(Script([answer()])) for _ in range(2)]
    barrier, took = Barrier(2), []

    def work(start: Scripts) -> None:
        runner = runner_of(week.world, start)
        barrier.wait()
        took.append(runner.once())

    threads = [Thread(target=work, args=(s,)) for s in scripts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False, True]
    assert sorted(len(s.tasks) for s in scripts) == [0, 1]
    assert (run_of(week, run)["state"], run_of(week, run)["attempt"]) == ("done", 1)


def test_a_lease_that_is_not_renewed_is_taken_over_and_the_first_stores_nothing(week: SmallWeek) -> None:
    """The second service takes the run while the first still solves; what the first finds in the end is dropped."""
    run = asked(week)
    under_way, taken = Event(), Event()

    def late(_: Script) -> Any:
        under_way.set()
        assert taken.wait(20)
        return answer(objective=1, bound=1)

    first = Thread(target=runner_of(week.world, Scripts(Script([late]))).once)
    first.start()
    assert under_way.wait(20)
    seconds = week.world.settings.lease_seconds
    week.world.now = NOON + timedelta(seconds=seconds)
    assert runner_of(week.world, Scripts()).once() is False  # just renewed enough
    week.world.now = NOON + timedelta(seconds=seconds + 1)
    assert runner_of(week.world, Scripts(Script([answer(objective=2, bound=2)]))).once() is True
    taken.set()
    first.join()
    found = run_of(week, run)
    assert (found["state"], found["attempt"], found["objective"]) == ("done", 2, 2)


def test_a_solve_whose_lease_is_lost_is_ended(week: SmallWeek, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "LOOK_SECONDS", 0.0)
    run = asked(week)

    def lost(_: Script) -> None:
        with week.world.writing() as session:
            session.get_one(Run, run).owner = "another service"
            session.commit()

    scripts = Scripts(Script([lost, None]))
    assert runner_of(week.world, scripts).once() is True
    assert scripts.started[0].closed
    assert (run_of(week, run)["state"], run_of(week, run)["result"]) == ("running", None)


def test_a_crash_is_tried_three_times(week: SmallWeek) -> None:
    roster = week.planned()
    run = asked(week, roster)
    scripts = Scripts(*(Script([FIRST, Crashed("exit -9")]) for _ in range(3)))
    runner = runner_of(week.world, scripts)
    states = []
    for _ in range(3):
        assert runner.once() is True
        states.append((run_of(week, run)["state"], run_of(week, run)["attempt"]))
    assert states == [("queued", 1), ("queued", 2), ("failed", 3)]
    assert runner.once() is False
    failed = run_of(week, run)
    assert (failed["error"]["code"], failed["error"]["en"]) == (
        "run_died", "The solver ended 3 times without an answer: use a lower limit or ask the administrator",
    )  # fmt: skip
    assert [p["number"] for p in failed["progress"]] == [1, 2, 3]
    assert [p["attempt"] for p in failed["progress"]] == [1, 2, 3]
    assert roster_state(week, run) == "draft"
    layer = week.world.as_("coordinator").get(f"/rosters/{roster}/layers/draft").json()
    assert len(layer["visits"]) == 3  # the draft of before is still there


def test_a_run_whose_services_died_with_it_is_not_tried_for_ever(week: SmallWeek) -> None:
    run = asked(week)
    with week.world.writing() as session:
        row = session.get_one(Run, run)
        row.state, row.owner, row.attempt, row.heartbeat_at = "running", "gone", 3, NOON - timedelta(hours=1)
        session.commit()
    scripts = Scripts()
    assert runner_of(week.world, scripts).once() is False
    assert (run_of(week, run)["state"], run_of(week, run)["error"]["code"]) == ("failed", "run_died")
    assert scripts.tasks == []


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (Unsolvable((("pin 1", "clashing_pins", "甲", "a"),)), "run_unsolvable"),
        (Nothing(), "run_empty"),
        (Crashed("ValueError", again=False), "run_died"),
    ],
)
def test_what_another_attempt_would_not_change_fails_at_once(week: SmallWeek, end: Any, code: str) -> None:
    run = asked(week)
    runner_of(week.world, Scripts(Script([end]))).once()
    found = run_of(week, run)
    assert (found["state"], found["attempt"], found["error"]["code"]) == ("failed", 1, code)
    if code == "run_unsolvable":
        fault = {"field": "pin 1", "code": "clashing_pins", "zh": "甲", "en": "a"}
        assert found["error"]["errors"] == [fault]


def test_a_result_that_no_longer_fits_the_tables_is_solved_again(week: SmallWeek) -> None:
    """A visit disappears while it is being planned: the answer about it cannot be stored."""
    from matcher.roster import PlannedVisit, Roster
    from matcher_api.runs.task import Solved
    from matcher_api.visits.models import Visit

    run = asked(week)
    gone = week.visits["home"]

    def late(_: Script) -> Any:
        with week.world.writing() as session:
            session.delete(session.get_one(Visit, gone))
            session.commit()
        good = answer()
        return Solved(Roster(planned=(PlannedVisit(gone, 540),)), good.result, good.certificates)

    runner = runner_of(week.world, Scripts(Script([late]), Script([answer()])))
    assert runner.once() is True
    assert run_of(week, run)["state"] == "queued"
    assert runner.once() is True
    assert (run_of(week, run)["state"], run_of(week, run)["attempt"]) == ("done", 2)


def test_stopping_keeps_the_best(week: SmallWeek, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "LOOK_SECONDS", 0.0)
    run = asked(week)
    desk = week.world.as_("coordinator")

    def stop(script: Script) -> Any:
        assert not script.stopped
        answer = desk.delete(f"/solve-runs/{run}")
        assert (answer.status_code, answer.json()["state"], answer.json()["stop_asked"]) == (202, "running", True)

    def until(script: Script) -> Any:
        return answer() if script.stopped else None

    runner_of(week.world, Scripts(Script([BETTER, stop, until]))).once()
    found = run_of(week, run)
    assert (found["state"], found["objective"], found["stop_asked"]) == ("done", 20, True)
    over = desk.delete(f"/solve-runs/{run}")
    assert (over.status_code, over.json()["code"]) == (409, "not_acceptable_state")


@pytest.mark.parametrize(("found", "grace"), [(False, "GRACE_EMPTY"), (True, "GRACE_FOUND")])
def test_one_that_does_not_stop_is_killed(
    week: SmallWeek, monkeypatch: pytest.MonkeyPatch, found: bool, grace: str
) -> None:
    monkeypatch.setattr(watched, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(watched, grace, 0.0)
    run = asked(week)

    def stop(_: Script) -> Any:
        week.world.as_("coordinator").delete(f"/solve-runs/{run}")

    scripts = Scripts(Script([*([BETTER] if found else []), stop, None]))
    runner_of(week.world, scripts).once()
    assert scripts.started[0].stopped and scripts.started[0].closed
    assert (run_of(week, run)["state"], run_of(week, run)["error"]) == ("cancelled", None)


def test_one_still_in_the_queue_is_cancelled(week: SmallWeek) -> None:
    run = asked(week, week.published())
    answer = week.world.as_("coordinator").delete(f"/solve-runs/{run}")
    assert (answer.status_code, answer.json()["state"], answer.json()["possible"]) == (202, "cancelled", [])
    assert roster_state(week, run) == "published"
    assert runner_of(week.world, Scripts()).once() is False


def test_a_service_that_closes_gives_its_run_back(week: SmallWeek) -> None:
    """The attempt does not count: the next service starts where this one did."""
    run = asked(week)
    under_way = Event()

    def busy(_: Script) -> None:
        under_way.set()

    scripts = Scripts(Script([busy, None]))
    runner = runner_of(week.world, scripts)
    runner.open()
    assert under_way.wait(20)
    runner.close()
    assert scripts.started[0].closed
    found = run_of(week, run)
    assert (found["state"], found["attempt"]) == ("queued", 0)
    with week.world.writing() as session:
        assert session.exec(select(Run.owner).where(col(Run.id) == run)).one() is None


def test_heartbeats_are_renewed_and_change_no_version(week: SmallWeek, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "LOOK_SECONDS", 0.0)
    run = asked(week)
    seen: list[Any] = []

    def look(_: Script) -> None:
        with week.world.writing() as session:
            row = session.get_one(Run, run)
            seen.append((row.version, row.heartbeat_at))
        week.world.now += timedelta(seconds=10)

    settings = week.world.settings.model_copy(update={"lease_seconds": 0})  # beats at every look
    start = Scripts(Script([look, look, look, answer()]))
    Runner(week.world.engine, settings, now=lambda: week.world.now, start=start).once()
    assert seen == [(2, NOON), (2, NOON + timedelta(seconds=10)), (2, NOON + timedelta(seconds=20))]


def test_what_cannot_be_planned_together_fails_by_its_name(week: SmallWeek) -> None:
    """A community of another time zone joins after the roster was made."""
    roster = week.roster()
    run = asked(week, roster)
    with week.world.writing() as session:
        west = Community(code="west", zone="Asia/Urumqi")
        session.add(west)
        session.flush()
        session.get_one(RosterRow, roster).communities = [week.community, west.id]
        session.commit()
    runner_of(week.world, Scripts()).once()
    with week.world.writing() as session:
        row = session.get_one(Run, run)
        assert (row.state, row.error and row.error["code"], row.attempt) == ("failed", "run_unsolvable", 1)
        assert row.error is not None and [e["code"] for e in row.error["errors"]] == ["communities_apart"]


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("tcp://127.0.0.1:8786", True),
        ("localhost:8786", True),
        ("tls://10.0.0.7:8786", True),
        ("tcp://10.0.0.7:8786", False),
        ("cluster.example:8786", False),
    ],
)
def test_tasks_leave_this_machine_by_tls_alone(address: str, safe: bool) -> None:
    settings = Settings(dask_scheduler=address)
    if safe:
        assert callable(starter(settings))
    else:
        with pytest.raises(ValueError, match="use tls://"):
            starter(settings)
