"""/me/profile: what I agreed to and how I am reached; my certificates; all that is kept of me."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from matcher_api.access import consents
from matcher_api.access.consent_shapes import PersonConsentDraft
from matcher_api.access.roles import AccessRole
from matcher_api.certificates import service as certificates
from matcher_api.certificates.shapes import Span
from matcher_api.communities.service import seen as community_seen
from matcher_api.communities.settings import service_of
from matcher_api.errors import Refusal
from matcher_api.pages.drawing import drawn, to
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.people import credentials, service, skills
from matcher_api.people.shapes import VolunteerChange
from matcher_api.personal import exporting
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow, writes

router: APIRouter = pages("/me/profile")
OWN = allow(AccessRole.VOLUNTEER)
CONSENTS = ("data", "standing", "photo")
"""What people say themselves; the rest is said at the desk."""


@router.get("", dependencies=OWN)
def profile(request: Request, work: WorkOf) -> Response:
    """One part for each person the login is."""
    return _drawn(request, work)


def _drawn(request: Request, work: Work) -> Response:
    people = []
    for key in sorted(work.actor.persons):
        row = service.got(work, key)
        people.append({
            "person": service.one(work, row),
            "skills": skills.listed(work, key, EVERY).items,
            "papers": credentials.listed(work, key, EVERY).items,
            "consents": consents.of_person(work, key, EVERY).current,
            "stars": certificates.stars_of(work, key),
            "certificates": certificates.listed(work, key, EVERY).items,
            "quiet": service_of(community_seen(work, row.community_id)),
        })  # fmt: skip
    return drawn(request, work, "my_profile.html", people=people, purposes=CONSENTS)


def _again(request: Request, work: Work, **_: str) -> Response:
    return _drawn(request, work)


def _own(work: Work, person_id: str) -> None:
    if person_id not in work.actor.persons:
        raise Refusal("not_found")


@router.get("/{person_id}/export", dependencies=OWN)
@writes
def export(work: WorkOf, person_id: str) -> Response:
    """Everything that is kept of me, as a file."""
    _own(work, person_id)
    data = exporting.of_person(work, person_id)
    name = f'attachment; filename="{data.record["code"]}.json"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(data.model_dump_json(indent=1), media_type="application/json", headers=headers)


def _limits(work: Work, person_id: str, form: Form) -> None:
    values: dict[str, object] = {name: form.one(name) for name in ("max_walk_minutes", "max_visits_day")}
    change = form.as_(VolunteerChange, {**values, "proposals": form.one("proposals") == "on"})
    if not form.one("max_visits_day"):
        change = change.model_copy(update={"max_visits_day": None})
    service.changed(work, person_id, change, f'"{form.one("version")}"')


def _reached(work: Work, person_id: str, form: Form) -> None:
    """Empty means: no longer."""
    values = {name: form.one(name) for name in ("phone", "email")}
    change = form.as_(VolunteerChange, {**values, "has_smartphone": form.one("has_smartphone") == "on"})
    gone = {name: "" for name, value in values.items() if not value}
    service.changed(work, person_id, change.model_copy(update=gone), f'"{form.one("version")}"')


def _consent(work: Work, person_id: str, form: Form) -> None:
    given = {"purpose": form.one("purpose"), "given": form.one("given")}
    consents.person_said(work, person_id, form.as_(PersonConsentDraft, given))


ACTIONS: dict[str, Callable[[Work, str, Form], object]] = {
    "limits": _limits,
    "reached": _reached,
    "consent": _consent,
    "certificate": lambda work, key, _: certificates.issued(work, key, Span()),
    "pause": lambda work, key, _: service.stepped(work, key, "pause"),
    "resume": lambda work, key, _: service.stepped(work, key, "resume"),
    "leave": lambda work, key, _: service.stepped(work, key, "leave"),
}


@router.post("/{person_id}/{action}", dependencies=OWN)
@back_to(_again)
def act(request: Request, work: WorkOf, person_id: str, action: str) -> Response:
    _own(work, person_id)
    done = ACTIONS.get(action)
    if done is None:
        raise Refusal("not_found")
    done(work, person_id, Form(request))
    return to("/me/profile")
