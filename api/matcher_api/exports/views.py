"""A layer of a roster in the library's words, for one audience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from matcher.report import Setting, Words, audience
from matcher.report.words import Lang
from matcher.roster import Roster
from matcher_api.catalogue.service import current_of
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.exports.called import Called, called
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned, load
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.seen import at_desk, seen
from matcher_api.rosters.shapes import Layer
from matcher_api.web.work import Work

For = Literal["coordinator", "volunteer", "gate", "notice"]


@dataclass(frozen=True, slots=True)
class LocalWords(Words):
    """Services by their names in this catalogue, which may hold more than the shipped one."""

    services: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def service(self, code: str) -> str:
        if code in self.services:
            zh, en = self.services[code]
            return self.pick(zh, en or zh)
        return super(LocalWords, self).service(code)


@dataclass(frozen=True)
class View:
    """`row`: the roster shown; `words` know its setting."""

    row: RosterRow
    words: Words
    roster: Roster
    called: Called


def viewed(work: Work, roster_id: str, layer: Layer, *, who: For, lang: Lang, planned: Planned | None = None) -> View:
    """The whole week, also what is begun. Only the desk sees what is for coordinators; others read no names.
    `planned`: those days, where the caller has loaded them."""
    row = seen(work, roster_id)
    desk = at_desk(work, row)
    if who == "coordinator" and not desk:
        raise Refusal("forbidden", field="for")
    planned = planned or load(work.session, communities=row.community_ids, first_day=row.first_day, days=row.days)
    found = called(work.session, planned, roster_of(work.session, row, layer, planned), names=desk).without_bookings()
    community = work.get(Community, row.community_id)
    setting = replace(
        Setting.of(planned.scenario),
        problem=replace(found.problem, name=community.code),
        title=row.title or community.name or community.code,
    )
    codes = {v.service for v in found.problem.visits}
    services = {code: (item.zh, item.en) for code, item in current_of(work, codes).items()}
    return View(row, LocalWords(setting, audience(who), lang, services), found.roster, found)
