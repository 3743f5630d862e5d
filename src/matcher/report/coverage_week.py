"""At which hours residents have what: a row a use or service, a cell an hour, darker for more residents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from matcher.coverage import Coverage
from matcher.coverage.hours import HOURS_A_DAY
from matcher.report.coverage_tables import Line
from matcher.report.fitted import fitted
from matcher.report.markup import Markup, joined, tag
from matcher.report.words import Words

WIDTH, LEFT, TOP, ROW = 1120, 210, 18, 17
LABEL_SIZE = 11.5
STEPS = 20
"""Shares are drawn in steps of 5 %, so that hours alike are one rectangle."""


def draw_week(words: Words, coverage: Coverage, found: Sequence[Line]) -> Markup:
    """The drawing; the days of the plan from left to right."""
    height = TOP + ROW * len(found) + 4
    rows = [joined(_row(words, coverage, line, number)) for number, line in enumerate(found)]
    return tag(
        "svg", _days(words, coverage.days, height), rows, viewbox=f"0 0 {WIDTH} {height}", class_="timetable",
        role="img", aria_label=words.say("cov_week"), width=WIDTH, height=height, xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def _at(hour: float, days: int) -> float:
    return LEFT + (WIDTH - LEFT) * hour / (days * HOURS_A_DAY)


def _days(words: Words, days: int, height: int) -> Iterator[Markup]:
    for day in range(days):
        x = _at(day * HOURS_A_DAY, days)
        yield tag("line", x1=x, x2=x, y1=4, y2=height, class_="t-hour")
        name = fitted(words.day(day), _at(HOURS_A_DAY, days) - LEFT - 4, size=LABEL_SIZE)
        yield tag("text", name, x=x + 3, y=13, class_="t-clock")


def _row(words: Words, coverage: Coverage, line: Line, number: int) -> Iterator[Markup]:
    y = TOP + ROW * number
    yield tag("line", x1=0, x2=WIDTH, y1=y + ROW - 0.5, y2=y + ROW - 0.5, class_="c-row")
    yield tag("text", fitted(line.name, LEFT - 12, size=LABEL_SIZE), x=0, y=y + 12, class_="t-label")
    residents = max(1, coverage.residents)
    have = line.part.by_hour(coverage.doors.weights).tolist()
    # A share above nothing is never drawn as nothing.
    steps = [-(-STEPS * n // residents) for n in have]
    cells = [(hour // HOURS_A_DAY, step, hour) for hour, step in enumerate(steps)]
    for (day, step), run in groupby(cells, key=lambda cell: cell[:2]):
        hours = [hour for _, _, hour in run]
        if step:
            first, end = hours[0], hours[-1] + 1
            when = f"{words.day(day)} {first % HOURS_A_DAY}–{end - day * HOURS_A_DAY}"
            least, most = (100 * pick(have[first:end]) // residents for pick in (min, max))
            share = f"{least} %" if least == most else f"{least}–{most} %"
            x, wide = _at(first, coverage.days), _at(end, coverage.days) - _at(first, coverage.days)
            rect = tag(
                "rect", x=x, y=y + 2, width=wide, height=ROW - 5, fill_opacity=f"{0.1 + 0.9 * step / STEPS:.2f}",
                class_="c-hour",
            )  # fmt: skip
            yield tag("g", tag("title", words.say("cov_at_hour", when=when, share=share)), rect)
