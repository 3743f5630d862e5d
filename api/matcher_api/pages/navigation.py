"""The navigation: one line a page, in order; everybody sees the pages of their roles."""

from __future__ import annotations

from dataclasses import dataclass

from matcher_api.access.actor import Actor
from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole

R = AccessRole


@dataclass(frozen=True, slots=True)
class Entry:
    path: str
    zh: str
    en: str
    roles: tuple[AccessRole, ...]


ENTRIES = (
    Entry("/today", "今日", "Today", (R.COORDINATOR, R.CLERK, R.ADMIN)),
    Entry("/console", "排班台", "Console", (*OFFICE, *OVERSIGHT)),
    Entry("/requests", "需求", "Requests", (R.COORDINATOR, R.CLERK, R.ADMIN)),
    Entry("/calls", "电话清单", "Calls", (R.COORDINATOR, R.CLERK, R.ADMIN)),
    Entry("/people", "志愿者", "Volunteers", (R.COORDINATOR, R.CLERK, R.ADMIN)),
    Entry("/unit", "设施", "Facilities", (R.COORDINATOR, R.UNIT, R.ADMIN)),
    Entry("/providers", "服务商", "Providers", (*OFFICE, *OVERSIGHT)),
    Entry("/complaints", "投诉", "Complaints", (R.COORDINATOR, R.CLERK, R.ADMIN)),
    Entry("/circle", "服务圈", "Circle", (*OFFICE, *OVERSIGHT)),
    Entry("/imports", "导入", "Imports", (R.COORDINATOR, R.ADMIN)),
    Entry("/settings", "设置", "Settings", (R.COORDINATOR, R.ADMIN)),
    Entry("/services", "社区服务", "Services", (R.RESIDENT,)),
    Entry("/me", "我的班次", "My shifts", (R.VOLUNTEER,)),
    Entry("/me/open", "可报名", "Open shifts", (R.VOLUNTEER,)),
    Entry("/me/availability", "我有空的时间", "When I am free", (R.VOLUNTEER,)),
    Entry("/me/hours", "我的时长", "My hours", (R.VOLUNTEER,)),
    Entry("/me/profile", "我的资料", "About me", (R.VOLUNTEER,)),
    Entry("/me/messages", "消息", "Messages", (R.VOLUNTEER, R.RESIDENT, R.UNIT)),
)


def entries(actor: Actor) -> list[Entry]:
    return [e for e in ENTRIES if actor.has(*e.roles)]


def start(actor: Actor) -> str:
    """Where somebody begins: the first page of theirs; the API's own page for who has none."""
    return next((e.path for e in entries(actor)), "/docs")
