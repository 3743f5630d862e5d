"""Who takes part in a plan, when they are free, and what they did before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlmodel import Session

from api.planning.town import MONDAY, Town, at
from matcher.problem import Pair, Skill, Volunteer, Window
from matcher_api.calendars.models import CalendarDay
from matcher_api.hours.models import HourEntry
from matcher_api.people.models import AvailabilityDate, AvailabilityRule, PersonSkill
from matcher_api.planning.load import Planned
from matcher_api.providers.models import Provider
from matcher_api.rosters.models import PinRow

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def rule(person: str, clock: str, minutes: int, *weekdays: int, days: str = "any") -> AvailabilityRule:
    return AvailabilityRule(
        person_id=person, start=time.fromisoformat(clock), minutes=minutes, weekdays=list(weekdays), days=days
    )


def only(planned: Planned) -> Volunteer:
    (volunteer,) = planned.problem.volunteers
    return volunteer


def test_hours_across_midnight_are_one(session: Session) -> None:
    """Sunday's night reaches into the first day, the last day's night beyond the last."""
    town = Town(session)
    person = town.person("p", (at("10:00", day=-3), at("11:00", day=-3)))
    town.kept(rule(person, "22:00", 480, 6, 0, 1))
    assert only(town.plan()).availabilities == (Window(0, 360), Window(1320, 1800), Window(2760, 3240))


def test_a_saturday_that_is_worked_counts_as_a_workday(session: Session) -> None:
    """调休: Saturday 2026-11-28 is worked, Monday after it is off."""
    town = Town(session)
    person = town.person("p", (at("00:00", day=-9), at("01:00", day=-9)))
    town.kept(rule(person, "09:00", 60, *range(7), days="workday"))
    plain = {w.start // 1440 for w in only(town.plan(days=8)).availabilities}
    assert plain == {0, 1, 2, 3, 4, 7}
    for day, kind in ((date(2026, 11, 28), "workday"), (date(2026, 11, 30), "holiday")):
        town.kept(CalendarDay(community_id=town.community, day=day, kind=kind))
    assert {w.start // 1440 for w in only(town.plan(days=8)).availabilities} == {0, 1, 2, 3, 4, 5}


def test_an_absence_cuts_what_is_free(session: Session) -> None:
    town = Town(session)
    person = town.person("p")
    town.kept(AvailabilityDate(person_id=person, start=at("10:00"), end=at("11:00"), free=False))
    assert only(town.plan()).availabilities == (Window(480, 600), Window(660, 1200))


def test_moments_are_minutes_of_the_towns_own_zone(session: Session) -> None:
    town = Town(session, zone="Asia/Tokyo")
    town.person("p", (datetime(2026, 11, 22, 22, 0, tzinfo=UTC), datetime(2026, 11, 23, 1, 0, tzinfo=UTC)))
    assert only(town.plan()).availabilities == (Window(420, 600),)
    assert town.plan().moment(420) == datetime(2026, 11, 22, 22, 0, tzinfo=UTC)


def test_people_of_a_provider_that_is_not_active_are_not_there(session: Session) -> None:
    town = Town(session)
    provider = town.kept(Provider(community_id=town.community, code="x", name="x", state="active"))
    town.person("w", kind="worker", provider_id=provider.id, certified_until=date(2026, 11, 30))
    assert only(town.plan()).certified_until_day == 7
    provider.certified_until = date(2026, 11, 24)  # the provider's own ends first
    session.flush()
    assert only(town.plan()).certified_until_day == 1
    provider.state = "suspended"
    session.flush()
    assert town.plan().problem.volunteers == ()


def test_only_active_people_are_there(session: Session) -> None:
    town = Town(session)
    town.person("p", state="paused")
    assert town.plan().problem.volunteers == ()


def test_skills_with_the_day_they_end(session: Session) -> None:
    town = Town(session)
    person = town.person("p", tags=["trainee"], sex="f", insured_until=MONDAY)
    town.kept(PersonSkill(person_id=person, skill="first_aid"))
    town.kept(PersonSkill(person_id=person, skill="电工；水工", valid_until=date(2026, 11, 22)))
    found = only(town.plan())
    assert found.skills == (Skill("first_aid"), Skill("电工；水工", -1))
    assert (found.tags, found.sex, found.insured_until_day) == (frozenset({"trainee"}), "f", 0)


def test_fairness_looks_back_four_weeks(session: Session) -> None:
    """Two Mondays of two hours offered within the four weeks, one before; an hour served in them, one before."""
    town = Town(session)
    person = town.person("p", history_minutes=7, history_offered_minutes=11, max_minutes_total=200, created_at=LONG_AGO)
    for day in (-7, -28, -35):
        town.kept(AvailabilityDate(person_id=person, start=at("09:00", day=day), end=at("11:00", day=day)))
    for day, minutes in ((date(2026, 11, 2), 60), (date(2026, 10, 25), 60), (MONDAY, 30), (date(2026, 11, 30), 500)):
        town.kept(HourEntry(community_id=town.community, person_id=person, day=day, minutes=minutes))
    found = only(town.plan())
    assert (found.history_minutes, found.history_offered_minutes) == (7 + 60 + 30, 11 + 240)
    assert found.max_minutes_total == 170  # half an hour of these days is served already


def test_who_came_last_week_was_not_there_before(session: Session) -> None:
    town = Town(session)
    person = town.person("p", created_at=at("12:00", day=-8))
    town.kept(rule(person, "09:00", 60, 0))
    assert only(town.plan()).history_offered_minutes == 60


def test_who_wants_no_proposals_keeps_what_they_hold_and_gets_no_more(session: Session) -> None:
    town = Town(session)
    person = town.person("p", proposals=False)
    held, other, pinned = town.visit("held"), town.visit("other"), town.visit("pinned")
    assert town.plan().problem.volunteers == ()
    town.published(held, at("10:00"), **{person: "accepted"})
    town.kept(PinRow(visit_id=pinned, person_id=person))
    planned = town.plan()
    assert only(planned).id == person
    assert planned.problem.pairs == (Pair(person, "visit", other, "forbidden"),)
