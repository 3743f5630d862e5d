"""Points and bound of a run over its seconds, as a small drawing."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.report.markup import Markup, tag
from matcher_api.runs.shapes import ProgressShown

WIDTH, HEIGHT, LEFT, FOOT = 560, 130, 64, 18


def curve(lines: Sequence[ProgressShown], *, title: str, points: str, bound: str) -> Markup | None:
    """None before there are two lines to join. The bound falls, the points rise; where they meet, it is proven."""
    if len(lines) < 2:
        return None
    values = [x.objective for x in lines] + [x.bound for x in lines if x.bound is not None]
    low, high = min(values), max(values)
    first, last = lines[0].seconds, lines[-1].seconds

    def at(seconds: float, value: int) -> str:
        x = LEFT + (WIDTH - LEFT - 8) * (seconds - first) / max(0.001, last - first)
        y = 8 + (HEIGHT - FOOT - 16) * (high - value) / max(1, high - low)
        return f"{x:.1f},{y:.1f}"

    def scale(value: int, y: float) -> Markup:
        return tag("text", f"{value:,}", x=LEFT - 6, y=y, text_anchor="end", class_="t-clock")

    def line(name: str, look: str, values: list[str]) -> Markup:
        return tag("g", tag("title", name), tag("polyline", points=" ".join(values), class_=look))

    return tag(
        "svg",
        scale(high, 12),
        scale(low, HEIGHT - FOOT - 4) if low != high else None,
        tag("text", f"{last:.1f} s", x=WIDTH - 8, y=HEIGHT - 4, text_anchor="end", class_="t-clock"),
        line(bound, "c-bound", [at(x.seconds, x.bound) for x in lines if x.bound is not None]),
        line(points, "c-points", [at(x.seconds, x.objective) for x in lines]),
        viewbox=f"0 0 {WIDTH} {HEIGHT}",
        class_="curve",
        role="img",
        aria_label=title,
    )
