"""Importing and exporting whole communities."""

from __future__ import annotations

import re
from typing import Literal

from sqlmodel import Session

from matcher.errors import InvalidProblem, ProblemError
from matcher.scenario import Scenario
from matcher.scenario.tables_of import tables_of
from matcher_api.access.models import Grant
from matcher_api.access.roles import AccessRole
from matcher_api.audit.models import AuditEntry
from matcher_api.communities.models import Community
from matcher_api.database.engine import writing
from matcher_api.errors import Fault, Refusal
from matcher_api.scenarios.exporting import export_scenario
from matcher_api.scenarios.files import scenario_in, written
from matcher_api.scenarios.importing import code_of, import_scenario, staged, taken
from matcher_api.scenarios.shapes import FaultFound, Imported
from matcher_api.web.work import Work

FileKind = Literal["zip", "xlsx"]
_WHERE = re.compile(r"(?P<table>.*?)(?: row (?P<row>\d+))?(?:, (?:column|key) (?P<column>.+))?")


def imported(work: Work, name: str, content: bytes, code: str | None) -> Imported:
    """A new community, all of it; or nothing and every fault. Who imports may look after it."""
    scenario = scenario_in(name, content)
    community = import_scenario(work, scenario, code=code)
    if work.actor.communities is not None and work.actor.login_id is not None:
        work.add(Grant(login_id=work.actor.login_id, role=AccessRole.STREET, community_id=community.id))
    work.session.flush()
    return _told(scenario, community.code, community_id=community.id)


def tried(work: Work, name: str, content: bytes, code: str | None) -> Imported:
    """What an import would do, and everything that stands in its way; nothing is kept."""
    try:
        scenario = scenario_in(name, content)
    except InvalidProblem as found:
        faults = [_found(e) for e in found.errors]
        return Imported(community_id=None, code=code, code_taken=False, counts={}, faults=faults, notes=[])
    try:
        wanted = code_of(scenario, code)
        staged(work, scenario, wanted)
    except Refusal as refused:
        own = Fault(refused.field, refused.code, refused.zh, refused.en)
        faults = [
            FaultFound(table=f.field, row=None, column=None, code=f.code, message=f.en, hint="")
            for f in refused.faults or (own,)
        ]
        return _told(scenario, code, faults=faults)
    return _told(scenario, wanted, code_taken=taken(work, wanted))


def _told(
    scenario: Scenario,
    code: str | None,
    *,
    community_id: str | None = None,
    code_taken: bool = False,
    faults: list[FaultFound] | None = None,
) -> Imported:
    return Imported(
        community_id=community_id,
        code=code,
        code_taken=code_taken,
        counts={name: len(rows) for name, rows in tables_of(scenario).items() if rows},
        faults=faults or [],
        notes=[_found(note) for note in scenario.notes],
    )


def _found(error: ProblemError) -> FaultFound:
    where = _WHERE.fullmatch(error.where)
    assert where is not None  # every part of it may be missing
    return FaultFound(
        table=where["table"],
        row=int(where["row"]) if where["row"] else None,
        column=where["column"],
        code=error.code,
        message=error.message,
        hint=error.hint,
    )


def exported(work: Work, community_id: str, kind: FileKind) -> tuple[str, bytes]:
    """(code, file). Names of people go along for the community's coordinators alone; that is audited."""
    work.require(community_id, AccessRole.COORDINATOR)
    community = work.get(Community, community_id)
    if community.first_day is None:
        raise Refusal("no_first_day", field="first_day")
    names = any(g.role == AccessRole.COORDINATOR and g.community_id in (None, community_id) for g in work.actor.grants)
    content = written(export_scenario(work.session, community_id, names=names), kind)
    entry = AuditEntry(
        at=work.now,
        login_id=work.actor.login_id,
        action="community.export",
        subject_kind="community",
        subject_id=community_id,
        community_id=community_id,
        detail={"names": names},
    )
    engine = work.session.get_bind()

    def audited() -> None:
        # A transaction of its own: the one of a reader cannot write.
        with Session(writing(engine)) as session:  # type: ignore[arg-type]
            session.add(entry)
            session.commit()

    work.after.append(audited)
    return community.code, content
