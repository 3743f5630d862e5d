"""docs/service.md names nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.routing import APIRoute

from matcher_api.main import PAGES, create_app
from matcher_api.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "service.md"


def test_every_path_it_names_is_served() -> None:
    app = create_app(Settings(database_url="sqlite://"), migrate=False)
    served = app.openapi()["paths"]
    pages = {re.sub(r"{\w+}", "{id}", r.path) for router in PAGES for r in router.routes if isinstance(r, APIRoute)}
    known = [re.sub(r"{\w+}", "{id}", path.removeprefix("/api/v1/")) for path in served]
    text = PAGE.read_text("utf-8")
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    named = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    named += [p.replace("...", "{id}") for p in re.findall(r"/api/v1/([\w./-]+)", text)]
    assert len(named) > 30

    def there(name: str) -> bool:
        if name.startswith("/"):
            return name in pages
        return any(p == name or p.startswith(f"{name}/") or f"/{name}" in p for p in known)

    assert [n for n in named if not there(n.removeprefix("{id}/"))] == []
