"""What every table has: an opaque id, when it was made and changed, and a version that grows with each change."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMES

Json = JSON().with_variant(JSONB(), "postgresql")


def json_column(*, nullable: bool = False) -> Any:
    """A column of JSON (JSONB on PostgreSQL); assign whole values, changes inside are not seen."""
    return Column(Json, nullable=nullable)


def new_id() -> str:
    """21 characters, rising with time to the microsecond (pages in order of id are pages in order of making)."""
    return f"{time.time_ns() // 1_000:013x}{secrets.token_hex(4)}"


def utc_now() -> datetime:
    return datetime.now(UTC)


class Record(SQLModel):
    """Base of all tables with an id. `version` is the ETag of the row; the database refuses a stale write."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    created_at: datetime = Field(default_factory=utc_now)
    updated_at: datetime = Field(default_factory=utc_now, sa_column_kwargs={"onupdate": utc_now})
    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


METADATA: MetaData = SQLModel.metadata
