"""Skills and the papers they rest on: the desk's to enter."""

from __future__ import annotations

from typing import Any

import pytest

from api.world import World, on_sqlite


def path(world: World, rest: str) -> str:
    return f"/volunteers/{world.person}{rest}"


def held(world: World) -> list[tuple[str, str | None]]:
    items = world.as_("volunteer").get(path(world, "/skills")).json()["items"]
    return sorted((s["skill"], s["valid_until"]) for s in items)


def person(world: World) -> dict[str, Any]:
    return dict(world.as_("coordinator").get(path(world, "")).json())


def test_the_whole_set_at_once(world: World) -> None:
    desk = world.as_("clerk")
    asked = {"skills": [{"skill": "carer", "valid_until": "2027-01-31"}, {"skill": "electrician"}]}
    put = desk.put(path(world, "/skills"), asked, version=1)
    assert (put.status_code, put.headers["etag"]) == (200, '"2"')
    assert [(s["skill"], s["valid_until"], s["version"]) for s in put.json()["items"]] == [
        ("carer", "2027-01-31", 1),
        ("electrician", None, 1),
    ]
    assert desk.put(path(world, "/skills"), {"skills": []}, version=1).status_code == 412
    desk.put(path(world, "/skills"), {"skills": [{"skill": "electrician"}, {"skill": "plumber"}]}, version=2)
    assert held(world) == [("electrician", None), ("plumber", None)]
    twice = desk.put(path(world, "/skills"), {"skills": [{"skill": "a"}, {"skill": "b"}, {"skill": "a"}]})
    assert [(e["field"], e["code"]) for e in twice.json()["errors"]] == [("skills.2.skill", "skill_twice")]
    assert held(world) == [("electrician", None), ("plumber", None)]
    assert person(world)["skills"] == ["electrician", "plumber"]


def test_one_more_one_less(world: World) -> None:
    desk = world.as_("coordinator")
    made = desk.post(path(world, "/skills"), {"skill": "carer"})
    assert (made.status_code, made.json()["skill"]) == (201, "carer")
    again = desk.post(path(world, "/skills"), {"skill": "carer", "valid_until": "2027-01-01"})
    assert (again.status_code, again.json()["code"]) == (409, "skill_held")
    assert again.json()["conflict"] == {"id": made.json()["id"]}
    assert desk.delete(path(world, f"/skills/{made.json()['id']}"), version=2).status_code == 412
    assert desk.delete(path(world, f"/skills/{made.json()['id']}"), version=1).status_code == 204
    assert held(world) == []


def test_a_paper_gives_a_skill_until_its_end(world: World) -> None:
    desk = world.as_("clerk")

    def paper(until: str | None) -> str:
        draft = {"kind": "qualification", "number_end": "0042", "skill": "electrician", "valid_until": until}
        answer = desk.post(path(world, "/credentials"), draft)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    first = paper("2026-12-31")
    assert held(world) == [("electrician", "2026-12-31")]
    renewed = paper("2027-12-31")
    assert held(world) == [("electrician", "2027-12-31")]
    paper("2027-06-30")  # an older one takes nothing away
    assert held(world) == [("electrician", "2027-12-31")]
    assert desk.delete(path(world, f"/credentials/{first}")).status_code == 204
    assert held(world) == [("electrician", "2027-12-31")]
    assert desk.delete(path(world, f"/credentials/{renewed}")).status_code == 204
    assert held(world) == []  # what rested on it alone
    paper(None)
    assert held(world) == [("electrician", None)]
    paper("2030-01-01")
    assert held(world) == [("electrician", None)]


def test_insurance(world: World) -> None:
    desk = world.as_("clerk")

    def insured(until: str | None, since: str | None = None) -> Any:
        draft = {"kind": "insurance", "valid_from": since, "valid_until": until}
        return desk.post(path(world, "/credentials"), draft)

    def faults(answer: Any) -> list[tuple[str, str]]:
        return [(e["field"], e["code"]) for e in answer.json()["errors"]]

    assert faults(insured(None)) == [("valid_until", "end_needed")]
    assert faults(insured("2026-11-30", "2026-12-01")) == [
        ("valid_until", "ends_before"),
        ("valid_from", "not_yet_valid"),
    ]
    first = insured("2026-12-31", "2026-11-20").json()["id"]  # from today on
    assert person(world)["insured_until"] == "2026-12-31"
    assert faults(insured("2027-12-31", "2027-01-02")) == [("valid_from", "not_yet_valid")]  # a day without cover
    renewal = insured("2027-12-31", "2027-01-01").json()["id"]
    assert person(world)["insured_until"] == "2027-12-31"
    desk.delete(path(world, f"/credentials/{renewal}"))
    assert person(world)["insured_until"] == "2026-12-31"
    desk.delete(path(world, f"/credentials/{first}"))
    assert person(world)["insured_until"] is None


def test_record_check(world: World) -> None:
    desk = world.as_("clerk")
    old = desk.post(path(world, "/credentials"), {"kind": "record_check", "valid_until": "2026-11-19"}).json()["id"]
    assert person(world)["record_checked"] is False
    new = desk.post(path(world, "/credentials"), {"kind": "record_check"}).json()["id"]
    assert person(world)["record_checked"] is True
    desk.delete(path(world, f"/credentials/{old}"))
    assert person(world)["record_checked"] is True
    desk.delete(path(world, f"/credentials/{new}"))
    assert person(world)["record_checked"] is False


def test_credentials_are_shown_to_their_person(world: World) -> None:
    draft = {"kind": "training", "number_end": "A7", "valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    made = world.as_("clerk").post(path(world, "/credentials"), draft).json()
    assert made == {**draft, "id": made["id"], "version": 1}
    assert world.as_("volunteer").get(path(world, "/credentials")).json() == {"items": [made], "next": None}
    assert person(world)["version"] == 2


@pytest.mark.parametrize("draft", [{"kind": "passport"}, {"number_end": "123456789"}, {"number_end": "12 3"}, {}])
@on_sqlite
def test_bad_papers(world: World, draft: dict[str, Any]) -> None:
    """Never a whole number of a paper."""
    body = {"kind": "other", **draft} if draft else {}
    answer = world.as_("clerk").post(path(world, "/credentials"), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
