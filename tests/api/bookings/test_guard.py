"""The database refuses double bookings itself: rows written past the service; two at the same moment."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from api.bookings.hall import Hall, at
from api.world import Speaker, World
from matcher_api.bookings import guard, making
from matcher_api.bookings.fits import Use, clash
from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import HOLDING, BookingState
from matcher_api.database.engine import writing
from matcher_api.facilities.models import Facility

ROUNDS, CAMPAIGN_ROUNDS = 10, 1_000


def row(hall: Hall, start: datetime, end: datetime, **more: Any) -> Booking:
    fields = {"mode": "badminton", "people": 1, "state": "confirmed", **more}
    return Booking(community_id=hall.world.community, facility_id=hall.hall, start=start, end=end, **fields)


def written(hall: Hall, *rows: Booking) -> str:
    """ "kept", or what the database said."""
    try:
        hall.world.add(*rows)
    except IntegrityError as error:
        assert guard.refused(error)
        return "refused"
    return "kept"


def test_the_guard_knows_the_states_that_hold() -> None:
    assert tuple(s.value for s in HOLDING) == guard.HELD


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [
        (8, 9, "kept"), (10, 11, "kept"), (8, 9.5, "refused"), (9.5, 11, "refused"), (9.25, 9.5, "refused"),
        (8, 11, "refused"), (9, 10, "refused"), (9 - 1 / 60, 9, "kept"), (10 - 1 / 60, 10, "refused"),
    ],
)  # fmt: skip
def test_one_at_a_time(world: World, start: float, end: float, answer: str) -> None:
    hall = Hall(world)
    hall.world.add(row(hall, at(9), at(10)))
    assert written(hall, row(hall, at(start), at(end))) == answer


@pytest.mark.parametrize("state", list(BookingState))
def test_only_states_that_hold_count(world: World, state: BookingState) -> None:
    hall = Hall(world)
    hall.world.add(row(hall, at(9), at(10), state=state))
    assert written(hall, row(hall, at(9), at(10))) == ("refused" if state in HOLDING else "kept")
    assert written(hall, row(hall, at(9), at(10), state=state)) == ("refused" if state in HOLDING else "kept")


@pytest.mark.parametrize(("gap", "answer"), [(0, "refused"), (14, "refused"), (15, "kept")])
def test_changeover_in_the_database(world: World, gap: int, answer: str) -> None:
    hall = Hall(world)
    hall.world.add(row(hall, at(9), at(10)))
    assert written(hall, row(hall, at(10 + gap / 60), at(12), mode="dance")) == answer
    assert written(hall, row(hall, at(7), at(9 - gap / 60), mode="dance")) == answer


def test_concurrent_counts_moments(world: World) -> None:
    hall = Hall(world, concurrent=2)
    hall.world.add(row(hall, at(9), at(10)), row(hall, at(10), at(11)))
    assert written(hall, row(hall, at(9), at(11))) == "kept"
    assert written(hall, row(hall, at(8), at(9.5))) == "refused"
    assert written(hall, row(hall, at(8), at(9))) == "kept"


def test_shared_counts_people(world: World) -> None:
    hall = Hall(world, exclusive=False)
    hall.world.add(row(hall, at(9), at(10), people=5), row(hall, at(10), at(11), people=6))
    assert written(hall, row(hall, at(9), at(10), people=4)) == "refused"
    assert written(hall, row(hall, at(9), at(11), people=3)) == "refused"
    assert written(hall, row(hall, at(9), at(11), people=2)) == "kept"
    assert written(hall, row(hall, at(20), at(21), people=9)) == "refused"
    assert written(hall, row(hall, at(20), at(21), mode="chess")) == "refused"


def test_another_facility_does_not_matter(world: World) -> None:
    hall = Hall(world)
    room = Facility(community_id=world.community, place_id=hall.place, code="other")
    world.add(room, row(hall, at(9), at(10)))
    other = row(hall, at(9), at(10))
    other.facility_id = room.id
    assert written(hall, other) == "kept"


def test_changes_are_judged_when_they_take_more(world: World) -> None:
    """Waiting to confirmed, another time, more people; never a mere step of one that holds already."""
    hall = Hall(world, exclusive=False)
    first, second = row(hall, at(9), at(10), people=5), row(hall, at(10), at(11), people=5)
    waiting = row(hall, at(9), at(10), people=4, state="waitlisted")
    world.add(first, second, waiting)

    def change(booking: Booking, **fields: Any) -> str:
        try:
            with world.writing() as session:
                session.get_one(Booking, booking.id).sqlmodel_update(fields)
                session.commit()
        except IntegrityError as error:
            assert guard.refused(error)
            return "refused"
        return "kept"

    assert change(waiting, state="confirmed") == "refused"
    assert change(waiting, state="cancelled") == "kept"
    assert change(second, start=at(9.5), end=at(10.5)) == "refused"
    assert change(second, start=at(9.5), end=at(10.5), people=3) == "kept"
    assert change(first, people=6) == "refused"
    assert change(first, people=4) == "kept"
    assert change(first, mode="dance") == "refused"
    with world.writing() as session:
        session.get_one(Facility, hall.hall).exclusive = True
        session.commit()
    assert change(first, state="checked_in") == "kept"


@pytest.mark.parametrize(("exclusive", "concurrent"), [(True, 1), (True, 3), (False, 1)])
def test_guard_and_service_judge_alike(world: World, exclusive: bool, concurrent: int) -> None:
    """Whatever is tried in turn: the pure check and the trigger say the same."""
    hall = Hall(world, exclusive=exclusive, concurrent=concurrent)
    chance = random.Random(f"{exclusive}{concurrent}")
    with Session(world.engine) as session:
        facility = session.get_one(Facility, hall.hall)
    uses: list[Use] = []
    answers: Counter[str] = Counter()
    for _ in range(80):
        begin, length, people = chance.randrange(60), chance.randint(1, 8), chance.randint(1, 6)
        mode = chance.choice(["badminton"] * 5 + ["dance"])
        wish = Use(hall.hall, mode, people, at(begin / 4), at((begin + length) / 4))
        free = clash(facility, {"badminton": 8, "dance": 20}[mode], wish, uses) is None
        answer = written(hall, row(hall, wish.start, wish.end, mode=mode, people=people, state="requested"))
        assert answer == ("kept" if free else "refused"), (wish, uses)
        answers[answer] += 1
        if free:
            uses.append(wish)
    assert min(answers["kept"], answers["refused"]) >= 5


# -- at the same moment --------------------------------------------------------------------------------------------


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each came to; all begin together."""
    barrier, results = threading.Barrier(len(acts)), dict[int, Any]()

    def run(number: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        results[number] = act()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[n] for n in range(len(acts))]


