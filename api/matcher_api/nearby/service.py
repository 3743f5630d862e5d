"""The nearest facilities and providers by walking time on the community's streets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher.errors import InvalidProblem
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community, Place
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility, FacilityMode, Fee
from matcher_api.facilities.opened import Span, openings_of, usable_of
from matcher_api.nearby.ground import Spot, ground_of
from matcher_api.nearby.shapes import Kind, NearbyShown, NearestShown
from matcher_api.providers.models import Provider, ProviderItem
from matcher_api.web.work import Work

AHEAD = 7
"""Days in which the next opening is looked for."""
MEMBERS = tuple(AccessRole)


@dataclass(frozen=True)
class Wish:
    """`mode` of a facility or `item` of a provider, empty: any; `limit` minutes of walk at `pace` metres a second."""

    kind: Kind
    mode: str = ""
    item: str = ""
    pace: float = 0.9
    limit: int = 15
    most: int = 10


def nearest(work: Work, community_id: str, place_id: str, wish: Wish, at: datetime | None) -> NearestShown:
    """From the door of a place; anybody of its community may ask."""
    work.require(community_id, *MEMBERS)
    place = work.get(Place, place_id)
    if place.community_id != community_id:
        raise Refusal("not_found")
    community, moment = work.get(Community, place.community_id), at or work.now
    if place.x is None or place.y is None:
        raise Refusal("no_coordinates", field="place_id")
    found = _facilities(work, community, wish) if wish.kind == "facility" else _providers(work, community, wish)
    where = _places(work, [row.place_id for row in found if row.place_id is not None])
    spots: list[Spot] = [_spot(p) for p in where.values() if p.x is not None and p.y is not None]
    ground = ground_of(work.session, community)
    try:
        walks = ground.walks(_spot(place), spots, pace=wish.pace, limit=wish.limit)
    except InvalidProblem as error:
        raise Refusal("off_street", field="place_id") from error
    near = [row for row in found if row.place_id in where and where[row.place_id].code in walks]
    spans = _spans(work, community, near, moment)
    shown = [_shown(row, where[str(row.place_id)], walks, spans[row.id], moment) for row in near]
    named = _told(work, shown, wish.kind)
    return NearestShown(
        at=moment,
        walks=ground.source,
        found=sorted(named, key=lambda n: (not n.open, n.walk_minutes, n.name, n.id))[: wish.most],
    )


def _facilities(work: Work, community: Community, wish: Wish) -> Sequence[Facility | Provider]:
    query = select(Facility).where(
        Facility.community_id == community.id, Facility.state == "active", col(Facility.public).is_(True)
    )
    if wish.mode:
        having = select(FacilityMode.facility_id).where(FacilityMode.mode == wish.mode)
        query = query.where(col(Facility.id).in_(having))
    return work.session.exec(query.order_by(col(Facility.id))).all()


def _providers(work: Work, community: Community, wish: Wish) -> Sequence[Facility | Provider]:
    """Those with the badge, and a place one can walk to."""
    query = select(Provider).where(
        Provider.community_id == community.id, Provider.state == "active", col(Provider.place_id).is_not(None)
    )
    if wish.item:
        having = select(ProviderItem.provider_id).where(
            ProviderItem.item_code == wish.item, col(ProviderItem.published).is_(True)
        )
        query = query.where(col(Provider.id).in_(having))
    return work.session.exec(query.order_by(col(Provider.id))).all()


def _places(work: Work, ids: Sequence[str]) -> dict[str, Place]:
    return {p.id: p for p in work.session.exec(select(Place).where(col(Place.id).in_(ids))).all()}


def _spot(place: Place) -> Spot:
    assert place.x is not None and place.y is not None
    return place.code, place.x, place.y, place.access_seconds


def _spans(
    work: Work, community: Community, rows: Sequence[Facility | Provider], moment: datetime
) -> Mapping[str, Sequence[Span]]:
    """When each is open from the day before the moment to a week after it."""
    zone = ZoneInfo(community.zone)
    today = moment.astimezone(zone).date()
    first, last = today - timedelta(days=1), today + timedelta(days=AHEAD)
    facilities = [row for row in rows if isinstance(row, Facility)]
    spans: dict[str, Sequence[Span]] = dict(usable_of(work.session, openings_of(work.session, facilities, first, last)))
    spans |= {row.id: weekly(row.hours, zone, first, last) for row in rows if isinstance(row, Provider)}
    return spans


def weekly(hours: Sequence[Mapping[str, object]], zone: ZoneInfo, first: date, last: date) -> list[Span]:
    """Hours of a provider ([{weekdays, start, minutes}]) on the local days `first` to `last`, by start."""
    found: list[Span] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for entry in hours:
            weekdays, minutes = entry["weekdays"], entry["minutes"]
            assert isinstance(weekdays, list) and isinstance(minutes, int)
            if day.weekday() in weekdays:
                start = datetime.combine(day, time.fromisoformat(str(entry["start"])), zone).astimezone(UTC)
                found.append((start, start + timedelta(minutes=minutes)))
    return sorted(found)


def _shown(
    row: Facility | Provider, place: Place, walks: Mapping[str, int], spans: Sequence[Span], moment: datetime
) -> NearbyShown:
    span = next(((a, b) for a, b in spans if b > moment), None)
    return NearbyShown(
        kind="facility" if isinstance(row, Facility) else "provider",
        id=row.id,
        name=row.name,
        building=place.building,
        walk_minutes=walks[place.code],
        open=span is not None and span[0] <= moment,
        opens=span[0] if span else None,
        closes=span[1] if span else None,
        modes=list(row.modes) if isinstance(row, Provider) else [],
        items=[],
        hotline=row.hotline if isinstance(row, Provider) else "",
        cents_per_hour=None,
    )


def _told(work: Work, shown: Sequence[NearbyShown], kind: Kind) -> list[NearbyShown]:
    """With the modes and fee of facilities, the items of providers."""
    ids = [n.id for n in shown]
    if kind == "provider":
        offers = select(ProviderItem).where(
            col(ProviderItem.provider_id).in_(ids), col(ProviderItem.published).is_(True)
        )
        items: dict[str, list[str]] = {}
        for item in work.session.exec(offers.order_by(col(ProviderItem.item_code))).all():
            items.setdefault(item.provider_id, []).append(item.item_code)
        return [n.model_copy(update={"items": items.get(n.id, [])}) for n in shown]
    modes: dict[str, list[str]] = {}
    for mode in work.session.exec(
        select(FacilityMode).where(col(FacilityMode.facility_id).in_(ids)).order_by(col(FacilityMode.mode))
    ).all():
        modes.setdefault(mode.facility_id, []).append(mode.mode)
    fees = {
        fee.facility_id: fee.cents_per_hour
        for fee in work.session.exec(
            select(Fee).where(col(Fee.facility_id).in_(ids), Fee.concession == "standard", Fee.mode == "")
        ).all()
    }
    return [n.model_copy(update={"modes": modes.get(n.id, []), "cents_per_hour": fees.get(n.id)}) for n in shown]
