"""The actions on a request, each one step of its table. Locks: its visits first, then the request itself."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.access.roles import OFFICE
from matcher_api.catalogue import service as catalogue
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.requests.asking import Asking
from matcher_api.requests.models import Request
from matcher_api.requests.progress import moved, progressed
from matcher_api.requests.service import merged, of_item, windows_of
from matcher_api.requests.shapes import Verify
from matcher_api.requests.states import ENDED, REQUEST, RequestState
from matcher_api.requests.views import held_by
from matcher_api.requests.visits_of import visits_made
from matcher_api.residents.models import Resident
from matcher_api.visits.cancelling import cancelled, held_of
from matcher_api.visits.faults import fault
from matcher_api.visits.models import Visit
from matcher_api.visits.shapes import said
from matcher_api.visits.states import ENDED as VISITS_ENDED
from matcher_api.visits.states import PUBLISHED
from matcher_api.web.work import Work

LONGEST_TEXT = 8000
MERGED = "merged"


def submitted(work: Work, request_id: str) -> Request:
    """A draft becomes a request: the time to answer counts from now."""
    request = held_by(work, request_id, asker=True)
    REQUEST.after(request.state, "submit")
    if not request.recurrence and not windows_of(work, request):
        raise Refusal("invalid", faults=[fault("windows", "windows_needed")])
    if request.last_end is not None and request.last_end <= work.now:
        raise Refusal("invalid", faults=[fault("windows", "windows_passed")])
    request.asked_at = work.now
    if item := catalogue.current_of(work, [request.item_code]).get(request.item_code):
        of_item(request, item)
    return _moved(work, request, "submit")


def verified(work: Work, request_id: str, verify: Verify) -> Request:
    """After the call-back: what it changed, then the visits, once however often it is asked for."""
    request = held_by(work, request_id, asker=False)
    REQUEST.after(request.state, "verify")
    asking = Asking(work, work.get(Community, request.community_id))
    asking.rights(verify.model_dump(exclude={"needs"}), needs=verify.needs)
    if verify.needs is not None:
        resident = work.get(Resident, request.resident_id) if request.resident_id else None
        item = catalogue.current_of(work, [request.item_code]).get(request.item_code)
        request.needs = asking.needs(merged(request.needs, said(verify.needs)), item, resident, [])
    if asking.faults:
        raise Refusal("invalid", faults=asking.faults)
    request.priority = verify.priority or request.priority
    request.guaranteed = request.guaranteed if verify.guaranteed is None else verify.guaranteed
    visits = visits_made(work, request)
    request.reason = ""
    _moved(work, request, "verify")
    if visits:
        progressed(work, request.id)  # one that was waiting may have been published meanwhile
    return request


def rejected(work: Work, request_id: str, reason: str) -> Request:
    held_of(work, request_id)
    request = held_by(work, request_id, asker=False)
    REQUEST.after(request.state, "reject")
    cancelled(work, held_of(work, request_id), reason, tell_resident=False)
    request.reason = reason
    return _moved(work, request, "reject")


def asked(work: Work, request_id: str, reason: str) -> Request:
    """The desk needs to know more: the question is the reason."""
    request = held_by(work, request_id, asker=False)
    request.reason = reason
    return _moved(work, request, "ask_info")


def answered(work: Work, request_id: str, text: str) -> Request:
    request = held_by(work, request_id, asker=True)
    whole = f"{request.text}\n{text}".strip()
    if len(whole) > LONGEST_TEXT:
        raise Refusal("invalid", faults=[fault("text", "text_too_long", limit=LONGEST_TEXT)])
    request.text = whole
    return _moved(work, request, "answer")


def waitlisted(work: Work, request_id: str, reason: str) -> Request:
    """Nobody can be found yet; its visits, if there are any, stay in every plan."""
    request = held_by(work, request_id, asker=False)
    request.reason = reason
    return _moved(work, request, "waitlist")


def called_off(work: Work, request_id: str, reason: str) -> Request:
    """Its visits that have not begun are cancelled with it."""
    held_of(work, request_id)
    request = held_by(work, request_id, asker=True)
    REQUEST.after(request.state, "cancel")
    cancelled(work, held_of(work, request_id), reason, tell_resident=False)
    request.reason = reason
    return _moved(work, request, "cancel")


def merged_into(work: Work, request_id: str, into: str) -> Request:
    """A duplicate ends; what is to be done is done for the other one."""
    held_of(work, request_id)
    rows = {key: held_by(work, key, asker=False) for key in sorted({request_id, into})}
    request, other = rows[request_id], rows[into]
    same = request.community_id == other.community_id and request.id != other.id
    if not same or other.state in ENDED or other.merged_into is not None:
        raise Refusal("merge_refused", field="into", conflict={"id": other.id, "state": other.state})
    REQUEST.after(request.state, "merge")
    cancelled(work, held_of(work, request_id), MERGED, tell_resident=False)
    request.merged_into = other.id
    return _moved(work, request, "merge")


def rated(work: Work, request_id: str, rating: int) -> Request:
    request = held_by(work, request_id, asker=True)
    request.rating, request.rated_at = rating, work.now
    return _moved(work, request, "rate")


def closed(work: Work, request_id: str) -> Request:
    """The case is filed. One that is only verified: an item that is not scheduled here and has been answered."""
    request = held_by(work, request_id, asker=False)
    REQUEST.after(request.state, "close")
    open_ = select(Visit.id).where(Visit.request_id == request.id, col(Visit.state).not_in(VISITS_ENDED))
    if found := work.session.exec(open_.order_by(col(Visit.id)).limit(20)).all():
        raise Refusal("still_open", conflict={"visits": list(found)})
    return _moved(work, request, "close")


def expired(work: Work, community_id: str) -> list[str]:
    """Requests of the community whose times have all passed without anybody coming; their visits end too."""
    work.require(community_id, *OFFICE)
    can = REQUEST_THAT_EXPIRE
    due = select(Request.id).where(
        Request.community_id == community_id,
        col(Request.state).in_(can),
        col(Request.expires_at) <= work.now,
    )
    ended = []
    for request_id in work.session.exec(due.order_by(col(Request.id))).all():
        visits = held_of(work, request_id)
        request = work.locked(Request, request_id)
        coming = any(v.state in PUBLISHED or (v.last_end is not None and v.last_end > work.now) for v in visits)
        if coming or request.state not in can:
            continue
        cancelled(work, visits, "expired", tell_resident=False)
        ended.append(_moved(work, request, "expire").id)
    return ended


REQUEST_THAT_EXPIRE = tuple(s for s in RequestState if "expire" in REQUEST.possible(s))


def _moved(work: Work, request: Request, action: str) -> Request:
    moved(work, request, action)
    return request
