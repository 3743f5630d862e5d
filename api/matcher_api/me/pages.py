"""/me: a volunteer's phone: offers, today in order, hours, when I am free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers, day
from matcher_api.assignments.shapes import DoorCode, OfferSeen, Reason
from matcher_api.catalogue.service import current_of
from matcher_api.certificates import service as certificates
from matcher_api.errors import Refusal
from matcher_api.hours import ledger
from matcher_api.me import feed, shifts
from matcher_api.pages.drawing import drawn, to, tongue_of, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.people import availability, week
from matcher_api.people.availability_shapes import DateDraft, DateShown, RuleShown
from matcher_api.people.names import names_of
from matcher_api.swaps import stand_ins
from matcher_api.web.paging import EVERY, Paging
from matcher_api.web.work import Work, WorkOf, allow, writes

router: APIRouter = pages("/me")
OWN = allow(AccessRole.VOLUNTEER)


@router.get("", dependencies=OWN)
@writes
def my_shifts(request: Request, work: WorkOf) -> Response:
    """What waits for an answer, today in order with the walks, later days."""
    return _shifts(request, work)


def _shifts(request: Request, work: Work, feed_url: str = "", *, noted: bool = True) -> Response:
    zone = zone_of(work)
    today = work.now.astimezone(zone).date()
    days = shifts.shifts(work, datetime.combine(today, time.min, zone).astimezone(UTC), None)
    return drawn(
        request,
        work,
        "my_shifts.html",
        offers=shifts.offers(work, noted=noted),
        today=today,
        todays=next((d for d in days if d.day == today), None),
        later=[d for d in days if d.day > today],
        total=ledger.own(work, Paging(limit=1, after=None)).total_minutes,
        feed=feed_url,
    )


def _shifts_again(request: Request, work: Work, **_: str) -> Response:
    return _shifts(request, work, noted=False)


@router.post("/offers/{assignment_id}/accept", dependencies=OWN)
@back_to(_shifts_again)
def accept(request: Request, work: WorkOf, assignment_id: str) -> Response:
    seen = Form(request).as_(OfferSeen, {"start": Form(request).one("start") or None})
    answers.accepted(work, answers.own(work, assignment_id), "web", seen.start)
    return to("/me")


@router.post("/offers/{assignment_id}/decline", dependencies=OWN)
@back_to(_shifts_again)
def decline(request: Request, work: WorkOf, assignment_id: str) -> Response:
    answers.declined(work, answers.own(work, assignment_id), _why(request), "web")
    return to("/me")


@router.post("/shifts/{assignment_id}/withdraw", dependencies=OWN)
@back_to(_shifts_again)
def withdraw(request: Request, work: WorkOf, assignment_id: str) -> Response:
    answers.withdrawn(work, answers.own(work, assignment_id), _why(request), "web")
    return to("/me")


@router.post("/shifts/{assignment_id}/{step}", dependencies=OWN)
@back_to(_shifts_again)
def on_the_day(request: Request, work: WorkOf, assignment_id: str, step: str) -> Response:
    """check-in and check-out by the visit's code; seek-stand-in, and keep: I come myself after all."""
    form, row = Form(request), answers.own(work, assignment_id)
    if step in ("check-in", "check-out"):
        code = form.as_(DoorCode, {"code": form.one("code")}).code
        (day.checked_in if step == "check-in" else day.checked_out)(work, row, code=code)
    elif step == "seek-stand-in":
        stand_ins.sought(work, row, _why(request))
    elif step == "keep":
        stand_ins.kept(work, row)
    else:
        raise Refusal("not_found")
    return to("/me")


def _why(request: Request) -> str:
    form = Form(request)
    return form.as_(Reason, {"reason": form.one("reason")}).reason


@router.post("/feed", dependencies=OWN)
@back_to(_shifts_again)
def new_feed(request: Request, work: WorkOf) -> Response:
    """The address is shown once, on this answer."""
    return _shifts(request, work, feed.rotated(work, None))


@router.get("/hours", dependencies=OWN)
def my_hours(request: Request, work: WorkOf, after: Annotated[str | None, Query(max_length=64)] = None) -> Response:
    page, t = ledger.own(work, Paging(limit=50, after=after)), tongue_of(request, work)
    items = current_of(work, (e.service for e in page.items))
    names = {code: t(item.zh, item.en) for code, item in items.items()}
    papers = [(p, c) for p in sorted(work.actor.persons) for c in certificates.listed(work, p, EVERY).items]
    return drawn(request, work, "my_hours.html", page=page, names=names, papers=papers)


@dataclass(frozen=True)
class Free:
    """What one person said: `ticked` cells of the grid, other weekly rules, and dates."""

    id: str
    name: str
    ticked: list[str]
    others: list[RuleShown]
    dates: list[DateShown]


@router.get("/availability", dependencies=OWN)
def my_availability(request: Request, work: WorkOf) -> Response:
    """Seven days by three parts, other rules, and days away."""
    names = names_of(work.session, work.actor.persons)
    people = []
    for person in sorted(work.actor.persons):
        ticked, others = week.parted(availability.rules(work, person, EVERY).items)
        dates = availability.dates(work, person, EVERY, work.now).items
        people.append(Free(person, names.get(person, ""), ticked, others, dates))
    return drawn(request, work, "my_availability.html", people=people, parts=week.PARTS)


def _availability_again(request: Request, work: Work, **_: str) -> Response:
    return my_availability(request, work)


@router.post("/availability/{person_id}/week", dependencies=OWN)
@back_to(_availability_again)
def save_week(request: Request, work: WorkOf, person_id: str) -> Response:
    """The grid as it was ticked: a rule for each part of the day; rules that the grid cannot show stay."""
    week.saved(work, person_id, set(Form(request).all("free")))
    return to("/me/availability")


@router.post("/availability/{person_id}/away", dependencies=OWN)
@back_to(_availability_again)
def add_away(request: Request, work: WorkOf, person_id: str) -> Response:
    form, zone = Form(request), zone_of(work)
    first, last = form.day("first"), form.day("last")
    values = {
        "start": datetime.combine(first, time.min, zone),
        "end": datetime.combine(last + timedelta(days=1), time.min, zone),
    }
    draft = form.as_(DateDraft, {**values, "free": False}, {"start": "first", "end": "last"})
    availability.date_added(work, person_id, draft)
    return to("/me/availability")


@router.post("/availability/{person_id}/rules/{rule_id}/remove", dependencies=OWN)
@back_to(_availability_again)
def remove_rule(work: WorkOf, person_id: str, rule_id: str) -> Response:
    availability.rule_removed(work, person_id, rule_id, "*")
    return to("/me/availability")


@router.post("/availability/{person_id}/dates/{date_id}/remove", dependencies=OWN)
@back_to(_availability_again)
def remove_date(work: WorkOf, person_id: str, date_id: str) -> Response:
    availability.date_removed(work, person_id, date_id, "*")
    return to("/me/availability")
