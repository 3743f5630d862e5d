"""Logs: one line an event, JSON for machines; ids, states and figures, never names, texts or queries."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog


def configure(*, as_json: bool, least: int = logging.INFO) -> None:
    """Of the whole process: called once by the command that serves. To stderr; `least`: the lowest level kept."""
    last: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def told(error: BaseException) -> dict[str, Any]:
    """What a log may say of an error: its kind and where it rose. Neither message nor values, which may quote what a
    person wrote."""
    frames = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    return {"error": type(error).__name__, "frames": frames[-12:]}
