"""The page: one HTML file with everything in it, no script and no request. Sections follow the audience."""

from __future__ import annotations

from itertools import groupby

from matcher.coverage import Coverage
from matcher.report.coverage_section import coverage_section
from matcher.report.document import document
from matcher.report.figures import KeyFigures, key_figures
from matcher.report.markup import Markup, joined, tag
from matcher.report.page_figures import figures_section, rooms_section
from matcher.report.proof import Proof, proof
from matcher.report.reasons import Reason, reasons
from matcher.report.street_map import draw_map, swatch
from matcher.report.tables import in_time
from matcher.report.timetable import day_lines, draw_day
from matcher.report.words import Words
from matcher.result import Result
from matcher.roster import PlannedVisit, Roster, tours


def page(
    words: Words,
    roster: Roster,
    *,
    result: Result | None = None,
    volunteer: str | None = None,
    coverage: Coverage | None = None,
) -> str:
    """The whole page; `result` adds what is proven, `volunteer` draws that person's way on the map, `coverage` adds
    its section for audiences that may see the workings.

    Without `volunteer` the map shows the way with the most stops, for audiences that may see the workings.
    """
    setting = words.setting
    figures = key_figures(setting.problem, roster)
    told = proof(words, result, figures) if result else None
    workings = words.audience.workings
    missing = reasons(words, roster) if workings else ()
    title = setting.title or setting.problem.name
    body = joined(
        _head(words, title, figures),
        _proof(words, told, result) if told and result and workings else None,
        _escalated(words, missing),
        _contents(words, coverage),
        figures_section(words, figures) if workings else None,
        _roster_by_day(words, roster),
        _unserved(words, missing) if workings else None,
        rooms_section(words, roster, figures),
        _timetable(words, roster),
        _map(words, roster, volunteer),
        coverage_section(words, coverage) if coverage and workings else None,
        _foot(words),
    )
    return document(words, title, body)


def _head(words: Words, title: str, figures: KeyFigures) -> Markup:
    setting = words.setting
    week = words.say("week", a=words.date(0), b=words.date(1440 * setting.problem.days - 1))
    made_up = (" ", tag("span", words.say("synthetic"), class_="mark")) if setting.synthetic else ()
    counts = [words.say("served_of", served=figures.served, of=figures.visits)] if words.audience.workings else []
    parts = [week, *counts, words.say("people_working", n=figures.people), words.say(f"for_{words.audience.name}")]
    return joined(
        tag("h1", title, *made_up),
        tag("p", " · ".join(parts), class_="sub"),
        tag("p", words.say("approximate"), class_="note") if setting.approximate else None,
    )


def _proof(words: Words, told: Proof, result: Result) -> Markup:
    points = words.say("points", objective=f"{result.all.objective:,}", bound=f"{result.all.bound:,}")
    seconds = words.say("in_seconds", seconds=f"{result.seconds:.1f}")
    stopped = words.say(f"stopped_{result.stopped}") if result.stopped and result.stopped != "proven" else ""
    small = " · ".join(x for x in (points, seconds, stopped) if x)
    lines = tag("ul", [tag("li", line) for line in told.lines])
    return tag("div", tag("strong", told.headline), lines, tag("p", small, class_="note"), class_="proof")


def _escalated(words: Words, missing: tuple[Reason, ...]) -> Markup | None:
    named = [r for r in missing if r.escalate]
    if not named:
        return None
    items = [tag("li", tag("b", f"{r.title} "), r.visit, words.pick("：", ": "), _why(r)) for r in named]
    return tag("div", tag("b", words.say("escalated_head"), class_="g"), tag("ul", items), class_="alert", role="alert")


def _contents(words: Words, coverage: Coverage | None) -> Markup:
    sections = [("roster", "roster_by_day"), ("rooms", "facility_use"), ("timetable", "timetable"), ("map", "map")]
    if words.audience.workings:
        sections = [("figures", "figures"), sections[0], ("unserved", "unserved_why"), *sections[1:]]
        sections += [("coverage", "coverage")] if coverage else []
    return tag("nav", [tag("a", words.say(key), href=f"#{name}") for name, key in sections])


