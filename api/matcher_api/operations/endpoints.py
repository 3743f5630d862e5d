"""/health, /ready and /metrics, outside the API: for whatever keeps the service running."""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from matcher_api.database.upgrade import config
from matcher_api.operations.metrics import Tables

router = APIRouter(tags=["operations"])


@router.get("/health")
def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/ready", responses={503: {"description": "Not ready; the body says what is missing"}})
def ready(request: Request) -> JSONResponse:
    """The database answers and is at the newest migration; else 503 and what is not."""
    engine = request.app.state.engine
    try:
        with engine.connect() as connection:
            now = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        return JSONResponse({"status": "not ready", "database": type(error).__name__}, 503)
    newest = ScriptDirectory.from_config(config(engine)).get_current_head()
    body = {"status": "ready" if now == newest else "not ready", "migration": now, "newest": newest}
    return JSONResponse(body, 200 if now == newest else 503)


@router.get("/metrics", response_class=Response)
def metrics(request: Request) -> Response:
    """For Prometheus: calls by route and status, seconds, runs by state, messages that wait. Keep it from strangers
    at the proxy."""
    tables = CollectorRegistry()
    tables.register(Tables(request.app.state.engine))
    told = generate_latest(request.app.state.metrics.registry) + generate_latest(tables)
    return Response(told, media_type=CONTENT_TYPE_LATEST)
