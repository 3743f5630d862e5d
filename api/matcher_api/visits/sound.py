"""Whether what is asked for can be a visit: the library's own pieces are built from it, so that service and library
say the same; all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from matcher.errors import InvalidProblem
from matcher.problem import Condition, FacilityNeed, Role, Visit, Window
from matcher_api.errors import Fault
from matcher_api.visits.faults import fault

T = TypeVar("T")
Span = tuple[datetime, datetime]
LONGEST_WINDOW = timedelta(days=366)
DEFAULT_WALK, DEFAULT_PACE = 15, 1.0

_ZH = {
    "window.end": "结束必须晚于开始",
    "role.min": "人数须满足：0 ≤ 最少 ≤ 期望 ≤ 最多，最多至少 1 人",
    "condition.at_least": "至少人数须为 1 或更多，或 all",
    "need.people": "使用人数至少 1 人",
    "need.pace": "步速须在每秒 0.1 到 10 米之间",
    "need.max_walk": "最长步行不能为负",
    "visit.duration": "时长至少 1 分钟",
    "visit.windows": "须至少有一个时间窗，且至少有一个不短于时长",
    "visit.place": "地点和场地用途须填且只能填一个",
    "visit.roles": "须有岗位（人）或场地用途；岗位名称不能重复；固定地点至少有一个岗位的最少人数为 1",
    "visit.priority": "优先级须为 1 到 9",
    "visit.value": "分值须为 0 到 1000000000；必保的至少为 1",
    "visit.risk": "风险须为 low、medium 或 high",
    "visit.min_days_apart": "至少间隔天数不能为负",
    "visit.waiting_days": "已等天数不能为负",
}
_FIELDS = {
    "role.min": "least",
    "need.max_walk": "max_walk_minutes",
    "visit.duration": "duration_minutes",
    "visit.place": "place_id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A visit as somebody wants it. `roles`, `conditions`: as the tables hold them."""

    windows: Sequence[Span]
    duration_minutes: int
    place_id: str | None = None
    mode: str = ""
    people: int = 1
    origin_id: str | None = None
    pace: float | None = None
    max_walk_minutes: int | None = None
    roles: Sequence[Mapping[str, Any]] = ()
    conditions: Sequence[Mapping[str, Any]] = ()
    service: str = ""
    priority: int = 5
    value: int | None = None
    guaranteed: bool = False
    groups: Sequence[str] = ()
    risk: str = "low"
    min_days_apart: int = 0


def visit_of(wanted: Wanted, zone: ZoneInfo) -> tuple[Visit | None, list[Fault]]:
    """The library's visit (minutes from midnight of the first window's day), or None and every fault."""
    faults: list[Fault] = []
    start = min((s for s, _ in wanted.windows), default=None)
    zero = start.astimezone(zone).replace(hour=0, minute=0, fold=0) if start is not None else None
    windows: list[Window] = []
    for n, (begin, end) in enumerate(wanted.windows):
        assert zero is not None
        first, last = (int((m - zero).total_seconds()) // 60 for m in (begin, end))
        if end - begin > LONGEST_WINDOW:
            faults.append(fault(f"windows.{n}.end", "window_too_long", days=LONGEST_WINDOW.days))
        made = _made(lambda a=first, b=last: Window(a, b), "window", f"windows.{n}", faults)  # type: ignore[misc]
        windows.append(made or Window(0, max(wanted.duration_minutes, 1)))
    faults += role_faults(wanted.roles, "roles")
    roles = [_role(r) if not role_faults([r], "") else Role(id=str(r["role"])) for r in wanted.roles]
    conditions = [
        condition
        for n, c in enumerate(wanted.conditions)
        if (condition := _made(lambda c=c: _condition(c), "condition", f"conditions.{n}", faults))  # type: ignore[misc]
    ]
    need = None
    if wanted.mode:
        need = _made(lambda: _need(wanted), "need", "", faults) or FacilityNeed(mode=wanted.mode)
    visit = _made(
        lambda: Visit(
            id="visit",
            windows=tuple(windows),
            duration=wanted.duration_minutes,
            place=wanted.place_id,
            need=need,
            roles=tuple(roles),
            conditions=tuple(conditions),
            service=wanted.service,
            priority=wanted.priority,
            value=wanted.value,
            guaranteed=wanted.guaranteed,
            groups=frozenset(wanted.groups),
            risk=wanted.risk,  # type: ignore[arg-type]
            min_days_apart=wanted.min_days_apart,
        ),
        "visit",
        "",
        faults,
    )
    return (None if faults else visit), faults


def role_faults(roles: Sequence[Mapping[str, Any]], field: str) -> list[Fault]:
    """Of roles alone (an item of the catalogue has them before it has a visit)."""
    faults: list[Fault] = []
    for n, row in enumerate(roles):
        _made(lambda r=row: _role(r), "role", f"{field}.{n}", faults)  # type: ignore[misc]
    return faults


def _role(row: Mapping[str, Any]) -> Role:
    return Role(
        id=str(row["role"]),
        skills=frozenset(row.get("skills") or ()),
        min=row.get("least", 1),
        desired=row.get("desired"),
        max=row.get("most"),
    )


def _condition(row: Mapping[str, Any]) -> Condition:
    at_least = row.get("at_least", 1)
    return Condition(str(row["of"]), None if at_least == "all" else int(at_least))


def _need(wanted: Wanted) -> FacilityNeed:
    return FacilityNeed(
        mode=wanted.mode,
        people=wanted.people,
        origin=wanted.origin_id,
        max_walk=DEFAULT_WALK if wanted.max_walk_minutes is None else wanted.max_walk_minutes,
        pace=DEFAULT_PACE if wanted.pace is None else wanted.pace,
    )


def _made(make: Callable[[], T], piece: str, field: str, faults: list[Fault]) -> T | None:
    try:
        return make()
    except InvalidProblem as error:
        for e in error.errors:
            key = f"{piece}.{e.code}"
            name = _FIELDS.get(key, e.code)
            faults.append(Fault(f"{field}.{name}".lstrip("."), e.code, _ZH.get(key, e.message), e.message))
        return None
