"""How a run ends: its result and the draft in one transaction, and only while the lease is held."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from matcher_api.access.actor import ANONYMOUS
from matcher_api.errors import Fault, Refusal
from matcher_api.open_shifts.following import followed_in
from matcher_api.planning.store import store_draft
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.states import ROSTER
from matcher_api.runs.given import Given
from matcher_api.runs.lease import ATTEMPTS, Lease
from matcher_api.runs.models import Run, RunProof
from matcher_api.runs.service import restored
from matcher_api.runs.states import RUN
from matcher_api.runs.task import Solved, Unsolvable
from matcher_api.settings import Settings
from matcher_api.web.work import Work


def held(session: Session, lease: Lease) -> Run | None:
    """The run, locked, if the lease is still held."""
    query = select(Run).where(lease.held).with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def finished(session: Session, run: Run, solved: Solved, given: Given, *, now: datetime, settings: Settings) -> None:
    """Stores the draft and what is known about it."""
    work = Work(session, ANONYMOUS, now, settings)
    roster = work.locked(RosterRow, run.roster_id)
    store_draft(work, roster, solved.roster, given.planned)
    followed_in(work, roster)  # who took open shifts while it was solved
    roster.state = ROSTER.after(roster.state, "solved")
    run.state, run.ended_at, run.result = RUN.after(run.state, "finish"), now, solved.result
    run.stage, run.seconds = "", solved.result["seconds"]
    run.objective, run.bound = solved.result["objective"], solved.result["bound"]
    session.add(RunProof(run_id=run.id, certificates=solved.certificates))
    work.audit("run.finish", run, state=run.state, objective=run.objective, bound=run.bound)


def failed(session: Session, run: Run, why: Refusal, *, now: datetime) -> None:
    """`why` as people will read it; the roster stays as it was."""
    run.error = why.body()
    _over(session, run, "fail", now)


def cancelled(session: Session, run: Run, *, now: datetime) -> None:
    """Stopped before it had anything."""
    _over(session, run, "cancel", now)


def tried_again(session: Session, run: Run, *, now: datetime) -> None:
    """Back into the queue after a crash, so often and no more."""
    if run.stop_asked:
        cancelled(session, run, now=now)
    elif run.attempt >= ATTEMPTS:
        failed(session, run, Refusal("run_died", attempts=run.attempt), now=now)
    else:
        run.state, run.owner, run.heartbeat_at = RUN.after(run.state, "give_back"), None, None


def unsolvable(answer: Unsolvable) -> Refusal:
    return Refusal("run_unsolvable", faults=[Fault(*fault) for fault in answer.faults])


def _over(session: Session, run: Run, action: str, now: datetime) -> None:
    query = select(RosterRow).where(col(RosterRow.id) == run.roster_id).with_for_update()
    restored(session.exec(query.execution_options(populate_existing=True)).one(), run)
    run.state, run.ended_at = RUN.after(run.state, action), now
