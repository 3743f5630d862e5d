"""Tables at the desk: looked at first, every fault with its way out, kept as a whole; what was imported before."""

from __future__ import annotations

import re
from typing import Any

from api.pages.visitor import Visitor
from api.world import World

HEAD = "place,kind,x,y,building\n"
SOUND = HEAD + "D7,home,10,20,7号楼\n"
FAULTY = HEAD + "D7,home,ten,20,7号楼\nD8,home,10,20,8号楼\n"


def sent(me: Visitor, path: str, content: str, **fields: Any) -> Visitor:
    """The form with its file."""
    token = re.search(r'name="_csrf" value="([^"]*)"', me.page.text)
    assert token is not None
    data = {"_csrf": token.group(1), "community_id": me.world.community, "table": "places", "mode": "add", **fields}
    me.page = me.client.post(path, data=data, files={"file": ("places.csv", content.encode())} if content else None)
    return me


def carried(me: Visitor) -> dict[str, str]:
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', me.page.text)[-1] for name in ("name", "carried")}


def test_a_file_is_checked_and_then_imported_without_choosing_it_again(world: World) -> None:
    me = Visitor(world).known("coordinator").get("/imports")
    me.sound()
    sent(me, "/imports/check", SOUND)
    me.sound()
    assert "没有错误，确认后导入" in me.shows and re.search(r"地点 1 1 0 0 0 0", me.shows)
    places = f"/communities/{world.community}/places?text=D7"
    assert world.as_("coordinator").get(places).json()["items"] == [], "a preview keeps nothing"
    sent(me, "/imports/keep", "", **carried(me))
    assert me.page.status_code == 200 and "已导入" in me.shows and "新增 1 · 修改 0" in me.shows
    assert [p["building"] for p in world.as_("coordinator").get(places).json()["items"]] == ["7号楼"]
    sent(me, "/imports/check", SOUND)
    assert re.search(r"地点 1 0 0 1 0 0", me.shows)


def test_every_fault_has_its_place_and_a_way_out(world: World) -> None:
    me = Visitor(world).known("coordinator").get("/imports")
    sent(me, "/imports/check", FAULTY)
    me.sound()
    assert "有 1 处要改" in me.shows and "第2行 x ten" in me.shows and "确认导入" not in me.shows
    rows = sent(me, "/imports/errors", "", **carried(me)).page
    assert rows.content[:2] == b"PK" and "places-errors.xlsx" in rows.headers["content-disposition"]
    me.get("/imports")
    sent(me, "/imports/keep", FAULTY)
    assert me.page.status_code == 422
    assert world.as_("coordinator").get(f"/communities/{world.community}/places?text=D8").json()["items"] == []


def test_what_is_no_file_and_who_may_not(world: World) -> None:
    me = Visitor(world).known("coordinator").get("/imports")
    sent(me, "/imports/check", "")
    assert me.page.status_code == 422 and "请选择文件" in me.shows
    sent(me, "/imports/check", SOUND, table="nothing")
    assert me.page.status_code == 422 and "请选择表格" in me.shows
    sent(me, "/imports/check", "", carried="***", name="x.csv")
    assert me.page.status_code == 422 and "请重新选择文件" in me.shows
    assert Visitor(world).known("clerk").get("/imports").page.status_code == 403
