"""/console/{id}/day: where one volunteer goes on one day, drawn and as a table."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher.report.close_up import day_tours, draw_day_way
from matcher.report.words import Words
from matcher.roster import Roster, Tour
from matcher_api.access.roles import OFFICE
from matcher_api.errors import Refusal
from matcher_api.exports.views import viewed
from matcher_api.pages.drawing import drawn, tongue_of
from matcher_api.pages.route import pages
from matcher_api.rosters import service
from matcher_api.rosters.seen import seen
from matcher_api.rosters.shapes import Layer
from matcher_api.web.work import WorkOf, allow

router: APIRouter = pages("/console")


@router.get("/{roster_id}/day", dependencies=allow(*OFFICE))
def day_of(
    request: Request,
    work: WorkOf,
    roster_id: str,
    person_id: Annotated[str, Query(max_length=32)],
    day: Annotated[int | None, Query(ge=0, le=61)] = None,
    layer: Layer = "published",
) -> Response:
    """The first day with work unless `day` is said; a person of the roster's communities, else not found."""
    row = seen(work, roster_id)
    view = viewed(work, roster_id, layer, who="coordinator", lang=tongue_of(request, work).lang)
    words, code = view.words, view.called.code_of.get(person_id)
    if code not in words.setting.problem.volunteer_of:
        raise Refusal("not_found")
    numbers = {n: found for n in range(row.days) if (found := day_tours(words, view.roster, code, n))}
    shown = day if day is not None else min(numbers, default=0)
    ways = numbers.get(shown, ())
    return drawn(
        request,
        work,
        "day.html",
        roster=service.shown(row),
        layer=layer,
        person_id=person_id,
        name=words.person(code),
        day=shown,
        title=words.day(shown),
        days=[(n, words.day(n), sum(len(w.stops) for w in found)) for n, found in numbers.items()],
        picture=draw_day_way(words, ways),
        lines=_lines(words, view.roster, ways, view.called.id_of),
        walked=words.minutes(sum(w.walk_minutes for w in ways)),
    )


def _lines(words: Words, roster: Roster, ways: tuple[Tour, ...], id_of: dict[str, str]) -> list[dict[str, str | int]]:
    """What the drawing shows, in words: each stop, and the way home where somebody walks it inside the shift."""
    lines: list[dict[str, str | int]] = []
    stops = 0
    for way in ways:
        for stop in way.stops:
            visit = words.setting.problem.visit_of[stop.visit]
            stops += 1
            lines.append(
                {
                    "number": stops,
                    "when": words.span(stop.start, stop.end),
                    "what": words.visit(visit),
                    "visit_id": id_of[stop.visit],
                    "where": words.place_of(visit, roster.planned_of[stop.visit].facility),
                    "walk": "—" if stop.walk is None else words.minutes(stop.walk),
                }
            )
        if way.walk_home:
            home = words.pick("回家", "home again")
            lines.append(
                {
                    "number": "",
                    "when": "",
                    "what": home,
                    "visit_id": "",
                    "where": "",
                    "walk": words.minutes(way.walk_home),
                }
            )
    return lines
