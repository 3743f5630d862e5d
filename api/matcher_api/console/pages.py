"""/console: rosters, the week as timetable and map, runs, what stays unserved and why, the difference, publishing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from matcher.report.street_map import draw_map
from matcher.report.timetable import DayLines, day_lines, draw_day
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.joined import joined
from matcher_api.communities import service as communities
from matcher_api.console.curve import curve
from matcher_api.exports.service import noted
from matcher_api.exports.views import viewed
from matcher_api.pages.drawing import drawn, to, tongue_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.pages.tongue import Tongue
from matcher_api.planning.load import Planned, load
from matcher_api.reasons.figures import figures
from matcher_api.reasons.missing import missing
from matcher_api.rosters import judging, publishing, service
from matcher_api.rosters.planning import planned_of
from matcher_api.rosters.seen import READERS, at_desk, seen
from matcher_api.rosters.shapes import Layer, PlannedShown, Publishing, RosterDraft
from matcher_api.runs import service as runs
from matcher_api.runs.models import ACTIVE
from matcher_api.runs.shapes import RunDraft, RunWithProgress
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/console")
READING, CHANGING = allow(*READERS), allow(AccessRole.COORDINATOR)
WHOLE_WEEK = 80
"""With more visits than this the timetable shows a day at a time."""
View = Literal["people", "rooms", "visits", "map"]
Day = Annotated[int | None, Query(ge=0, le=61)]


@router.get("", dependencies=READING)
def rosters(request: Request, work: WorkOf) -> Response:
    """The newest first, and a form for the next."""
    mine = [c for c in communities.listed(work, EVERY).items if work.actor.in_community(c.id, AccessRole.COORDINATOR)]
    found = sorted(service.listed(work, EVERY).items, key=lambda r: (r.first_day, r.id), reverse=True)
    return drawn(
        request, work, "rosters.html", rosters=found, communities=mine, options=[(c.id, c.name or c.code) for c in mine]
    )


def _rosters_again(request: Request, work: Work) -> Response:
    return rosters(request, work)


@router.post("", dependencies=CHANGING)
@back_to(_rosters_again)
def create(request: Request, work: WorkOf) -> Response:
    form = Form(request)
    values = {
        "communities": form.all("communities"),
        "title": form.one("title"),
        "first_day": form.day("first_day"),
        "days": form.one("days", "7"),
    }
    return to(f"/console/{service.created(work, form.as_(RosterDraft, values)).id}")


@router.get("/{roster_id}", dependencies=READING)
def console(
    request: Request, work: WorkOf, roster_id: str, layer: Layer | None = None, view: View = "people", day: Day = None
) -> Response:
    """What is drafted while there is a draft, else what people know."""
    row = seen(work, roster_id)
    shown = service.shown(row)
    layer = layer or ("published" if shown.state in ("published", "closed") else "draft")
    t = tongue_of(request, work)
    planned = service.layer_shown(work, row, layer).visits
    days = load(work.session, communities=row.community_ids, first_day=row.first_day, days=row.days)
    numbers = Counter((t.local(v.start).date() - row.first_day).days for v in planned)
    if day is None and len(planned) > WHOLE_WEEK:
        day = min(numbers)
    desk = at_desk(work, row)
    listed = [v for v in planned if day in (None, (t.local(v.start).date() - row.first_day).days)]
    return drawn(
        request,
        work,
        "console.html",
        roster=shown,
        layer=layer,
        view=view,
        day=day,
        numbers=numbers,
        planned=_by_day(t, listed),
        pictures=_pictures(work, t, roster_id, layer, view, day, days),
        desk=desk,
        workers=_workers(listed) if desk and view == "people" else [],
        figures=figures(work, roster_id, layer, days),
        changes=work.actor.has(AccessRole.COORDINATOR, AccessRole.ADMIN),
        **_run(work, t, roster_id),
    )


def _pictures(
    work: Work, t: Tongue, roster_id: str, layer: Layer, view: View, day: int | None, planned: Planned
) -> list[Any]:
    """Drawings of the library, for the desk with names, masked for others."""
    if view == "visits":
        return []
    desk = work.actor.has(AccessRole.COORDINATOR, AccessRole.CLERK, AccessRole.ADMIN)
    found = viewed(work, roster_id, layer, who="coordinator" if desk else "notice", lang=t.lang, planned=planned)
    if view == "map":
        return [p for p in (draw_map(found.words, found.roster),) if p is not None]
    days = [d for d in day_lines(found.words, found.roster) if day in (None, d.day)]
    parts = [
        DayLines(d.day, d.people if view == "people" else (), d.facilities if view == "rooms" else ()) for d in days
    ]
    return [(found.words.day(p.day), draw_day(found.words, p)) for p in parts if p.people or p.facilities]


def _workers(planned: Sequence[PlannedShown]) -> list[tuple[str, str]]:
    """(id, name) of everybody at work, by name."""
    names = {m.person_id: m.name for visit in planned for m in visit.team}
    return sorted(names.items(), key=lambda one: (one[1], one[0]))


def _by_day(t: Tongue, planned: Sequence[PlannedShown]) -> dict[Any, list[PlannedShown]]:
    found: dict[Any, list[PlannedShown]] = {}
    for visit in planned:
        found.setdefault(t.local(visit.start).date(), []).append(visit)
    return found


def _run(work: Work, t: Tongue, roster_id: str) -> dict[str, Any]:
    run = runs.newest(work, roster_id)
    return {
        "run": run,
        "active": run is not None and run.state in ACTIVE,
        "proven": _in_words(t, run) if run is not None else "",
        "curve": run
        and curve(
            run.progress,
            title=t("得分与上界随时间的变化", "Points and bound over time"),
            points=t("得分", "points"),
            bound=t("上界", "bound"),
        ),
    }


def _in_words(t: Tongue, run: RunWithProgress) -> str:
    """What the bound proves; rounded up, so that "at most" stays true."""
    if run.objective is None:
        return ""
    if run.bound is None:
        return t("还不知道离最优多远", "How far from the best is not known yet")
    if run.bound <= run.objective:
        return t("已证明最优：没有任何排法能更好", "Proven best: no roster is better")
    hundredths = -(-(run.bound - run.objective) * 10_000 // max(1, abs(run.bound)))
    return t(f"最多还能好 {hundredths / 100:g} %", f"At most {hundredths / 100:g} % better exists")


@router.get("/{roster_id}/run", dependencies=READING)
def progress(request: Request, work: WorkOf, roster_id: str) -> Response:
    """The part of the console that follows a run; once it is over, the whole page is asked for anew."""
    shown = service.shown(seen(work, roster_id))
    about = _run(work, tongue_of(request, work), roster_id)
    changes = work.actor.has(AccessRole.COORDINATOR, AccessRole.ADMIN)
    answer = drawn(request, work, "run.html", roster=shown, changes=changes, **about)
    if not about["active"]:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _console_again(request: Request, work: Work, roster_id: str) -> Response:
    return console(request, work, roster_id)


@router.post("/{roster_id}/solve", dependencies=CHANGING)
@back_to(_console_again)
def solve(request: Request, work: WorkOf, roster_id: str) -> Response:
    form = Form(request)
    runs.asked(work, form.as_(RunDraft, {"roster_id": roster_id, "time_limit": form.one("time_limit", "60")}))
    work.after.append(request.app.state.wake_runner)
    return to(f"/console/{roster_id}?layer=draft")


@router.post("/{roster_id}/stop", dependencies=CHANGING)
@back_to(_console_again)
def stop(work: WorkOf, roster_id: str) -> Response:
    run = runs.newest(work, roster_id)
    if run is not None:
        runs.stopped(work, run.id)
    return to(f"/console/{roster_id}?layer=draft")


@router.get("/{roster_id}/unserved", dependencies=READING)
def unserved(request: Request, work: WorkOf, roster_id: str, layer: Layer = "draft") -> Response:
    found = missing(work, roster_id, layer)
    part = request.headers.get("HX-Request") == "true"
    template = "unserved_part.html" if part else "unserved.html"
    return drawn(request, work, template, found=found, roster_id=roster_id)


@router.get("/{roster_id}/diff", dependencies=READING)
def diff(request: Request, work: WorkOf, roster_id: str) -> Response:
    """What publishing the draft would change, and for whom; and whether it breaks a rule."""
    row = seen(work, roster_id)
    days = planned_of(work.session, row, now=work.now)
    found, judged = judging.differing(work, row, days), judging.judged(work, row, "draft", days)
    ids = {v for p in found.people for v in (*p.gains, *p.loses, *p.moves)} | {*found.added, *found.dropped}
    ids |= {v.visit for v in judged.violations if v.visit} | set(found.moved)
    told = joined(work.session, ids)
    t = tongue_of(request, work)
    names = {key: f"{t(*told.what(visit))} {visit.code}" for key, visit in told.visits.items()}
    changes = work.actor.has(AccessRole.COORDINATOR, AccessRole.ADMIN)
    return drawn(
        request,
        work,
        "diff.html",
        roster=service.shown(row),
        diff=found,
        judged=judged,
        names=names,
        changes=changes,
    )


def _diff_again(request: Request, work: Work, roster_id: str) -> Response:
    return diff(request, work, roster_id)


@router.post("/{roster_id}/publish", dependencies=CHANGING)
@back_to(_diff_again)
def publish(request: Request, work: WorkOf, roster_id: str) -> Response:
    """Of the draft as it was seen: a later edit makes the form stale."""
    form = Form(request)
    asked = form.as_(Publishing, {"override": form.one("override")})
    publishing.published(work, roster_id, asked, f'"{form.one("version")}"')
    return to(f"/console/{roster_id}?layer=published")


@router.get("/{roster_id}/notice", dependencies=READING)
def notice(request: Request, work: WorkOf, roster_id: str) -> Response:
    """For the notice board and the gate: masked names, no homes, a column to sign in."""
    view = viewed(work, roster_id, "published", who="notice", lang=tongue_of(request, work).lang)
    noted(work, view, kind="html", layer="published")
    words, plan = view.words, view.roster
    rows: dict[int, list[dict[str, str]]] = {}
    for p in sorted(plan.planned, key=lambda p: (p.start, p.visit)):
        visit = words.setting.problem.visit_of[p.visit]
        people = [words.person(a.volunteer) for a in plan.team_of.get(visit.id, ())]
        rows.setdefault(p.start // 1440, []).append(
            {
                "when": words.span(p.start, p.start + visit.duration),
                "what": words.visit(visit),
                "where": words.place_of(visit, p.facility),
                "who": words.list(people),
            }
        )
    days = [(words.day(day), found) for day, found in sorted(rows.items())]
    return drawn(request, work, "notice.html", title=view.words.setting.title, days=days, roster_id=roster_id)
