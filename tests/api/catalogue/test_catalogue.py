"""The catalogue: public, every item with its source, an edit makes an edition."""

from __future__ import annotations

import csv
from importlib.resources import files

from api.queries import counted
from api.world import World
from matcher_api.catalogue.categories import NAMES
from matcher_api.catalogue.shipped import load_shipped, shipped
from matcher_api.errors.catalogue import CATALOGUE
from matcher_api.visits.sound import role_faults

DRAFT = {
    "code": "X01", "category": "convenience", "zh": "家电清洗", "en": "Cleaning of appliances", "shape": "home",
    "minutes": 60, "roles": [{"role": "cleaner", "skills": ["appliances"]}], "quote": "居民议事会提出",
}  # fmt: skip
SHOWN = {
    "code": "X01", "edition": 1, "current": True, "category": "convenience", "zh": "家电清洗",
    "en": "Cleaning of appliances", "served_by": "", "shape": "home", "minutes": 60,
    "roles": [{"role": "cleaner", "skills": ["appliances"], "least": 1, "desired": None, "most": None}],
    "mode": "", "people": 1, "risk": "low", "respond_hours": 48, "source": "local", "quote": "居民议事会提出",
    "basis": "", "overlap_of": "", "typical_minutes": "", "headcount": "", "skill": "", "version": 1,
}  # fmt: skip


def filled(world: World) -> None:
    with world.writing() as session:
        assert load_shipped(session) == 96
        assert load_shipped(session) == 0
        session.commit()


def test_the_shipped_items_are_a_reading_with_quotes() -> None:
    items = shipped()
    assert {i.category for i in items} == {c.value for c in NAMES}
    assert [i.code for i in items if not i.quote or i.source != "seed"] == []
    assert [i.code for i in items if i.overlap_of.isalnum() and i.overlap_of not in {o.code for o in items}] == []
    assert [i.code for i in items if role_faults(i.roles, "roles")] == []
    assert [i.code for i in items if i.shape in ("facility", "class") and not i.mode] == []
    assert [i.code for i in items if i.shape == "facility" and i.roles] == []
    # the trade of an urgent repair is known only when somebody asks
    assert [i.code for i in items if i.shape in ("home", "team", "class") and not i.roles] == ["W02"]


def test_people_of_a_shipped_item_lie_within_its_headcount() -> None:
    for item in shipped():
        low, _, high = item.headcount.partition("-")
        if item.roles and low.isdigit() and (high.isdigit() or not high):
            least, most = sum(r["least"] for r in item.roles), sum(r["most"] for r in item.roles)
            assert int(low) <= least <= most <= int(high or low), item.code


def test_the_list_is_public_and_filtered(world: World) -> None:
    filled(world)
    anybody = world.as_(None)
    everything = anybody.get("/catalogue?limit=500").json()["items"]
    assert [i["code"] for i in everything] == [i.code for i in shipped()]
    health = anybody.get("/catalogue?category=health&shape=home").json()["items"]
    assert [i["code"] for i in health] == ["H09", "H11", "H12", "H13"]
    assert anybody.get("/catalogue?category=nothing").status_code == 422
    one = anybody.get("/catalogue/H12").json()
    assert (one["source"], one["quote"], one["overlap_of"]) == (
        "seed",
        "满足特殊人群的保健康复、生活照料及精神慰藉",
        "",
    )


def test_the_categories(world: World) -> None:
    assert world.as_(None).get("/catalogue/categories").json() == [
        {"code": code.value, "zh": zh, "en": en} for code, (zh, en) in NAMES.items()
    ]


def test_an_item_is_made_once(world: World) -> None:
    made = world.as_("street").post("/catalogue", DRAFT)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert made.json() == {"id": made.json()["id"], **SHOWN}
    again = world.as_("street").post("/catalogue", DRAFT)
    assert (again.status_code, again.json()["code"]) == (409, "code_taken")


def test_a_change_is_an_edition_and_the_old_one_stays(world: World) -> None:
    street = world.as_("street")
    made = street.post("/catalogue", DRAFT).json()
    changed = street.patch("/catalogue/X01", {"minutes": 75}, version=1)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert changed.json() == {
        **SHOWN, "id": changed.json()["id"], "edition": 2, "minutes": 75, "version": 2
    }  # fmt: skip
    assert street.get("/catalogue/X01").json() == changed.json()
    assert street.get("/catalogue/X01?edition=1").json() == {**made, "current": False}
    assert [i["edition"] for i in street.get("/catalogue").json()["items"]] == [2]
    roles = street.patch("/catalogue/X01", {"roles": [{"role": "helper"}]}).json()["roles"]
    assert roles == [{"role": "helper", "skills": [], "least": 1, "desired": None, "most": None}]
    stale = street.patch("/catalogue/X01", {"minutes": 80}, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert street.call("PATCH", "/catalogue/X01", json={"minutes": 80}).status_code == 428
    assert street.get("/catalogue/X01?edition=4").status_code == 404


def test_a_changed_item_of_the_seed_is_no_longer_the_seeds(world: World) -> None:
    filled(world)
    changed = world.as_("street").patch("/catalogue/W08", {"minutes": 50}).json()
    assert (changed["source"], changed["quote"] != "", changed["edition"]) == ("local", True, 2)
    with world.writing() as session:
        assert load_shipped(session) == 0


def test_all_faults_at_once(world: World) -> None:
    wrong = {**DRAFT, "shape": "facility", "minutes": None, "roles": [{"role": "a", "least": 3, "desired": 2}]}
    answer = world.as_("street").post("/catalogue", wrong)
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [
        ("roles.0.least", "min"),
        ("mode", "mode_needed"),
        ("roles", "roles_unused"),
        ("minutes", "minutes_needed"),
    ]
    street = world.as_("street")
    assert street.get("/catalogue").json()["items"] == []
    street.post("/catalogue", DRAFT)
    null = street.patch("/catalogue/X01", {"zh": None, "roles": None, "mode": "class"})
    assert [(e["field"], e["code"]) for e in null.json()["errors"]] == [("roles", "not_null"), ("zh", "not_null")]
    assert street.post("/catalogue", {**DRAFT, "code": "categories"}).status_code == 422


def test_the_list_asks_a_fixed_number_of_queries(world: World) -> None:
    sent = []
    for codes in (("Y1",), ("Y2", "Y3")):
        for code in codes:
            world.as_("street").post("/catalogue", {**DRAFT, "code": code})
        with counted(world.engine) as statements:
            world.as_(None).get("/catalogue")
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_refusals_lie_in_order_of_code() -> None:
    text = files("matcher_api.errors").joinpath("catalogue.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [r["code"] for r in rows] == sorted(CATALOGUE)
    assert [r["code"] for r in rows if not (r["zh"] and r["en"])] == []
