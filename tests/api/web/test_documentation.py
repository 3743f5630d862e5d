"""The API's own page: Swagger UI from this host, no script inside it; what others bring is locked by integrity."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.world import World

ASSETS = Path(__file__).parents[3] / "assets"


def test_the_page_brings_nothing_from_elsewhere(world: World) -> None:
    page = world.client.get("/docs")
    assert page.status_code == 200, page.text
    linked = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(linked) == 4 and all(path.startswith("/static/") for path in linked)
    assert [world.client.get(path).status_code for path in linked] == [200] * 4
    assert re.findall(r"<script(?![^>]*\bsrc=)", page.text) == [] and "style=" not in page.text


def test_what_others_bring_is_locked_and_names_no_host() -> None:
    text = (ASSETS / "package-lock.json").read_text("utf-8")
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert {"node_modules/swagger-ui-dist", "node_modules/htmx.org"} <= set(packages)
    assert all(re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", entry["integrity"]) for entry in packages.values())
    assert "://" not in text and "resolved" not in text


@contextmanager
def served(world: World) -> Iterator[str]:
    """The world's application on a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(world.client.app, port=0, log_level="warning", lifespan="off"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
