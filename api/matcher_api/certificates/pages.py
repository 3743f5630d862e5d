"""/certificates: whether a certificate is ours, for anybody who holds it; and the sheet to print, for its person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access.roles import AccessRole
from matcher_api.certificates import service
from matcher_api.errors import Refusal
from matcher_api.pages.drawing import drawn
from matcher_api.pages.route import pages
from matcher_api.web.paging import EVERY
from matcher_api.web.work import WorkOf, allow

router: APIRouter = pages("/certificates")
OWN = allow(*service.DESK, AccessRole.VOLUNTEER)
Number = Annotated[str, Query(max_length=60)]
Code = Annotated[str, Query(max_length=20)]


@router.get("")
def check(request: Request, work: WorkOf, number: Number = "", code: Code = "") -> Response:
    """Number and code as printed; no login."""
    found, wrong = None, False
    if number or code:
        try:
            found = service.checked(work, number.strip(), code)
        except Refusal as refusal:
            if refusal.code != "not_found":
                raise
            wrong = True
    return drawn(
        request,
        work,
        "certificate_check.html",
        number=number,
        code=code,
        found=found,
        wrong=wrong,
        status=404 if wrong else 200,
    )


@router.get("/{number}")
def printed_address(request: Request, work: WorkOf, number: str, code: Code = "") -> Response:
    """The address that stands on the sheet."""
    return check(request, work, number[:60], code)


@router.get("/{number}/print/{person_id}", dependencies=OWN)
def sheet(request: Request, work: WorkOf, number: str, person_id: str) -> Response:
    """For the person and the desk: the whole name."""
    found = next((c for c in service.listed(work, person_id, EVERY).items if c.number == number), None)
    if found is None:
        raise Refusal("not_found")
    address = found.check_url.replace("/api/v1/", "/", 1)
    return drawn(request, work, "certificate.html", certificate=found, address=address)
