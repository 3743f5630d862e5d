"""一校、二栏、四场、五室、六中心、九网点: the 27 kinds of places a circle should have, and which ones are on record."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

from sqlmodel import col, select

from matcher_api.access.roles import OFFICE, OVERSIGHT
from matcher_api.catalogue.service import current_of
from matcher_api.coverage.shapes import ChecklistShown, GroupShown, KindShown
from matcher_api.facilities.models import Facility
from matcher_api.providers.models import Provider, ProviderItem
from matcher_api.providers.states import ProviderState
from matcher_api.web.work import Work


@dataclass(frozen=True, slots=True)
class Group:
    zh: str
    en: str
    codes: tuple[str, ...]


def _groups() -> tuple[Group, ...]:
    text = files("matcher_api.coverage").joinpath("checklist.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Group(row["zh"], row["en"], tuple(row["codes"].split())) for row in rows)


GROUPS = _groups()
"""Codes are those of the catalogue."""
KINDS = tuple(code for group in GROUPS for code in group.codes)


def checklist(work: Work, community_id: str) -> ChecklistShown:
    """A kind is there where an active facility is of it, or an active provider offers it. What is not on record may
    exist all the same: nobody has written it down."""
    work.require(community_id, *OFFICE, *OVERSIGHT)
    there: dict[str, list[str]] = {code: [] for code in KINDS}
    rooms = select(Facility.kind, Facility.name, Facility.code).where(
        Facility.community_id == community_id, Facility.state == "active", col(Facility.kind).in_(KINDS)
    )
    for kind, name, code in work.session.exec(rooms.order_by(col(Facility.code))).all():
        there[kind].append(name or code)
    offers = (
        select(ProviderItem.item_code, Provider.name)
        .join(Provider, col(Provider.id) == col(ProviderItem.provider_id))
        .where(
            Provider.community_id == community_id,
            Provider.state == ProviderState.ACTIVE,
            col(ProviderItem.item_code).in_(KINDS),
        )
    )
    for kind, name in work.session.exec(offers.order_by(col(Provider.code))).all():
        there[kind].append(name)
    items = current_of(work, KINDS)
    return ChecklistShown(
        community_id=community_id,
        kinds=len(KINDS),
        there=sum(1 for names in there.values() if names),
        groups=[
            GroupShown(
                zh=group.zh,
                en=group.en,
                kinds=[
                    KindShown(
                        code=code,
                        zh=items[code].zh if code in items else code,
                        en=(items[code].en or items[code].zh) if code in items else code,
                        there=there[code],
                    )
                    for code in group.codes
                ],
            )
            for group in GROUPS
        ],
    )
