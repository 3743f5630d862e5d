"""Issuing and checking certificates. Their hours are the ledger's: verified entries, corrections included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import col, func, select

from matcher_api.access.masking import masked
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import new_code
from matcher_api.access.subjects import person_of
from matcher_api.catalogue import service as catalogue
from matcher_api.certificates.models import Certificate
from matcher_api.certificates.shapes import CertificateChecked, CertificateShown, ServedShown, Span, StarsShown
from matcher_api.communities.models import Community
from matcher_api.communities.settings import service_of
from matcher_api.errors import Refusal
from matcher_api.hours.ledger import total
from matcher_api.hours.models import SERVICE, HourEntry
from matcher_api.hours.stars import missing, stars
from matcher_api.people.models import Person, PersonContact
from matcher_api.requests.numbers import short
from matcher_api.visits.moments import local_day, zones_of
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
VOLUNTEER = "volunteer"


def issued(work: Work, person_id: str, span: Span) -> Certificate:
    """On asking, free, as often as somebody asks; refused where there is nothing to certify."""
    person = person_of(work, person_id, *DESK, lock=True)
    if person.kind != VOLUNTEER:
        raise Refusal("not_a_volunteer")
    community = _held(work, person.community_id)
    today = local_day(work.now, zones_of(work, [community.id])[community.id])
    entries = _entries(work, person.id, span.first_day, min(span.last_day or today, today))
    minutes = sum(e.minutes for e in entries)
    if minutes <= 0:
        raise Refusal("nothing_to_certify")
    of_all = total(work, HourEntry.person_id == person.id)
    certificate = work.add(
        Certificate(
            community_id=community.id,
            person_id=person.id,
            number=_number(work, community, today.year),
            code=new_code(),
            issued_at=work.now,
            first_day=span.first_day or min(e.day for e in entries),
            last_day=min(span.last_day or today, today),
            minutes=minutes,
            stars=stars(of_all, service_of(community).stars),
            items=_items(entries),
            by_login_id=work.actor.login_id,
        )
    )
    work.session.flush()
    work.audit("certificate.issue", certificate, person_id=person.id, minutes=minutes)
    return certificate


def listed(work: Work, person_id: str, paging: Paging) -> Page[CertificateShown]:
    person = person_of(work, person_id, *DESK)
    query = select(Certificate).where(Certificate.person_id == person.id)
    return page_of(work, query, Certificate, paging, lambda rows: shown(work, rows), newest_first=True)


def checked(work: Work, number: str, code: str) -> CertificateChecked:
    """By anybody who holds it: number and code together, else there is nothing here."""
    certificate = work.session.exec(
        select(Certificate).where(Certificate.number == number, Certificate.code == code.strip().upper())
    ).first()
    if certificate is None:
        raise Refusal("not_found")
    community = work.get(Community, certificate.community_id)
    of = certificate.person_id
    contact = work.session.exec(select(PersonContact).where(PersonContact.person_id == of)).first()
    return CertificateChecked(
        number=certificate.number,
        name=masked(contact.name) if contact is not None else "",
        issuer=community.name,
        issued_at=certificate.issued_at,
        first_day=certificate.first_day,
        last_day=certificate.last_day,
        minutes=certificate.minutes,
        minutes_now=sum(e.minutes for e in _entries(work, of or "", certificate.first_day, certificate.last_day)),
        synthetic=community.synthetic,
    )


def stars_of(work: Work, person_id: str) -> StarsShown:
    """For the person and the desk. Staff on duty gather none."""
    person = person_of(work, person_id, *DESK)
    table = service_of(work.get(Community, person.community_id)).stars
    minutes = total(work, HourEntry.person_id == person.id) if person.kind == VOLUNTEER else 0
    return StarsShown(
        minutes=minutes, stars=stars(minutes, table), missing_minutes=missing(minutes, table), table=list(table)
    )


def shown(work: Work, rows: Sequence[Certificate]) -> list[CertificateShown]:
    communities = _by_id(work, Community, {r.community_id for r in rows})
    people = _by_id(work, Person, {r.person_id for r in rows if r.person_id})
    names = dict(
        work.session.exec(
            select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(people))
        ).all()
    )
    items = catalogue.current_of(work, {i["service"] for r in rows for i in r.items})

    def served(item: dict[str, Any]) -> ServedShown:
        known = items.get(item["service"])
        zh = known.zh if known is not None else item["service"]
        return ServedShown(**item, zh=zh, en=(known.en or known.zh) if known is not None else zh)

    url = f"{work.settings.public_url.rstrip('/')}/api/v1/certificates"
    return [
        CertificateShown(
            id=r.id,
            number=r.number,
            code=r.code,
            person_id=r.person_id,
            person_code=people[r.person_id].code if r.person_id else "",
            name=names.get(r.person_id or "", ""),
            issuer=communities[r.community_id].name,
            street_office=communities[r.community_id].street_office,
            issued_at=r.issued_at,
            first_day=r.first_day,
            last_day=r.last_day,
            minutes=r.minutes,
            stars=r.stars,
            services=[served(i) for i in r.items],
            check_url=f"{url}/{r.number}?code={r.code}",
            synthetic=communities[r.community_id].synthetic,
        )
        for r in rows
    ]


def _by_id(work: Work, model: Any, ids: set[str]) -> dict[str, Any]:
    return {row.id: row for row in work.session.exec(select(model).where(col(model.id).in_(ids))).all()}


def _entries(work: Work, person_id: str, first: date | None, last: date) -> Sequence[HourEntry]:
    query = select(HourEntry).where(HourEntry.person_id == person_id, HourEntry.day <= last)
    if first is not None:
        query = query.where(HourEntry.day >= first)
    return work.session.exec(query.order_by(col(HourEntry.day), col(HourEntry.id))).all()


def _items(entries: Sequence[HourEntry]) -> list[dict[str, Any]]:
    """By service, the longest first."""
    minutes: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for e in entries:
        minutes[e.service] += e.minutes
        times[e.service] += e.kind == SERVICE
    order = sorted(minutes, key=lambda s: (-minutes[s], s))
    return [{"service": s, "times": times[s], "minutes": minutes[s]} for s in order]


def _held(work: Work, community_id: str) -> Community:
    """Locked against another number, not against those who only name it."""
    query = select(Community).where(Community.id == community_id)
    return work.session.exec(query.with_for_update(key_share=True)).one()


def _number(work: Work, community: Community, year: int) -> str:
    """The next of the year; none is ever deleted, and the caller holds the community."""
    stem = f"{short(community.code)}-H{year}-"
    count = (
        select(func.count()).select_from(Certificate).where(col(Certificate.number).startswith(stem, autoescape=True))
    )
    return f"{stem}{work.session.exec(count).one() + 1:05d}"
