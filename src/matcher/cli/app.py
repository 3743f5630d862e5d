"""The commands in one list, and the one place that turns faults into messages and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import Annotated, Any

import typer

from matcher.cli import (
    advise,
    bench,
    check,
    coverage,
    demo,
    explain,
    export,
    generate,
    replace,
    replan,
    score,
    simulate,
    solve,
    template,
    verify,
    what_if,
)
from matcher.cli.terminal import LANGUAGES, Terminal, language
from matcher.errors import ClashingPins, InvalidProblem, NoRoster, ProblemError

OK, VIOLATIONS, BAD_INPUT, CLASHING_PINS, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS = (
    demo.demo,
    solve.solve,
    check.check,
    score.score,
    verify.verify,
    explain.explain,
    replace.replace,
    replan.replan,
    what_if.what_if,
    advise.advise,
    coverage.coverage,
    simulate.simulate,
    export.export,
    generate.generate,
    template.template,
    bench.bench,
)


def commands() -> list[Callable[..., Any]]:
    """The library's own, and those that installed packages add; one of the same name takes the place of ours."""
    named: dict[str, Callable[..., Any]] = {command.__name__: command for command in COMMANDS}
    for added in sorted(entry_points(group="matcher.commands"), key=lambda e: e.name):
        named[added.name] = added.load()
    return list(named.values())


app = typer.Typer(
    name="matcher",
    help="社区志愿服务与场地的排班，并证明排得有多好 · Schedules volunteers and rooms, and proves how good it is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in commands():
    app.command()(command)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"matcher {version('matcher')}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", is_eager=True, callback=_version, help="版本 · Print the version and end.")
    ] = False,
    lang: Annotated[str, typer.Option(help="语言 · zh or en; LANG decides if not given.")] = "",
) -> None:
    """Schedules a community's volunteers and rooms, and proves how good the schedule is."""
    context.obj = Terminal(lang=language(lang))


def run(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; faults of the input become messages, never a traceback."""
    args, lang = _lang_first(list(sys.argv[1:] if argv is None else argv))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    terminal = Terminal(lang=language(lang if lang in LANGUAGES else ""), json="--json" in args)
    try:
        code = app(args, prog_name="matcher", standalone_mode=False)
    except InvalidProblem as fault:
        terminal.faults(fault.errors)
        return CLASHING_PINS if isinstance(fault, ClashingPins) else BAD_INPUT
    except NoRoster as fault:
        hint = "give more time, or unpin what is hardest to keep"
        terminal.faults([ProblemError("solve", "no_roster", str(fault), hint)])
        return CLASHING_PINS
    except OSError as fault:
        terminal.faults([_of_os(fault)])
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except typer.Exit as end:
        return end.exit_code
    except _USAGE as fault:
        said = fault.format_message()  # type: ignore[attr-defined]
        if type(fault).__name__ == "NoArgsIsHelpError":
            typer.echo(said)
        else:
            terminal.faults([ProblemError("matcher", "usage", said, "matcher --help")])
        return BAD_INPUT
    return code if isinstance(code, int) else OK


_USAGE: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""Typer brings its own copy of click in some versions, so the class is taken from what Typer raises."""


def _lang_first(args: list[str]) -> tuple[list[str], str]:
    """`--lang` may stand anywhere; it belongs to the program, so it is moved before the command."""
    for i, arg in enumerate(args):
        if arg == "--":
            break
        if arg == "--lang" and i + 1 < len(args):
            return ["--lang", args[i + 1], *args[:i], *args[i + 2 :]], args[i + 1]
        if arg.startswith("--lang="):
            value = arg.removeprefix("--lang=")
            return ["--lang", value, *args[:i], *args[i + 1 :]], value
    return args, ""


def _of_os(fault: OSError) -> ProblemError:
    return ProblemError(str(fault.filename or "matcher"), "file", fault.strerror or str(fault), "")
