"""/people: who serves: found, registered at the counter, led through their states, skills and papers entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access import carding, consents
from matcher_api.access.consent_shapes import PersonConsentDraft
from matcher_api.access.roles import AccessRole
from matcher_api.certificates import service as certificates
from matcher_api.certificates.shapes import Span
from matcher_api.communities import places
from matcher_api.communities import service as communities
from matcher_api.errors import Refusal
from matcher_api.pages.drawing import drawn, to, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.people import availability, credentials, history, pairs, service, skills, week
from matcher_api.people.availability_shapes import DateDraft
from matcher_api.people.seen import DESK
from matcher_api.people.shapes import CredentialDraft, Kind, PairDraft, SkillDraft, VolunteerChange, VolunteerDraft
from matcher_api.people.states import PersonState
from matcher_api.personal import erasing, exporting
from matcher_api.web.paging import EVERY, Paging
from matcher_api.web.work import Work, WorkOf, allow, writes

router: APIRouter = pages("/people")
OFFICE = allow(*DESK)
PAIR_FIELDS = {"kind": "pair", "with_kind": "with_kind", "other": "other"}
"""As the form calls them: another form of the page has a kind too."""
Text = Annotated[str, Query(max_length=80)]
STATES = tuple(s.value for s in PersonState if s is not PersonState.ERASED)
SEEN = 50


@router.get("", dependencies=OFFICE)
def people(
    request: Request,
    work: WorkOf,
    text: Text = "",
    skill: Text = "",
    state: Text = "",
    kind: Text = "",
    after: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """By name, skill, state and kind."""
    if (state and state not in STATES) or (kind and kind not in Kind.__args__):  # type: ignore[attr-defined]
        raise Refusal("not_found")
    page = service.listed(
        work,
        Paging(limit=SEEN, after=after),
        text=text,
        skill=skill or None,
        state=PersonState(state) if state else None,
        kind=kind or None,
    )
    asked = {"text": text, "skill": skill, "state": state, "kind": kind}
    return drawn(request, work, "people.html", page=page, asked=asked, states=STATES)


@router.get("/new", dependencies=OFFICE)
def new(request: Request, work: WorkOf, community_id: Text = "") -> Response:
    return _new(request, work, community_id)


def _new(request: Request, work: Work, community_id: str) -> Response:
    mine = [c for c in communities.listed(work, EVERY).items if work.actor.in_community(c.id, *DESK)]
    here = community_id or (mine[0].id if mine else "")
    homes = places.listed(work, here, EVERY, kind=None, building=None, text="").items if here else []
    return drawn(
        request,
        work,
        "person_new.html",
        communities=mine,
        community_id=here,
        homes=[(p.id, " ".join(x for x in (p.building, p.code) if x)) for p in homes],
    )


def _new_again(request: Request, work: Work) -> Response:
    return _new(request, work, Form(request).one("community_id"))


@router.post("/new", dependencies=OFFICE)
@back_to(_new_again)
def created(request: Request, work: WorkOf) -> Response:
    form = Form(request)
    names = ("community_id", "home_id", "name", "phone", "door", "sex", "max_walk_minutes", "note")
    values: dict[str, object] = {name: form.one(name) for name in names}
    ticked = {name: form.one(name) == "on" for name in ("minor", "guardian_consent", "has_smartphone")}
    person = service.created(work, form.as_(VolunteerDraft, {**values, **ticked}))
    for skill in form.one("skills").replace("，", ",").replace("、", ",").split(","):
        if skill.strip():
            skills.added(work, person.id, form.as_(SkillDraft, {"skill": skill.strip()}, {"skill": "skills"}))
    return to(f"/people/{person.id}")


@router.get("/{person_id}", dependencies=OFFICE)
def person(request: Request, work: WorkOf, person_id: str) -> Response:
    """Everything the desk works with; phone and door only where they are revealed."""
    return _person(request, work, person_id)


def _person(request: Request, work: Work, person_id: str, *, card: str = "") -> Response:
    row = service.got(work, person_id)
    work.require(row.community_id, *DESK)
    coordinator = work.actor.in_community(row.community_id, AccessRole.COORDINATOR)
    paired = pairs.listed(work, person_id, EVERY).items if coordinator else []
    ticked, others = week.parted(availability.rules(work, person_id, EVERY).items)
    return drawn(
        request,
        work,
        "card.html" if card else "person.html",
        person=service.one(work, row),
        skills=skills.listed(work, person_id, EVERY).items,
        papers=credentials.listed(work, person_id, EVERY).items,
        consents=consents.of_person(work, person_id, EVERY).current,
        ticked=ticked,
        others=others,
        dates=availability.dates(work, person_id, EVERY, work.now).items,
        parts=week.PARTS,
        pairs=paired,
        called=pairs.called(work, paired),
        history=history.listed(work, person_id, Paging(limit=20, after=None)).items,
        stars=certificates.stars_of(work, person_id),
        certificates=certificates.listed(work, person_id, EVERY).items,
        coordinator=coordinator,
        card=card,
        today=work.now.astimezone(zone_of(work)).date(),
    )


def _again(request: Request, work: Work, person_id: str, **_: str) -> Response:
    return _person(request, work, person_id)


@router.post("/{person_id}/card", dependencies=OFFICE)
@back_to(_again)
def card(request: Request, work: WorkOf, person_id: str) -> Response:
    """A new card, to be printed: its code is on this answer alone."""
    made = carding.card_made(work, person_id)
    work.session.flush()
    return _person(request, work, person_id, card=made.code)


@router.get("/{person_id}/erase", dependencies=OFFICE)
@writes
def ask_erase(request: Request, work: WorkOf, person_id: str) -> Response:
    """What would go and what would stay, before it is done."""
    row = service.got(work, person_id)
    work.require(row.community_id, AccessRole.COORDINATOR)
    found = erasing.person_erased(work, person_id, dry_run=True)
    return drawn(request, work, "erase.html", person=service.one(work, row), found=found)


def _ask_again(request: Request, work: Work, person_id: str) -> Response:
    row = service.got(work, person_id)
    work.require(row.community_id, AccessRole.COORDINATOR)
    return drawn(request, work, "erase.html", person=service.one(work, row), found=None)


@router.post("/{person_id}/erase", dependencies=allow(AccessRole.COORDINATOR))
@back_to(_ask_again)
def erase(work: WorkOf, person_id: str) -> Response:
    erasing.person_erased(work, person_id, dry_run=False)
    return to("/people")


@router.get("/{person_id}/export", dependencies=allow(AccessRole.COORDINATOR))
@writes
def export(work: WorkOf, person_id: str) -> Response:
    """Everything that is kept of them, as a file; written down as a reveal."""
    data = exporting.of_person(work, person_id)
    name = f'attachment; filename="{data.record["code"]}.json"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(data.model_dump_json(indent=1), media_type="application/json", headers=headers)


def _stepped(step: str) -> Callable[[Work, str, Form], object]:
    return lambda work, key, _: service.stepped(work, key, step)


def _consent(work: Work, person_id: str, form: Form) -> None:
    given = {"purpose": form.one("purpose"), "given": form.one("given"), "channel": "counter"}
    consents.person_said(work, person_id, form.as_(PersonConsentDraft, given))


def _paper(work: Work, person_id: str, form: Form) -> None:
    names = ("kind", "number_end", "valid_from", "valid_until", "skill")
    credentials.added(work, person_id, form.as_(CredentialDraft, {name: form.one(name) for name in names}))


def _skill(work: Work, person_id: str, form: Form) -> None:
    names = {"skill": "new_skill", "valid_until": "skill_until"}
    values = {name: form.one(field) for name, field in names.items()}
    skills.added(work, person_id, form.as_(SkillDraft, values, names))


def _limits(work: Work, person_id: str, form: Form) -> None:
    names = ("max_walk_minutes", "max_visits_day")
    values: dict[str, object] = {name: form.one(name) for name in names}
    change = form.as_(VolunteerChange, {**values, "proposals": form.one("proposals") == "on"})
    if not form.one("max_visits_day"):
        change = change.model_copy(update={"max_visits_day": None})
    service.changed(work, person_id, change, f'"{form.one("version")}"')


def _away(work: Work, person_id: str, form: Form) -> None:
    zone = zone_of(work)
    start = datetime.combine(form.day("first"), time.min, zone)
    end = datetime.combine(form.day("last") + timedelta(days=1), time.min, zone)
    draft = form.as_(DateDraft, {"start": start, "end": end, "free": False}, {"start": "first", "end": "last"})
    availability.date_added(work, person_id, draft)


def _certificate(work: Work, person_id: str, form: Form) -> None:
    certificates.issued(work, person_id, form.as_(Span, {n: form.one(n) for n in ("first_day", "last_day")}))


ACTIONS: dict[str, Callable[[Work, str, Form], object]] = {
    "pause": _stepped("pause"),
    "resume": _stepped("resume"),
    "leave": _stepped("leave"),
    "come_back": _stepped("come_back"),
    "revoke-card": lambda work, key, _: carding.card_revoked(work, key),
    "consent": _consent,
    "skill": _skill,
    "remove-skill": lambda work, key, form: skills.removed(work, key, form.one("id"), "*"),
    "paper": _paper,
    "remove-paper": lambda work, key, form: credentials.removed(work, key, form.one("id"), "*"),
    "limits": _limits,
    "week": lambda work, key, form: week.saved(work, key, set(form.all("free"))),
    "away": _away,
    "remove-date": lambda work, key, form: availability.date_removed(work, key, form.one("id"), "*"),
    "certificate": _certificate,
}


@router.post("/{person_id}/confirm", dependencies=allow(AccessRole.COORDINATOR))
@back_to(_again)
def confirm(work: WorkOf, person_id: str) -> Response:
    """Who registered was met."""
    service.stepped(work, person_id, "confirm")
    return to(f"/people/{person_id}")


@router.post("/{person_id}/pair", dependencies=allow(AccessRole.COORDINATOR))
@back_to(_again)
def add_pair(request: Request, work: WorkOf, person_id: str) -> Response:
    """The other one by their code, as it stands in lists."""
    form = Form(request)
    values = {name: form.one(field).strip() for name, field in PAIR_FIELDS.items()}
    asked = form.as_(PairDraft, values, PAIR_FIELDS)
    other = pairs.id_of_code(work, person_id, asked.with_kind, asked.other)
    pairs.added(work, person_id, asked.model_copy(update={"other": other}))
    return to(f"/people/{person_id}")


@router.post("/{person_id}/remove-pair", dependencies=allow(AccessRole.COORDINATOR))
@back_to(_again)
def remove_pair(request: Request, work: WorkOf, person_id: str) -> Response:
    pairs.removed(work, person_id, Form(request).one("id"), "*")
    return to(f"/people/{person_id}")


@router.post("/{person_id}/{action}", dependencies=OFFICE)
@back_to(_again)
def act(request: Request, work: WorkOf, person_id: str, action: str) -> Response:
    done = ACTIONS.get(action)
    if done is None:
        raise Refusal("not_found")
    done(work, person_id, Form(request))
    return to(f"/people/{person_id}")
