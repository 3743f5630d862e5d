"""The tiny morning of `small`, with names, doors and titles that nobody but the coordinator may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matcher.problem import Place, Problem
from matcher.report import COORDINATOR, Audience, Setting, Words
from matcher.report.words import Lang
from matcher.result import Result, StageResult
from matcher.roster import Roster
from small import ROSTER, SMALL, changed

NAMES = {"ann": "张安安", "bob": "李博文", "cat": "欧阳小猫"}
SECRETS = ("张安安", "李博文", "欧阳小猫", "L-502", "M-301", "A-101", "B-202", "王奶奶", "马大爷")
"""Full names, doors and served people: only the coordinator reads these."""
DOORS = {"A": "A-101", "B": "B-202", "L": "L-502", "M": "M-301", "H": "H"}


def _doors() -> Problem:
    """Places L and M are homes with a door in their id."""
    problem = changed(
        volunteers={v: {"name": name} for v, name in NAMES.items()},
        visits={
            "elder": {
                "title": "陪伴王奶奶",
                "service": "助老陪伴",
                "guaranteed": True,
                "groups": frozenset({"独居老人"}),
            },
            "repair": {"title": "马大爷家水管", "service": "水电维修"},
            "patrol": {"title": "楼道巡逻", "service": "巡逻", "beneficiary": None},
            "class": {"title": "四点半课堂", "service": "课堂"},
            "chess": {"title": "=棋社", "service": "棋社", "beneficiary": None},
        },
        facilities={"hall": {"name": "社区活动室"}},
    )
    sites = {
        "A": Place(DOORS["A"], "home", 0, 0, 0, "1号楼", "西苑"),
        "B": Place(DOORS["B"], "home", 300, 0, 0, "2号楼", "西苑"),
        "L": Place(DOORS["L"], "home", 100, 200, 0, "5号楼", "西苑"),
        "M": Place(DOORS["M"], "home", 250, 150, 0, "3号楼", "东苑"),
        "H": Place(DOORS["H"], "facility", 200, 100, 0, "活动室"),
    }
    walks = replace(problem.walks, place_ids=tuple(DOORS[p] for p in problem.walks.place_ids))
    origin = {v.id: replace(v.need, origin=DOORS[v.need.origin]) for v in problem.visits if v.need and v.need.origin}
    return replace(
        problem,
        places=tuple(sites[p.id] for p in problem.places),
        walks=walks,
        volunteers=tuple(replace(v, home=DOORS[v.home]) for v in problem.volunteers),
        visits=tuple(
            replace(v, place=DOORS[v.place] if v.place else None, need=origin.get(v.id, v.need)) for v in problem.visits
        ),
    )


PROBLEM = _doors()
MONDAY = date(2026, 11, 23)
SETTING = Setting(problem=PROBLEM, start=MONDAY, title="西闸一晨", synthetic=True)


def words(audience: Audience = COORDINATOR, *, lang: Lang = "zh", setting: Setting = SETTING) -> Words:
    return Words(setting, audience, lang)


def result(
    *, objective: int = 1000, bound: int = 1000, proof: str = "prices", status: str = "proven", more: int = 0,
    guaranteed: str = "proven", roster: Roster = ROSTER,
) -> Result:  # fmt: skip
    """A result of any quality."""
    return Result(
        roster=roster,
        stages=(
            StageResult("guaranteed", 100, 100 if guaranteed == "proven" else 120, guaranteed, "prices"),  # type: ignore[arg-type]
            StageResult("all", objective, bound, status, proof),  # type: ignore[arg-type]
        ),
        certificates=(),
        trace=(),
        seconds=1.5,
        compile_seconds=0.0,
        first_roster_seconds=0.1,
        more_visits_at_most=more,
        stopped="proven" if status == "proven" else "time",
    )


__all__ = ["MONDAY", "PROBLEM", "ROSTER", "SECRETS", "SETTING", "SMALL", "result", "words"]
