"""`matcher bench`: measures the published figures, each in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.cli.bench_cases import Figure

HEAD = (
    "instance", "seed", "cores", "target", "met", "seconds", "objective", "bound", "gap", "MB", "first", "status",
    "served", "more", "note",
)  # fmt: skip


def bench(
    context: typer.Context,
    only: Annotated[list[str] | None, typer.Option(help="只测此项，可多次 · Only this case; repeatable.")] = None,
    out: Annotated[Path | None, typer.Option(help="写表格 · Write the table (.md or .csv).")] = None,
    plot: Annotated[Path | None, typer.Option(help="画质量曲线 · Draw quality over time (.svg).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """测量 · Measure the published figures."""
    from dataclasses import asdict

    from matcher.cli.bench_cases import CASES, measure
    from matcher.cli.files import unwritable, whole
    from matcher.cli.inputs import raise_if, unlisted

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    known = [c.name for c in CASES]
    raise_if(
        *(unlisted("--only", name, known) for name in only or ()),
        unwritable(out, suffixes=(".md", ".csv")),
        unwritable(plot, suffixes=(".svg",)),
    )
    figures = []
    for case in CASES:
        if not only or case.name in only:
            terminal.err.print(f"{case.name} ...", markup=False)
            figures.append(measure(case))
    if out is not None:
        text = as_csv(figures) if out.suffix == ".csv" else as_markdown(figures)
        whole(out, lambda draft: draft.write_text(text, encoding="utf-8"))
    if plot is not None:
        from matcher.cli.bench_plot import plot as drawn

        drawing = drawn({f.case: (f.steps, f.bound) for f in figures if f.steps and f.bound is not None})
        whole(plot, lambda draft: draft.write_text(drawing + "\n", encoding="utf-8"))
    if as_json:
        terminal.object({"figures": [asdict(f) for f in figures]})
    else:
        _tell(terminal, figures)
    return 0 if all(f.met for f in figures) else 1


def row(figure: Figure) -> tuple[str, ...]:
    """The cells of one figure; empty where nothing was measured."""

    def number(value: float | None, form: str) -> str:
        return "" if value is None else format(value, form)

    return (
        figure.case,
        number(figure.seed, "d"),
        number(figure.cores, "d"),
        figure.target,
        {True: "yes", False: "no", None: "-"}[figure.met],
        number(figure.seconds, ".2f"),
        number(figure.objective, "d"),
        number(figure.bound, "d"),
        "" if figure.gap is None else f"{100 * figure.gap:.3f} %",
        number(figure.megabytes, ".0f"),
        number(figure.first_roster_seconds, ".2f"),
        figure.status,
        figure.served,
        number(figure.more_visits_at_most, "d"),
        figure.note,
    )


def as_markdown(figures: Sequence[Figure]) -> str:
    """The table for the README."""
    lines = [HEAD, ["---"] * len(HEAD), *(row(f) for f in figures)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def as_csv(figures: Sequence[Figure]) -> str:
    """The table for a spreadsheet."""
    import csv
    from io import StringIO

    out = StringIO()
    csv.writer(out).writerows([HEAD, *(row(f) for f in figures)])
    return out.getvalue()


def _tell(terminal: Terminal, figures: Sequence[Figure]) -> None:
    """Two lines a case, so that it reads in 80 columns."""
    out = terminal.out
    out.print(terminal.say("bench_head"), style="bold")
    for figure in figures:
        cells = dict(zip(HEAD, row(figure), strict=True))
        out.print(f"{cells['instance']}  [{cells['target']}]  {cells['met']}", style="bold", markup=False)
        told = [f"{name} {cells[name]}" for name in HEAD[5:] if cells[name]]
        out.print("  " + "  ".join(told), markup=False)
