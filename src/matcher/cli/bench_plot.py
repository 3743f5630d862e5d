"""Quality over time of measured cases as one drawing: how far below the final bound the best roster was, by second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10

from matcher.report.markup import Markup, tag

WIDTH, HEIGHT, LEFT, TOP, FOOT, SIDE = 900, 420, 60, 20, 40, 180
FIRST, LAST = 0.1, 1_000.0
"""Seconds of the left and the right edge; both axes are logarithmic."""
LEAST, MOST = 0.01, 100.0
"""Percent of the lower and the upper edge; what is proven stands on the lower."""
COLOURS = ("#0b6b6b", "#8a3b12", "#1d2526", "#5b3f8c", "#3f7d20", "#8a9698")
DASHES = ("", "6 3", "2 3")
Steps = Sequence[tuple[float, int]]


def plot(cases: Mapping[str, tuple[Steps, int]]) -> Markup:
    """`cases`: name -> ((seconds, points of the best roster from then on), ...) and the final bound."""
    lines = [tag("style", "text{font:12px system-ui,sans-serif;fill:#1d2526}polyline{fill:none;stroke-width:2}")]
    for second in (0.1, 1, 10, 100, 1000):
        x = _x(second)
        lines += [
            _rule(x, TOP, x, HEIGHT - FOOT),
            tag("text", f"{second:g} s", x=x, y=HEIGHT - 20, text_anchor="middle"),
        ]
    for percent in (0.01, 0.1, 1, 10, 100):
        y = _y(percent)
        name = "0" if percent == LEAST else f"{percent:g} %"
        lines += [_rule(LEFT, y, WIDTH - SIDE, y), tag("text", name, x=LEFT - 6, y=y + 4, text_anchor="end")]
    for number, (name, (steps, bound)) in enumerate(cases.items()):
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number // len(COLOURS) % len(DASHES)]
        points, before = [], None
        for second, objective in steps:
            y = _y(100 * (bound - objective) / max(1, abs(bound)))
            points += [f"{_x(second):.1f},{before if before is not None else y:.1f}", f"{_x(second):.1f},{y:.1f}"]
            before = y
        lines.append(tag("polyline", points=" ".join(points), stroke=colour, stroke_dasharray=dash or None))
        y = TOP + 12 + 18 * number
        lines.append(
            tag("polyline", points=f"{WIDTH - SIDE + 10},{y} {WIDTH - SIDE + 34},{y}", stroke=colour,
                stroke_dasharray=dash or None)
        )  # fmt: skip
        lines.append(tag("text", name, x=WIDTH - SIDE + 40, y=y + 4))
    return tag(
        "svg",
        lines,
        viewbox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label="how far below the final bound the best roster was, by second",
        xmlns="http://www.w3.org/2000/svg",
    )


def _rule(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="#d8dedf")


def _x(second: float) -> float:
    part = log10(min(max(second, FIRST), LAST) / FIRST) / log10(LAST / FIRST)
    return LEFT + part * (WIDTH - SIDE - LEFT)


def _y(percent: float) -> float:
    part = log10(min(max(percent, LEAST), MOST) / LEAST) / log10(MOST / LEAST)
    return HEIGHT - FOOT - part * (HEIGHT - FOOT - TOP)
