"""Whom a volunteer may ring up and where: of the visit they accepted, around its time, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from matcher_api.access.reveal import revealed
from matcher_api.access.reveal_shapes import DoorRevealed
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import HOLDING
from matcher_api.communities.models import Place
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility
from matcher_api.people.models import Person
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import zones_of
from matcher_api.visits.states import VisitState
from matcher_api.web.work import Work

BEFORE = timedelta(hours=24)
AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Spell:
    """`[since, until)`: when phone and door are shown."""

    since: datetime
    until: datetime
    facility_id: str | None

    def holds(self, now: datetime) -> bool:
        return self.since <= now < self.until


def spell_of(work: Work, visit: Visit) -> Spell | None:
    """From a day before the start that people know of until two hours after its end; None where nothing is known."""
    planned = work.session.exec(
        select(PlannedVisitRow).where(PlannedVisitRow.visit_id == visit.id, PlannedVisitRow.layer == "published")
    ).first()
    if planned is None or visit.state in (VisitState.CANCELLED, VisitState.CALLED_OFF):
        return None
    return Spell(planned.start - BEFORE, planned.end + AFTER, planned.facility_id)


def accepted(work: Work, visit: Visit, person_id: str) -> bool:
    """Who was asked or said no is told nothing; who seeks a stand-in has to come until there is one."""
    query = select(AssignmentRow.id).where(
        AssignmentRow.visit_id == visit.id,
        AssignmentRow.person_id == person_id,
        col(AssignmentRow.state).in_(HOLDING),
    )
    return work.session.exec(query).first() is not None


def may_see_door(work: Work, visit: Visit, person: Person, now: datetime) -> bool:
    """The one rule for phone and door of whom a visit serves."""
    spell = spell_of(work, visit)
    return spell is not None and spell.holds(now) and accepted(work, visit, person.id)


def door_of(work: Work, visit_id: str) -> DoorRevealed:
    """To the actor, as the volunteer of the visit; written down."""
    visit = work.get(Visit, visit_id)
    people = [work.get(Person, p) for p in sorted(work.actor.persons)]
    mine = [p for p in people if accepted(work, visit, p.id)]
    spell = spell_of(work, visit)
    if not mine or spell is None:
        raise Refusal("not_found")
    zone = zones_of(work, [visit.community_id])[visit.community_id]
    since, until = spell.since.astimezone(zone), spell.until.astimezone(zone)
    if not any(may_see_door(work, visit, p, work.now) for p in mine):
        raise Refusal(
            "door_closed",
            since=f"{since:%Y-%m-%d %H:%M}",
            until=f"{until:%Y-%m-%d %H:%M}",
            conflict={"since": since.isoformat(), "until": until.isoformat()},
        )
    place = _place(work, visit, spell)
    shown = DoorRevealed(
        visit_id=visit.id,
        since=since,
        until=until,
        building=place.building if place is not None else "",
        area=place.area if place is not None else "",
        door="",
        name="",
        phone="",
        visit_code=visit.door_code,
    )
    if visit.resident_id is None:
        return shown
    resident = work.get(Resident, visit.resident_id)
    contact = work.session.exec(select(ResidentContact).where(ResidentContact.resident_id == resident.id)).first()
    if contact is None:
        return shown
    revealed(work, resident, "door", "accepted_visit", visit)
    at_home = place is not None and spell.facility_id is None and place.id == (resident.home_id or visit.place_id)
    door = contact.door if at_home else ""
    return shown.model_copy(update={"door": door, "name": contact.name, "phone": contact.phone})


def _place(work: Work, visit: Visit, spell: Spell) -> Place | None:
    place_id = visit.place_id
    if spell.facility_id is not None:
        place_id = work.get(Facility, spell.facility_id).place_id
    return None if place_id is None else work.get(Place, place_id)
