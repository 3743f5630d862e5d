"""The timetable as SVG: a drawing a day, a row a person at work, then a row a facility in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.problem import DAY
from matcher.report.fitted import fitted, text_width
from matcher.report.markup import Markup, tag
from matcher.report.words import Words
from matcher.roster import Roster, tours

WIDTH, LABEL, ROW, HEAD, FOOT = 1120, 148, 22, 26, 6
SIZE = 11.5


@dataclass(frozen=True, slots=True)
class Bar:
    """A visit in a row; `walk` minutes of the way there are drawn before it."""

    start: int
    end: int
    text: str
    hint: str
    look: str
    walk: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class DayLines:
    """The rows of one day; work belongs to the day it starts."""

    day: int
    people: tuple[Line, ...]
    facilities: tuple[Line, ...]


def day_lines(words: Words, roster: Roster) -> tuple[DayLines, ...]:
    """Only days, people and facilities with work; people by their first start of the day."""
    people = list(_people(words, roster))
    facilities = list(_facilities(words, roster))
    days = sorted({day for day, _ in people} | {day for day, _ in facilities})
    return tuple(
        DayLines(
            day,
            tuple(sorted((line for d, line in people if d == day), key=lambda x: (x.bars[0].start, x.label))),
            tuple(line for d, line in facilities if d == day),
        )
        for day in days
    )


def draw_day(words: Words, lines: DayLines) -> Markup:
    """One day as SVG, `WIDTH` units wide; readable without scripts, with a hint under each bar."""
    bars = [b for line in (*lines.people, *lines.facilities) for b in line.bars]
    first = max(0, min((b.start - b.walk) for b in bars) - lines.day * DAY) // 60
    last = -(-(max(b.end for b in bars) - lines.day * DAY) // 60)
    scale = (WIDTH - LABEL - 8) / max(1, (last - first) * 60)
    origin = lines.day * DAY + first * 60

    def x(minute: int) -> float:
        return LABEL + max(0, minute - origin) * scale

    groups = [g for g in (("volunteers", lines.people), ("facilities", lines.facilities)) if g[1]]
    height = HEAD + sum(ROW + ROW * len(rows) for _, rows in groups) + FOOT
    parts: list[Markup] = list(_hours(first, last, scale, height))
    y = HEAD
    for name, rows in groups:
        parts.append(tag("text", words.say(name), x=4, y=y + 15, class_="t-group"))
        y += ROW
        for i, line in enumerate(rows):
            if i % 2 == 0:
                parts.append(tag("rect", x=0, y=y, width=WIDTH, height=ROW, class_="t-band"))
            label = fitted(line.label, LABEL - 10, size=SIZE)
            parts.append(tag("text", label, tag("title", line.label), x=4, y=y + 15, class_="t-label"))
            for bar, after in zip(line.bars, [*line.bars[1:], None], strict=True):
                room = (x(after.start - after.walk) if after else WIDTH) - x(bar.end) - 8
                parts.append(_bar(bar, x(bar.start), x(bar.end), x(bar.start - bar.walk), y, room=room))
            y += ROW
    title = f"{words.say('timetable')} {words.day(lines.day)}"
    return tag(
        "svg", parts, viewbox=f"0 0 {WIDTH} {height}", class_="timetable", role="img", aria_label=title, width=WIDTH,
        height=height, xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def _bar(bar: Bar, left: float, right: float, leave: float, y: int, *, room: float) -> Markup:
    """A bar; its text stands inside, or behind it where only there is `room` for all of it."""
    wide = max(2.0, right - left - 1)
    parts: list[Markup] = []
    if left - leave >= 1:
        parts.append(tag("line", x1=leave, x2=left, y1=y + 11, y2=y + 11, class_="t-walk"))
    parts.append(tag("rect", x=left, y=y + 2, width=wide, height=ROW - 4, rx=2, class_=f"t-bar {bar.look}"))
    text = fitted(bar.text, wide - 6, size=SIZE)
    if text != bar.text and text_width(bar.text, SIZE) <= room:
        parts.append(tag("text", bar.text, x=right + 3, y=y + 15, class_="t-text"))
    elif text:
        parts.append(tag("text", text, x=left + 4, y=y + 15, class_=f"t-text {bar.look}"))
    return tag("g", tag("title", bar.hint), parts)


def _hours(first: int, last: int, scale: float, height: int) -> Iterator[Markup]:
    step = next((s for s in (1, 2, 3, 4, 6, 12) if s * 60 * scale >= 44), 24)
    for hour in range(first, last + 1):
        if (hour - first) % step == 0:
            at = LABEL + (hour - first) * 60 * scale
            yield tag("line", x1=at, x2=at, y1=HEAD - 6, y2=height, class_="t-hour")
            clock = f"{hour % 24:02d}:00" if hour != 24 else "24:00"
            anchor = "end" if hour == last else "middle" if hour > first else "start"
            yield tag("text", clock, x=at, y=14, text_anchor=anchor, class_="t-clock")


def _people(words: Words, roster: Roster) -> Iterator[tuple[int, Line]]:
    problem = words.setting.problem
    rows: dict[tuple[str, int], list[Bar]] = {}
    for tour in tours(problem, roster):
        for stop in tour.stops:
            visit = problem.visit_of[stop.visit]
            where = words.place_of(visit, roster.planned_of[stop.visit].facility)
            walk = (stop.walk or 0) if words.audience.walks else 0
            hint = f"{words.span(stop.start, stop.end)} {words.visit(visit)} · {where}"
            if walk:
                hint += f" · {words.say('legend_walk')} {words.minutes(walk)}"
            look = "guaranteed" if visit.guaranteed and words.audience.workings else "ordinary"
            bar = Bar(stop.start, stop.end, words.visit(visit), hint, look, walk)
            rows.setdefault((tour.volunteer, stop.start // DAY), []).append(bar)
    for (volunteer, day), bars in rows.items():
        yield day, Line(words.person_and_id(volunteer), tuple(sorted(bars, key=lambda b: b.start)))


def _facilities(words: Words, roster: Roster) -> Iterator[tuple[int, Line]]:
    """A facility that several use at a time gets as many lines as it needs, so that bars never cover each other."""
    problem = words.setting.problem
    rows: dict[tuple[str, int], list[Bar]] = {}
    for planned in sorted(roster.planned, key=lambda p: (p.start, p.visit)):
        if planned.facility is None:
            continue
        visit = problem.visit_of[planned.visit]
        end = planned.start + visit.duration
        mode = words.mode(visit.need.mode) if visit.need else ""
        hint = f"{words.span(planned.start, end)} {words.visit(visit)} · {mode}"
        bar = Bar(planned.start, end, words.visit(visit), hint, "booking")
        rows.setdefault((planned.facility, planned.start // DAY), []).append(bar)
    order = {f.id: i for i, f in enumerate(problem.facilities)}
    for (facility, day), bars in sorted(rows.items(), key=lambda kv: (kv[0][1], order[kv[0][0]])):
        label = words.facility(problem.facility_of[facility])
        for i, lane in enumerate(lanes(bars)):
            yield day, Line(label if i == 0 else "", lane)


def lanes(bars: list[Bar]) -> tuple[tuple[Bar, ...], ...]:
    """Bars in as few rows as possible without overlap."""
    rows: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda b: (b.start, b.end)):
        row = next((r for r in rows if r[-1].end <= bar.start), None)
        if row is None:
            rows.append([bar])
        else:
            row.append(bar)
    return tuple(tuple(r) for r in rows)
