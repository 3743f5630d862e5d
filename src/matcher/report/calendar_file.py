"""iCalendar (RFC 5545) of one volunteer's shifts. No addresses of homes, no names of served people."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from matcher.report.words import Words
from matcher.roster import Roster, tours


def calendar(words: Words, roster: Roster, volunteer: str, *, stamp: datetime) -> bytes:
    """The calendar of `volunteer`, times in UTC.

    `stamp` (aware) becomes DTSTAMP: when this roster was made. UIDs rest on scenario, visit and volunteer, so a
    later export replaces the same events. Raises ValueError for a naive stamp.
    """
    if stamp.tzinfo is None:
        raise ValueError(f"stamp ({stamp}) must carry a time zone; use datetime(..., tzinfo=UTC)")
    setting = words.setting
    zone = ZoneInfo(setting.zone)
    book = Calendar()
    book.add("prodid", "-//Matcher//matcher//ZH")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("x-wr-calname", " ".join(x for x in (words.person(volunteer), setting.title) if x))
    book.add("x-wr-timezone", setting.zone)
    for tour in tours(setting.problem, roster):
        if tour.volunteer != volunteer:
            continue
        for stop in tour.stops:
            facility = roster.planned_of[stop.visit].facility
            event = Event()
            event.add("uid", f"{uid_part(stop.visit)}.{uid_part(volunteer)}@{uid_part(setting.problem.name)}.matcher")
            event.add("dtstamp", stamp.astimezone(UTC))
            event.add("dtstart", words.at(stop.start).replace(tzinfo=zone).astimezone(UTC))
            event.add("dtend", words.at(stop.end).replace(tzinfo=zone).astimezone(UTC))
            event.add("summary", _summary(words, stop.visit))
            if facility is not None:
                event.add("location", words.facility(setting.problem.facility_of[facility]))
            notes = [words.say("col_visit") + " " + stop.visit]
            if stop.walk is not None and words.audience.walks:
                notes.append(words.say("legend_walk") + " " + words.minutes(stop.walk))
            if setting.synthetic:
                notes.append(words.say("synthetic"))
            event.add("description", "\n".join(notes))
            book.add_component(event)
    return bytes(book.to_ical())


def calendar_name(volunteer: str) -> str:
    """A file name for a volunteer's calendar, safe on every system and different for different ids."""
    return f"{uid_part(volunteer)}.ics"


def uid_part(name: str) -> str:
    """Letters, digits, `-` and `_` as they are; everything else as hexadecimal, so that no two names meet."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda m: f".{ord(m.group()):x}.", name)


def _summary(words: Words, visit_id: str) -> str:
    """Never a title at a home: it may carry the name of a served person."""
    visit = words.setting.problem.visit_of[visit_id]
    home = visit.beneficiary is not None or words.private(visit)
    return (words.service(visit.service) or words.say("a_visit")) if home else words.visit(visit)
