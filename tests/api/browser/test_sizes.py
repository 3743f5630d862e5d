"""Pages of a community with nothing in it, and of one with a thousand volunteers and six hundred visits a week."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser
from sqlmodel import Session, func, select

from api.browser.all_pages import LOOKED_AT, NO_PAGES
from api.browser.test_every_page import wrong
from api.browser.test_phone import known
from api.browser.town import Town, Visitor
from api.web.test_documentation import served
from api.world import World, on_sqlite
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community
from matcher_api.demo import TITLE
from matcher_api.main import PAGES
from matcher_api.people.models import Person
from matcher_api.rosters.models import RosterRow

pytestmark = pytest.mark.campaign


@on_sqlite
@pytest.mark.parametrize("narrow", [True, False], ids=["phone", "desk"])
def test_a_community_with_nothing_in_it(browser: Browser, world: World, narrow: bool) -> None:
    with world.writing() as session:
        empty = Community(code="empty", name="新社区")
        session.add(empty)
        session.flush()
        world.login(session, AccessRole.COORDINATOR, empty.id, name="new desk")
        session.commit()
    routes = {r.path for router in PAGES for r in router.routes if isinstance(r, APIRoute) and "GET" in r.methods}
    paths = sorted(p for p in routes if LOOKED_AT.get(p) == "coordinator" and "{" not in p and p not in NO_PAGES)
    with served(world) as address:
        one = Visitor(browser, address, narrow=narrow)
        known(one, world, "new desk")
        bad = [f"{path}: {fault}" for path in paths for fault in wrong(one.goes(path).page, "coordinator")]
        assert bad == [] and one.said == [] and one.elsewhere() == [] and len(paths) > 10
        one.closed()


def test_a_thousand_volunteers(browser: Browser, tmp_path: Path) -> None:
    with Town(tmp_path).served(scenario="guanghe-week", seconds=15) as town:
        with Session(town.engine) as session:
            assert session.exec(select(func.count()).select_from(Person)).one() > 1000
            roster = session.exec(select(RosterRow.id).where(RosterRow.title == TITLE)).one()
        console = [f"/console/{roster}{part}" for part in ("", "?view=rooms", "?view=visits", "?view=map", "/notice")]
        bad = []
        for narrow in (False, True):
            one = Visitor(browser, town.address, narrow=narrow).known("coordinator", town.logins["coordinator"])
            for path in ("/today", "/calls", "/people", "/messages", "/requests/new", "/unit", *console):
                bad += [f"{path}: {fault}" for fault in wrong(one.goes(path).page, "coordinator")]
            assert one.said == [] and one.elsewhere() == []
            one.closed()
        assert not bad, "\n".join(bad)
