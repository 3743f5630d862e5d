"""The API's own page, /docs: Swagger UI from this host, under the same rules for scripts as every page."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

STATIC = Path(__file__).parents[1] / "static"
UI = "vendor/swagger-ui-dist"
_PAGE = f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Matcher API</title>
<link rel="icon" href="/static/{UI}/favicon-32x32.png">
<link rel="stylesheet" href="/static/{UI}/swagger-ui.css">
<script src="/static/{UI}/swagger-ui-bundle.js" defer></script>
<script src="/static/docs.js" defer></script>
</head>
<body><main id="docs" data-openapi="/openapi.json"></main></body>
</html>
"""
_MISSING = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Matcher API</title></head>
<body><main><h1>Matcher API</h1>
<p>这里没有 Swagger UI：安装时取不到它。请联网后重新安装；接口本身可用，见
<a href="/openapi.json">openapi.json</a>。</p>
<p lang="en">Swagger UI is not here: it could not be fetched at installation. Install again with a network; the API
itself works, see <a href="/openapi.json">openapi.json</a>.</p></main></body></html>
"""
router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs() -> HTMLResponse:
    here = (STATIC / UI / "swagger-ui-bundle.js").is_file()
    return HTMLResponse(_PAGE if here else _MISSING, 200 if here else 503)


def install(app: FastAPI) -> None:
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
