"""Solving in a thread: progress, failures, and Ctrl-C that keeps the best roster so far."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest

from matcher.cli.terminal import Terminal
from matcher.cli.watched import solve_watched
from matcher.errors import ClashingPins, ProblemError
from matcher.result import Progress, Result
from report.told import result
from small import SMALL


def stand_in(monkeypatch: pytest.MonkeyPatch, solve: Callable[..., Result]) -> None:
    monkeypatch.setattr("matcher.solver.solve", solve)


def test_the_first_interrupt_stops_the_solver_and_keeps_its_roster(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def until_stopped(*_: object, stop: Callable[[], bool], **__: object) -> Result:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        while not stop():
            threading.Event().wait(0.01)
        return result()

    stand_in(monkeypatch, until_stopped)
    before = signal.getsignal(signal.SIGINT)
    assert solve_watched(Terminal("en"), SMALL) == result()
    assert signal.getsignal(signal.SIGINT) is before
    assert "keeping the best roster so far" in capsys.readouterr().err


def test_after_the_first_interrupt_a_second_one_ends_hard(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def until_stopped(*_: object, stop: Callable[[], bool], **__: object) -> Result:
        os.kill(os.getpid(), signal.SIGINT)
        while not stop():
            threading.Event().wait(0.01)
        while signal.getsignal(signal.SIGINT) is not signal.SIG_DFL:
            threading.Event().wait(0.01)
        seen.append(signal.getsignal(signal.SIGINT))
        return result()

    stand_in(monkeypatch, until_stopped)
    solve_watched(Terminal("en"), SMALL)
    assert seen == [signal.SIG_DFL]


def test_faults_of_the_solver_come_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def clashing(*_: object, **__: object) -> Result:
        raise ClashingPins([ProblemError("pin elder", "clashing_pins", "clashes")])

    stand_in(monkeypatch, clashing)
    with pytest.raises(ClashingPins):
        solve_watched(Terminal("en"), SMALL)


@pytest.mark.parametrize(("json", "shown"), [(False, True), (True, False)])
def test_the_live_line(
    json: bool, shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def telling(*_: object, progress: Callable[[Progress], None], **__: object) -> Result:
        progress(Progress(0.5, "all", 9_900, 10_000))
        return result()

    stand_in(monkeypatch, telling)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    solve_watched(Terminal("en", json=json), SMALL)
    told = capsys.readouterr()
    assert told.out == ""
    assert ("points 9,900  bound 10,000  gap 1.00 %" in told.err) is shown


def test_no_line_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stand_in(monkeypatch, lambda *_, **__: result())
    solve_watched(Terminal("en"), SMALL)
    assert capsys.readouterr().err == ""
