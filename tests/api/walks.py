"""People and desk who do whatever comes to their mind, while the clock goes on; and what holds whatever they do."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from api.day_week import CODE, DayWeek
from api.small_week import at
from matcher_api.access.actor import ANONYMOUS
from matcher_api.assignments.change import step
from matcher_api.assignments.day_times import DayTimes
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.states import ASSIGNMENT, HOLDING, UNSETTLED, WAITING
from matcher_api.assignments.visit_state import settle
from matcher_api.audit.models import AuditEntry
from matcher_api.hours.models import CORRECTION, SERVICE, HourEntry
from matcher_api.people.models import Person, PersonSkill
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.swaps.models import Swap
from matcher_api.visits.models import Visit, VisitRole
from matcher_api.visits.states import VISIT
from matcher_api.web.work import Work

PEOPLE = ("v1", "v2", "v3")
ANSWERS = {200, 201, 404, 409, 422}


class Walk:
    """`done`: what succeeded, and how often. Everybody was offered their work and has not answered; the visit at home
    is risky, and v2 has no insurance."""

    def __init__(self, week: DayWeek, seed: int) -> None:
        self.week, self.chance, self.done = week, random.Random(seed), Counter[str]()
        week.world.now = at(7)
        with week.world.writing() as session:
            session.get_one(Visit, week.visits["home"]).risk = "high"
            for name in ("v1", "v3"):
                session.get_one(Person, week.people[name]).insured_until = at(9, 300).date()
            session.add(PersonSkill(person_id=week.people["v1"], skill="teaching"))
            for key in week.work.values():
                row = session.get_one(AssignmentRow, key)
                row.state, row.answered_at, row.channel, row.answer_by = "offered", None, "", at(8)
            session.flush()
            work = Work(session, ANONYMOUS, week.world.now, week.world.settings)
            settle(work, list(week.visits.values()))
            session.commit()

    def step(self) -> None:
        """Somebody does something; then everything that must hold is looked at."""
        action = self.chance.choice(ACTIONS)
        answer = getattr(self, f"_{action}")()
        if answer is not None:
            assert answer.status_code in ANSWERS, (action, answer.status_code, answer.text)
            self.done[action] += answer.status_code < 300
        with Session(self.week.world.engine) as session:
            holds(self.week, session)

    # -- what they do --------------------------------------------------------------------------------------------

    def _later(self) -> None:
        self.week.world.now += timedelta(minutes=self.chance.randrange(10, 40))

    def _rows(self) -> list[AssignmentRow]:
        """In an order that does not hang on ids, which are random: a seed is one walk."""
        with Session(self.week.world.engine) as session:
            rows = session.exec(select(AssignmentRow)).all()
        people, visits = list(self.week.people.values()), list(self.week.visits.values())
        return sorted(rows, key=lambda r: (visits.index(r.visit_id), people.index(r.person_id), r.sequence, r.state))

    def _any(self, *states: str) -> AssignmentRow | None:
        """Mostly one for which it makes sense."""
        rows = self._rows()
        fitting = [r for r in rows if r.state in states] if self.chance.random() < 0.9 else rows
        return self.chance.choice(fitting) if fitting else None

    def _name(self, person: str) -> str:
        return next(n for n, p in self.week.people.items() if p == person)

    def _own(self, path: str, row: AssignmentRow | None, body: Any = None) -> Any:
        if row is None:
            return None
        who = self._name(row.person_id) if self.chance.random() < 0.95 else self.chance.choice(PEOPLE)
        return self.week.world.as_(who).post(path.format(row.id), body)

    def _desk(self, action: str, row: AssignmentRow | None, body: Any = None) -> Any:
        if row is None:
            return None
        return self.week.world.as_("coordinator").post(f"/assignments/{row.id}/{action}", body)

    def _offer(self) -> None:
        """The desk asks somebody for a place that is open, as publishing does: who may come by the rules."""
        visit = self.chance.choice(["home", "team", "class"])
        may = {"home": ("v1", "v3"), "team": PEOPLE, "class": ("v1", "v3")}[visit]
        person, key = self.week.people[self.chance.choice(may)], self.week.visits[visit]
        with self.week.world.writing() as session:
            mine = [r for r in session.exec(select(AssignmentRow)).all() if r.visit_id == key and r.state in LIVE]
            spot = session.exec(select(PlannedVisitRow).where(PlannedVisitRow.visit_id == key)).first()
            role = session.exec(select(VisitRole).where(VisitRole.visit_id == key)).one()
            if spot is None or spot.start <= self.week.world.now or person in {r.person_id for r in mine}:
                return
            if len(mine) >= role.least:
                return
            row = AssignmentRow(
                community_id=self.week.community, roster_id=self.week.of_roster, visit_id=key, person_id=person,
                role=role.role, start=spot.start, end=spot.end, facility_id=spot.facility_id, answer_by=spot.start,
            )  # fmt: skip
            work = Work(session, ANONYMOUS, self.week.world.now, self.week.world.settings)
            step(work, row, "offer")
            session.add(row)
            settle(work, [key])
            session.commit()

    def _accept(self) -> Any:
        return self._own("/me/offers/{}/accept", self._any(*WAITING))

    def _decline(self) -> Any:
        return self._own("/me/offers/{}/decline", self._any(*WAITING), {}) if self.chance.random() < 0.2 else None

    def _lapse(self) -> Any:
        return self._desk("lapse", self._any(*WAITING))

    def _withdraw(self) -> Any:
        row = self._any("accepted", "stand_in_sought")
        return self._own("/me/shifts/{}/withdraw", row, {}) if self.chance.random() < 0.1 else None

    def _reconfirm(self) -> Any:
        return self._own("/me/shifts/{}/reconfirm", self._any("accepted"))

    def _seek(self) -> Any:
        return self._own("/me/shifts/{}/seek-stand-in", self._any("accepted"), {})

    def _keep(self) -> Any:
        return self._own("/me/shifts/{}/keep", self._any("stand_in_sought")) if self.chance.random() < 0.3 else None

    def _take(self) -> Any:
        row = self._any("stand_in_sought")
        return row and self.week.world.as_(self.chance.choice(PEOPLE)).post(f"/me/stand-ins/{row.id}/take")

    def _stand_in(self) -> Any:
        person = self.week.people[self.chance.choice(PEOPLE)]
        return self._desk("stand-in", self._any("accepted", "stand_in_sought"), {"person_id": person})

    def _ask_swap(self) -> Any:
        give, take = self._any("accepted", "stand_in_sought"), self._any("accepted", "stand_in_sought")
        body = {"give_id": give and give.id, "take_id": take and take.id}
        return give and take and self.week.world.as_(self._name(give.person_id)).post("/swaps", body)

    def _answer_swap(self) -> Any:
        with Session(self.week.world.engine) as session:
            swaps = session.exec(select(Swap.id).where(Swap.state == "asked").order_by(col(Swap.id))).all()
        action = self.chance.choice(["accept", "accept", "decline", "take-back"])
        return self.week.world.as_("clerk").post(f"/swaps/{self.chance.choice(swaps)}/{action}") if swaps else None

    def _check_in(self) -> Any:
        code = CODE if self.chance.random() < 0.9 else {"code": "0000"}
        return self._own("/me/shifts/{}/check-in", self._any("accepted", "stand_in_sought"), code)

    def _check_out(self) -> Any:
        return self._own("/me/shifts/{}/check-out", self._any("checked_in"), CODE)

    def _write_in(self) -> Any:
        when = self.week.world.now - timedelta(minutes=self.chance.randrange(90))
        return self._desk("check-in", self._any("accepted"), {"at": when.isoformat()})

    def _write_out(self) -> Any:
        when = self.week.world.now - timedelta(minutes=self.chance.randrange(60))
        return self._desk("check-out", self._any("checked_in"), {"at": when.isoformat()})

    def _came_after_all(self) -> Any:
        return self._desk("came-after-all", self._any("no_show"), {"reason": "记错"})

    def _no_show(self) -> Any:
        return self._desk("no-show", self._any("accepted", "stand_in_sought"), {})

    def _excuse(self) -> Any:
        row = self._any("accepted", "no_show")
        return self._desk("excuse", row, {}) if self.chance.random() < 0.1 else None

    def _verify(self) -> Any:
        return self._desk("verify", self._any("checked_out"))

    def _verify_visit(self) -> Any:
        visit = self.week.visits[self.chance.choice(["home", "team", "class"])]
        return self.week.world.as_(self.chance.choice(["resident", "coordinator"])).post(f"/visits/{visit}/verify")

    def _correct(self) -> Any:
        row = self._any("verified")
        body = {"assignment_id": row and row.id, "minutes": self.chance.randrange(-40, 40), "reason": "更正"}
        return row and self.week.world.as_("coordinator").post(f"/volunteers/{row.person_id}/hours", body)

    def _end(self) -> Any:
        """Rarely, or nothing is left to do."""
        visit = self.week.visits[self.chance.choice(["home", "team", "class"])]
        action = self.chance.choice(["cancel", "call-off"])
        if self.chance.random() > 0.02:
            return None
        return self.week.world.as_("coordinator").post(f"/visits/{visit}/{action}", {"reason": "随机"})

    def _door(self) -> Any:
        """Nobody sees where to go but who comes, around the visit."""
        name, visit = self.chance.choice(PEOPLE), self.week.visits["home"]
        answer = self.week.world.as_(name).get(f"/visits/{visit}/door")
        with Session(self.week.world.engine) as session:
            mine = select(AssignmentRow.id).where(
                AssignmentRow.visit_id == visit,
                AssignmentRow.person_id == self.week.people[name],
                col(AssignmentRow.state).in_(HOLDING),
            )
            comes = session.exec(mine).first() is not None
        assert (answer.status_code == 200) == (comes and at(9, -1) <= self.week.world.now < at(12))
        return answer


ACTIONS = (
    "later", "later", "later", "offer", "offer", "accept", "accept", "accept", "decline", "lapse", "withdraw",
    "reconfirm", "seek", "keep", "take", "take", "stand_in", "ask_swap", "ask_swap", "answer_swap", "answer_swap",
    "check_in", "check_in", "check_out", "check_out", "write_in", "write_out", "no_show", "came_after_all", "excuse",
    "verify", "verify_visit", "correct", "end", "door",
)  # fmt: skip


# -- what holds ------------------------------------------------------------------------------------------------------


def holds(week: DayWeek, session: Session) -> None:
    rows = session.exec(select(AssignmentRow).where(AssignmentRow.state != "proposed")).all()
    visits = {v.id: v for v in session.exec(select(Visit)).all()}
    spots = {p.visit_id: p for p in session.exec(select(PlannedVisitRow)).all()}
    of: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in rows:
        of[row.visit_id].append(row)
    bound = [r for r in rows if r.state in HOLDING]
    assert all(r.answered_at is not None and r.channel for r in bound), "bound without a yes"
    assert not [r for r in bound if r.visit_id == week.visits["home"] and r.person_id == week.people["v2"]], "uninsured"
    taken = Counter((r.visit_id, r.role) for r in bound)
    least: dict[str, int] = defaultdict(int)
    for role in session.exec(select(VisitRole)).all():
        assert taken[role.visit_id, role.role] <= role.least, "more than the role takes"
        least[role.visit_id] += max(0, role.least - taken[role.visit_id, role.role])
    late = set(
        session.exec(select(AuditEntry.subject_id).where(AuditEntry.action == "assignment.came_after_all")).all()
    )
    for key, visit in visits.items():
        states = {r.state for r in of[key]}
        if visit.state == "confirmed" and week.world.now < spots[key].start:
            assert least[key] == 0, "confirmed below its minimum"
        if visit.state == "in_progress":
            assert states & {"checked_in", "checked_out", "verified"} and states & set(UNSETTLED)
        if visit.state == "done":
            assert "verified" in states and not states & set(WAITING)
            assert {r.id for r in of[key] if r.state in UNSETTLED} <= late, "done, and somebody is still to come"
        if visit.state in ("called_off", "cancelled"):
            assert not states & set(LIVE) and key not in spots, "bound to what is off"
    _nobody_twice(bound, spots)
    _ledger(session, rows, week)
    _along_the_tables(session)


def _nobody_twice(bound: list[AssignmentRow], spots: dict[str, PlannedVisitRow]) -> None:
    for a in bound:
        for b in bound:
            if a.id < b.id and a.person_id == b.person_id:
                first, second = spots[a.visit_id], spots[b.visit_id]
                assert first.end <= second.start or second.end <= first.start, "double booked"


def _ledger(session: Session, rows: Any, week: DayWeek) -> None:
    """One entry for each verified assignment, its minutes those between check-in and check-out; nobody below zero."""
    entries = session.exec(select(HourEntry)).all()
    served = {e.assignment_id: e.minutes for e in entries if e.kind == SERVICE}
    assert len(served) == sum(e.kind == SERVICE for e in entries)
    expected = {}
    for row in rows:
        if row.state == "verified":
            times = DayTimes(start=row.start, end=row.end, early=30, late=120, grace=15)
            expected[row.id] = times.served(row.checked_in_at, row.checked_out_at)
    assert served == expected
    for person in week.people.values():
        assert sum(e.minutes for e in entries if e.person_id == person) >= 0
    assert all(e.by_login_id and (e.kind != CORRECTION or e.reason) for e in entries)


def _along_the_tables(session: Session) -> None:
    """Every state that was written down follows from the one before, by the table of its kind."""
    state: dict[str, str] = {}
    acts = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    for act in acts:
        kind, _, action = act.action.partition(".")
        if kind == "assignment" and "state" in act.detail:
            before = state.get(act.subject_id, "proposed" if action in ("bind", "offer") else "offered")
            assert ASSIGNMENT.after(before, action) == act.detail["state"]
            state[act.subject_id] = act.detail["state"]
        elif kind == "visit" and action in ("start", "finish", "call_off", "cancel"):
            assert any(s.action == action and s.target == act.detail["state"] for s in VISIT.steps)
