"""Solving under the eyes of a person: a live line of progress, and Ctrl-C that keeps the best roster."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.problem import Problem
    from matcher.result import Progress, Result
    from matcher.roster import Roster

TICK = 0.2
"""Seconds between two looks at a running solve."""


def solve_watched(
    terminal: Terminal,
    problem: Problem,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    seed: int = 0,
    work_limit: int | None = None,
    hint: Roster | None = None,
    reports: list[Progress] | None = None,
) -> Result:
    """`matcher.solve` in a thread of its own, so that the line moves and Ctrl-C is heard while compiled code runs.
    Every report is added to `reports`."""
    stop = threading.Event()
    latest = [] if reports is None else reports
    result: list[Result] = []
    failure: list[BaseException] = []

    def work() -> None:
        from matcher import solve

        try:
            result.append(
                solve(
                    problem,
                    time_limit=time_limit,
                    gap=gap,
                    seed=seed,
                    work_limit=work_limit,
                    hint=hint,
                    progress=latest.append,
                    stop=stop.is_set,
                )
            )
        except BaseException as fault:
            failure.append(fault)

    thread = threading.Thread(target=work, name="solve", daemon=True)
    with _heard(stop), _line(terminal) as show:
        began = monotonic()
        thread.start()
        running, told = True, False
        while running:
            thread.join(TICK)
            running = thread.is_alive()
            if stop.is_set() and not told:
                told = True
                sys.stderr.write("\n" + terminal.say("interrupt") + "\n")
            show(_words(terminal, monotonic() - began, latest[-1] if latest else None))
    if failure:
        raise failure[0]
    return result[0]


@contextmanager
def _heard(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C asks the solver to stop; a second one ends the process at once. Nothing is written where it is
    heard: it may come in the middle of a write."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def first(*_: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    before = signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _line(terminal: Terminal) -> Iterator[Callable[[str], None]]:
    """One line on stderr, written over and over; nothing where nobody looks."""
    live = sys.stderr.isatty() and not terminal.json

    def show(text: str) -> None:
        if live:
            sys.stderr.write(f"\r\x1b[2K{text}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if live:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


def _words(terminal: Terminal, seconds: float, latest: Progress | None) -> str:
    if latest is None:
        return terminal.say("progress_start", seconds=seconds)
    return terminal.say(
        "progress",
        seconds=seconds,
        objective=f"{latest.objective:,}",
        bound="?" if latest.bound is None else f"{latest.bound:,}",
        gap="?" if latest.gap is None else f"{100 * latest.gap:.2f} %",
    )
