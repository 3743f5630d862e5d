"""Many communities at once: nobody in two places, sums that hold, and workers that die."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.checker import check
from matcher.city import Busy, Member, Part, Task, is_city, local, read_shared, solve_city, solved, tasks_of
from matcher.errors import InvalidProblem
from matcher.problem import Facility, FacilityNeed, Opening, Place, Problem, Role, Visit, Volunteer, Window
from matcher.scenario import Scenario, write
from matcher.score import score
from matcher.walks import walks_from_table

DAY = Window(480, 1080)
SHARED = "kind,name,community,id,minutes\n"


def community(name: str, *, visits: int = 2, hall: bool = False, others: int = 0, guaranteed: bool = False) -> Scenario:
    """One doctor, who could make every visit, all within the same 95 minutes; and perhaps a hall for one booking.
    `others`: so many more who are free for these hours alone."""
    walks = walks_from_table("AB", {("A", "B"): 5})
    work = [
        Visit(
            id=f"v{n}",
            place="B",
            windows=(Window(540, 635),),
            duration=60,
            roles=(Role(id="doctor"),),
            guaranteed=guaranteed,
        )
        for n in range(visits)
    ]
    rooms = []
    if hall:
        rooms = [Facility(id="hall", place="B", modes={"class": 9}, openings=(Opening(540, 660),))]
        work.append(Visit(id="class", windows=(DAY,), duration=60, need=FacilityNeed(mode="class", people=3)))
    people = (("doc", DAY), *((f"d{n}", Window(530, 640)) for n in range(others)))
    problem = Problem(
        name=name, places=(Place("A"), Place("B")), walks=walks, days=1, visits=tuple(work), facilities=tuple(rooms),
        volunteers=tuple(Volunteer(id=p, home="A", availabilities=(free,)) for p, free in people),
    )  # fmt: skip
    return Scenario(problem=problem, start=date(2026, 11, 23))


def at_once(tasks: Iterable[Task]) -> Iterator[Part]:
    yield from map(solved, tasks)


def _member(kind: Any, name: str, where: str, key: str, minutes: str = "15") -> Member:
    return Member(kind, name, where, key, int(minutes))


def tasks(*communities: Scenario, members: str = "") -> list[Task]:
    rows = [_member(*row.split(",")) for row in members.split()]
    return [Task(c.name, c, mine=tuple(m for m in rows if m.community == c.name)) for c in communities]


def test_apart_everybody_is_solved_alone() -> None:
    found = solve_city(tasks(community("a"), community("b")), at_once)
    assert [p.name for p in found.parts] == ["a", "b"] and found.again == () and found.twice == ()
    assert found.proven == 2 and found.bound == found.objective
    assert [len(p.roster.planned) for p in found.parts] == [1, 1], "two visits of an hour in 95 minutes"


def test_one_doctor_of_two_communities_is_in_one_place_at_a_time() -> None:
    both = tasks(community("a"), community("b"), members="volunteer,doc,a,doc volunteer,doc,b,doc")
    found = solve_city(both, at_once)
    assert found.twice == () and found.again == ("b",)
    assert [len(p.roster.planned) for p in found.parts] == [1, 0], "both ask for the same hours"
    alone = solve_city(tasks(community("a"), community("b")), at_once)
    assert found.bound == alone.bound, "the bound holds whatever others take"
    assert found.bound is not None and found.objective < found.bound and found.proven == 1


def test_points_are_those_of_the_community_as_it_is() -> None:
    """Hours taken away change everybody's fair share: the points of the smaller problem are others."""
    both = tasks(community("a"), community("b", others=1), members="volunteer,doc,a,doc volunteer,doc,b,doc,240")
    found = solve_city(both, at_once)
    part, scenario = found.parts[1], both[1].source
    assert found.again == ("b",) and isinstance(scenario, Scenario) and part.result is not None
    assert part.objective == score(scenario.problem, part.roster).objective
    assert not check(scenario.problem, part.roster)
    assert part.objective != part.result.all.objective, "else this shows nothing"
    assert part.bound is not None and part.objective <= part.bound


def test_of_less_guaranteed_value_nothing_is_proven() -> None:
    both = tasks(community("a"), community("b", guaranteed=True), members="volunteer,doc,a,doc volunteer,doc,b,doc")
    found = solve_city(both, at_once)
    assert found.again == ("b",) and len(found.parts[1].roster.planned) == 0
    assert found.parts[1].bound is None and not found.parts[1].proven and found.bound is None


