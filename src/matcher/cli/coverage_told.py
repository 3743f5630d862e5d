"""A coverage on a terminal of 80 columns, and as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from rich.table import Table

    from matcher.coverage import Addition, Circle, Coverage, Gain, Gap
    from matcher.report import Words
    from matcher.report.coverage_tables import Line


def tell(terminal: Terminal, words: Words, found: Circle, additions: Sequence[Addition], *, most: int) -> None:
    """What is in reach and when, the gaps, and what additions change."""
    from matcher.coverage import difference
    from matcher.report.coverage_words import weighed

    shown, out = found.then or found.now, terminal.out
    setting = words.setting
    made_up = f" ({words.say('synthetic')})" if setting.synthetic else ""
    out.print(f"{setting.title or setting.problem.name}{made_up}", style="bold", markup=False)
    out.print(words.say("coverage_head", limit=shown.limit, pace=f"{shown.pace:g}"), markup=False)
    out.print(weighed(words, shown), markup=False)
    if shown.source == "approximate":
        out.print(words.say("approximate"))
    if shown.off_street:
        out.print(words.say("coverage_off", n=len(shown.off_street)))
    if not shown.doors.places or not shown.parts:
        out.print(words.say("coverage_nothing" if shown.doors.places else "coverage_nobody"))
        return
    if found.then is not None:
        _what_if(terminal, words, additions, difference(found.now, found.then))
    _lines(terminal, words, shown)
    _gaps(terminal, words, shown, most)


def one_door(terminal: Terminal, words: Words, coverage: Coverage, door: str) -> None:
    """Everything one door reaches: the nearest, the minutes, when."""
    from matcher.report.coverage_tables import details

    number = coverage.doors.ids.index(door)
    out = terminal.out
    out.print(words.home(coverage.doors.places[number]), style="bold", markup=False)
    table = _table(("cov_what", "col_minutes", "col_when"), words, numbers=(1,))
    for name, minutes, site, times in details(words, coverage, number):
        table.add_row(*_plain((f"{name}\n  {site}" if site else name, minutes, times)))
    out.print(table)


def _plain(cells: Iterable[str]) -> list[str]:
    from rich.markup import escape

    return [escape(cell) for cell in cells]


def _table(names: Sequence[str], words: Words, *, numbers: Sequence[int], title: str = "") -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    for i, name in enumerate(names):
        right = i in numbers
        table.add_column(words.say(name), justify="right" if right else "left", overflow="fold")
    return table


def _lines(terminal: Terminal, words: Words, coverage: Coverage) -> None:
    from matcher.report.coverage_tables import lines

    names = ("cov_what", "cov_reached", "cov_served", "cov_lacking", "cov_minutes", "cov_hours")
    found = lines(words, coverage)
    for kind, title in (("facility", "cov_facilities"), ("service", "cov_services")):
        mine = [line for line in found if line.part.wanted.kind == kind]
        if mine:
            table = _table(names, words, numbers=range(1, 6), title=words.say(title))
            for line in mine:
                table.add_row(*_plain(_line(words, line)))
            terminal.out.print(table)
    terminal.out.print(words.say("cov_hours_note"), style="dim", markup=False)
    if any(line.part.crew for line in found):
        terminal.out.print(words.say("cov_staffed_note"), style="dim", markup=False)
    if coverage.assumed:
        terminal.out.print(words.say("coverage_steward"), style="dim", markup=False)


def _line(words: Words, line: Line) -> tuple[str, ...]:
    from matcher.report.coverage_section import percent

    empty = words.say("empty_value")
    code = "" if line.name == line.part.wanted.code else f" {line.part.wanted.code}"
    return (
        line.name + code,
        percent(line.reached, line.residents),
        percent(line.served, line.residents),
        f"{line.lacking:,}",
        empty if line.minutes is None else str(line.minutes),
        empty if line.hours is None else str(line.hours),
    )


def _gaps(terminal: Terminal, words: Words, coverage: Coverage, most: int) -> None:
    from matcher.coverage import gaps
    from matcher.report.coverage_tables import gap_rows

    found = gaps(coverage)
    terminal.out.print()
    if not found:
        terminal.out.print(words.say("no_gaps"), style="bold green", markup=False)
        return
    names = ("gap_residents", "cov_what", "gap_area", "gap_why", "gap_nearest")
    table = _table(names, words, numbers=(0,), title=words.say("gaps"))
    for row in gap_rows(words, coverage, found[:most]):
        table.add_row(*_plain(row))
    terminal.out.print(table)
    if len(found) > most:
        terminal.out.print(words.say("gaps_more", n=len(found) - most), style="dim", markup=False)


def _what_if(terminal: Terminal, words: Words, additions: Sequence[Addition], gains: Sequence[Gain]) -> None:
    from matcher.report.coverage_tables import gain_rows
    from matcher.report.coverage_words import added_said

    terminal.out.print()
    terminal.out.print(words.say("what_if"), style="bold")
    for addition in additions:
        terminal.out.print(f"  + {added_said(words, addition)}", markup=False)
    if not gains:
        terminal.out.print(f"  {words.say('nothing_changes')}", markup=False)
        return
    names = ("cov_what", "gain_before", "gain_after", "gain_doors", "gain_closer", "gain_hours")
    table = _table(names, words, numbers=range(1, 6))
    for row in gain_rows(words, gains):
        table.add_row(*_plain(row))
    terminal.out.print(table)


def as_object(words: Words, found: Circle, additions: Sequence[Addition], *, door: str = "") -> dict[str, Any]:
    """Codes and numbers; doors by id for the coordinator alone, else how many."""
    from matcher.coverage import difference, gaps
    from matcher.report.coverage_tables import details, lines
    from matcher.report.coverage_words import added_said

    shown = found.then or found.now
    told: dict[str, Any] = {
        "source": shown.source,
        "pace": shown.pace,
        "limit_minutes": shown.limit,
        "doors": len(shown.doors.places),
        "residents": shown.residents,
        "residents_known_for": len(shown.doors.residents),
        "off_street": len(shown.off_street),
        "coverage": [_line_object(line, shown) for line in lines(words, shown)],
        "gaps": [_gap_object(words, gap) for gap in gaps(shown)],
        "what_if": None,
    }
    if found.then is not None:
        gains = [_gain_object(words, gain) for gain in difference(found.now, found.then)]
        told["what_if"] = {"added": [added_said(words, a) for a in additions], "gains": gains}
    if door:
        rows = details(words, shown, shown.doors.ids.index(door))
        told["door"] = [dict(zip(("name", "minutes", "nearest", "when"), row, strict=True)) for row in rows]
    return told


def _line_object(line: Line, coverage: Coverage) -> dict[str, Any]:
    part = line.part
    return {
        "kind": part.wanted.kind,
        "code": part.wanted.code,
        "name": line.name,
        "way": part.way,
        "crew": None if part.crew is None else part.crew.people,
        "there": part.there,
        "reached": line.reached,
        "served": line.served,
        "median_minutes": line.minutes,
        "median_hours": line.hours,
        "residents_by_hour": part.by_hour(coverage.doors.weights).tolist(),
    }


def _gap_object(words: Words, gap: Gap) -> dict[str, Any]:
    return {
        "kind": gap.wanted.kind,
        "code": gap.wanted.code,
        "community": gap.area,
        "why": gap.why,
        "residents": gap.residents,
        "doors": list(gap.doors) if words.audience.places == "door" else len(gap.doors),
        "least_minutes": gap.least,
        "most_minutes": gap.most,
    }


def _gain_object(words: Words, gain: Gain) -> dict[str, Any]:
    full = words.audience.places == "door"
    return {
        "kind": gain.wanted.kind,
        "code": gain.wanted.code,
        "before": gain.before,
        "after": gain.after,
        "gained": list(gain.gained) if full else len(gain.gained),
        "lost": list(gain.lost) if full else len(gain.lost),
        "closer": gain.closer,
        "resident_hours": gain.hours,
    }
