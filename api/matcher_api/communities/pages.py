"""/settings: what counts how much, how far people walk, deadlines and quiet hours, holidays; each in words."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from matcher.scenario.columns import tables
from matcher_api.access.roles import AccessRole
from matcher_api.calendars import service as calendars
from matcher_api.calendars.shapes import DayDraft
from matcher_api.communities import service
from matcher_api.communities.models import Community
from matcher_api.communities.settings_shapes import PolicySet, ServiceSet, WalkingSet, WeightsSet
from matcher_api.communities.shapes import CommunityChange
from matcher_api.pages.drawing import drawn, to, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/settings")
COORDINATOR = allow(AccessRole.COORDINATOR)
GROUPS: Mapping[str, type[BaseModel]] = {
    "weights": WeightsSet,
    "walking": WalkingSet,
    "policy": PolicySet,
    "settings": ServiceSet,
}
SHOWN_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: `path` such as `weights.walk`; `usual`: its default, `value`: as it is now, both as typed."""

    path: str
    zh: str
    en: str
    meaning_zh: str
    value: str
    usual: str


@cache
def _words() -> Mapping[str, tuple[str, str, str]]:
    """By path: (name, meaning in Chinese, meaning in English); the library's own for what the library takes."""
    found = {c.name: (c.zh, c.meaning_zh, c.meaning_en) for c in tables()["scenario"].columns}
    text = files("matcher_api.communities").joinpath("setting_words.csv").read_text(encoding="utf-8")
    own = {f"settings.{r['name']}": (r["zh"], "", r["en"]) for r in csv.DictReader(text.splitlines())}
    return {**found, **own}


def _typed(value: Any) -> str:
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, tuple | list) else f"{value}"


def fields(group: str, community: Community) -> list[Field]:
    """Of one group, in the order of its shape; those without words are set by the API alone."""
    shape, words = GROUPS[group], _words()
    now, usual = shape.model_validate(getattr(community, group)), shape()
    return [
        Field(f"{group}.{n}", zh, en, meaning, _typed(getattr(now, n)), _typed(getattr(usual, n)))
        for n in shape.model_fields
        if f"{group}.{n}" in words
        for zh, meaning, en in (words[f"{group}.{n}"],)
    ]


@router.get("", dependencies=COORDINATOR)
def settings(request: Request, work: WorkOf, community_id: Annotated[str, Query(max_length=32)] = "") -> Response:
    return _drawn(request, work, community_id)


def _drawn(request: Request, work: Work, community_id: str) -> Response:
    shown = service.listed(work, EVERY).items
    mine = [c for c in shown if work.actor.in_community(c.id, AccessRole.COORDINATOR)]
    here = community_id or (mine[0].id if mine else "")
    work.require(here, AccessRole.COORDINATOR)
    community = service.seen(work, here)
    today = work.now.astimezone(zone_of(work)).date()
    return drawn(
        request,
        work,
        "settings.html",
        communities=mine,
        community=community,
        groups={name: fields(name, community) for name in GROUPS},
        days=[d for d in calendars.days_listed(work, here, EVERY).items if today <= d.day <= today + SHOWN_AHEAD],
        terms=calendars.terms_listed(work, here, EVERY).items,
    )


def _again(request: Request, work: Work, community_id: str, **_: str) -> Response:
    return _drawn(request, work, community_id)


@router.post("/{community_id}", dependencies=COORDINATOR)
@back_to(_again)
def saved(request: Request, work: WorkOf, community_id: str) -> Response:
    """Every group whole: what the page does not show stays as it was."""
    form, community = Form(request), service.seen(work, community_id)
    change = form.as_(CommunityChange, {group: _given(form, group, community) for group in GROUPS})
    service.changed(work, community_id, change, f'"{form.one("version")}"')
    return to(f"/settings?community_id={community_id}")


def _given(form: Form, group: str, community: Community) -> dict[str, Any]:
    values = dict(getattr(community, group))
    for field in fields(group, community):
        name, typed = field.path.split(".", 1)[1], form.one(field.path)
        several = isinstance(getattr(GROUPS[group](), name), tuple)
        if typed:
            values[name] = [part.strip() for part in typed.split(";")] if several else typed
        else:
            values[name] = () if several else None
    return values


@router.post("/{community_id}/days", dependencies=COORDINATOR)
@back_to(_again)
def day_added(request: Request, work: WorkOf, community_id: str) -> Response:
    form = Form(request)
    values = {"community_id": community_id, "day": form.day("day"), "kind": form.one("kind"), "name": form.one("name")}
    calendars.day_added(work, form.as_(DayDraft, values))
    return to(f"/settings?community_id={community_id}")


@router.post("/{community_id}/days/{day_id}/remove", dependencies=COORDINATOR)
@back_to(_again)
def day_removed(work: WorkOf, community_id: str, day_id: str) -> Response:
    calendars.day_removed(work, day_id, "*")
    return to(f"/settings?community_id={community_id}")
