"""A run as server-sent events: every line of progress once, then its end."""

from __future__ import annotations

import json
from threading import Event, Thread
from typing import Any

import pytest

from api.runs.scripted import BETTER, FIRST, Script, Scripts, answer, runner_of
from api.runs.test_runner import asked, run_of
from api.small_week import SmallWeek
from api.world import World
from matcher_api.runs import events, watched


@pytest.fixture
def week(world: World, monkeypatch: pytest.MonkeyPatch) -> SmallWeek:
    monkeypatch.setattr(watched, "WRITE_SECONDS", 0.0)
    monkeypatch.setattr(events, "POLL_SECONDS", 0.01)
    return SmallWeek(world)


def told(text: str) -> list[tuple[str, str, Any]]:
    """(event, id, data) of a stream."""
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((fields["event"], fields.get("id", ""), json.loads(fields["data"])))
    return found


def line(number: int, seconds: float, objective: int, bound: int | None, gap: float | None) -> dict[str, Any]:
    return {
        "number": number, "attempt": 1, "seconds": seconds, "stage": "all", "objective": objective, "bound": bound,
        "gap": gap,
    }  # fmt: skip


FIRST_LINE, SECOND_LINE = line(1, 0.1, 10, None, None), line(2, 0.2, 20, 30, 1 / 3)


def without_progress(week: SmallWeek, run: str) -> dict[str, Any]:
    return {k: v for k, v in run_of(week, run).items() if k != "progress"}


def test_the_whole_story_of_a_run(week: SmallWeek) -> None:
    """Followed from the queue to the end, while another thread carries it out."""
    run = asked(week)
    seen = Event()

    def after(_: Script) -> Any:
        assert seen.wait(20)
        return answer()

    runner = Thread(target=runner_of(week.world, Scripts(Script([FIRST, BETTER, after]))).once)
    text = ""
    with week.world.client.stream(
        "GET", f"/api/v1/solve-runs/{run}/events", headers={"Authorization": "Bearer coordinator"}
    ) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        for part in response.iter_text():
            text += part
            if "queued" in text and not runner.is_alive() and not seen.is_set():
                runner.start()
                seen.set()
    runner.join()
    found = told(text)
    assert [e for e in found if e[0] == "progress"] == [("progress", "1", FIRST_LINE), ("progress", "2", SECOND_LINE)]
    states = [data["state"] for event, _, data in found if event == "state"]
    assert (states[0], states[-1]) == ("queued", "done")
    assert found[-1] == ("end", "", without_progress(week, run))


def test_who_comes_back_misses_nothing_and_hears_nothing_twice(week: SmallWeek) -> None:
    run = asked(week)
    runner_of(week.world, Scripts(Script([FIRST, BETTER, answer()]))).once()
    desk = week.world.as_("coordinator")
    again = desk.get(f"/solve-runs/{run}/events", headers={"Last-Event-ID": "1"})
    assert told(again.text) == [
        ("progress", "2", SECOND_LINE),
        ("state", "", {"state": "done", "attempt": 1}),
        ("end", "", without_progress(week, run)),
    ]
    odd = desk.get(f"/solve-runs/{run}/events", headers={"Last-Event-ID": "x"})
    assert [e[0] for e in told(odd.text)] == ["progress", "progress", "state", "end"]


def test_nobody_follows_what_is_not_theirs(week: SmallWeek) -> None:
    run = asked(week)
    assert week.world.as_("coordinator").get("/solve-runs/none/events").json()["code"] == "not_found"
    assert week.world.as_("volunteer").get(f"/solve-runs/{run}/events").status_code == 403
