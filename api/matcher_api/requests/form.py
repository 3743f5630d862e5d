"""The one form for every category, at the desk and at home: what was typed becomes a `RequestDraft`."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request

from matcher_api.catalogue import service as catalogue
from matcher_api.catalogue.categories import NAMES
from matcher_api.pages.forms import Form
from matcher_api.pages.tongue import Tongue
from matcher_api.requests.shapes import RequestDraft
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work

_FIELDS = {
    "windows.0.start": "start",
    "windows.0.end": "end",
    "resident.name": "name",
    "resident.phone": "phone",
    "resident.door": "door",
    "resident.home_id": "home_id",
}


def draft_of(request: Request, zone: ZoneInfo, *, community_id: str, resident_id: str) -> RequestDraft:
    """`resident_id` empty: somebody new, as typed."""
    form = Form(request)
    values: dict[str, Any] = {
        "community_id": community_id,
        "channel": form.one("channel"),
        "resident_id": resident_id,
        "item_code": form.one("item_code"),
        "text": form.one("text"),
        "emergency": form.one("emergency") == "on",
        "guaranteed": form.one("guaranteed") == "on",
    }
    if form.one("day"):
        window = {"start": form.moment("day", "start", zone), "end": form.moment("day", "end", zone)}
        values["windows"] = [window]
    if not resident_id and form.one("name"):
        new = {name: form.one(name) for name in ("name", "phone", "door", "home_id")}
        values["resident"] = {k: v for k, v in new.items() if v}
    return form.as_(RequestDraft, values, _FIELDS)


def items_by_category(work: Work, t: Tongue) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be asked for, as groups of a select."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in catalogue.listed(work, EVERY, category=None, shape=None).items:
        found.setdefault(item.category, []).append((item.code, t(item.zh, item.en)))
    return [(t(*NAMES[category]), sorted(found[category])) for category in NAMES if category in found]
