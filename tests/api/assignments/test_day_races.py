"""The day at one moment, by real threads: one word counts, the other is told; hours are written once."""

from __future__ import annotations

import pytest
from sqlmodel import select

from api.at_once import Call, at_once
from api.day_week import CODE, DayWeek
from api.small_week import at
from api.world import World
from matcher_api.hours.models import HourEntry


@pytest.fixture
def week(world: World) -> DayWeek:
    return DayWeek(world)


def to(path: str, body: object = None) -> Call:
    return lambda who: who.post(path, body)


def entries(week: DayWeek) -> list[int]:
    with week.world.writing() as session:
        return [e.minutes for e in session.exec(select(HourEntry)).all()]


def test_two_words_on_one_work_write_its_hours_once(week: DayWeek) -> None:
    """Then two corrections that together would take more than there is."""
    week.served("v1", "home", 9, 10)
    one, visit = f"/assignments/{week.work['v1', 'home']}/verify", f"/visits/{week.visits['home']}/verify"
    answers = at_once(week.world, ("coordinator", to(one)), ("resident", to(visit)))
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert (entries(week), week.state("home")) == ([60], "done")
    body = {"assignment_id": week.work["v1", "home"], "minutes": -40, "reason": "更正"}
    call = to(f"/volunteers/{week.people['v1']}/hours", body)
    answers = at_once(week.world, ("coordinator", call), ("admin", call))
    assert sorted(a.status_code for a in answers) == [201, 409]
    assert sorted(entries(week)) == [-40, 60]
    issue = to(f"/volunteers/{week.people['v1']}/certificates", {})
    made = at_once(week.world, ("v1", issue), ("clerk", issue))
    assert sorted(a.json()["number"] for a in made) == ["xizha-H2026-00001", "xizha-H2026-00002"]


def test_who_comes_while_it_is_cancelled_or_called_a_no_show(week: DayWeek) -> None:
    week.world.now = at(9.25)
    come = to(f"/me/shifts/{week.work['v1', 'home']}/check-in", CODE)
    missed = to(f"/assignments/{week.work['v1', 'home']}/no-show", {})
    came, absent = at_once(week.world, ("v1", come), ("clerk", missed))
    assert sorted([came.status_code, absent.status_code]) == [200, 409]
    lost = came if came.status_code == 409 else absent
    conflict = lost.json()["conflict"]
    assert (conflict["assignment_id"], conflict["state"]) == (
        week.work["v1", "home"],
        "no_show" if lost is came else "checked_in",
    )
    assert week.state("home") == ("in_progress" if came.status_code == 200 else "called_off")
    week.world.now = at(14)
    come = to(f"/me/shifts/{week.work['v3', 'class']}/check-in", CODE)
    cancel = to(f"/visits/{week.visits['class']}/cancel", {"reason": "停课"})
    came, off = at_once(week.world, ("v3", come), ("coordinator", cancel))
    assert sorted([came.status_code, off.status_code]) == [200, 409]
    assert week.state("class") == ("in_progress" if came.status_code == 200 else "cancelled")


def test_two_last_words_end_the_visit(week: DayWeek) -> None:
    week.served("v1", "team", 11, 12.5)
    verify = to(f"/assignments/{week.work['v1', 'team']}/verify")
    missed = to(f"/assignments/{week.work['v2', 'team']}/no-show", {})
    answers = at_once(week.world, ("coordinator", verify), ("clerk", missed))
    assert [a.status_code for a in answers] == [200, 200]
    assert (week.state("team"), entries(week)) == ("done", [90])
