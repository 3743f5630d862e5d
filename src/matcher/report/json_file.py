"""A roster as plain JSON values for one audience."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from matcher.report.figures import key_figures
from matcher.report.reasons import reasons
from matcher.report.tables import in_time
from matcher.report.words import Words
from matcher.roster import Roster, tours


def as_object(words: Words, roster: Roster) -> dict[str, Any]:
    """What the audience may see, as strings, numbers, lists and objects; times as local ISO minutes."""
    setting, problem = words.setting, words.setting.problem
    walks = {(t.volunteer, s.visit): s.walk for t in tours(problem, roster) for s in t.stops}
    visits = []
    for planned in in_time(roster):
        visit = problem.visit_of[planned.visit]
        team: list[dict[str, Any]] = []
        for a in roster.team_of.get(visit.id, ()):
            person: dict[str, Any] = {"name": words.person(a.volunteer), "role": words.role(a.role)}
            if words.audience.ids:
                person["volunteer"] = a.volunteer
            if words.audience.walks:
                person["walk_minutes"] = walks.get((a.volunteer, visit.id))
            team.append(person)
        visits.append(
            {
                "visit": visit.id,
                "title": words.visit(visit),
                "start": words.at(planned.start).isoformat(timespec="minutes"),
                "end": words.at(planned.start + visit.duration).isoformat(timespec="minutes"),
                "place": words.place_of(visit, planned.facility),
                "facility": planned.facility,
                "people": team,
            }
        )
    shown: dict[str, Any] = {
        "title": setting.title,
        "start": setting.start.isoformat(),
        "days": problem.days,
        "zone": setting.zone,
        "for": words.audience.name,
        "synthetic": setting.synthetic,
        "walks": problem.walks.source,
        "visits": visits,
    }
    if words.audience.workings:
        shown["unserved"] = [asdict(r) for r in reasons(words, roster)]
        shown["figures"] = asdict(key_figures(problem, roster))
    return shown
