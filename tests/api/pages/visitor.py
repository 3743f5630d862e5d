"""Somebody in front of a page without JavaScript: follows links, fills forms, and is sent where they lead."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import select

from api.world import World
from matcher_api.access.models import Login
from matcher_api.access.secret_keys import passwords

PASSWORD = "a word that passes"
ELSEWHERE = re.compile(r"""(?:src|href|action)="(?:https?:)?//""")


class Visitor:
    """`page`: the last answer; `shows` its text as people read it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = TestClient(world.client.app, base_url="http://testserver", follow_redirects=False)
        self.page: Any = None

    def known(self, name: str) -> Visitor:
        """Logged in by the form, with a password."""
        with self.world.writing() as session:
            login = session.exec(select(Login).where(Login.username == name)).one()
            login.password_hash = passwords(cheap=True).hash(PASSWORD)
            session.commit()
        self.get("/login")
        self.send("/login", username=name, password=PASSWORD)
        assert self.page.status_code == 303, self.shows
        return self

    def get(self, path: str) -> Visitor:
        self.page = self.client.get(path)
        return self

    def send(self, path: str, **fields: Any) -> Visitor:
        """The form of the last page, with its CSRF token."""
        found = re.search(r'name="_csrf" value="([^"]*)"', self.page.text)
        assert found is not None and f'action="{path}"' in self.page.text, f"there is no form {path}:\n{self.page.text}"
        self.page = self.client.post(path, data={"_csrf": found.group(1), **fields})
        return self

    def followed(self) -> Visitor:
        """To where a form led."""
        assert self.page.status_code == 303, self.shows
        return self.get(self.page.headers["location"])

    @property
    def shows(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page.text)).split())

    @property
    def weight(self) -> tuple[int, int]:
        """(bytes, requests) of the page with everything it links to, not compressed and not cached."""
        linked = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', self.page.text)
        answers = [self.client.get(path) for path in linked]
        assert [a.status_code for a in answers] == [200] * len(linked)
        return sum(len(a.content) for a in (self.page, *answers)), 1 + len(linked)

    def sound(self) -> None:
        """What holds for every page: a language, one heading, labels, nothing inline and nothing from elsewhere."""
        text = self.page.text
        assert re.search(r'<html lang="(zh-CN|en)">', text) and text.count("<h1") == 1
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style| style=| on[a-z]+=", text) == []
        assert ELSEWHERE.findall(text) == []
        inside = r"<p(?: [^>]*)?>(?:(?!</p>).)*<(?:form|details|div|ul)\b"  # would end the paragraph
        assert re.findall(inside, text, re.DOTALL) == []
        named = set(re.findall(r'<label for="([^"]+)"', text))
        fields = re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"(?:hidden|checkbox|radio)\")[^>]*>", text)
        assert [f for f in fields if re.search(r'id="([^"]+)"', f) is None] == []
        assert {re.search(r'id="([^"]+)"', f)[1] for f in fields} <= named  # type: ignore[index]
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
