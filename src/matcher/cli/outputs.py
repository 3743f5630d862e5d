"""A roster as files for one audience, and the independent check of what a solve returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.cli.files import whole
from matcher.cli.terminal import Terminal
from matcher.report import Audience, KeyFigures, Proof, Reason, Setting, Words, key_figures, proof, reasons

if TYPE_CHECKING:
    from matcher.problem import Problem
    from matcher.result import Result
    from matcher.roster import Roster
    from matcher.scenario import Scenario


@dataclass(frozen=True, slots=True)
class View:
    """A roster with everything people are told about it, computed once."""

    words: Words
    roster: Roster
    figures: KeyFigures
    reasons: tuple[Reason, ...]
    scenario: Scenario
    result: Result | None = None
    proof: Proof | None = None

    @classmethod
    def of(
        cls, scenario: Scenario, roster: Roster, *, audience: Audience, lang: str, result: Result | None = None
    ) -> View:
        words = Words(Setting.of(scenario), audience, "en" if lang == "en" else "zh")
        figures = key_figures(scenario.problem, roster)
        return cls(
            words=words,
            roster=roster,
            figures=figures,
            reasons=reasons(words, roster),
            scenario=scenario,
            result=result,
            proof=proof(words, result, figures) if result else None,
        )


def judged(terminal: Terminal, problem: Problem, roster: Roster) -> int:
    """0 if the checker finds nothing in a solved roster; else says what, and 1."""
    from matcher.checker import check, valid
    from matcher.cli.check import sentence

    violations = check(problem, roster)
    if valid(violations):
        return 0
    terminal.err.print(terminal.say("solver_breach"), style="bold red")
    for violation in violations:
        terminal.err.print(f"  {sentence(terminal, violation)}", markup=False)
    return 1


def page(path: Path, view: View) -> Path:
    """Writes the page; with what every door reaches, for those who may see the workings."""
    from matcher.coverage import circle
    from matcher.report.page import page as drawn

    reached = circle(view.scenario, roster=view.roster).now if view.words.audience.workings else None
    text = drawn(view.words, view.roster, result=view.result, coverage=reached)
    return whole(path, lambda draft: draft.write_text(text, encoding="utf-8"))


def workbook(path: Path, view: View) -> Path:
    """Writes the workbook."""
    from matcher.report.sheets import note, sheets
    from matcher.report.workbook import write_workbook

    return whole(path, lambda draft: write_workbook(sheets(view.words, view.roster), draft, note=note(view.words)))


def table(path: Path, view: View, *, by: str, volunteer: str | None = None) -> Path:
    """Writes one table as CSV: by volunteer, visit or facility."""
    from matcher.report import tables
    from matcher.report.csv_file import write_csv

    frame = {
        "volunteer": lambda: tables.by_volunteer(view.words, view.roster, only=volunteer),
        "visit": lambda: tables.by_visit(view.words, view.roster),
        "facility": lambda: tables.by_facility(view.words, view.roster),
    }[by]()
    return whole(path, lambda draft: write_csv(frame, draft))


def json_object(path: Path, view: View) -> Path:
    """Writes the roster as JSON for the audience."""
    import json

    from matcher.report.json_file import as_object

    text = json.dumps(as_object(view.words, view.roster), ensure_ascii=False, indent=1) + "\n"
    return whole(path, lambda draft: draft.write_text(text, encoding="utf-8"))


def calendars(folder: Path, view: View, *, stamp: datetime, volunteer: str | None = None) -> list[Path]:
    """Writes a calendar for everybody at work, or for one volunteer."""
    from matcher.report.calendar_file import calendar, calendar_name

    written = []
    for person in view.roster.work_of if volunteer is None else (volunteer,):
        content = calendar(view.words, view.roster, person, stamp=stamp)
        written.append(_bytes(folder / calendar_name(person), content))
    return written


def _bytes(path: Path, content: bytes) -> Path:
    return whole(path, lambda draft: draft.write_bytes(content))


def everything(folder: Path, view: View, scenario: Scenario) -> list[Path]:
    """The roster with its proof, tables, workbook, calendars and the page."""
    from dataclasses import replace

    from matcher.cli import roster_file
    from matcher.report import VOLUNTEER

    written: list[Path] = []
    if view.result is not None:
        written += roster_file.write(folder / "roster.json", view.roster, scenario, result=view.result)
    written += [table(folder / f"by-{by}.csv", view, by=by) for by in ("volunteer", "visit", "facility")]
    written += [workbook(folder / "roster.xlsx", view), page(folder / "report.html", view)]
    told = replace(view, words=replace(view.words, audience=VOLUNTEER))
    return written + calendars(folder / "calendars", told, stamp=made(written[0]))


def made(path: Path) -> datetime:
    """When a roster file was written: the DTSTAMP of calendars made from it."""
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).replace(microsecond=0)
