"""Swaps of two: asked by one, accepted by the other, judged, done at once or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, or_, select

from matcher_api.access.masking import masked
from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.assignments.joined import Joined, joined
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import PlaceShown
from matcher_api.assignments.states import COMING
from matcher_api.errors import Refusal
from matcher_api.notifications.models import Notification
from matcher_api.people.models import PersonContact
from matcher_api.swaps.handing import Hand, handed, held, still_coming
from matcher_api.swaps.models import Swap
from matcher_api.swaps.shapes import SideShown, StandInShown, SwapDraft, SwapShown
from matcher_api.swaps.states import SWAP, SwapState
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
PARTIES = (*DESK, AccessRole.VOLUNTEER)


def asked(work: Work, draft: SwapDraft) -> Swap:
    """By the one who gives, or the desk for them. Nothing changes before the other one says yes; what the rules would
    not let happen is refused at once, and nobody is asked."""
    give, take = (work.get(AssignmentRow, i) for i in (draft.give_id, draft.take_id))
    _may(work, give)
    if take.community_id != give.community_id:
        raise Refusal("not_found")
    give, take = held(work, give, take, people=[give.person_id, take.person_id])
    for row in (give, take):
        still_coming(work, row)
    if give.person_id == take.person_id:
        raise Refusal("own_already", conflict={"assignment_id": take.id})
    same = select(Swap).where(
        col(Swap.give_id).in_([give.id, take.id]), col(Swap.take_id).in_([give.id, take.id]),
        Swap.state == SwapState.ASKED,
    )  # fmt: skip
    if (there := work.session.exec(same).first()) is not None:
        raise Refusal("swap_there", conflict={"swap_id": there.id})
    trial = work.session.begin_nested()
    try:
        handed(work, Hand(give, take.person_id, "web"), Hand(take, give.person_id, "web"))
    finally:
        trial.rollback()
    swap = work.add(
        Swap(
            community_id=give.community_id, give_id=give.id, take_id=take.id, by_login_id=work.actor.login_id
        )
    )  # fmt: skip
    work.session.flush()
    work.audit("swap.ask", swap, give_id=give.id, take_id=take.id)
    _tell(work, swap, "swap_asked", take.person_id)
    work.session.flush()
    return swap


def accepted(work: Work, swap_id: str, channel: str) -> Swap:
    """By the other one, or the desk for them (by `channel`): both are bound anew, or nothing has changed."""
    swap, give, take = _held(work, swap_id)
    _may(work, take)
    swap.state = SWAP.after(swap.state, "accept", conflict=_now(swap))
    give, take = held(work, give, take, people=[give.person_id, take.person_id])
    channel = "web" if take.person_id in work.actor.persons else channel
    handed(work, Hand(give, take.person_id, channel), Hand(take, give.person_id, channel))
    return _answered(work, swap, "accept", give.person_id)


def declined(work: Work, swap_id: str) -> Swap:
    swap, give, take = _held(work, swap_id)
    _may(work, take)
    swap.state = SWAP.after(swap.state, "decline", conflict=_now(swap))
    return _answered(work, swap, "decline", give.person_id)


def taken_back(work: Work, swap_id: str) -> Swap:
    swap, give, take = _held(work, swap_id)
    _may(work, give)
    swap.state = SWAP.after(swap.state, "take_back", conflict=_now(swap))
    return _answered(work, swap, "take_back", take.person_id)


def listed(work: Work, paging: Paging, *, state: SwapState | None) -> Page[SwapShown]:
    """The desk sees its community's, people those they are asked for or asked."""
    query = select(Swap)
    office = work.actor.where(*OFFICE)
    if office is not None:
        mine = select(AssignmentRow.id).where(col(AssignmentRow.person_id).in_(work.actor.persons))
        query = query.where(
            or_(col(Swap.community_id).in_(office), col(Swap.give_id).in_(mine), col(Swap.take_id).in_(mine))
        )
    if state is not None:
        query = query.where(Swap.state == state)
    return page_of(work, query, Swap, paging, lambda rows: shown(work, rows), newest_first=True)


def shown(work: Work, swaps: Sequence[Swap]) -> list[SwapShown]:
    """Names masked, and no building of anybody's home. `possible` is empty once one of the two is somebody else's."""
    ids = {i for s in swaps for i in (s.give_id, s.take_id)}
    rows = {r.id: r for r in work.session.exec(select(AssignmentRow).where(col(AssignmentRow.id).in_(ids))).all()}
    seen = joined(work.session, (r.visit_id for r in rows.values()))
    people = {r.person_id for r in rows.values()}
    names = dict(
        work.session.exec(
            select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(people))
        ).all()
    )

    def side(row: AssignmentRow) -> SideShown:
        return SideShown(
            **_work(seen, row),
            name=masked(names.get(row.person_id, "")),
            mine=row.person_id in work.actor.persons,
        )

    made = []
    for swap in swaps:
        give, take = rows[swap.give_id], rows[swap.take_id]
        stands = all(r.state in COMING for r in (give, take))
        made.append(
            SwapShown(
                id=swap.id,
                state=swap.state,
                possible=list(SWAP.possible(swap.state)) if stands else [],
                give=side(give),
                take=side(take),
                answered_at=swap.answered_at,
                version=swap.version,
            )
        )
    return made


def on_board(work: Work, rows: Sequence[AssignmentRow]) -> list[StandInShown]:
    seen = joined(work.session, (r.visit_id for r in rows))
    return [StandInShown(**_work(seen, r), risk=seen.visits[r.visit_id].risk, version=r.version) for r in rows]


def _work(seen: Joined, row: AssignmentRow) -> dict[str, Any]:
    """What, when and whereabouts; a home by its area alone, as nobody has accepted it yet."""
    visit = seen.visits[row.visit_id]
    start, end, facility = seen.spot(row)
    zh, en = seen.what(visit)
    place = seen.where(visit, facility)
    if seen.private(visit):
        place = PlaceShown(facility_id=None, facility="", building="", area=place.area)
    return {
        "assignment_id": row.id, "visit_id": visit.id, "what_zh": zh, "what_en": en, "role": row.role,
        "start": start, "end": end, "place": place,
    }  # fmt: skip


def _held(work: Work, swap_id: str) -> tuple[Swap, AssignmentRow, AssignmentRow]:
    swap = work.locked(Swap, swap_id)
    return swap, work.get(AssignmentRow, swap.give_id), work.get(AssignmentRow, swap.take_id)


def _now(swap: Swap) -> dict[str, str | int]:
    return {"swap_id": swap.id, "state": swap.state, "version": swap.version}


def _may(work: Work, row: AssignmentRow) -> None:
    """For the person whose work it is, or the desk; to others it does not exist."""
    if row.person_id not in work.actor.persons:
        work.require(row.community_id, *DESK)


def _answered(work: Work, swap: Swap, action: str, person_id: str) -> Swap:
    swap.answered_at = work.now
    work.audit(f"swap.{action}", swap, state=swap.state)
    _tell(work, swap, f"swap_{swap.state}", person_id)
    work.session.flush()
    return swap


def _tell(work: Work, swap: Swap, kind: str, person_id: str) -> None:
    work.add(
        Notification(
            community_id=swap.community_id,
            kind=kind,
            person_id=person_id,
            payload={"swap_id": swap.id},
            due_at=work.now,
        )
    )
