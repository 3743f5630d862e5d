"""Every page, in both languages, at the desk and on a phone: nothing axe finds, nothing wider than the screen, nothing
from elsewhere, and no heavier than it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Page
from sqlmodel import Session, select

from api.browser.all_pages import LOOKED_AT, NO_PAGES, addresses
from api.browser.town import Town, Visitor
from matcher_api.demo import TITLE
from matcher_api.main import PAGES
from matcher_api.rosters.models import RosterRow

Opens = Callable[..., Visitor]
AXE = Axe()
LIGHT, HEAVY, REQUESTS = 40_000, 150_000, 10
"""Bytes and requests of a cold page: of volunteers and residents, of the desk."""


def test_no_page_is_left_out() -> None:
    routes = {r.path for router in PAGES for r in router.routes if isinstance(r, APIRoute) and "GET" in r.methods}
    assert routes == {*LOOKED_AT, *NO_PAGES}


@pytest.fixture(scope="module")
def pages(town: Town) -> list[tuple[str, list[str]]]:
    """(role, addresses)."""
    found = sorted(addresses(town))
    return [(role, [path for _, path in own]) for role, own in groupby(found, key=lambda one: one[0])]


WEIGHT = """() => { const all = ['navigation', 'resource'].flatMap(k => performance.getEntriesByType(k));
return [all.reduce((sum, e) => sum + e.decodedBodySize, 0), all.length]; }"""


def wrong(page: Page, role: str) -> Iterator[str]:
    bytes_, requests = page.evaluate(WEIGHT)
    if bytes_ > (LIGHT if role in ("volunteer", "resident") else HEAVY) or requests > REQUESTS:
        yield f"{bytes_} bytes, {requests} requests"
    for found in AXE.run(page).response["violations"]:
        yield f"axe {found['id']}: {found['nodes'][0]['target']} of {len(found['nodes'])}"
    width, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if width > screen:
        yield f"{width} wide on {screen}"


@pytest.mark.parametrize(
    ("lang", "narrow"),
    [
        pytest.param("zh", True, id="zh-phone"),
        pytest.param("en", False, id="en-desk", marks=pytest.mark.campaign),
        pytest.param("zh", False, id="zh-desk", marks=pytest.mark.campaign),
        pytest.param("en", True, id="en-phone", marks=pytest.mark.campaign),
    ],
)
def test_every_page(pages: list[tuple[str, list[str]]], visitor: Opens, lang: str, narrow: bool) -> None:
    bad = []
    for role, paths in pages:
        one = visitor(role, lang=lang, narrow=narrow)
        for path in paths:
            one.goes(path)
            assert one.page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
            bad += [f"{role} {path}: {fault}" for fault in wrong(one.page, role)]
        bad += [f"{role}: {said}" for said in one.said] + [f"{role} asked {url}" for url in one.elsewhere()]
    assert not bad, "\n".join(bad)


def test_no_such_page(visitor: Opens) -> None:
    one = visitor("coordinator")
    one.page.goto("/nowhere")
    assert "没有这个页面" in one.text and list(wrong(one.page, "coordinator")) == []


def test_the_report_has_its_look(town: Town, visitor: Opens) -> None:
    """Its one style sheet is let in, and no other."""
    one = visitor("coordinator")
    with Session(town.engine) as session:
        roster = session.exec(select(RosterRow.id).where(RosterRow.title == TITLE)).one()
    one.goes(f"/api/v1/rosters/{roster}/report.html")
    assert one.page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "1180px"
    assert one.said == [] and one.elsewhere() == [] and one.page.locator("[style]").count() == 0


@pytest.mark.campaign
def test_the_api_describes_itself(visitor: Opens) -> None:
    """Swagger UI of this host, drawn by its scripts."""
    one = visitor().goes("/docs")
    one.page.locator(".opblock-tag-section").nth(15).wait_for()
    assert one.said == [] and one.elsewhere() == []