def _roster_by_day(words: Words, roster: Roster) -> Markup:
    days = [
        _day(words, roster, day, list(visits))
        for day, visits in groupby(in_time(roster), key=lambda p: p.start // 1440)
    ]
    empty = tag("p", words.say("nothing_planned")) if not days else None
    return tag("section", tag("h2", words.say("roster_by_day")), empty, days, id="roster")


def _day(words: Words, roster: Roster, day: int, visits: list[PlannedVisit]) -> Markup:
    sign = words.audience.name in ("gate", "notice")
    names = ["col_time", "col_title", "col_place", "col_people", *(["col_sign"] if sign else [])]
    head = tag("tr", [tag("th", words.say(name), class_=f"c{i}", scope="col") for i, name in enumerate(names, 1)])
    rows = [_row(words, roster, planned, sign=sign) for planned in visits]
    count = tag("span", words.say("day_visits", n=len(visits)), class_="note")
    table = tag("table", tag("thead", head), tag("tbody", rows), class_="roster sign" if sign else "roster")
    return joined(tag("h3", words.day(day), " ", count), table)


def _row(words: Words, roster: Roster, planned: PlannedVisit, *, sign: bool) -> Markup:
    visit = words.setting.problem.visit_of[planned.visit]
    marked = visit.guaranteed and words.audience.workings
    guaranteed = (" ", tag("span", words.say("col_guaranteed"), class_="mark")) if marked else ()
    team = [words.person(a.volunteer) for a in roster.team_of.get(visit.id, ())]
    wanted = sum(r.wanted for r in visit.roles)
    short = words.audience.workings and team and len(team) < wanted
    size = tag("span", f" ({len(team)}/{wanted})", class_="note") if short else None
    return tag(
        "tr",
        tag("td", words.span(planned.start, planned.start + visit.duration), class_="t c1"),
        tag("td", words.visit(visit), *guaranteed, class_="c2"),
        tag("td", words.place_of(visit, planned.facility), class_="c3"),
        tag("td", words.list(team) or words.say("empty_value"), size, class_="c4"),
        tag("td", "", class_="c5") if sign else None,
    )


def _unserved(words: Words, missing: tuple[Reason, ...]) -> Markup:
    inside = tag("p", words.say("nothing_unserved"))
    if missing:
        head = tag("tr", [tag("th", words.say(n), scope="col") for n in ("col_title", "col_reason")])
        rows = [
            tag(
                "tr",
                tag("td", r.title, " ", tag("span", r.visit, class_="note"), class_="third"),
                tag("td", _why(r)),
            )
            for r in missing
        ]
        inside = tag("table", tag("thead", head), tag("tbody", rows))
    return tag("section", tag("h2", words.say("unserved_why")), inside, id="unserved")


def _why(reason: Reason) -> Markup:
    return joined(reason.why, tag("span", f" {reason.near}", class_="way") if reason.near else None)


def _timetable(words: Words, roster: Roster) -> Markup:
    days = [
        joined(tag("h3", words.day(lines.day)), tag("div", draw_day(words, lines), class_="scroll"))
        for lines in day_lines(words, roster)
    ]
    keys = [("ordinary", "legend_ordinary"), ("booking", "legend_booking")]
    if words.audience.workings:
        keys.insert(0, ("guaranteed", "legend_guaranteed"))
    legend = [
        tag("span", swatch(tag("rect", x=1, y=2, width=14, height=10, class_=f"t-bar {look}")), words.say(key))
        for look, key in keys
    ]
    if words.audience.walks:
        legend.append(
            tag("span", swatch(tag("line", x1=0, x2=16, y1=7, y2=7, class_="t-walk")), words.say("legend_walk"))
        )
    inside = (tag("p", legend, class_="legend"), days) if days else (tag("p", words.say("nothing_planned")),)
    return tag("section", tag("h2", words.say("timetable")), *inside, id="timetable")


def _map(words: Words, roster: Roster, volunteer: str | None) -> Markup:
    ways = sorted(tours(words.setting.problem, roster), key=lambda t: (-len(t.stops), -t.walk_minutes, t.volunteer))
    whose = volunteer if volunteer is not None else ways[0].volunteer if ways and words.audience.workings else None
    drawing = draw_map(words, roster, volunteer=whose)
    if drawing is None:
        return tag("section", tag("h2", words.say("map")), tag("p", words.say("no_map")), id="map")
    marks = [
        ("legend_facility", tag("rect", x=3, y=2, width=10, height=10, class_="m-facility")),
        ("legend_served", tag("circle", cx=8, cy=7, r=5, class_="m-served")),
        ("legend_gate", tag("rect", x=5, y=4, width=6, height=6, class_="m-gate-open")),
        ("legend_closed", tag("rect", x=5, y=4, width=6, height=6, class_="m-gate-closed")),
        ("legend_wall", tag("line", x1=0, x2=16, y1=7, y2=7, class_="m-wall")),
    ]
    if words.audience.workings:
        marks.insert(2, ("legend_unserved", tag("path", d="M4 3l8 8m0 -8l-8 8", class_="m-un")))
    legend = [tag("span", swatch(mark), words.say(key)) for key, mark in marks]
    if whose is not None and words.audience.walks:
        line = tag("polyline", points="0,7 16,7", class_="m-way")
        legend.append(tag("span", swatch(line), words.say("legend_way", name=words.person_and_id(whose))))
    hidden = tag("p", words.say("private_homes"), class_="note") if words.audience.places == "area" else None
    frame = tag("div", drawing, class_="scroll")
    return tag("section", tag("h2", words.say("map")), tag("p", legend, class_="legend"), frame, hidden, id="map")


def _foot(words: Words) -> Markup:
    made_up = words.say("synthetic") if words.setting.synthetic else ""
    source = words.say("approximate") if words.setting.approximate else ""
    return tag("footer", " · ".join(x for x in ("matcher", made_up, source) if x))