def test_one_hall_of_two_communities_is_booked_once() -> None:
    both = tasks(
        community("a", hall=True), community("b", hall=True), members="facility,hall,a,hall facility,hall,b,hall"
    )
    found = solve_city(both, at_once)
    assert found.twice == ()
    booked = [sum(p.facility == "hall" for p in part.roster.planned) for part in found.parts]
    assert booked == [1, 0], "open for two hours, a quarter of an hour on the way"


def test_three_in_a_row_are_planned_in_turn() -> None:
    rows = "volunteer,doc,a,doc volunteer,doc,b,doc volunteer,doc,c,doc"
    found = solve_city(tasks(community("a"), community("b"), community("c"), members=rows), at_once)
    assert found.twice == () and [len(p.roster.planned) for p in found.parts] == [1, 0, 0]


def test_what_would_be_booked_twice_is_seen() -> None:
    def deaf(asked: Iterable[Task]) -> Iterator[Part]:
        yield from (solved(replace(t, taken=())) for t in asked)

    both = tasks(community("a"), community("b"), members="volunteer,doc,a,doc volunteer,doc,b,doc")
    ((one, other),) = solve_city(both, deaf).twice
    assert (one.community, other.community) == ("b", "a") and isinstance(one, Busy)


def test_a_wrong_community_stops_no_other() -> None:
    lost = Task("lost", Path("/nowhere/at/all"))
    found = solve_city([*tasks(community("a")), lost], at_once)
    assert [bool(p.fault) for p in found.parts] == [False, True] and found.bound is None and found.proven == 1


def test_the_file_of_whom_they_share_tells_all_its_faults(tmp_path: Path) -> None:
    (tmp_path / "shared.csv").write_text(SHARED + "robot,r,a,x,5\nvolunteer,v,nowhere,x,\nfacility,,a,,soon\n", "utf-8")
    with pytest.raises(InvalidProblem) as caught:
        read_shared(tmp_path, ["a"])
    assert [(e.where, e.code) for e in caught.value.errors] == [
        ("shared.csv, line 2", "kind"),
        ("shared.csv, line 3", "unknown_id"),
        ("shared.csv, line 4", "empty"),
        ("shared.csv, line 4", "minutes"),
    ]
    (tmp_path / "shared.csv").write_text("kind,id\n", "utf-8")
    with pytest.raises(InvalidProblem, match="name, community"):
        read_shared(tmp_path, ["a"])


def test_who_is_not_there_is_told() -> None:
    (found,) = solve_city(tasks(community("a"), members="volunteer,doc,a,nobody"), at_once).parts
    assert "nobody" in found.fault


def dies_once(task: Task) -> Part:
    """Kills its own process the first time it meets the community `b`."""
    mark = Path(os.environ["MATCHER_TEST_MARK"])
    if task.name == "b" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return solved(task)


def dies_always(task: Task) -> Part:
    if task.name == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return solved(task)


def test_a_killed_worker_loses_no_community(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_TEST_MARK", str(tmp_path / "mark"))
    asked = tasks(*(community(n) for n in "abcd"))
    found = solve_city(asked, local(2, work=dies_once))
    assert (tmp_path / "mark").exists()
    assert [p.fault for p in found.parts] == [""] * 4 and found.proven == 4


@pytest.mark.campaign
def test_one_that_kills_every_worker_is_given_up() -> None:
    found = solve_city(tasks(*(community(n) for n in "abc")), local(1, work=dies_always))
    assert [bool(p.fault) for p in found.parts] == [False, True, False]


def test_the_command_solves_a_folder_of_scenarios(tmp_path: Path, capsys: Any) -> None:
    from matcher.cli import main

    for name in ("east", "west"):
        write(community(name), tmp_path / "city" / name)
    (tmp_path / "city" / "shared.csv").write_text(
        SHARED + "volunteer,d,east,doc,15\nvolunteer,d,west,doc,15\n", "utf-8"
    )
    assert is_city(tmp_path / "city") and not is_city(tmp_path / "city" / "east")
    assert [t.name for t in tasks_of(tmp_path / "city")] == ["east", "west"]
    words = ["solve", str(tmp_path / "city"), "--processes", "1", "--out", str(tmp_path / "out")]
    assert main(["--lang", "en", *words]) == 0
    told = capsys.readouterr()
    assert "2 communities, 1 proven best" in told.out and "1 planned again" in told.out and told.err.count("/2 ") >= 2
    assert {f.name for f in (tmp_path / "out").iterdir()} == {"east.json", "west.json"}
    assert main([*words, "--roster", "x.json"]) == 2
    assert "--roster" in capsys.readouterr().err
