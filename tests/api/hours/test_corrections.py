"""What was written down wrong is put right by one more entry, with author and reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from api.day_week import DayWeek
from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.hours.models import HourEntry


@pytest.fixture
def week(world: World) -> DayWeek:
    """v1 served an hour at home, and it was verified."""
    made = DayWeek(world)
    made.served("v1", "home", 9, 10)
    assert made.desk("v1", "home", "verify").status_code == 200
    return made


def correct(week: DayWeek, who: str = "coordinator", **draft: Any) -> Any:
    body = {"assignment_id": week.work["v1", "home"], "minutes": -15, "reason": "晚到一刻"} | draft
    body = {k: v for k, v in body.items() if v is not None}
    return week.world.as_(who).post(f"/volunteers/{week.people['v1']}/hours", body)


def test_a_correction_is_an_entry_and_the_first_one_stays(week: DayWeek) -> None:
    made = correct(week)
    assert (made.status_code, made.json()) == (
        201,
        {
            "id": made.json()["id"], "assignment_id": week.work["v1", "home"], "service": "visit_elder",
            "day": "2026-11-23", "minutes": -15, "kind": "correction", "reason": "晚到一刻", "hours": -0.25,
        },
    )  # fmt: skip
    for path, who in ((f"/volunteers/{week.people['v1']}/hours", "clerk"), ("/me/hours", "v1")):
        page = week.world.as_(who).get(path).json()
        assert ([e["minutes"] for e in page["items"]], page["total_minutes"], page["total_hours"]) == (
            [60, -15],
            45,
            0.75,
        )
    with week.world.writing() as session:
        entry = session.get_one(HourEntry, made.json()["id"])
        acts = week.world.as_("coordinator").get("/audit?action=hours.correct").json()["items"]
    assert entry.by_login_id == acts[0]["login_id"]
    assert acts[0]["detail"] == {
        "person_id": week.people["v1"], "assignment_id": week.work["v1", "home"], "minutes": -15,
    }  # fmt: skip


def test_of_a_day_without_an_assignment(week: DayWeek) -> None:
    made = correct(week, assignment_id=None, day="2026-11-20", minutes=30).json()
    assert (made["day"], made["service"], made["minutes"]) == ("2026-11-20", "", 30)


REFUSED: tuple[tuple[dict[str, Any], int, str], ...] = (
    ({"minutes": -61}, 409, "below_zero"),
    ({"minutes": 0}, 422, "nothing_corrected"),
    ({"assignment_id": None}, 422, "day_needed"),
    ({"assignment_id": None, "day": "2026-11-24", "minutes": 5}, 422, "not_yet"),
    ({"reason": ""}, 422, "invalid"),
    ({"reason": None}, 422, "invalid"),
)


def test_what_is_refused(week: DayWeek) -> None:
    for draft, status, code in REFUSED:
        answer = correct(week, **draft)
        assert (draft, answer.status_code, answer.json()["code"]) == (draft, status, code)
    with week.world.writing() as session:
        assert [e.minutes for e in session.exec(select(HourEntry)).all()] == [60]


def test_to_zero_and_not_below(week: DayWeek) -> None:
    """Of one assignment: what was served elsewhere does not cover it."""
    own = {"community_id": week.community, "person_id": week.people["v1"], "day": date(2026, 11, 2)}
    week.world.add(HourEntry(minutes=600, **own))
    assert correct(week, minutes=-61).json()["code"] == "below_zero"
    assert correct(week, minutes=-60).status_code == 201
    assert correct(week, minutes=-1).json()["code"] == "below_zero"


def test_only_verified_work_of_that_person_is_corrected(week: DayWeek) -> None:
    for work in (week.work["v1", "team"], week.work["v2", "team"]):
        assert correct(week, assignment_id=work).json()["code"] == "not_verified"


def test_nobody_corrects_their_own_hours(week: DayWeek) -> None:
    with week.world.writing() as session:
        week.world.login(session, AccessRole.COORDINATOR, week.community, name="both", person_id=week.people["v1"])
        session.commit()
    assert correct(week, "both").json()["code"] == "own_work"
    assert correct(week, "clerk").status_code == 403
    assert week.world.as_("v2").get(f"/volunteers/{week.people['v1']}/hours").status_code == 404
