"""What people typed, as the shapes that services take; what is wrong is told at the field it was typed into."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from fastapi import Request
from pydantic import BaseModel, TypeAdapter, ValidationError

from matcher_api.calendars.moments import Day
from matcher_api.errors import Fault, Refusal

S = TypeVar("S", bound=BaseModel)
_DAY: TypeAdapter[date] = TypeAdapter(Day)
Typed = Mapping[str, list[str]]
_ZH = {
    "missing": "请填写这一项",
    "string_too_short": "请填写这一项",
    "string_too_long": "太长了",
    "string_pattern_mismatch": "写法不对",
    "int_parsing": "请填写整数",
    "greater_than_equal": "太小了",
    "less_than_equal": "太大了",
}


async def read(request: Request) -> Typed:
    """Fields of the form that was sent, in order; files are no text and left out."""
    found: dict[str, list[str]] = {}
    form = await request.form(max_fields=500)
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


class Form:
    """The form of a request that changes something."""

    def __init__(self, request: Request) -> None:
        self.typed: Typed = getattr(request.state, "typed", {})

    def one(self, name: str, default: str = "") -> str:
        return self.typed.get(name, [default])[0].strip()

    def all(self, name: str) -> list[str]:
        return self.typed.get(name, [])

    def as_(self, shape: type[S], values: Mapping[str, Any], names: Mapping[str, str] | None = None) -> S:
        """`values` as the shape, empty ones left out; `names`: path in the shape -> field of the form."""
        given = {k: v for k, v in values.items() if v not in ("", None)}
        try:
            return shape.model_validate(given)
        except ValidationError as error:
            raise Refusal("invalid", faults=[_fault(e, names or {}) for e in error.errors()]) from error

    def moment(self, day: str, clock: str, zone: ZoneInfo) -> datetime:
        """Of a field with a date and one with a time of day."""
        return datetime.combine(self.day(day), self.time(clock), zone)

    def day(self, name: str) -> date:
        try:
            return _DAY.validate_python(self.one(name))
        except ValidationError:
            raise _unread(name, "请填写日期", "Give a date") from None

    def time(self, name: str) -> time:
        try:
            return time.fromisoformat(self.one(name))
        except ValueError:
            raise _unread(name, "请填写时间，如 09:30", "Give a time, such as 09:30") from None


def _unread(field: str, zh: str, en: str) -> Refusal:
    return Refusal("invalid", faults=[Fault(field, "unreadable", zh, en)])


def _fault(error: Any, names: Mapping[str, str]) -> Fault:
    path = ".".join(str(p) for p in error["loc"])
    kind = str(error["type"])
    return Fault(names.get(path, path), kind, _ZH.get(kind, f"不符合要求（{error['msg']}）"), str(error["msg"]))
