"""Providers at the desk: the steps of a certification, what is on file, the units that lend rooms."""

from __future__ import annotations

from api.pages.visitor import Visitor
from api.world import World
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.providers.models import Provider, ProviderItem


def in_state(world: World, state: str) -> None:
    with world.writing() as session:
        row = session.get_one(Provider, world.provider)
        row.sqlmodel_update({"state": state, "modes": ["at_home"], "hotline": "05370000000"})
        session.commit()


def test_a_provider_is_certified_suspended_and_restored(world: World) -> None:
    world.add(CatalogueItem(code="H12", category="home", zh="照料"))
    world.add(ProviderItem(provider_id=world.provider, item_code="H12", price_cents=3000))
    in_state(world, "submitted")
    me = Visitor(world).known("coordinator").get("/providers?state=submitted")
    me.sound()
    path = f"/providers/{world.provider}"
    assert path in me.page.text
    me.get(path)
    me.sound()
    assert "照料 30元" in me.shows
    me.send(f"{path}/council_reject", reason="")
    assert me.page.status_code == 422
    me.send(f"{path}/council_pass").followed()
    me.send(f"{path}/notice").followed()
    assert "公示中" in me.shows and "2026-11-27" in me.shows
    me.send(f"{path}/sign")
    assert me.page.status_code == 409, "the notice has not run"
    in_state(world, "signed")
    me.get(path).send(f"{path}/activate", certified_until="2027-11-30").followed()
    assert "已认证" in me.shows and "2027-11-30" in me.shows
    me.send(f"{path}/suspend").followed()
    me.send(f"{path}/revoke")
    assert me.page.status_code == 409, "three kinds of facts are missing"
    me.send(f"{path}/fact", kind="defect", text="抽查不合格").followed()
    assert "质量问题: 抽查不合格" in me.shows
    me.send(f"{path}/restore").followed()
    assert "已认证" in me.shows
    assert Visitor(world).known("volunteer").get("/providers").page.status_code == 403
    watching = Visitor(world).known("supervisor").get(path)
    assert watching.page.status_code == 200 and "下一步" not in watching.shows
