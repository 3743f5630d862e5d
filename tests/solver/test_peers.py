"""The benchmark of peers: what is stripped, how an answer is judged, every peer that is installed on a small town."""

from __future__ import annotations

import pickle
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from matcher import solve
from matcher.checker import check
from matcher.problem import Problem
from matcher.roster import Assignment, PlannedVisit
from matcher.score import score
from matcher.walks import walks_from_table
from small import ROSTER, SMALL, WALKS, changed

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PACKAGES = {
    "pyvroom-0": "pyvroom",
    "pyvroom-5": "pyvroom",
    "pyvrp": "pyvrp",
    "vrp-cli": "vrp-cli",
    "vrpsolvereasy": "VRPSolverEasy",
    "ortools-routing": "ortools",
    "cp-sat": "ortools",
}


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from peers import one, plain, restricted, run, table

    return SimpleNamespace(one=one, plain=plain, restricted=restricted, run=run, table=table)


@pytest.fixture
def town(peers: SimpleNamespace) -> Problem:
    problem: Problem = peers.restricted.problem_of("12x30")
    return problem


def test_only_what_peers_cannot_say_is_gone(peers: SimpleNamespace) -> None:
    whole = changed(visits={"elder": {"waiting_days": 3, "priority": 8, "beneficiary": "li"}})
    left = peers.restricted.restrict(whole)
    assert [(v.id, v.people_min, v.on_grid) for v in left.visits] == [
        (i, 1, False) for i in ("elder", "repair", "patrol")
    ]
    for visit in left.visits:
        before = whole.visit_of[visit.id]
        assert (visit.windows, visit.duration, visit.place) == (before.windows, before.duration, before.place)
        assert (visit.priority, visit.waiting_days) == (before.priority, before.waiting_days)
        assert visit.roles[0].skills == before.roles[0].skills
    assert [(v.id, v.max_walk, v.pace, v.tags) for v in left.volunteers] == [
        (who, 15, 1.0, frozenset()) for who in ("ann", "bob", "cat")
    ]
    assert left.policy.gap == whole.policy.gap
    assert left.facilities == left.pairs == left.pins == ()


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ([("elder", "ann", 545), ("repair", "bob", 546), ("patrol", "ann", 600)], set()),
        ([("elder", "cat", 545)], {"skills"}),
        ([("elder", "ann", 544)], {"availability"}),
        ([("elder", "ann", 640)], {"windows"}),
        ([("elder", "ann", 600), ("patrol", "ann", 629)], {"travel_time"}),
        ([("repair", "bob", 546), ("elder", "bob", 595)], {"travel_time"}),
    ],
)
def test_the_rules_that_are_left_are_the_checkers(
    peers: SimpleNamespace, rows: list[tuple[str, str, int]], rules: set[str]
) -> None:
    """Each over its limit by a minute, but for the first; elder and patrol are at one place, where no gap is due."""
    problem = peers.restricted.restrict(SMALL)
    arrays = peers.plain.plain(problem)
    number = {j.id: i for i, j in enumerate(arrays.jobs)}
    shift = {arrays.volunteers[s.volunteer]: i for i, s in enumerate(arrays.shifts)}
    answer = [peers.plain.Row(number[visit], shift[who], start) for visit, who, start in rows]
    assert {v.rule for v in check(problem, peers.plain.roster_of(problem, arrays, answer))} == rules


def test_the_arrays_say_what_the_checker_says(peers: SimpleNamespace, town: Problem) -> None:
    """For every shift and visit: it could start exactly where a roster of that alone breaks no rule."""
    arrays = peers.plain.plain(town)
    sound = broken = 0
    for number, shift in enumerate(arrays.shifts):
        for job, asked in enumerate(arrays.jobs):
            spans = arrays.starts(shift, job)
            edges = {m for span in (*asked.starts, *spans) for s in span for m in (s - 1, s, s + 1)}
            for minute in (m for m in edges if shift.start <= m < shift.end):
                roster = peers.plain.roster_of(town, arrays, [peers.plain.Row(job, number, minute)])
                fits = any(a <= minute <= b for a, b in spans)
                assert (not check(town, roster)) == fits, (asked.id, minute)
                sound, broken = sound + fits, broken + (not fits)
    assert min(sound, broken) > 100, (sound, broken)


@pytest.mark.parametrize(("minutes", "allowed"), [(15, True), (16, False)])
def test_a_leg_over_the_limit_is_far(peers: SimpleNamespace, minutes: int, allowed: bool) -> None:
    """Between two visits, and from home: with a start late enough only the walking rule can object."""
    for pair, rows in ((("L", "M"), [("elder", 560), ("repair", 630)]), (("A", "L"), [("elder", 560)])):
        walks = walks_from_table("ABLMH", WALKS | {pair: minutes})
        problem = peers.restricted.restrict(changed(walks=walks, volunteers={"ann": {"max_walk": 15}}))
        arrays = peers.plain.plain(problem)
        number = {j.id: i for i, j in enumerate(arrays.jobs)}
        ann = next(i for i, s in enumerate(arrays.shifts) if arrays.volunteers[s.volunteer] == "ann")
        answer = [peers.plain.Row(number[visit], ann, start) for visit, start in rows]
        found = {v.rule for v in check(problem, peers.plain.roster_of(problem, arrays, answer))}
        assert found == (set() if allowed else {"walking"})
        first, last = (arrays.jobs[number[visit]].place for visit in (rows[0][0], rows[-1][0]))
        home = arrays.home_walk[arrays.shifts[ann].home, first]
        leg = home if len(rows) == 1 else arrays.walk[first, last]
        assert leg == (minutes if allowed else peers.plain.FAR)
        assert arrays.able[arrays.shifts[ann].volunteer, number["elder"]] == (allowed or len(rows) > 1)


