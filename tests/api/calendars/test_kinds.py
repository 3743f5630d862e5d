"""What rules ask of a day."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from api.queries import counted
from api.world import World
from matcher_api.calendars.kinds import DayKinds, kinds_of, loaded
from matcher_api.calendars.models import CalendarDay, SchoolTerm
from matcher_api.communities.models import Community

SATURDAY, SUNDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)


def test_a_plain_week() -> None:
    kinds = DayKinds()
    assert [kinds.kind(d) for d in (SATURDAY, SUNDAY, MONDAY)] == ["restday", "restday", "workday"]
    assert (kinds.name(MONDAY), kinds.in_term(MONDAY)) == ("", False)


def test_exceptions_and_terms() -> None:
    kinds = kinds_of(
        [
            CalendarDay(day=SATURDAY, kind="workday", name="调休"),
            CalendarDay(day=MONDAY, kind="holiday", name="节"),
        ],
        [SchoolTerm(community_id="c", first_day=SUNDAY, last_day=MONDAY)],
    )
    assert [kinds.kind(d) for d in (SATURDAY, SUNDAY, MONDAY)] == ["workday", "restday", "restday"]
    assert [kinds.name(d) for d in (SATURDAY, SUNDAY, MONDAY)] == ["调休", "", "节"]
    assert [kinds.in_term(d) for d in (SATURDAY, SUNDAY, MONDAY, date(2026, 11, 24))] == [False, True, True, False]


@pytest.mark.parametrize(
    ("days", "term", "saturday", "monday"),
    [
        ("any", "any", True, True),
        ("workday", "any", True, False),
        ("restday", "any", False, True),
        ("any", "term", False, True),
        ("any", "vacation", True, False),
        ("workday", "term", False, False),
    ],
)
def test_words_of_rules(days: str, term: str, saturday: bool, monday: bool) -> None:
    kinds = DayKinds(holidays={MONDAY: ""}, workdays={SATURDAY: ""}, terms=((MONDAY, MONDAY),))
    assert kinds.fits(SATURDAY, days=days, term=term) is saturday
    assert kinds.fits(MONDAY, days=days, term=term) is monday


def test_a_community_overrides_the_country_for_itself_alone(world: World) -> None:
    other = Community(code="other")
    world.add(
        other,
        CalendarDay(day=MONDAY, kind="holiday", name="国"),
        CalendarDay(day=SUNDAY, kind="workday", name="国调休"),
        CalendarDay(community_id=world.community, day=MONDAY, kind="workday", name="照常"),
        SchoolTerm(community_id=world.community, first_day=SATURDAY, last_day=SUNDAY),
    )
    with Session(world.engine) as session:
        with counted(world.engine) as sent:
            own = loaded(session, world.community)
        others = loaded(session, other.id)
    assert len(sent) == 2
    assert (own.kind(MONDAY), own.name(MONDAY), own.kind(SUNDAY), own.in_term(SUNDAY)) == (
        "workday", "照常", "workday", True,
    )  # fmt: skip
    assert (others.kind(MONDAY), others.name(MONDAY), others.kind(SUNDAY), others.in_term(SUNDAY)) == (
        "restday", "国", "workday", False,
    )  # fmt: skip
