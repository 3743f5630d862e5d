"""Which rosters a login may see and change, and what of them."""

from __future__ import annotations

from sqlalchemy.orm.attributes import flag_modified

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.states import ROSTER
from matcher_api.web.etag import expect
from matcher_api.web.work import Work

READERS = (*OFFICE, *OVERSIGHT)


def seen(work: Work, roster_id: str) -> RosterRow:
    """The roster, if one of its readers asks; all its communities must be theirs."""
    roster = work.get(RosterRow, roster_id)
    for community in roster.community_ids:
        work.require(community, *READERS)
    return roster


def held(work: Work, roster_id: str, if_match: str | None) -> RosterRow:
    """The roster for a coordinator of all its communities who changes it, locked, as it was seen."""
    roster = work.locked(RosterRow, roster_id)
    for community in roster.community_ids:
        work.require(community, AccessRole.COORDINATOR)
    expect(roster, if_match)
    return roster


def edited(work: Work, roster: RosterRow) -> None:
    """The draft changed: a new version of the row, a review before is no longer one."""
    roster.state = ROSTER.after(roster.state, "edit")
    flag_modified(roster, "state")
    work.session.flush()


def at_desk(work: Work, roster: RosterRow) -> bool:
    """Whether names are shown in full."""
    return all(work.actor.in_community(c, *OFFICE) for c in roster.community_ids)
