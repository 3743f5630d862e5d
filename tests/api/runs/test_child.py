"""Solves in child processes: real ones, killed ones, orphaned ones; the service itself loads no solver."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from sqlmodel import Session

from api.runs.scripted import runner_of
from api.runs.test_runner import asked, run_of
from api.small_week import SmallWeek
from api.world import World
from matcher.problem import Pin
from matcher_api.runs import child, frames
from matcher_api.runs.child_process import COMMAND, ChildProcess
from matcher_api.runs.given import given
from matcher_api.runs.task import Crashed, Solved, Task, Unsolvable


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def task_of(week: SmallWeek, run: str) -> Task:
    with Session(week.world.engine) as session:
        return given(session, run, now=week.world.now).task


def ended(solving: ChildProcess) -> Solved | Unsolvable | Crashed:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        told = solving.next(1.0)
        if isinstance(told, (Solved, Unsolvable, Crashed)):
            return told
    raise AssertionError("it does not end")


def test_a_run_in_a_child(week: SmallWeek) -> None:
    """All three visits are served, proven; the draft holds them."""
    run = asked(week)
    assert runner_of(week.world, ChildProcess).once() is True
    found = run_of(week, run)
    result = found["result"]
    assert (found["state"], found["error"], found["gap"]) == ("done", None, 0.0)
    assert (result["visits"], result["served"], result["more_visits_at_most"], result["stopped"]) == (3, 3, 0, "proven")
    assert result["guaranteed"] == {"served": 0, "of": 0}
    assert [(s["name"], s["status"]) for s in result["stages"]] == [("guaranteed", "proven"), ("all", "proven")]
    desk = week.world.as_("coordinator")
    layer = desk.get(f"/rosters/{found['roster_id']}/layers/draft").json()
    assert {v["visit_id"] for v in layer["visits"]} == set(week.visits.values())
    judged = desk.get(f"/rosters/{found['roster_id']}/layers/draft/judgement").json()
    assert (judged["objective"], judged["violations"]) == (found["objective"], [])
    purposes = [c["purpose"] for c in desk.get(f"/solve-runs/{run}/certificates").json()["certificates"]]
    assert purposes == ["guaranteed", "points", "visits"]


def test_a_child_that_is_killed_is_followed_by_another(week: SmallWeek) -> None:
    run = asked(week)
    started: list[ChildProcess] = []

    def start(task: Task) -> ChildProcess:
        started.append(ChildProcess(task))
        if len(started) == 1:
            os.kill(started[0].pid, signal.SIGKILL)
        return started[-1]

    runner = runner_of(week.world, start)
    assert runner.once() is True
    assert (run_of(week, run)["state"], run_of(week, run)["attempt"]) == ("queued", 1)
    assert runner.once() is True
    found = run_of(week, run)
    assert (found["state"], found["attempt"], found["result"]["served"]) == ("done", 2, 3)
    assert len({c.pid for c in started}) == 2


def test_pins_that_clash_are_named(week: SmallWeek) -> None:
    """The fault is the data's: it is told, and no attempt is wasted."""
    from dataclasses import replace

    task = task_of(week, asked(week))
    visit, person = week.visits["home"], week.people["v1"]
    pins = tuple(Pin(visit=visit, volunteer=person, start=start) for start in (600, 660))
    solving = ChildProcess(replace(task, problem=replace(task.problem, pins=pins)))
    answer = ended(solving)
    solving.close()
    assert isinstance(answer, Unsolvable)
    assert {code for _, code, _, _ in answer.faults} == {"clashing_pins"}


def test_an_error_nobody_foresaw_ends_the_child_with_its_name(capfd: pytest.CaptureFixture[str]) -> None:
    solving = ChildProcess(Task(problem="no problem at all"))  # type: ignore[arg-type]
    answer = ended(solving)
    solving.close()
    assert answer == Crashed("AttributeError", again=False)
    assert "AttributeError" in capfd.readouterr().err


def test_a_child_ends_with_its_parent() -> None:
    """Its pipe closes before it has so much as loaded the solver: nothing is left behind that solves for nobody."""
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    with process.stdin:
        frames.send(process.stdin, Task(problem=None))  # type: ignore[arg-type]
    assert process.wait(30) == child.ORPHANED


def test_a_stopped_child_answers_with_what_it_has(week: SmallWeek) -> None:
    solving = ChildProcess(task_of(week, asked(week)))
    solving.stop()
    answer = ended(solving)
    solving.close()
    solving.stop()  # nobody hears it, nothing breaks
    assert isinstance(answer, Solved) and answer.result["stopped"] in ("stop", "proven")


def test_the_service_loads_no_solver() -> None:
    code = (
        "import sys, matcher_api.main, matcher_api.runs.runner\n"
        "print([m for m in ('ortools', 'numba', 'matcher.solver') if m in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert printed.stdout.strip() == "[]"
