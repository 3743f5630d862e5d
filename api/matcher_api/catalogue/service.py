"""What can be done with the catalogue. It is one for all communities, and public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from matcher_api.catalogue.models import CatalogueItem
from matcher_api.catalogue.shapes import ItemChange, ItemDraft, ItemShown
from matcher_api.errors import Fault, Refusal
from matcher_api.visits.faults import fault
from matcher_api.visits.shapes import said
from matcher_api.visits.sound import role_faults
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

LOCAL = "local"


def listed(work: Work, paging: Paging, *, category: str | None, shape: str | None) -> Page[ItemShown]:
    query = select(CatalogueItem).where(col(CatalogueItem.current).is_(True))
    if category is not None:
        query = query.where(CatalogueItem.category == category)
    if shape is not None:
        query = query.where(CatalogueItem.shape == shape)
    return page_of(work, query, CatalogueItem, paging, shown)


def shown(rows: Sequence[CatalogueItem]) -> list[ItemShown]:
    return [ItemShown.model_validate({**row.model_dump(), "version": row.edition}) for row in rows]


def tag_of(item: CatalogueItem) -> str:
    """ETag: every change is a new row, so the number of the edition tells what somebody saw."""
    return f'"{item.edition}"'


def found(work: Work, code: str, edition: int | None = None) -> CatalogueItem:
    """The current edition, or the one asked for."""
    query = select(CatalogueItem).where(CatalogueItem.code == code)
    wanted = col(CatalogueItem.current).is_(True) if edition is None else col(CatalogueItem.edition) == edition
    item = work.session.exec(query.where(wanted)).first()
    if item is None:
        raise Refusal("not_found")
    return item


def current_of(work: Work, codes: Iterable[str]) -> Mapping[str, CatalogueItem]:
    """Current editions by code, in one query; unknown codes are left out."""
    query = select(CatalogueItem).where(col(CatalogueItem.code).in_(set(codes)), col(CatalogueItem.current).is_(True))
    return {item.code: item for item in work.session.exec(query).all()}


def created(work: Work, draft: ItemDraft) -> CatalogueItem:
    if work.session.exec(select(CatalogueItem.id).where(CatalogueItem.code == draft.code)).first() is not None:
        raise Refusal("code_taken", field="code", value=draft.code)
    item = CatalogueItem(**draft.model_dump(mode="json"), created_at=work.now, updated_at=work.now)
    _checked(item)
    work.add(item)
    work.audit("catalogue.create", item, code=item.code)
    work.session.flush()
    return item


def changed(work: Work, code: str, change: ItemChange, if_match: str | None) -> CatalogueItem:
    """A new edition; the old one stays as it was, and requests made from it keep what they took."""
    old = work.locked(CatalogueItem, found(work, code).id)
    if not old.current:  # another edit came first, while this one waited for the row
        raise Refusal("stale")
    if if_match is None:
        raise Refusal("precondition_required", field="If-Match")
    if if_match.strip() not in ("*", tag_of(old)):
        raise Refusal("stale", conflict={"version": old.edition})
    fields = said(change)
    optional = {"minutes"}
    if empty := [name for name, value in fields.items() if value is None and name not in optional]:
        raise Refusal("invalid", faults=[fault(name, "not_null") for name in sorted(empty)])
    kept = old.model_dump(exclude={"id", "created_at", "updated_at", "version", "edition", "source"})
    values: dict[str, Any] = {**kept, "source": LOCAL, **fields}
    new = CatalogueItem(**values, edition=old.edition + 1, created_at=work.now, updated_at=work.now)
    _checked(new)
    old.current = False
    work.add(new)
    work.audit("catalogue.change", new, code=code, edition=new.edition, fields=",".join(sorted(fields)))
    work.session.flush()
    return new


def _checked(item: CatalogueItem) -> None:
    """Refuses an item that its shape contradicts, all faults at once."""
    faults: list[Fault] = role_faults(item.roles, "roles")
    room = item.shape in ("facility", "class")
    if room and not item.mode:
        faults.append(fault("mode", "mode_needed", shape=item.shape))
    if not room and item.mode:
        faults.append(fault("mode", "mode_unused", shape=item.shape))
    if item.shape == "facility" and item.roles:
        faults.append(fault("roles", "roles_unused", shape=item.shape))
    if item.shape != "none" and item.minutes is None:
        faults.append(fault("minutes", "minutes_needed", shape=item.shape))
    if faults:
        raise Refusal("invalid", faults=faults)
