"""Visits nobody makes, with the library's reasons in the words of people."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.explain import Unserved, unserved
from matcher.report.texts import TEXTS
from matcher.report.vocabulary import told as sentence
from matcher_api.access.masking import masked
from matcher_api.assignments.joined import joined
from matcher_api.exports.called import Called, called
from matcher_api.planning.current import roster_of
from matcher_api.reasons.shapes import NearShown, ReasonShown, UnservedShown
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.planning import planned_of
from matcher_api.rosters.seen import at_desk, seen
from matcher_api.rosters.shapes import Layer
from matcher_api.web.work import Work


def missing(work: Work, roster_id: str, layer: Layer) -> UnservedShown:
    """What is still to come and stays unserved in this layer."""
    row = seen(work, roster_id)
    found = told(work, row, layer)
    return UnservedShown(
        roster_id=row.id,
        layer=layer,
        visits=shown(work, found, unserved(found.problem, found.roster), full=at_desk(work, row)),
    )


def told(work: Work, row: RosterRow, layer: Layer) -> Called:
    planned = planned_of(work.session, row, now=work.now)
    return called(work.session, planned, roster_of(work.session, row, layer, planned), names=True)


def shown(work: Work, found: Called, rows: Iterable[Unserved], *, full: bool) -> list[ReasonShown]:
    """`full`: names as they are, for the desk."""
    id_of = found.id_of
    mine = [(id_of[row.visit], row) for row in rows if row.visit not in found.bookings]
    seen_visits = joined(work.session, [key for key, _ in mine])
    made = []
    for key, row in mine:
        zh, en = seen_visits.what(seen_visits.visits[key])
        made.append(
            ReasonShown(
                visit_id=key,
                code=seen_visits.visits[key].code,
                what_zh=zh,
                what_en=en,
                main=row.main,
                zh=sentence(row)[0],
                en=sentence(row)[1],
                refusals=dict(row.refusals),
                near=near_of(found, row, full=full),
                escalated=row.escalated,
            )
        )
    return made


def near_of(found: Called, row: Unserved, *, full: bool) -> list[NearShown]:
    id_of, people = found.id_of, found.problem.volunteer_of
    made = []
    for miss in row.near:
        name = people[miss.volunteer].name
        zh, en = TEXTS.get(f"rule_{miss.rule}", (miss.rule, miss.rule))
        made.append(
            NearShown(
                person_id=id_of[miss.volunteer],
                name=name if full else masked(name),
                rule=miss.rule,
                rule_zh=zh,
                rule_en=en,
            )
        )
    return made
