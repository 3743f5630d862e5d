"""One browser for the tests of this folder, and one town, which tests that look at it share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from api.browser.town import CHROMIUM, Town, Visitor, launched


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: pages are not looked at")
    with sync_playwright() as playwright:
        opened = launched(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A published week; look at it and leave it as it is."""
    with Town(tmp_path_factory.mktemp("town")).served() as made:
        yield made


@pytest.fixture
def visitor(browser: Browser, town: Town) -> Iterator[Callable[..., Visitor]]:
    """Opens browsers of the town's people; what they did not close is closed."""
    opened: list[Visitor] = []

    def made(role: str = "", **how: Any) -> Visitor:
        opened.append(Visitor(browser, town.address, **how))
        return opened[-1].known(role, town.logins[role]) if role else opened[-1]

    yield made
    for one in opened:
        one.closed()
