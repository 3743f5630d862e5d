"""A Scenario as rows of values: one mapping of column to value for every row of every table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matcher.problem import DAY, Facility, Problem, Visit, Volunteer
from matcher.scenario.cells import plain_number
from matcher.scenario.findings import fatal
from matcher.scenario.scenario import Scenario
from matcher.scenario.settings import setting_values
from matcher.walking.datum import Datum
from matcher.walking.tables import rows_of
from matcher.walks import WalkMatrix

ValueRow = Mapping[str, Any]


def settings_of(scenario: Scenario) -> dict[str, Any]:
    """Every setting by its key in columns.csv, without those of the generator."""
    problem, walking = scenario.problem, scenario.walking
    values: dict[str, Any] = {
        "name": scenario.name,
        "title": scenario.title or None,
        "start": scenario.start,
        "days": problem.days,
        "zone": scenario.zone,
        "datum": scenario.datum,
        "synthetic": scenario.synthetic,
    }
    values |= {f"policy.{k}": v for k, v in setting_values(problem.policy).items()}
    values["policy.service_defaults"] = scenario.service_defaults
    values |= {f"weights.{k}": v for k, v in setting_values(problem.weights).items()}
    values["walking.source"] = written_source(scenario)
    values["walking.limit_minutes"], values["walking.pace"] = walking.limit_minutes, walking.pace
    return values | {f"walking.{k}": v for k, v in setting_values(walking.model).items()}


def written_source(scenario: Scenario) -> str:
    """Where the walks come from when the scenario is read back; walks without their streets become a table."""
    source = scenario.problem.walks.source
    return "table" if source == "streets" and scenario.network is None else source


def tables_of(scenario: Scenario) -> dict[str, list[ValueRow]]:
    """The rows of every table that is not `scenario`; raises InvalidProblem for walks no table can say."""
    problem = scenario.problem
    nodes, edges, gates = _streets(scenario)
    return {
        "places": list(_places(scenario)),
        "street_nodes": nodes,
        "street_edges": edges,
        "gates": gates,
        "walks": list(_walks(scenario)),
        "volunteers": [_volunteer(v) for v in problem.volunteers],
        "skills": [
            {"volunteer": v.id, "skill": s.name, "valid_until": s.valid_until_day}
            for v in problem.volunteers
            for s in v.skills
        ],
        "availability": [
            {"volunteer": v.id, "start": w.start, "end": w.end} for v in problem.volunteers for w in v.availabilities
        ],
        "facilities": [_facility(f) for f in problem.facilities],
        "modes": [
            {"facility": f.id, "mode": mode, "capacity": capacity}
            for f in problem.facilities
            for mode, capacity in f.modes.items()
        ],
        "openings": [
            {"facility": f.id, "start": o.start, "end": o.end, "steward_visit": o.steward}
            for f in problem.facilities
            for o in f.openings
        ],
        "visits": [_visit(v, scenario.beneficiary_sex.get(v.id)) for v in problem.visits],
        "windows": [{"visit": v.id, "start": w.start, "end": w.end} for v in problem.visits for w in v.windows],
        "roles": [
            {"visit": v.id, "role": r.id, "skills": r.skills, "min": r.min, "desired": r.desired, "max": r.max}
            for v in problem.visits
            for r in v.roles
        ],
        "conditions": [
            {"visit": v.id, "at_least": c.at_least, "of": c.of} for v in problem.visits for c in v.conditions
        ],
        **_settled(problem),
    }


def _settled(problem: Problem) -> dict[str, list[ValueRow]]:
    fixed = ("visit", "volunteer", "role", "start", "facility")
    return {
        "pairs": [{"volunteer": p.volunteer, "with": (p.with_kind, p.other), "kind": p.kind} for p in problem.pairs],
        "pins": [{**{c: getattr(p, c) for c in fixed}, "override": p.override or None} for p in problem.pins],
        "published": [{**{c: getattr(p, c) for c in fixed}, "state": p.state} for p in problem.published],
        "quotas": [{"beneficiary": q.beneficiary, "mode": q.mode, "at_most": q.at_most} for q in problem.quotas],
        "rejections": [
            {"visit": v.id, "facility": facility, "start": start}
            for v in problem.visits
            for facility, start in v.rejected
        ],
    }


def _places(scenario: Scenario) -> Iterator[ValueRow]:
    first, second = ("x", "y") if scenario.datum is Datum.LOCAL else ("lon", "lat")
    for place in scenario.problem.places:
        yield {
            "place": place.id,
            "kind": place.kind,
            first: plain_number(float(place.x)),
            second: plain_number(float(place.y)),
            "access_seconds": place.access_seconds,
            "building": place.building,
            "community": place.community,
        }


def _streets(scenario: Scenario) -> tuple[list[ValueRow], list[ValueRow], list[ValueRow]]:
    if scenario.network is None:
        return [], [], []
    nodes, edges, gates = rows_of(scenario.network)
    return [*nodes], [*edges], [{**gate, "open": gate["open"] == "yes"} for gate in gates]


def _volunteer(v: Volunteer) -> ValueRow:
    return {
        "volunteer": v.id,
        "name": v.name,
        "kind": v.kind,
        "home": v.home,
        "sex": v.sex or None,
        "tags": v.tags,
        "pace": v.pace,
        "max_walk_minutes": v.max_walk,
        "max_minutes_day": v.max_minutes_day,
        "max_minutes_total": v.max_minutes_total,
        "max_visits_day": v.max_visits_day,
        "minor": v.minor,
        "guardian_consent": v.guardian_consent,
        "record_checked": v.record_checked,
        "insured_until": v.insured_until_day,
        "certified_until": v.certified_until_day,
        "return_home": v.return_home,
        "history_minutes": v.history_minutes,
        "history_offered_minutes": v.history_offered_minutes,
    }


def _facility(f: Facility) -> ValueRow:
    return {
        "facility": f.id,
        "name": f.name,
        "owner": f.owner,
        "place": f.place,
        "exclusive": f.exclusive,
        "concurrent": f.concurrent,
        "changeover_minutes": f.changeover,
        "cost": f.cost,
    }


def _visit(v: Visit, sex: str | None) -> ValueRow:
    need = v.need
    row: dict[str, Any] = {
        "visit": v.id,
        "request": v.request or None,
        "beneficiary": v.beneficiary,
        "beneficiary_sex": sex,
        "service": v.service or None,
        "title": v.title,
        "place": v.place,
        "duration_minutes": v.duration,
        "priority": v.priority,
        "value": v.value,
        "guaranteed": v.guaranteed,
        "group": v.groups,
        "risk": v.risk,
        "series": v.series,
        "min_days_apart": v.min_days_apart,
        "needs": v.needs,
        "waiting_days": v.waiting_days,
    }
    if need is not None:
        row |= {
            "mode": need.mode,
            "people": need.people,
            "from": need.origin,
            "pace": need.pace,
            "max_walk_minutes": need.max_walk,
        }
    return row


def _walks(scenario: Scenario) -> Iterator[ValueRow]:
    walks = scenario.problem.walks
    if written_source(scenario) != "table":
        for (a, b), minutes in scenario.walk_rows.items():
            yield {"a": a, "b": b, "minutes": minutes}
        return
    matrices = list(walks.by_pace.values())
    tables = [_minutes(m) for m in matrices]
    if any(table != tables[0] for table in tables[1:]):
        hint = "give the scenario its street network, or the same minutes for all paces"
        raise fatal("walks", "unwritable", "the walks differ by pace, which a walks table cannot say", hint=hint)
    pairs = tables[0] if tables else {}
    for (i, j), minutes in pairs.items():
        a, b, back = walks.place_ids[i], walks.place_ids[j], pairs.get((j, i))
        if back is None:
            hint = f"give the way back, up to {DAY} minutes"
            raise fatal("walks", "unwritable", f"from {b} to {a} there is no walk, but back there is", hint=hint)
        if i < j or back != minutes:
            yield {"a": a, "b": b, "minutes": minutes}


def _minutes(matrix: WalkMatrix) -> dict[tuple[int, int], int]:
    ptr: Sequence[int] = matrix.indptr.tolist()
    columns, minutes = matrix.columns.tolist(), matrix.minutes.tolist()
    return {(i, columns[k]): minutes[k] for i in range(len(ptr) - 1) for k in range(ptr[i], ptr[i + 1])}