def client(hall: Hall, who: str) -> Speaker:
    return Speaker(TestClient(hall.world.client.app, base_url="http://testserver"), who)


def two_book_one_slot(world: World, rounds: int) -> None:
    """Both overlap, by an hour or by a minute; in half of the rounds the modes differ. Whoever wins, the next round
    begins later than the changeover after it."""
    hall = Hall(world)
    resident, neighbour = client(hall, "resident"), client(hall, "neighbour")
    winners: Counter[str] = Counter()
    for n in range(rounds):
        day, hour = divmod(n, 5)
        mine = hall.wish(4 * hour, 120, day=day)
        theirs = hall.wish(4 * hour + (1 if n % 3 else 119 / 60), 90, day=day, mode="dance" if n % 2 else "badminton")
        answers = at_once(lambda w=mine: resident.post("/bookings", w), lambda w=theirs: neighbour.post("/bookings", w))
        won, lost = sorted(answers, key=lambda a: a.status_code)
        assert (won.status_code, lost.status_code, lost.json()["code"]) == (201, 409, "slot_taken")
        assert lost.json()["conflict"] == {"booking_id": won.json()["id"]}
        winners[won.json()["name"]] += 1
    with Session(world.engine) as session:
        rows = session.exec(select(Booking).order_by(col(Booking.start))).all()
    assert len(rows) == rounds and all(a.end <= b.start for a, b in pairwise(rows))
    assert sum(winners.values()) == rounds


def test_two_book_one_slot(world: World) -> None:
    two_book_one_slot(world, ROUNDS)


@pytest.mark.campaign
def test_two_book_one_slot_many_times(world: World) -> None:
    two_book_one_slot(world, CAMPAIGN_ROUNDS)


def test_two_write_one_slot_past_the_service(world: World) -> None:
    """Without any lock of the service: the triggers alone let one pass."""
    hall = Hall(world)
    for n in range(ROUNDS):
        answers = at_once(
            lambda d=n: written(hall, row(hall, at(9, d), at(10, d))),
            lambda d=n: written(hall, row(hall, at(9.5, d), at(10.5, d))),
        )
        assert sorted(answers) == ["kept", "refused"]


def test_the_service_says_what_the_database_refused(hall_slipped: Hall) -> None:
    """A booking that slips in behind the check is named in the refusal."""
    answer = hall_slipped.book(9)
    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    with Session(hall_slipped.world.engine) as session:
        there = session.exec(select(Booking)).one()
    assert answer.json()["conflict"] == {"booking_id": there.id}


@pytest.fixture
def hall_slipped(world: World, monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = Hall(world)
    world.add(row(hall, at(9.5), at(10)))
    monkeypatch.setattr(making, "clash", lambda *_: None)
    return hall


def test_a_refusal_of_the_database_is_told_wherever_it_comes_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where no service foresaw it: the edge answers 409 with the same code."""
    hall = Hall(world)
    world.add(row(hall, at(9.5), at(10)))
    monkeypatch.setattr(making, "clash", lambda *_: None)
    monkeypatch.setattr(making, "placed", lambda work, booking: work.add(booking))
    answer = hall.book(9)
    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    with Session(world.engine) as session:
        assert len(session.exec(select(Booking)).all()) == 1


def test_two_take_the_slot_that_was_waited_for(world: World) -> None:
    """A slot given back while another books it: whoever gets it, it is one."""
    hall = Hall(world)
    first = hall.booked(9)
    waiting = hall.booked(9, who="neighbour", wait=True)
    resident, neighbour = client(hall, "resident"), client(hall, "resident")
    gone, tried = at_once(
        lambda: resident.post(f"/bookings/{first}/cancel"), lambda: neighbour.post("/bookings", hall.wish(9))
    )
    assert (gone.status_code, tried.status_code) == (200, 409)
    assert hall.state(waiting) == "confirmed"


def test_removed_and_made_again(world: World) -> None:
    """The texts are those that a migration executes."""
    hall = Hall(world)
    dialect = world.engine.dialect.name
    with writing(world.engine).begin() as connection:
        for statement in guard.REMOVED[dialect]:
            connection.execute(text(statement))
    world.add(row(hall, at(9), at(10)), row(hall, at(9), at(10), state="requested"))
    with writing(world.engine).begin() as connection:
        for statement in guard.TEXTS[dialect]:
            connection.execute(text(statement))
    assert written(hall, row(hall, at(9), at(10))) == "refused"
