"""A Scenario -> a new community with everything that belongs to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import inspect
from sqlmodel import select

from matcher.scenario import Scenario
from matcher.scenario.tables_of import settings_of
from matcher.scenario.toml_text import document, flat
from matcher_api.assignments.visit_state import settle
from matcher_api.communities.models import Community
from matcher_api.database.record import Record
from matcher_api.errors import Fault, Refusal
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.scenarios.published_records import published_stages
from matcher_api.scenarios.records import Records
from matcher_api.web.work import Work

CODE = re.compile(r"[A-Za-z0-9._-]{1,80}")
YEARS = range(2000, 2200)
"""First days that leave room for every date around them."""


def import_scenario(work: Work, scenario: Scenario, *, code: str | None = None) -> Community:
    """The community, whose code is the scenario's name unless given. What the scenario says is published becomes a
    published roster: its accepted people are bound, the others hold offers.

    Refuses a code that is taken, and everything the tables cannot hold (told at once); then nothing is kept.
    """
    name = code_of(scenario, code)
    if taken(work, name):
        raise Refusal("code_taken", field="code", value=name)
    stages, community = staged(work, scenario, name)
    for stage in stages:
        work.session.add_all(stage)
        work.session.flush()
    settle(work, [r.visit_id for stage in stages for r in stage if isinstance(r, PlannedVisitRow)])
    work.audit("community.import", community, visits=len(scenario.problem.visits))
    return community


def code_of(scenario: Scenario, code: str | None) -> str:
    """Refuses a name that is no code."""
    name = code or scenario.name
    if not CODE.fullmatch(name):
        raise Refusal("code_needed", field="code", value=name[:80])
    return name


def taken(work: Work, code: str) -> bool:
    return work.session.exec(select(Community.id).where(Community.code == code)).first() is not None


def staged(work: Work, scenario: Scenario, code: str) -> tuple[list[list[Record]], Community]:
    """The records in the order in which they can be written; refuses with every value the tables cannot hold."""
    if scenario.start.year not in YEARS:
        text = (f"开始日期 {scenario.start} 不在 2000 至 2199 年之间", f"start ({scenario.start}) must be 2000 to 2199")
        raise Refusal("invalid", faults=[Fault("scenario.start", "out_of_bounds", *text)])
    records = Records(scenario, _community(scenario, code))
    stages = [*records.stages(), *published_stages(records, work.now)]
    if faults := list(_unstorable(record for stage in stages for record in stage)):
        raise Refusal("invalid", faults=faults)
    return stages, records.community


def _unstorable(records: Iterable[Record]) -> Iterable[Fault]:
    """PostgreSQL refuses longer texts than a column holds, and the character NUL; SQLite keeps both."""
    lengths: dict[type[Record], dict[str, int | None]] = {}
    for record in records:
        model = type(record)
        if model not in lengths:
            lengths[model] = {c.key: getattr(c.type, "length", None) for c in inspect(model).columns}
        for column, length in lengths[model].items():
            value = getattr(record, column)
            if isinstance(value, str):
                bad, shown = len(value) > (length or len(value)) or "\0" in value, value
            else:  # in lists and objects too
                bad, shown = isinstance(value, (list, dict)) and "\\x00" in repr(value), repr(value)
            if bad:
                where = f"{record.__tablename__}.{column}"
                yield Fault(
                    where,
                    "unstorable",
                    f"“{shown[:40]}…”过长（最多 {length} 字）或含有不能保存的字符",
                    f'"{shown[:40]}..." is too long (at most {length}) or has a character that cannot be kept',
                )


def _community(scenario: Scenario, code: str) -> Community:
    settings = {key: _plain(value) for key, value in settings_of(scenario).items()}
    groups: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, value in settings.items():
        group, _, rest = key.partition(".")
        if rest and key != "policy.service_defaults" and value is not None:
            groups[group][rest] = value
    return Community(
        code=code,
        name=scenario.title,
        zone=scenario.zone,
        datum=scenario.datum.value,
        synthetic=scenario.synthetic,
        first_day=scenario.start,
        days=scenario.problem.days,
        service_defaults=scenario.service_defaults,
        walking=groups["walking"],
        weights=groups["weights"],
        policy=groups["policy"],
        generator={"toml": document(flat(scenario.generator))} if scenario.generator else {},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
