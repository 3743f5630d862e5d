"""`matcher replan`: something happened to a published week; who does what now, and who has to be told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.check import ROSTER_HELP, SCENARIO_HELP
from matcher.cli.solve import AUDIENCE_HELP
from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.replan import Choice
    from matcher.roster import Roster

TIMES = "FROM/TO, e.g. 2026-11-24 09:00/2026-11-24 12:00"
Several = list[str] | None


def replan(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    roster: Annotated[Path, typer.Option(help=ROSTER_HELP)],
    ill: Annotated[Several, typer.Option(help=f"生病或缺席 · PERSON or PERSON={TIMES}.")] = None,
    decline: Annotated[Several, typer.Option(help="谢绝 · VISIT=PERSON.")] = None,
    no_show: Annotated[Several, typer.Option(help="未到 · VISIT=PERSON.")] = None,
    cancel: Annotated[Several, typer.Option(help="服务取消 · VISIT.")] = None,
    lengthen: Annotated[Several, typer.Option(help="服务延长 · VISIT=MINUTES.")] = None,
    move: Annotated[Several, typer.Option(help="服务改期 · VISIT=START.")] = None,
    close: Annotated[Several, typer.Option(help=f"场地关闭 · FACILITY or FACILITY={TIMES}.")] = None,
    add: Annotated[Path | None, typer.Option(help="新增服务（补丁文件） · A patch file that adds visits.")] = None,
    now: Annotated[str, typer.Option(help="现在 · What began before this moment stays.")] = "",
    freeze: Annotated[int, typer.Option(help="冻结分钟 · Nothing changes for so many minutes after now.")] = 0,
    accepted: Annotated[bool, typer.Option(help="视为全部已接单 · Everything counts as accepted.")] = False,
    max_people_changed: Annotated[int | None, typer.Option(help="最多改动几人 · At most so many people.")] = None,
    frontier: Annotated[bool, typer.Option(help="改动 0、1、2、5 人与不限 · For 0, 1, 2, 5 and any number.")] = False,
    time_limit: Annotated[float | None, typer.Option(help="最长秒数 · At most this many seconds.")] = None,
    gap: Annotated[float, typer.Option(help="达到此差距即停 · End at this gap, a fraction.")] = 0.003,
    out: Annotated[Path | None, typer.Option(help="写新排班 · Write the new roster (.json, .csv, .xlsx).")] = None,
    report: Annotated[Path | None, typer.Option(help="写网页 · Write the page (.html).")] = None,
    audience: Annotated[str, typer.Option("--for", help=AUDIENCE_HELP)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """重排 · Re-plan after events, changing as little as possible."""
    from matcher.cli import differences, inputs, outputs, roster_file
    from matcher.cli.events import Faults, events_of, minute
    from matcher.cli.files import page, unwritable
    from matcher.replan import frontier as choices
    from matcher.replan import replan as planned_anew
    from matcher.report import Setting, Words
    from matcher.report.changes_section import changes_page, frontier_page
    from matcher.scenario import write_roster

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    inputs.raise_if(
        inputs.audience_faults(audience),
        inputs.below("--time-limit", time_limit),
        inputs.below("--gap", gap, zero=True),
        inputs.below("--freeze", freeze, zero=True),
        inputs.below("--max-people-changed", max_people_changed, zero=True),
        inputs.apart(frontier, ("--out", out is not None), ("--max-people-changed", max_people_changed is not None)),
        unwritable(out, suffixes=roster_file.SUFFIXES),
        unwritable(report, suffixes=(".html",)),
    )
    asked = inputs.scenario_at(scenario)
    known = inputs.roster_at(roster, asked)
    events = [
        *events_of(
            asked,
            ill=ill or (),
            decline=decline or (),
            no_show=no_show or (),
            cancel=cancel or (),
            lengthen=lengthen or (),
            move=move or (),
            close=close or (),
        ),
        *(inputs.added_by(scenario, add, asked) if add is not None else ()),
    ]
    faults: Faults = []
    moment = minute(asked, "--now", now, faults) if now else None
    inputs.raise_if(faults)

    def first(answer: Roster) -> None:
        terminal.err.print(terminal.say("first_answer", served=len(answer.planned), visits=len(asked.problem.visits)))

    words = Words(Setting.of(asked), inputs.audience_named(audience), terminal.lang)
    if frontier:
        found = choices(
            asked.problem, known, events, all_accepted=accepted, now=moment, freeze=freeze, gap=gap,
            time_limit=time_limit,
        )  # fmt: skip
        page(report, lambda: frontier_page(words, found))
        if as_json:
            terminal.object({"frontier": [_choice(c) for c in found]})
        else:
            _tell_choices(terminal, found)
        return 0
    plan = planned_anew(
        asked.problem,
        known,
        events,
        all_accepted=accepted,
        now=moment,
        freeze=freeze,
        max_people_changed=max_people_changed,
        time_limit=time_limit,
        gap=gap,
        first=None if as_json else first,
    )
    page(report, lambda: changes_page(words, asked.problem, plan))
    if as_json:
        terminal.object(differences.of_plan(plan))
    else:
        differences.tell(terminal, words, asked.problem, plan)
    if out is not None:
        write_roster(plan.roster, out, inputs.with_problem(asked, plan.problem))
        if not as_json:
            terminal.out.print(terminal.say("wrote", path=out), markup=False, soft_wrap=True)
    return outputs.judged(terminal, plan.problem, plan.roster)


def _choice(choice: Choice) -> dict[str, object]:
    plan = choice.plan
    return {
        "most": choice.most,
        "possible": plan is not None,
        "served": None if plan is None else len(plan.roster.planned),
        "lost": None if plan is None else len(plan.difference.lost),
        "notified": None if plan is None else len(plan.difference.notify),
        "objective": None if plan is None or plan.all is None else plan.all.objective,
        "bound": None if plan is None or plan.all is None else plan.all.bound,
    }


def _tell_choices(terminal: Terminal, found: tuple[Choice, ...]) -> None:
    from rich import box
    from rich.table import Table

    head = terminal.say("frontier_head")
    table = Table(title=head, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for name in ("frontier_most", "frontier_served", "frontier_lost", "frontier_told", "points"):
        table.add_column(terminal.say(name), justify="right")
    for choice in found:
        most = terminal.say("any") if choice.most is None else str(choice.most)
        plan = choice.plan
        if plan is None:
            table.add_row(most, terminal.say("not_possible"), "", "", "")
            continue
        cells = (len(plan.roster.planned), len(plan.difference.lost), len(plan.difference.notify))
        points = "" if plan.all is None else f"{plan.all.objective:,}"
        table.add_row(most, *(str(c) for c in cells), points)
    terminal.out.print(table)
