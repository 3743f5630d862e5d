"""What can be done with runs: asking for one, watching it, stopping it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from matcher.result import gap_of
from matcher_api.access.roles import OVERSIGHT, AccessRole
from matcher_api.errors import Refusal
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.states import ROSTER
from matcher_api.runs.models import ACTIVE, Run, RunProgress, RunProof
from matcher_api.runs.shapes import ProgressShown, ProofShown, RunDraft, RunShown, RunWithProgress
from matcher_api.runs.states import RUN, RunState
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

READERS = (AccessRole.COORDINATOR, AccessRole.CLERK, *OVERSIGHT)


def asked(work: Work, draft: RunDraft) -> Run:
    """A run in the queue; its roster is being solved from now on."""
    roster = work.locked(RosterRow, draft.roster_id)
    for community in roster.community_ids:
        work.require(community, AccessRole.COORDINATOR)
    active = work.session.exec(select(Run.id).where(Run.roster_id == roster.id, col(Run.state).in_(ACTIVE))).first()
    if active is not None:
        raise Refusal("run_active", conflict={"run_id": active})
    before = roster.state
    roster.state = ROSTER.after(roster.state, "solve")
    run = work.add(
        Run(
            roster_id=roster.id,
            community_id=roster.community_id,
            input={**draft.model_dump(mode="json", exclude={"roster_id"}), "roster_state": before},
            asked_by=work.actor.login_id,
            created_at=work.now,
        )
    )
    work.session.flush()
    work.audit("run.ask", run, roster_id=roster.id)
    return run


def seen(work: Work, run_id: str) -> Run:
    run = work.get(Run, run_id)
    work.require(run.community_id, *READERS)
    return run


def listed(work: Work, paging: Paging, roster_id: str | None, state: RunState | None) -> Page[RunShown]:
    query = select(Run)
    if work.actor.communities is not None:
        query = query.where(col(Run.community_id).in_(work.actor.communities))
    if roster_id is not None:
        query = query.where(Run.roster_id == roster_id)
    if state is not None:
        query = query.where(Run.state == state)
    return page_of(work, query, Run, paging, _all_shown)


def _all_shown(runs: Sequence[Run]) -> list[RunShown]:
    return [shown(r) for r in runs]


def shown(run: Run) -> RunShown:
    gap = None if run.objective is None or run.bound is None else gap_of(run.objective, run.bound)
    kept = {k: v for k, v in run.input.items() if k != "roster_state"}
    return RunShown.model_validate(
        {**run.model_dump(), "input": kept, "gap": gap, "possible": ["stop"] if run.state in ACTIVE else []}
    )


def newest(work: Work, roster_id: str) -> RunWithProgress | None:
    """The run of this roster that was asked for last."""
    query = select(Run.id).where(Run.roster_id == roster_id).order_by(col(Run.id).desc()).limit(1)
    found = work.session.exec(query).first()
    return None if found is None else with_progress(work, found)


def with_progress(work: Work, run_id: str) -> RunWithProgress:
    run = seen(work, run_id)
    lines = [progress_shown(p) for p in progress_after(work.session, run.id, 0)]
    return RunWithProgress.model_validate({**shown(run).model_dump(), "progress": lines})


def progress_after(session: Session, run_id: str, number: int) -> Sequence[RunProgress]:
    query = select(RunProgress).where(RunProgress.run_id == run_id, RunProgress.number > number)
    return session.exec(query.order_by(col(RunProgress.number))).all()


def progress_shown(line: RunProgress) -> ProgressShown:
    gap = None if line.bound is None else gap_of(line.objective, line.bound)
    return ProgressShown.model_validate({**line.model_dump(), "gap": gap})


def stopped(work: Work, run_id: str) -> Run:
    """A queued run is cancelled; a running one ends soon and keeps the best it has. Asking twice changes nothing."""
    run = work.locked(Run, run_id)
    work.require(run.community_id, AccessRole.COORDINATOR)
    if run.state == RunState.QUEUED:
        run.state, run.ended_at, run.stop_asked = RUN.after(run.state, "cancel"), work.now, True
        restored(work.locked(RosterRow, run.roster_id), run)
    elif run.state == RunState.RUNNING:
        run.stop_asked = True
    else:
        RUN.after(run.state, "cancel")  # refuses
    work.audit("run.stop", run, state=run.state)
    work.session.flush()
    return run


def restored(roster: RosterRow, run: Run) -> None:
    """The roster as it was before a run that changed nothing."""
    roster.state = str(run.input["roster_state"])


def proof(work: Work, run_id: str) -> ProofShown:
    run = seen(work, run_id)
    found = work.session.exec(select(RunProof).where(RunProof.run_id == run.id)).first()
    if found is None:
        raise Refusal("not_found")
    return ProofShown.model_validate(found)
