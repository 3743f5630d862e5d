"""The week of xizha as the demo makes it, served on a port of this machine; and people in front of real browsers."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from sqlalchemy import event

from matcher.cli.demo import shipped
from matcher_api.database.engine import make_engine
from matcher_api.database.upgrade import upgrade
from matcher_api.demo import Demo
from matcher_api.main import create_app
from matcher_api.settings import Settings

CHROMIUM = shutil.which("chromium")
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
SOLVING = 60_000
"""Milliseconds that a week may take on a slow machine."""

PATIENCE = 180_000
"""Milliseconds a page has to become what is waited for: no figure, only an end."""


def launched(playwright: Playwright) -> Browser:
    """The system's own Chromium: nothing is fetched."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])


class Town:
    """`now` is the town's clock, moved by hand; `logins`: role -> password."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 20, 9, tzinfo=ZONE).astimezone(UTC)
        settings = Settings(
            database_url=f"sqlite:///{folder / 'town.db'}",
            secret="test-secret",
            state_dir=folder,
            cheap_passwords=True,
            log_json=False,
            login_attempts="1000/minute",
        )
        self.engine = make_engine(settings.database_url)
        self.sly = list[str]()
        """Statements that wrote in a transaction that was to read alone: under load they fail on SQLite."""
        event.listen(self.engine, "before_cursor_execute", self._looked_at)
        self.app = create_app(settings, engine=self.engine, now=lambda: self.now)
        self.demo = Demo(self.engine, settings, now=lambda: self.now)
        self.logins: dict[str, str] = {}
        self.address = ""

    def _looked_at(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        writes = statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and not connection.get_execution_options().get("writes", False):
            self.sly.append(statement)

    @contextmanager
    def served(self, *, published: bool = True, scenario: str = "xizha-week", seconds: float = 60) -> Iterator[Town]:
        """With the runner that solves, until the block ends. `published`: with a roster of the week that people were
        told; else with their logins alone."""
        upgrade(self.engine)
        self.logins = dict(line.split() for line in self.demo.week(shipped(scenario), first_day=MONDAY))
        if published:
            self.demo.published(time_limit=seconds)
        server = uvicorn.Server(uvicorn.Config(self.app, port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            self.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
            yield self
        finally:
            server.should_exit = True
            thread.join()
        assert self.sly == []

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        """It is now that time of a day of the week, 0 Monday."""
        moment = datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, minute, tzinfo=ZONE) + timedelta(days=day)
        self.now = moment.astimezone(UTC)


class Visitor:
    """One browser of one person; `said`: what the browser complained of; `asked`: every address it asked for."""

    def __init__(
        self, browser: Browser, address: str, *, narrow: bool = False, lang: str = "zh", scripts: bool = True
    ) -> None:
        self.address, self.said, self.asked = address, list[str](), list[str]()
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            viewport=PHONE if narrow else DESK,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda m: self.said.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("request", lambda r: self.asked.append(r.url))
        if lang != "zh":  # by the switch: it is remembered
            self.page.goto(f"/language/{lang}?next=/login")

    def known(self, name: str, password: str) -> Visitor:
        """Logged in by the form."""
        self.page.goto("/login")
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(re.compile(r"^(?!.*/login)"))
        return self

    def carded(self, code: str) -> Visitor:
        """Logged in by a personal card: a code and nothing else."""
        self.page.goto("/login")
        self.page.fill("input[name=code]", code)
        self.page.press("input[name=code]", "Enter")
        self.page.wait_for_url(re.compile(r"^(?!.*/login)"))
        return self

    def goes(self, path: str) -> Visitor:
        answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, (path, answer and answer.status, self.text)
        return self

    def taps(self, words: str, within: str = "main") -> Visitor:
        """The first button or link of that name."""
        target = self.page.locator(within).locator("button, a, summary").filter(has_text=re.compile(words)).first
        target.click()
        self.page.wait_for_load_state()
        return self

    def tabs(self, to: str, most: int = 90) -> Visitor:
        """By the Tab key to what fits the selector; where one is can be seen."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("to => document.activeElement.matches(to)", to):
                assert self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
                return self
        raise AssertionError(f"no Tab leads to {to}")

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def hrefs(self, pattern: str) -> list[str]:
        """Addresses of the page's links that match as a whole, in order."""
        found = [a.get_attribute("href") or "" for a in self.page.locator("a[href]").all()]
        return [h for h in dict.fromkeys(found) if re.fullmatch(pattern, h)]

    def elsewhere(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((self.address, "data:"))]

    def closed(self) -> None:
        self.context.close()
