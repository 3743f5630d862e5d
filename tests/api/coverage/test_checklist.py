"""The 27 kinds of places a circle should have: which are on record, and the page that shows them."""

from __future__ import annotations

import pytest

from api.pages.visitor import Visitor
from api.small_week import SmallWeek
from api.world import World
from matcher_api.catalogue.shipped import load_shipped
from matcher_api.coverage.checklist import GROUPS, KINDS
from matcher_api.providers.models import Provider, ProviderItem


@pytest.fixture
def week(world: World) -> SmallWeek:
    with world.writing() as session:
        load_shipped(session)
        session.commit()
    return SmallWeek(world)


def there(week: SmallWeek, who: str = "coordinator") -> dict[str, list[str]]:
    shown = week.world.as_(who).get(f"/communities/{week.community}/checklist").json()
    assert shown["kinds"] == len(KINDS) == 27
    found = {k["code"]: k["there"] for g in shown["groups"] for k in g["kinds"]}
    assert shown["there"] == sum(1 for names in found.values() if names)
    assert all(k["zh"] != k["code"] for g in shown["groups"] for k in g["kinds"]), "all are in the catalogue"
    return found


def test_the_numbers_of_the_seed() -> None:
    assert [(g.zh, len(g.codes)) for g in GROUPS] == [
        ("一校", 1), ("二栏", 2), ("四场", 4), ("五室", 5), ("六中心", 6), ("九网点", 9),
    ]  # fmt: skip


def test_facilities_and_active_providers_are_there(week: SmallWeek) -> None:
    assert not any(there(week).values())
    world = week.world
    assert world.as_("coordinator").patch(f"/facilities/{week.room}", {"kind": "C01"}).status_code == 200
    world.add(ProviderItem(provider_id=world.provider, item_code="B01"))
    with world.writing() as session:
        row = session.get_one(Provider, world.provider)
        row.state, row.name = "suspended", "好口福"
        session.commit()
    assert {k: v for k, v in there(week, "street").items() if v} == {"C01": ["一年级教室"]}, "its badge is gone"
    with world.writing() as session:
        session.get_one(Provider, world.provider).state = "active"
        session.commit()
    assert {k: v for k, v in there(week).items() if v} == {"C01": ["一年级教室"], "B01": ["好口福"]}


def test_the_page_says_which_are_missing_and_takes_a_kind(week: SmallWeek) -> None:
    me = Visitor(week.world).known("coordinator").get("/circle")
    me.sound()
    assert "0 / 27" in me.shows and "农贸市场 没有登记" in me.shows
    me.send("/circle/kinds", facility_id=week.room, kind="P09", community=week.community).followed()
    assert "1 / 27" in me.shows and "人民调解室 一年级教室" in me.shows
    me.send("/circle/kinds", facility_id=week.room, kind="X", community=week.community)
    assert me.page.status_code == 422 and "1 / 27" in me.shows
    street = Visitor(week.world).known("street").get("/circle")
    assert street.page.status_code == 200 and "/circle/kinds" not in street.page.text
    assert Visitor(week.world).known("volunteer").get("/circle").page.status_code == 403
