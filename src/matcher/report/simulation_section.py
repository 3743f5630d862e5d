"""A simulated quarter as a page: the ways of planning side by side, and week by week as a plot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcher.report.markup import Markup, joined, tag
from matcher.report.section import section_page
from matcher.report.words import Words
from matcher.simulate import Measures, Quarter, Share, measured, weekly

PLANNER_NAMES = {
    "ours": ("Matcher", "Matcher"),
    "nearest free": ("就近派人", "nearest free"),
    "first come": ("先到先得", "first come"),
}
WIDTH, HEIGHT, LEFT, TOP, FOOT = 560, 210, 44, 26, 30
LOOKS = ("c-points", "s-second", "s-third")
COLOURS = {"c-points": ("#0b6b6b", ""), "s-second": ("#1d2526", "5 3"), "s-third": ("#8a9698", "2 3")}
"""Stroke and dashes: told apart in print too."""
CSS = "text{font:11px system-ui,sans-serif;fill:#5b6769}polyline{fill:none;stroke-width:2}" + "".join(
    f".{look}{{stroke:{colour}{';stroke-dasharray:' + dashes if dashes else ''}}}"
    for look, (colour, dashes) in COLOURS.items()
)


def planner_name(words: Words, planner: str) -> str:
    return words.pick(*PLANNER_NAMES.get(planner, (planner, planner)))


def rows(words: Words, found: Sequence[Measures]) -> list[tuple[str, ...]]:
    """A row a figure: its name, then a cell for each way of planning."""

    def share(of: Share) -> str:
        return f"{100 * of.of_one:.1f} % ({of.served:,}/{of.asked:,})"

    groups = sorted({g for m in found for g in m.groups})
    lines: list[tuple[str, Callable[[Measures], str]]] = [
        (words.pick("已办成", "served"), lambda m: share(m.served)),
        *((words.group(g), lambda m, g=g: share(m.groups.get(g, Share(0, 0)))) for g in groups),
        (words.pick("保障服务", "guaranteed"), lambda m: share(m.guaranteed)),
        (words.pick("公布时已上报", "escalated when published"), lambda m: str(m.escalated)),
        (words.pick("紧急", "emergencies"), lambda m: share(m.emergencies)),
        (words.pick("当天没办成", "failed on the day"), lambda m: str(m.failed)),
        (words.pick("平均等待(天)", "waiting, mean days"), lambda m: f"{m.waiting:.2f}"),
        (words.pick("事件", "events"), lambda m: f"{m.events:,}"),
        (words.pick("每个事件通知几人", "people told per event"), lambda m: f"{m.told:.3f}"),
        (words.pick("服务时长(小时)", "hours served"), lambda m: f"{m.hours:,}"),
        (words.pick("时长的差异(基尼系数)", "spread of hours (Gini)"), lambda m: f"{m.spread:.3f}"),
    ]
    return [(name, *(cell(m) for m in found)) for name, cell in lines]


def plot(words: Words, quarters: Sequence[Quarter]) -> Markup:
    """Visits served so far, and people told so far, by week."""
    done = [_running([w[0] for w in weekly(q)]) for q in quarters]
    told = [_running([w[1] for w in weekly(q)]) for q in quarters]
    parts = (
        _panel(words.pick("累计办成的服务", "visits served so far"), done, left=0),
        _panel(words.pick("累计通知的人次", "people told so far"), told, left=WIDTH),
    )
    names = [
        tag("g", tag("polyline", points=f"{x},{y} {x + 24},{y}", class_=look), tag("text", name, x=x + 30, y=y + 4))
        for look, name, x, y in (
            (LOOKS[i], planner_name(words, q.planner), LEFT + 150 * i, HEIGHT - 6) for i, q in enumerate(quarters)
        )
    ]
    return tag(
        "svg",
        tag("style", CSS),
        parts,
        names,
        viewbox=f"0 0 {2 * WIDTH} {HEIGHT}",
        width=2 * WIDTH,
        height=HEIGHT,
        class_="timetable",
        role="img",
        aria_label=words.pick("逐周比较", "week by week"),
        xmlns="http://www.w3.org/2000/svg",
    )


def _panel(title: str, series: Sequence[Sequence[int]], *, left: int) -> Markup:
    most, weeks = max((max(s, default=0) for s in series), default=0) or 1, max(len(s) for s in series)

    def at(week: int, value: int) -> str:
        x = left + LEFT + (WIDTH - LEFT - 24) * week / max(1, weeks)
        return f"{x:.1f},{TOP + (HEIGHT - TOP - FOOT - 16) * (1 - value / most):.1f}"

    lines = [
        tag("polyline", points=" ".join(at(n, v) for n, v in enumerate((0, *values))), class_=LOOKS[i])
        for i, values in enumerate(series)
    ]
    foot = HEIGHT - FOOT - 16
    return joined(
        tag("text", title, x=left + LEFT, y=14),
        tag("text", f"{most:,}", x=left + LEFT - 6, y=TOP + 4, text_anchor="end"),
        tag("text", "0", x=left + LEFT - 6, y=foot, text_anchor="end"),
        tag("text", str(weeks), x=left + WIDTH - 24, y=foot + 14, text_anchor="end"),
        lines,
    )


def simulation_page(words: Words, quarters: Sequence[Quarter], *, seed: int) -> str:
    """A file of its own."""
    found = [measured(q) for q in quarters]
    head = tag(
        "tr",
        [tag("th", "", scope="col")]
        + [tag("th", planner_name(words, m.planner), scope="col", class_="n") for m in found],
    )
    body = [
        tag("tr", tag("td", name), [tag("td", cell, class_="n") for cell in cells])
        for name, *cells in rows(words, found)
    ]
    weeks = len(quarters[0].weeks) if quarters else 0
    return section_page(
        words,
        "simulation",
        tag("p", words.pick(f"{weeks} 周，随机世界 {seed}", f"{weeks} weeks, world {seed}"), class_="sub"),
        tag("section", tag("div", tag("table", tag("thead", head), tag("tbody", body)), class_="scroll")),
        tag("section", tag("div", plot(words, quarters), class_="scroll")),
    )


def _running(values: Sequence[int]) -> list[int]:
    return [sum(values[: n + 1]) for n in range(len(values))]