def test_other_problems_are_refused(peers: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match="no restricted problem"):
        peers.plain.plain(SMALL)
    with pytest.raises(ValueError, match="300x1000"):
        peers.restricted.problem_of("300")
    with pytest.raises(ValueError, match="are asked for"):
        peers.restricted.drawn(peers.restricted.restrict(SMALL), 3, 4, seed=1)


def told(seconds: float, planned: list[PlannedVisit], assignments: list[Assignment]) -> dict[str, object]:
    return {
        "version": "1",
        "seconds": seconds,
        "note": "noted",
        "planned": [{"visit": p.visit, "start": p.start, "facility": p.facility} for p in planned],
        "assignments": [{"visit": a.visit, "volunteer": a.volunteer, "role": a.role} for a in assignments],
    }


OURS = {"steps": [[0.5, 100], [2.0, 400], [9.0, 500]], "bound": 510}


def test_a_roster_is_judged_by_our_score_at_its_second(peers: SimpleNamespace) -> None:
    line = peers.table.judged("3x5", "x", SMALL, told(8.9, [*ROSTER.planned], [*ROSTER.assignments]), OURS)
    points = score(SMALL, ROSTER).objective
    assert (line.objective, line.served, line.faults, line.note) == (str(points), "5/5", "0", "noted")
    assert (line.ours_then, line.ours_end, line.bound) == ("400", "500", "510")
    assert (line.ratio_then, line.ratio_end) == (f"{points / 400:.4f}", f"{points / 500:.4f}")
    early = peers.table.judged("3x5", "x", SMALL, told(0.4, [*ROSTER.planned], [*ROSTER.assignments]), OURS)
    assert (early.ours_then, early.ratio_then) == ("", "")


def test_faults_are_counted_not_mended(peers: SimpleNamespace) -> None:
    late = [replace(p, start=p.start + 60) if p.visit == "repair" else p for p in ROSTER.planned]
    line = peers.table.judged("3x5", "x", SMALL, told(1.0, late, [*ROSTER.assignments]), OURS)
    assert (line.faults, line.served) == ("1", "5/5")
    assert line.note == "faults: travel_time; noted"


def test_who_refuses_is_a_row_and_rows_of_others_stay(peers: SimpleNamespace, tmp_path: Path) -> None:
    out = tmp_path / "peers.md"
    table = peers.table
    refused = table.judged("300x1000", "a", SMALL, {"refused": "not | installed", "others": 0.125}, OURS)
    assert (refused.note, refused.objective, refused.others) == ("not | installed", "", "0.12")
    b, later = table.Line("600x2000", "b", note="first"), table.Line("300x1000", "c")
    table.written(out, table.merged(table.kept(out), [b, refused]))
    table.written(out, table.merged(table.kept(out), [later, table.Line("600x2000", "b", note="again")]))
    assert [(x.problem, x.peer, x.note) for x in table.kept(out)] == [
        ("300x1000", "a", "not | installed"),
        ("300x1000", "c", ""),
        ("600x2000", "b", "again"),
    ]
    assert {row.count("|") for row in out.read_text("utf-8").splitlines()} == {len(table.HEAD) + 1}
    out.with_suffix(".csv").write_text("other\n", encoding="utf-8")
    with pytest.raises(ValueError, match="other columns"):
        table.kept(out)


def test_every_peer_is_tried_here(peers: SimpleNamespace) -> None:
    assert [p.name for p in peers.one.PEERS] == list(PACKAGES)
    assert all(find_spec(f"peers.{p.module}") for p in peers.one.PEERS)


@pytest.mark.parametrize("name", ["matcher", *PACKAGES])
def test_every_peer_finds_a_sound_roster_of_a_small_town(
    peers: SimpleNamespace, town: Problem, tmp_path: Path, name: str
) -> None:
    """The optimum of this town is proven; all are near it where they read the model as it is meant."""
    if name in PACKAGES:
        try:
            version(PACKAGES[name])
        except PackageNotFoundError:
            pytest.skip(f"{PACKAGES[name]} is not installed: pip install -e '.[bench]'")
    source = tmp_path / "town.pickle"
    source.write_bytes(pickle.dumps(town))
    answer = peers.run.told_by(name, source, seconds=2.0)
    best = solve(town).all
    assert best.status == "proven"
    line = peers.table.judged("12x30", name, town, answer, {"steps": [[0, best.objective]], "bound": best.bound})
    assert line.faults == "0", line
    assert 0.98 * best.objective <= int(line.objective) <= best.objective
