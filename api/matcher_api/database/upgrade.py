"""Brings a database to the newest migration; migrations lie in the package, so that an installed wheel can do it."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def config(engine: Engine) -> Config:
    made = Config()
    made.set_main_option("script_location", str(files("matcher_api.database") / "migrations"))
    made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Each migration in its own transaction; safe to call at every start."""
    command.upgrade(config(engine), revision)
