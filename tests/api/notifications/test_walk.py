"""A week lived at random: publishing, answers, silence, emergencies, sign-ups, cancelling and sending in any order, by
a clock that goes on. After every step the same things must hold."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.notifications.mailbox import Hook, Mailbox
from api.notifications.post import Post
from api.open_shifts.test_emergencies import another
from api.small_week import at
from api.world import World
from matcher.checker import check
from matcher_api.assignments.deadlines import look_once
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.states import HOLDING
from matcher_api.notifications.calling import cleared
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.open_shifts.judging import NOBODYS
from matcher_api.people.models import Consent
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import load
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole

SECRETS = ("李大妈", "1号楼", "2号楼", "教学楼", "19900001111")
NAMES = ("v1", "v2", "v3")
EXTRA = 9
"""Visits on the square, for one person each, besides those of the small week."""


class Walk:
    """`done`: how often each step went through."""

    def __init__(self, post: Post, seed: int) -> None:
        self.post, self.week, self.world = post, post.week, post.world
        self.chance, self.roster = random.Random(seed), post.week.roster()
        self.done: dict[str, int] = {}
        for n in range(EXTRA):
            another(self.week, f"x{n}", 9, until=17)
        self.steps: tuple[Callable[[], Any], ...] = (
            self.plan, self.plan, self.plan, self.publish, self.publish, self.answer, self.answer, self.telephone,
            self.withdraw, self.emergency, self.sign_up, self.consent, self.cancel, self.send, self.send, self.read,
            self.wait,
        )  # fmt: skip

    def step(self) -> None:
        chosen = self.chance.choice(self.steps)
        answer = chosen()
        if answer is not None:
            assert answer.status_code < 500, answer.text
            name = chosen.__name__
            self.done[name] = self.done.get(name, 0) + (answer.status_code < 300)
        look_once(self.world.engine, self.world.settings, self.world.now)
        cleared(self.world.engine, self.world.now)

    def plan(self) -> Any:
        visit = self.chance.choice(tuple(self.week.visits))
        team = ["v3"] if visit == "class" else self.chance.sample(NAMES, 2 if visit == "team" else 1)
        role = {"home": "helper", "team": "patrol", "class": "teacher"}.get(visit, "r")
        room = self.week.room if visit == "class" else None
        return self.week.place(self.roster, visit, self.chance.randint(9, 15), dict.fromkeys(team, role), room)

    def publish(self) -> Any:
        """What breaks a rule is left out, and what remains is published."""
        answer = self.week.publish(self.roster)
        for _ in range(3):
            if answer.status_code != 409 or "violations" not in (found := answer.json().get("conflict", {})):
                break
            desk, path = self.world.as_("coordinator"), f"/rosters/{self.roster}/draft/visits"
            for visit in sorted({v[k] for v in found["violations"] for k in ("visit", "other") if v[k]}):
                if visit in self.week.visits.values():
                    desk.delete(f"{path}/{visit}")
            answer = self.week.publish(self.roster)
        return answer

    def answer(self) -> Any:
        name = self.chance.choice(NAMES)
        me = self.world.as_(name)
        offers = me.get("/me/offers").json()
        if not offers:
            return None
        what = self.chance.choice(("accept", "accept", "decline"))
        return me.post(f"/me/offers/{self.chance.choice(offers)['id']}/{what}", {} if what == "decline" else None)

    def telephone(self) -> Any:
        desk = self.world.as_("clerk")
        calls = desk.get("/call-list").json()["items"]
        if not calls:
            return None
        call = self.chance.choice(calls)
        if call["offers"] and self.chance.random() < 0.7:
            what = self.chance.choice(("accept", "decline"))
            offer = self.chance.choice(call["offers"])["assignment_id"]
            return desk.post(f"/assignments/{offer}/{what}", {"channel": "phone"})
        return desk.post(f"/call-list/{call['id']}/{self.chance.choice(('reached', 'no-answer'))}")

    def withdraw(self) -> Any:
        me = self.world.as_(self.chance.choice(NAMES))
        mine = [v for day in me.get("/me/shifts").json() for v in day["visits"]]
        return me.post(f"/me/shifts/{self.chance.choice(mine)['assignment_id']}/withdraw", {}) if mine else None

    def emergency(self) -> Any:
        visit = self.week.visits[self.chance.choice(tuple(self.week.visits))]
        return self.world.as_("coordinator").post(f"/visits/{visit}/offers", {"most": self.chance.randint(1, 3)})

    def sign_up(self) -> Any:
        me = self.world.as_(self.chance.choice(NAMES))
        shifts = me.get("/me/open-shifts").json()
        if not shifts:
            return None
        shift = self.chance.choice(shifts)
        return me.post(f"/me/open-shifts/{shift['visit_id']}/sign-up", {"role": shift["role"]})

    def consent(self) -> Any:
        name = self.chance.choice(NAMES)
        said = {"purpose": "standing", "given": self.chance.random() < 0.5}
        return self.world.as_(name).post(f"/volunteers/{self.week.people[name]}/consents", said)

    def cancel(self) -> Any:
        if self.chance.random() < 0.8:
            return None
        visit = self.week.visits[self.chance.choice(tuple(self.week.visits))]
        return self.world.as_("coordinator").post(f"/visits/{visit}/cancel", {"reason": "下雨"})

    def send(self) -> None:
        self.post.send()

    def read(self) -> Any:
        me = self.world.as_(self.chance.choice(NAMES))
        listed = [m["id"] for m in me.get("/me/messages").json()["items"]]
        return me.post("/me/messages/seen", {"messages": listed}) if listed else None

    def wait(self) -> None:
        self.world.now = min(self.world.now + timedelta(hours=self.chance.choice((0.2, 1, 6))), at(8))


def sound(walk: Walk) -> None:
    """What must hold at every moment."""
    world = walk.world
    with Session(world.engine) as session:
        rows = session.exec(select(AssignmentRow).where(AssignmentRow.state != "proposed")).all()
        said = session.exec(select(Consent).order_by(col(Consent.at), col(Consent.id))).all()
        standing = {c.person_id: c.given for c in said if c.purpose == "standing"}
        known = {
            p.visit_id: p
            for p in session.exec(select(PlannedVisitRow).where(PlannedVisitRow.layer == "published")).all()
        }
        visits = {v.id: v for v in session.exec(select(Visit)).all()}
        for row in rows:
            if row.state in HOLDING:
                assert row.answered_at is not None and row.channel in ("web", "phone", "standing")
                assert row.channel != "standing" or standing[row.person_id]
                assert row.visit_id in known
            if row.state == "lapsed":
                assert row.delivered_at is not None and row.answer_by is not None and row.answer_by <= world.now
            if row.state == "offered" and row.answer_by is not None:
                assert row.answer_by > world.now
            if row.state in LIVE:
                assert visits[row.visit_id].state != "cancelled"
        for role in session.exec(select(VisitRole)).all():
            held = [a for a in rows if a.visit_id == role.visit_id and a.role == role.role and a.state in HOLDING]
            if visits[role.visit_id].state == "confirmed":
                assert len(held) >= role.least
            assert len(held) <= (role.most or max(role.least, role.desired or 0))
        bound = [(a.person_id, known[a.visit_id].start, known[a.visit_id].end) for a in rows if a.state in HOLDING]
        for i, (person, start, end) in enumerate(bound):
            for other, first, last in bound[i + 1 :]:
                assert person != other or end <= first or last <= start
        missed = {a.id for a in rows if a.state == "not_reached"}
        calls = session.exec(
            select(Notification).join(Delivery, col(Delivery.notification_id) == col(Notification.id))
            .where(Delivery.channel == "call_list")
        ).all()  # fmt: skip
        assert missed <= {i for n in calls for key in ("offered", "moved") for i in n.payload.get(key, ())}
        planned = load(session, communities=[walk.week.community], first_day=at(9).date(), days=1, since=world.now)
        roster = roster_of(session, NOBODYS, "published", planned)
    broken = {v.rule for v in check(planned.problem, roster) if v.volunteer is not None}
    assert broken == set(), broken


def walked(world: World, box: Mailbox, hook: Hook, *, seed: int, steps: int) -> Walk:
    walk = Walk(Post(world, box, hook), seed)
    for name, reachable in zip(NAMES, random.Random(seed).choices((True, False), k=3), strict=True):
        if not reachable:
            walk.post.contact(name, email="", phone="", has_smartphone=False)
    for _ in range(steps):
        walk.step()
        sound(walk)
    told = [x.get_content() for x in box.letters] + [raw.decode() for _, _, raw in hook.posts]
    assert not [secret for secret in SECRETS for text in told if secret in text]
    ids = [str(x["Message-ID"]) for x in box.letters] + hook.ids
    assert len(ids) == len(set(ids))
    return walk


def test_a_week_at_random(world: World, box: Mailbox, hook: Hook) -> None:
    walk = walked(world, box, hook, seed=2, steps=25)
    assert sum(walk.done.values()) > 6, walk.done


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(int(os.environ.get("MATCHER_WEEKS", "20"))))
def test_many_weeks_at_random(world: World, box: Mailbox, hook: Hook, seed: int) -> None:
    walked(world, box, hook, seed=seed, steps=150)
