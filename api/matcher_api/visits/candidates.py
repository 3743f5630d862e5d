"""Where those live who could come, beside the place of the visit: a drawing and the minutes they walk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.report.close_up import draw_candidates
from matcher.report.markup import Markup
from matcher.roster import place_of_planned
from matcher_api.exports.views import View


@dataclass(frozen=True, slots=True)
class Near:
    """`walks`: minutes from home to the visit by id of the person, in words; who is not in it is farther than anybody
    walks. `picture` None: places have no coordinates, or the visit has no place yet."""

    picture: Markup | None
    walks: Mapping[str, str]


def near_visit(view: View, visit_id: str, people: Sequence[str]) -> Near:
    """`people` in order of rank; a view for the desk."""
    codes, problem = view.called.code_of, view.words.setting.problem
    visit = problem.visit_of.get(codes.get(visit_id, visit_id))
    ranked = {p: codes[p] for p in people if codes.get(p) in problem.volunteer_of}
    place = _place(view, visit.id) if visit is not None else None
    if visit is None or place is None:
        return Near(None, {})
    walks = {}
    for person, code in ranked.items():
        volunteer = problem.volunteer_of[code]
        minutes = problem.walk(volunteer, volunteer.home, place)
        if minutes is not None:
            walks[person] = view.words.minutes(minutes)
    return Near(draw_candidates(view.words, visit, place, ranked.values()), walks)


def _place(view: View, visit: str) -> str | None:
    """Where it is planned, else where it is asked for, else from where a room is sought."""
    problem = view.words.setting.problem
    planned, asked = view.roster.planned_of.get(visit), problem.visit_of[visit]
    if planned is not None:
        return place_of_planned(problem, planned)
    return asked.place or (asked.need.origin if asked.need is not None else None)
