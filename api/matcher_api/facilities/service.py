"""What can be done with facilities, their modes and fees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.bookings.held import used_later
from matcher_api.communities.models import Place
from matcher_api.errors import Fault, Refusal
from matcher_api.facilities.models import Facility, FacilityMode, Fee
from matcher_api.facilities.rights import run, seen, visible
from matcher_api.facilities.shapes import (
    FacilityChange,
    FacilityDraft,
    FacilityShown,
    FeeDraft,
    FeeShown,
    ModeDraft,
    ModeShown,
)
from matcher_api.organisations.models import Organisation
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def shown(work: Work, rows: Sequence[Facility]) -> list[FacilityShown]:
    """With modes and owners, in two queries."""
    modes: dict[str, list[ModeShown]] = defaultdict(list)
    ids = [f.id for f in rows]
    for mode in work.session.exec(
        select(FacilityMode).where(col(FacilityMode.facility_id).in_(ids)).order_by(col(FacilityMode.mode))
    ).all():
        modes[mode.facility_id].append(ModeShown.model_validate(mode))
    units = {f.organisation_id for f in rows if f.organisation_id}
    owners = dict(
        work.session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(units))).all()
    )
    return [
        FacilityShown(**f.model_dump(), owner=owners.get(f.organisation_id or "", ""), modes=modes[f.id]) for f in rows
    ]


def listed(
    work: Work, paging: Paging, *, community_id: str | None, organisation_id: str | None, mode: str | None
) -> Page[FacilityShown]:
    query = select(Facility).where(visible(work.actor))
    if community_id is not None:
        query = query.where(Facility.community_id == community_id)
    if organisation_id is not None:
        query = query.where(Facility.organisation_id == organisation_id)
    if mode is not None:
        query = query.where(col(Facility.id).in_(select(FacilityMode.facility_id).where(FacilityMode.mode == mode)))
    return page_of(work, query, Facility, paging, lambda rows: shown(work, rows))


def created(work: Work, draft: FacilityDraft) -> Facility:
    own = draft.organisation_id is not None and draft.organisation_id in work.actor.organisations
    if not own:
        work.require(draft.community_id, AccessRole.COORDINATOR)
    _belongs(work, draft.community_id, draft.place_id, draft.organisation_id)
    _once([m.mode for m in draft.modes], "modes", "mode")
    same = select(Facility).where(Facility.community_id == draft.community_id, Facility.code == draft.code)
    if work.session.exec(same).first() is not None:
        raise Refusal("code_taken", field="code", value=draft.code)
    facility = work.add(Facility(**draft.model_dump(exclude={"modes"})))
    work.session.flush()
    work.session.add_all(FacilityMode(facility_id=facility.id, **m.model_dump()) for m in draft.modes)
    work.audit("facility.create", facility)
    work.session.flush()
    return facility


def _belongs(work: Work, community_id: str, place_id: str, organisation_id: str | None) -> None:
    """Place and organisation are the community's own."""
    place = work.session.get(Place, place_id)
    unit = work.session.get(Organisation, organisation_id) if organisation_id else None
    faults = []
    if place is None or place.community_id != community_id:
        faults.append(Fault("place_id", "unknown", "本社区没有这个地点", "The community has no such place"))
    if organisation_id and (unit is None or unit.community_id != community_id):
        faults.append(
            Fault("organisation_id", "unknown", "本社区没有这个单位", "The community has no such organisation")
        )
    if faults:
        raise Refusal("invalid", faults=faults)


def _once(keys: Sequence[object], path: str, field: str) -> None:
    """Refuses a list that names something twice."""
    faults = [
        Fault(f"{path}.{n}.{field}".lstrip("."), "twice", f"{key} 写了两次", f"{key} is named twice")
        for n, key in enumerate(keys)
        if key in keys[:n]
    ]
    if faults:
        raise Refusal("invalid", faults=faults)


def changed(work: Work, facility_id: str, change: FacilityChange, if_match: str | None) -> Facility:
    facility = run(work, facility_id)
    expect(facility, if_match)
    fields = change.model_dump(exclude_unset=True)
    if "place_id" in fields:
        _belongs(work, facility.community_id, fields["place_id"], None)
    facility.sqlmodel_update(fields)
    work.audit("facility.change", facility, fields=",".join(sorted(fields)))
    work.session.flush()
    return facility


def withdrawn(work: Work, facility_id: str, if_match: str | None) -> None:
    """Out of use; what was booked stays on record, so that only an unused one can go."""
    facility = run(work, facility_id)
    expect(facility, if_match)
    uses = used_later(work.session, facility.id, work.now)
    if uses:
        raise Refusal("facility_used", conflict=uses[0].ids)
    facility.state = "withdrawn"
    work.audit("facility.withdraw", facility, state=facility.state)


def modes_set(work: Work, facility_id: str, drafts: Sequence[ModeDraft], if_match: str | None) -> Facility:
    """The modes are exactly these; one that is still used later stays, and large enough for each use."""
    facility = run(work, facility_id)
    expect(facility, if_match)
    _once([m.mode for m in drafts], "", "mode")
    wanted = {m.mode: m.capacity for m in drafts}
    for use in used_later(work.session, facility.id, work.now):
        if wanted.get(use.mode, 0) < use.people:
            raise Refusal("mode_used", conflict=use.ids, mode=use.mode)
    rows = work.session.exec(select(FacilityMode).where(FacilityMode.facility_id == facility.id)).all()
    for row in rows:
        capacity = wanted.pop(row.mode, None)
        if capacity is None:
            work.session.delete(row)
        else:
            row.capacity = capacity
    work.session.add_all(FacilityMode(facility_id=facility.id, mode=m, capacity=c) for m, c in wanted.items())
    facility.updated_at = work.now
    work.audit("facility.modes", facility, modes=len(drafts))
    work.session.flush()
    return facility


def fees(work: Work, facility_id: str) -> list[FeeShown]:
    facility = seen(work, facility_id)
    query = select(Fee).where(Fee.facility_id == facility.id).order_by(col(Fee.mode), col(Fee.concession))
    return [FeeShown.model_validate(row) for row in work.session.exec(query).all()]


def fees_set(work: Work, facility_id: str, drafts: Sequence[FeeDraft], if_match: str | None) -> Facility:
    """The fees are exactly these; what was booked keeps the fee it was told."""
    facility = run(work, facility_id)
    expect(facility, if_match)
    _once([(f.mode, f.concession) for f in drafts], "", "concession")
    known = {m.mode for m in shown(work, [facility])[0].modes} | {""}
    faults = [
        Fault(f"{n}.mode", "no_such_mode", f"没有“{f.mode}”这种用途", f"There is no mode {f.mode}")
        for n, f in enumerate(drafts)
        if f.mode not in known
    ]
    if faults:
        raise Refusal("invalid", faults=faults)
    wanted = {(f.mode, f.concession): f.cents_per_hour for f in drafts}
    for row in work.session.exec(select(Fee).where(Fee.facility_id == facility.id)).all():
        cents = wanted.pop((row.mode, row.concession), None)  # type: ignore[arg-type]
        if cents is None:
            work.session.delete(row)
        else:
            row.cents_per_hour = cents
    work.session.add_all(
        Fee(facility_id=facility.id, mode=mode, concession=concession, cents_per_hour=cents)
        for (mode, concession), cents in wanted.items()
    )
    facility.updated_at = work.now
    work.audit("facility.fees", facility, fees=len(drafts))
    work.session.flush()
    return facility
