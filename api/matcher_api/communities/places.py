"""Places of a community. Homes are the desk's to see; everybody else sees rooms, gates and meeting points."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, or_, select, update

from matcher_api.access.roles import OVERSIGHT, AccessRole
from matcher_api.communities.models import Community, Place, WalkRow
from matcher_api.communities.place_shapes import PlaceChange, PlaceDraft, PlaceShown
from matcher_api.communities.service import seen as community_seen
from matcher_api.errors import Fault, Refusal
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
HOMES = ("home", "住宅", "家")


def listed(
    work: Work, community_id: str, paging: Paging, *, kind: str | None, building: str | None, text: str
) -> Page[PlaceShown]:
    """`text`: in code or building."""
    community = community_seen(work, community_id)
    query = select(Place).where(Place.community_id == community.id)
    if not _sees_homes(work, community.id):
        query = query.where(col(Place.kind).not_in(HOMES))
    if kind is not None:
        query = query.where(Place.kind == kind)
    if building is not None:
        query = query.where(Place.building == building)
    if text:
        query = query.where(
            or_(col(Place.code).contains(text, autoescape=True), col(Place.building).contains(text, autoescape=True))
        )
    return page_of(work, query, Place, paging, lambda rows: [PlaceShown.model_validate(r) for r in rows])


def _sees_homes(work: Work, community_id: str) -> bool:
    return work.actor.in_community(community_id, *DESK, *OVERSIGHT)


def seen(work: Work, community_id: str, place_id: str) -> Place:
    community = community_seen(work, community_id)
    place = work.get(Place, place_id)
    if place.community_id != community.id or (place.kind in HOMES and not _sees_homes(work, community.id)):
        raise Refusal("not_found")
    return place


def created(work: Work, community_id: str, draft: PlaceDraft) -> Place:
    work.require(community_id, *DESK)
    community = community_seen(work, community_id)
    place = Place(community_id=community.id, **draft.model_dump())
    _sound(work, community, place)
    work.add(place)
    work.audit("place.create", place)
    work.session.flush()
    return place


def changed(work: Work, community_id: str, place_id: str, change: PlaceChange, if_match: str | None) -> Place:
    community, place = _held(work, community_id, place_id, if_match)
    code = place.code
    values = change.model_dump(exclude_unset=True)
    with work.session.no_autoflush:
        place.sqlmodel_update(values)
        _sound(work, community, place)
    if place.code != code:  # walks given outright go by code
        for end in ("a", "b"):
            ours = (col(WalkRow.community_id) == community.id, col(getattr(WalkRow, end)) == code)
            work.session.exec(update(WalkRow).where(*ours).values({end: place.code}))
    work.audit("place.change", place, fields=",".join(sorted(values)))
    work.session.flush()
    return place


def removed(work: Work, community_id: str, place_id: str, if_match: str | None) -> None:
    """Only one nobody lives at, serves at or asks for."""
    community, place = _held(work, community_id, place_id, if_match)
    ends = or_(col(WalkRow.a) == place.code, col(WalkRow.b) == place.code)
    work.session.exec(delete(WalkRow).where(col(WalkRow.community_id) == community.id, ends))
    work.audit("place.remove", place)
    work.session.delete(place)
    try:
        work.session.flush()
    except IntegrityError:
        raise Refusal("place_used") from None


def _held(work: Work, community_id: str, place_id: str, if_match: str | None) -> tuple[Community, Place]:
    work.require(community_id, *DESK)
    community = community_seen(work, community_id)
    place = work.locked(Place, place_id)
    if place.community_id != community.id:
        raise Refusal("not_found")
    expect(place, if_match)
    return community, place


def _sound(work: Work, community: Community, place: Place) -> None:
    if faults := list(_faults(community, place)):
        raise Refusal("invalid", faults=faults)
    same = select(Place.id).where(Place.community_id == community.id, Place.code == place.code, Place.id != place.id)
    if (there := work.session.exec(same).first()) is not None:
        raise Refusal("code_taken", field="code", value=place.code, conflict={"id": there})


def _faults(community: Community, place: Place) -> Iterator[Fault]:
    x, y = place.x, place.y
    if (x is None) != (y is None):
        yield fault("x" if x is None else "y", "other_coordinate")
    elif x is not None and y is not None and community.datum != "local" and not (abs(x) <= 180 and abs(y) <= 90):
        yield fault("x", "degrees_wanted")
