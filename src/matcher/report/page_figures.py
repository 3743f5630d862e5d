"""The sections of the page that are numbers: key figures and the use of facilities."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.problem import DAY
from matcher.report.figures import DURATION_CLASSES, KeyFigures, Share
from matcher.report.markup import Markup, joined, tag
from matcher.report.words import Words
from matcher.roster import Roster


def figures_section(words: Words, figures: KeyFigures) -> Markup:
    """Tiles, then the served share by service, duration, priority and special group."""
    tiles = [tag("div", tag("b", value), tag("span", name)) for name, value in headline_figures(words, figures)]
    shares = [
        _shares(words, key, rows)
        for key, rows in (
            ("share_service", figures.by_service),
            ("share_group", figures.by_group),
            ("share_duration", figures.by_duration),
            ("share_priority", figures.by_priority),
        )
        if rows
    ]
    return tag(
        "section",
        tag("h2", words.say("figures")),
        tag("div", tiles, class_="tiles"),
        tag("div", shares, class_="cols"),
        tag("p", words.say("gini_note"), class_="note"),
        id="figures",
    )


def headline_figures(words: Words, figures: KeyFigures) -> tuple[tuple[str, str], ...]:
    """(name, value) of the figures that are one number each."""
    low, middle, high = (f"{m / 60:.1f}" for m in figures.spread)
    leg = figures.walk_minutes / figures.legs if figures.legs else 0.0
    rows = [
        ("fig_served", f"{figures.served}/{figures.visits}"),
        ("fig_guaranteed", f"{figures.guaranteed_served}/{figures.guaranteed}"),
        ("fig_people", str(figures.people)),
        ("fig_hours", f"{figures.service_minutes / 60:.1f}"),
        ("fig_spread", f"{low} / {middle} / {high}"),
        ("fig_gini", f"{figures.gini:.2f}"),
        ("fig_walk", words.minutes(figures.walk_minutes)),
        ("fig_walk_leg", words.say("about_minutes" if words.setting.approximate else "n_minutes", n=f"{leg:.1f}")),
        ("fig_team", f"{figures.people_per_visit:.1f}"),
    ]
    if figures.rooms:
        rows.append(("fig_rooms", f"{100 * figures.room_use:.0f} %"))
    return tuple((words.say(key), value) for key, value in rows)


def share_name(words: Words, key: str, share: Share) -> str:
    """How a class of visits is called."""
    if key != "share_duration":
        named = {"share_service": words.service, "share_group": words.group}.get(key, str)
        return named(share.name) or words.say("no_service")
    tops = [str(t) for t in DURATION_CLASSES]
    if share.name not in tops:
        return words.say("over", n=tops[-1])
    at = tops.index(share.name)
    return words.say("upto", n=share.name) if at == 0 else words.say("between", a=int(tops[at - 1]) + 1, b=share.name)


def _shares(words: Words, key: str, shares: Sequence[Share]) -> Markup:
    rows = [
        tag(
            "tr",
            tag("td", share_name(words, key, s)),
            tag("td", f"{s.served}/{s.asked}", class_="n"),
            tag("td", f"{100 * s.served / s.asked:.0f} %", bar(s.served / s.asked), class_="n"),
        )
        for s in shares
    ]
    return tag("div", tag("h3", words.say(key)), tag("table", tag("tbody", rows)))


def rooms_section(words: Words, roster: Roster, figures: KeyFigures) -> Markup:
    """How much of its open time each facility is booked, and its bookings."""
    title = tag("h2", words.say("facility_use"))
    if not figures.rooms:
        return tag("section", title, tag("p", words.say("empty_value")), id="rooms")
    names = ("col_facility", "col_count_bookings", "col_booked_hours", "col_open_hours", "col_share")
    head = tag("tr", [tag("th", words.say(n), class_="n" if i else None, scope="col") for i, n in enumerate(names)])
    rows = []
    for room in figures.rooms:
        share = room.booked_minutes / room.open_minutes if room.open_minutes else 0.0
        rows.append(
            tag(
                "tr",
                tag("td", words.facility(words.setting.problem.facility_of[room.facility])),
                tag("td", room.bookings, class_="n"),
                tag("td", f"{room.booked_minutes / 60:.1f}", class_="n"),
                tag("td", f"{room.open_minutes / 60:.1f}", class_="n"),
                tag("td", f"{100 * share:.0f} %", bar(share), class_="n"),
            )
        )
    use = tag("table", tag("thead", head), tag("tbody", rows))
    listed = _bookings(words, roster)
    return tag("section", title, tag("div", use, class_="scroll"), *listed, id="rooms")


def _bookings(words: Words, roster: Roster) -> tuple[Markup, ...]:
    """By facility, then by time: when, where, what for, for how many."""
    problem = words.setting.problem
    order = {f.id: i for i, f in enumerate(problem.facilities)}
    booked = sorted((order[p.facility], p.start, p.visit, p) for p in roster.planned if p.facility is not None)
    if not booked:
        return ()
    names = ("col_time", "col_title", "col_facility", "col_mode")
    head = tag("tr", [tag("th", words.say(n), class_=f"c{i}", scope="col") for i, n in enumerate(names, 1)])
    rows = []
    for _, start, visit_id, planned in booked:
        visit = problem.visit_of[visit_id]
        when = f"{words.day(start // DAY)} {words.span(start, start + visit.duration)}"
        people = words.say("n_people", n=visit.need.people) if visit.need else ""
        rows.append(
            tag(
                "tr",
                tag("td", when, class_="t c1"),
                tag("td", words.visit(visit), class_="c2"),
                tag("td", words.place_of(visit, planned.facility), class_="c3"),
                tag(
                    "td",
                    " · ".join(x for x in (words.mode(visit.need.mode) if visit.need else "", people) if x),
                    class_="c4",
                ),
            )
        )
    table = tag("table", tag("thead", head), tag("tbody", rows), class_="roster wide")
    return tag("h3", words.say("bookings")), table


def bar(share: float) -> Markup:
    """A share, 0 to 1, as a small bar; drawn, as a page may forbid styles of single elements."""
    filled = tag("rect", width=round(64 * min(1.0, share)), height=8)
    return joined(" ", tag("svg", filled, viewBox="0 0 64 8", class_="bar", aria_hidden="true"))
