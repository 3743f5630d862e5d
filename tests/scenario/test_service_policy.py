"""The default policy by service: applied once, switched off, never where the list says nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from matcher.errors import ProblemError
from matcher.problem import Condition
from matcher.scenario import read, write
from matcher.scenario.service_policy import service_rules
from scenario.village import TINY, folder, told

CATALOGUE = Path(__file__).resolve().parents[3] / "shared" / "data" / "service-catalogue.csv"
HEAD = "visit,place,mode,duration_minutes,service,group,beneficiary_sex\n"
WINDOWS = "visit,start,end\nv1,540,660\n"


def one(path: Path, row: str, **files: str) -> Path:
    """A folder with one visit."""
    base = {"windows": WINDOWS, "roles": "visit,role,skills,min,desired,max\nv1,carer,care,1,1,1\n"}
    return folder(path, visits=HEAD + row + "\n", **{**base, **files})


def asked(path: Path) -> tuple[tuple[tuple[str, int, int, int], ...], tuple[Condition, ...]]:
    """(role, min, desired, max) of the visit's roles, and its conditions."""
    visit = read(path).problem.visits[0]
    return tuple((r.id, r.min, r.wanted, r.most) for r in visit.roles), visit.conditions


ONE, TWO = (("carer", 1, 1, 1),), (("carer", 2, 2, 2),)
CHECKED = Condition("record_checked", None)


@pytest.mark.parametrize(
    ("row", "roles", "conditions"),
    [
        ("v1,B,,60,W02,,", ONE, ()),
        ("v1,B,,60,W02,low_income,f", ONE, ()),
        ("v1,B,,60,W02,living_alone,", TWO, ()),
        ("v1,B,,60,家庭应急抢修,低保；独居,", TWO, ()),
        ("v1,B,,60,W02,minor,", TWO, (CHECKED,)),
        ("v1,B,,60,W01,,", ONE, ()),
        ("v1,B,,60,W01,,女", ONE, (Condition("sex:f", None),)),
        ("v1,B,,60,H12,独居,m", TWO, (Condition("sex:m", None),)),
        ("v1,B,,60,C19,,", ONE, (CHECKED,)),
        ("v1,B,,60,C20,,", ONE, ()),
        ("v1,B,,60,C20,儿童,", ONE, (CHECKED,)),
        ("v1,B,,60,W05,独居,f", ONE, ()),
        ("v1,B,,60,,独居,f", ONE, ()),
        ("v1,,class,60,W02,独居,", ONE, ()),
        ("v1,H,,60,W02,独居,", ONE, ()),
    ],
)
def test_what_a_service_asks(
    tmp_path: Path, row: str, roles: tuple[object, ...], conditions: tuple[Condition, ...]
) -> None:
    """B has no kind and counts as a home, H is a hospital."""
    places = "place,x,y,kind\nA,0,0,home\nB,60,0,\nH,90,0,hospital\n"
    path = one(tmp_path / "s", row, places=places)
    assert asked(path) == (roles, conditions)


def test_each_application_is_a_note(tmp_path: Path) -> None:
    notes = read(one(tmp_path / "s", "v1,B,,60,W01,独居,f")).notes
    off = "[policy] service_defaults = false switches these off"
    team = "visit v1 (W01): two people, as it is at the home of somebody living alone"
    sex = "visit v1 (W01): only people of the same sex (f), as it is intimate care"
    assert notes == tuple(ProblemError("visits.csv row 2", "service_default", text, off) for text in (team, sex))
    unsaid = "visit v1 (W01): beneficiary_sex is empty, so same sex for intimate care is not asked for"
    assert [n.message for n in read(one(tmp_path / "t", "v1,B,,60,W01,,")).notes] == [unsaid]


def test_written_and_read_again_nothing_is_applied_twice(tmp_path: Path) -> None:
    once = read(one(tmp_path / "s", "v1,B,,60,H12,未成年人,f"))
    write(once, tmp_path / "t.xlsx")
    again = read(tmp_path / "t.xlsx")
    assert told(again) == told(once)
    assert (len(once.notes), again.notes) == (3, ())


def test_switched_off(tmp_path: Path) -> None:
    settings = TINY["scenario.toml"] + "[policy]\nservice_defaults = false\n"
    path = one(tmp_path / "s", "v1,B,,60,H12,独居,f", scenario=settings)
    assert asked(path) == (ONE, ())
    assert read(path).notes == ()


def test_what_the_visit_says_itself_stays(tmp_path: Path) -> None:
    conditions = "visit,at_least,of\nv1,1,sex:m\nv1,1,record_checked\n"
    roles = "visit,role,skills,min,desired,max\nv1,carer,care,1,1,1\nv1,helper,,1,2,3\n"
    path = one(tmp_path / "s", "v1,B,,60,H12,minor,f", conditions=conditions, roles=roles)
    assert asked(path) == (
        (("carer", 1, 1, 1), ("helper", 1, 2, 3)),
        (Condition("sex:m"), Condition("record_checked")),
    )


def test_the_second_person_joins_the_role_with_room(tmp_path: Path) -> None:
    roles = "visit,role,skills,min,desired,max\nv1,carer,care,1,1,1\nv1,driver,car,0,1,1\nv1,helper,,0,0,1\n"
    path = one(tmp_path / "s", "v1,B,,60,W02,独居,", roles=roles)
    assert asked(path)[0] == (("carer", 1, 1, 1), ("driver", 0, 1, 1), ("helper", 1, 1, 1))


@pytest.mark.skipif(not CATALOGUE.exists(), reason="no shared/data/service-catalogue.csv beside the project")
def test_codes_and_names_are_those_of_the_catalogue() -> None:
    with CATALOGUE.open(encoding="utf-8-sig", newline="") as file:
        names = {row["id"]: row["name_zh"] for row in csv.DictReader(file)}
    assert {r.service: r.name for r in service_rules()} == {r.service: names[r.service] for r in service_rules()}
