"""The coverage as a section of the page: what is in reach and when, gaps by residents, what additions change, a map."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.coverage import Addition, Coverage, Covered, Gain, gaps
from matcher.report.coverage_map import draw_coverage, legend
from matcher.report.coverage_tables import Line, gain_rows, gap_rows, lines
from matcher.report.coverage_week import draw_week
from matcher.report.coverage_words import added_said, weighed
from matcher.report.document import document
from matcher.report.markup import Markup, joined, tag
from matcher.report.page_figures import bar
from matcher.report.words import Words

GAPS_SHOWN = 20


def coverage_page(
    words: Words,
    coverage: Coverage,
    *,
    additions: Sequence[Addition] = (),
    gains: Sequence[Gain] = (),
    of: Covered | None = None,
) -> str:
    """A file of the coverage alone. `of`: the map shows this use or service."""
    setting = words.setting
    title = f"{setting.title or setting.problem.name} · {words.say('coverage')}"
    made_up = (" ", tag("span", words.say("synthetic"), class_="mark")) if setting.synthetic else ()
    about = tag("p", words.say("approximate"), class_="note") if coverage.source == "approximate" else None
    section = coverage_section(words, coverage, additions=additions, gains=gains, of=of)
    return document(words, title, joined(tag("h1", title, *made_up), about, section))


def coverage_section(
    words: Words,
    coverage: Coverage,
    *,
    additions: Sequence[Addition] = (),
    gains: Sequence[Gain] = (),
    of: Covered | None = None,
) -> Markup:
    """The section; with `additions` the coverage is the one with them, and `gains` what they change."""
    told = [words.say("coverage_head", limit=coverage.limit, pace=f"{coverage.pace:g}"), weighed(words, coverage)]
    if coverage.off_street:
        told.append(words.say("coverage_off", n=len(coverage.off_street)))
    if not coverage.doors.places or not coverage.parts:
        empty = words.say("coverage_nothing" if coverage.doors.places else "coverage_nobody")
        return tag("section", tag("h2", words.say("coverage")), tag("p", empty), id="coverage")
    found = lines(words, coverage)
    return tag(
        "section",
        tag("h2", words.say("coverage")),
        tag("p", [tag("span", t, words.pick("。", ". ")) for t in told], class_="sub"),
        _what_if(words, additions, gains),
        _lines(words, found),
        tag("p", words.say("cov_hours_note"), class_="note"),
        tag("p", words.say("cov_staffed_note"), class_="note"),
        tag("p", words.say("coverage_steward"), class_="note") if coverage.assumed else None,
        tag("h3", words.say("cov_week")),
        tag("p", words.say("cov_week_note"), class_="note"),
        tag("div", draw_week(words, coverage, found), class_="scroll"),
        _gaps(words, coverage),
        _map(words, coverage, of),
        id="coverage",
    )


def _table(words: Words, names: Sequence[str], rows: Sequence[Sequence[str | Markup]], *, text: int) -> Markup:
    """The first `text` columns are words, the others numbers."""
    look = ["n" if i >= text else None for i in range(len(names))]
    head = tag("tr", [tag("th", words.say(n), class_=look[i], scope="col") for i, n in enumerate(names)])
    body = [tag("tr", [tag("td", cell, class_=look[i]) for i, cell in enumerate(row)]) for row in rows]
    return tag("div", tag("table", tag("thead", head), tag("tbody", body)), class_="scroll")


def _lines(words: Words, found: Sequence[Line]) -> Markup:
    names = ("cov_what", "cov_reached", "cov_served", "cov_lacking", "cov_minutes", "cov_hours")
    parts = []
    for kind, title in (("facility", "cov_facilities"), ("service", "cov_services")):
        rows = [_line(words, line) for line in found if line.part.wanted.kind == kind]
        if rows:
            parts.append(joined(tag("h3", words.say(title)), _table(words, names, rows, text=1)))
    return joined(parts)


def _line(words: Words, line: Line) -> tuple[str | Markup, ...]:
    empty = words.say("empty_value")
    code = tag("span", f" {line.part.wanted.code}", class_="note")
    return (
        joined(line.name, code) if line.name != line.part.wanted.code else line.name,
        joined(percent(line.reached, line.residents), bar(line.reached / line.residents if line.residents else 0.0)),
        joined(percent(line.served, line.residents), bar(line.served / line.residents if line.residents else 0.0)),
        f"{line.lacking:,}",
        empty if line.minutes is None else str(line.minutes),
        empty if line.hours is None else str(line.hours),
    )


def percent(part: int, whole: int) -> str:
    """A share rounded down, so that 100 % means everybody."""
    return f"{100 * part // whole if whole else 0} %"


def _gaps(words: Words, coverage: Coverage) -> Markup:
    found = gaps(coverage)
    title = tag("h3", words.say("gaps"))
    if not found:
        return joined(title, tag("p", words.say("no_gaps")))
    names = ("cov_what", "gap_area", "gap_why", "gap_residents", "gap_nearest")
    rows = [
        (what, area, why, residents, nearest)
        for residents, what, area, why, nearest in gap_rows(words, coverage, found[:GAPS_SHOWN])
    ]
    more = len(found) - GAPS_SHOWN
    rest = tag("p", words.say("gaps_more_page", n=more), class_="note") if more > 0 else None
    return joined(title, _table(words, names, rows, text=3), rest)


def _what_if(words: Words, additions: Sequence[Addition], gains: Sequence[Gain]) -> Markup | None:
    if not additions:
        return None
    told = tag("ul", [tag("li", added_said(words, addition)) for addition in additions])
    names = ("cov_what", "gain_before", "gain_after", "gain_doors", "gain_closer", "gain_hours")
    table = _table(words, names, list(gain_rows(words, gains)), text=1) if gains else None
    empty = tag("p", words.say("nothing_changes")) if not gains else None
    return joined(tag("h3", words.say("what_if")), tag("div", told, class_="plain"), table, empty)


def _map(words: Words, coverage: Coverage, of: Covered | None) -> Markup | None:
    drawing = draw_coverage(words, coverage, of=of)
    if drawing is None:
        return None
    hidden = tag("p", words.say("homes_hidden"), class_="note") if words.audience.places == "area" else None
    title = tag("h3", words.say("coverage_map"))
    return joined(title, legend(words, coverage, of=of), tag("div", drawing, class_="scroll"), hidden)
