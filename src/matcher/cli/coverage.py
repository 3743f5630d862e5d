"""`matcher coverage`: what every door reaches on foot and when, who lacks what, and what one more site would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.check import SCENARIO_HELP
from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.coverage import Addition, Circle, Covered
    from matcher.report import Words
    from matcher.scenario import Scenario

SITE_HELP = "新增场地 · A site: PLACE:USE,USE@HOURS; PLACE an id or x,y."
GATE_HELP = "开放大门 · A gate to open: GATE, or two street nodes NODE:NODE."
OPENING_HELP = '增加时段 · More hours: FACILITY@HOURS, such as "hall@Sat,Sun 09:00-12:00".'


def coverage(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    add_site: Annotated[list[str] | None, typer.Option(help=SITE_HELP)] = None,
    add_gate: Annotated[list[str] | None, typer.Option(help=GATE_HELP)] = None,
    add_opening: Annotated[list[str] | None, typer.Option(help=OPENING_HELP)] = None,
    patch: Annotated[Path | None, typer.Option(help="增加的内容 · The same as a JSON file.")] = None,
    of: Annotated[str, typer.Option(help="只看此用途或服务 · Only this use or service (code).")] = "",
    door: Annotated[str, typer.Option(help="看一处住处 · One door (a place) in detail.")] = "",
    pace: Annotated[float, typer.Option(help="步速 · The walker's pace, metres a second.")] = 0.9,
    limit: Annotated[int, typer.Option(help="分钟 · Minutes of walk at most.")] = 15,
    residents: Annotated[Path | None, typer.Option(help="每处人数 · CSV place,residents; else one a door.")] = None,
    roster: Annotated[Path | None, typer.Option(help="排班 · Openings without their steward are closed.")] = None,
    most: Annotated[int, typer.Option(help="列出几项缺口 · Gaps listed.")] = 15,
    audience: Annotated[str, typer.Option("--for", help="给谁看 · coordinator, volunteer, gate or notice.")] = "",
    out: Annotated[Path | None, typer.Option(help="每处每项 · A row a door and use (.csv).")] = None,
    gaps_file: Annotated[Path | None, typer.Option("--gaps", help="全部缺口 · All gaps (.csv).")] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="覆盖图 · The map (.svg).")] = None,
    report: Annotated[Path | None, typer.Option(help="网页 · The page (.html).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """覆盖 · What every door reaches on foot, and when it is open or staffed."""
    from matcher.cli import coverage_told, inputs
    from matcher.cli.files import unwritable
    from matcher.cli.residents_file import residents_at
    from matcher.coverage import circle
    from matcher.report import Setting, Words
    from matcher.walking.doors import asking_faults

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    inputs.raise_if(
        inputs.audience_faults(audience),
        asking_faults([pace], limit),
        inputs.below("--most", most, zero=True),
        *(
            unwritable(path, suffixes=(suffix,))
            for path, suffix in ((out, ".csv"), (gaps_file, ".csv"), (map_file, ".svg"), (report, ".html"))
        ),
    )
    asked = inputs.scenario_at(scenario)
    additions = _additions(asked, (add_site, add_gate, add_opening), patch)
    found = circle(
        asked,
        additions,
        residents=None if residents is None else residents_at(residents),
        roster=None if roster is None else inputs.roster_at(roster, asked),
        pace=pace,
        limit=limit,
    )
    seen = _only(found, of)
    if door:
        inputs.raise_if(inputs.unlisted("--door", door, found.now.doors.ids))
    words = Words(Setting.of(asked), inputs.audience_named(audience), terminal.lang)
    chosen = (seen.then or seen.now).parts[0] if of else None
    written = _files(words, seen, additions, chosen, table=out, gap_table=gaps_file, drawing=map_file, page=report)
    if as_json:
        terminal.object(coverage_told.as_object(words, seen, additions, door=door))
    elif door:
        coverage_told.one_door(terminal, words, seen.then or seen.now, door)
    else:
        coverage_told.tell(terminal, words, seen, additions, most=most)
    for path in written if not as_json else ():
        terminal.out.print(terminal.say("wrote", path=path), markup=False, soft_wrap=True)
    return 0


def _additions(
    asked: Scenario, texts: tuple[list[str] | None, list[str] | None, list[str] | None], patch: Path | None
) -> tuple[Addition, ...]:
    from matcher.cli.residents_file import json_at
    from matcher.coverage import Reader

    reader = Reader(asked.start, asked.problem.days)
    for kind, given in zip(("site", "gate", "opening"), texts, strict=True):
        reader.texts(kind, given or (), where=f"--add-{kind}")
    if patch is not None:
        reader.patch(json_at(patch), where=patch.name)
    return reader.done()


def _only(found: Circle, of: str) -> Circle:
    """One use or service, by its code; everything where none is asked for."""
    from dataclasses import replace

    from matcher.cli.inputs import raise_if, unlisted
    from matcher.coverage import Circle

    if not of:
        return found
    raise_if(unlisted("--of", of, sorted({part.wanted.code for part in found.now.parts})))

    now = replace(found.now, parts=tuple(p for p in found.now.parts if p.wanted.code == of))
    then = found.then
    if then is not None:
        then = replace(then, parts=tuple(p for p in then.parts if p.wanted.code == of))
    return Circle(now, then)


def _files(
    words: Words,
    found: Circle,
    additions: tuple[Addition, ...],
    chosen: Covered | None,
    *,
    table: Path | None,
    gap_table: Path | None,
    drawing: Path | None,
    page: Path | None,
) -> list[Path]:
    from matcher.cli.files import whole
    from matcher.coverage import difference, gaps
    from matcher.report import coverage_tables
    from matcher.report.csv_file import write_csv

    shown = found.then or found.now
    written = []
    if table is not None:
        rows = coverage_tables.by_door(words, shown)
        written.append(whole(table, lambda draft: write_csv(rows, draft)))
    if gap_table is not None:
        lacking = coverage_tables.gap_table(words, shown, gaps(shown))
        written.append(whole(gap_table, lambda draft: write_csv(lacking, draft)))
    if drawing is not None:
        from matcher.report.coverage_map import map_file

        picture = map_file(words, shown, of=chosen)
        written.append(whole(drawing, lambda draft: draft.write_text(picture, encoding="utf-8")))
    if page is not None:
        from matcher.report.coverage_section import coverage_page

        gains = difference(found.now, found.then) if found.then else ()
        text = coverage_page(words, shown, additions=additions, gains=gains, of=chosen)
        written.append(whole(page, lambda draft: draft.write_text(text, encoding="utf-8")))
    return written
