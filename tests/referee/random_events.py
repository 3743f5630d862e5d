"""Something that happens to a roster: an event of a kind drawn at random."""

from __future__ import annotations

import random

from matcher.problem import Problem
from matcher.replan import Absent, Cancelled, Closed, Declined, Event, Lengthened, NoShow
from matcher.roster import Roster


def events_of(problem: Problem, roster: Roster, rng: random.Random) -> list[Event]:
    """An event of a kind drawn at random, about something the roster plans."""
    planned = rng.choice(roster.planned)
    visit = problem.visit_of[planned.visit]
    people = [a.volunteer for a in roster.team_of.get(visit.id, ())]
    kinds: list[Event] = [Cancelled(visit.id), Lengthened(visit.id, visit.duration + 5)]
    if people:
        who = rng.choice(people)
        kinds += [Absent(who), Absent(who, planned.start, planned.start + 5), Declined(visit.id, who)]
        kinds += [NoShow(visit.id, who)]
    if planned.facility is not None:
        kinds.append(Closed(planned.facility, planned.start, planned.start + 5))
    return [rng.choice(kinds)]
