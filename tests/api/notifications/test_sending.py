"""From a published roster to mailbox and telephone: once, truly, quietly, whatever fails."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from api.notifications.mailbox import Hook, Mailbox
from api.notifications.post import Post
from api.small_week import at, shown
from api.world import NOON
from matcher_api.assignments.deadlines import look_once
from matcher_api.assignments.models import AssignmentRow
from matcher_api.notifications.by_email import ByEmail
from matcher_api.notifications.by_webhook import ByWebhook, signature
from matcher_api.notifications.channel import Letter, Outcome, Sent
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.notifications.sender import BACK_OFF, Sender
from matcher_api.visits.models import Visit

SECRETS = ("李大妈", "1号楼", "2号楼", "广场\n", "甲302")


def test_each_person_gets_one_digest_by_every_way_that_leads_to_them(post: Post, box: Mailbox, hook: Hook) -> None:
    post.week.published()
    post.send()
    assert post.deliveries() == [
        ("v1", "email", "sent", ""),
        ("v2", "webhook", "sent", ""),
        ("v3", "email", "sent", ""),
        ("v3", "webhook", "sent", ""),
    ]
    assert post.states() == {"v1": ["delivered"], "v2": ["delivered"], "v3": ["delivered"]}
    letter = next(x for x in box.letters if x["To"] == "v1@example.org")
    assert letter["Subject"] == "志愿服务安排有更新"
    zh, en = letter.get_content().split("\n\n")[:2]
    assert zh.splitlines() == [
        "志愿服务安排有更新",
        "请答复：探访老人，11月23日（周一）9:00–10:00，11月21日（周六）12:00前答复有效",
        "请答复：广场巡逻，11月23日（周一）11:00–12:30，11月21日（周六）12:00前答复有效",
    ]
    assert en.splitlines()[1] == (
        "Please answer: Visiting an elder, Monday 2026-11-23 9:00–10:00; open until Saturday 2026-11-21 12:00"
    )
    assert {b["phone"]: b["zh"].count("\n") for _, b, _ in hook.posts} == {"19911110002": 1, "19911110003": 1}
    told = [x.get_content() for x in box.letters] + [raw.decode() for _, _, raw in hook.posts]
    assert not [secret for secret in SECRETS for text in told if secret in text]
    post.send()
    assert (len(box.letters), len(hook.posts)) == (2, 2)  # nothing twice


def test_who_gave_a_standing_consent_hears_what_is_settled(post: Post, box: Mailbox) -> None:
    said = {"purpose": "standing", "given": True}
    post.world.as_("v1").post(f"/volunteers/{post.week.people['v1']}/consents", said)
    post.week.published()
    post.send(ByEmail)
    letter = next(x for x in box.letters if x["To"] == "v1@example.org").get_content()
    assert letter.splitlines()[1] == "已安排：探访老人，11月23日（周一）9:00–10:00"
    post.world.as_("v1").post(f"/volunteers/{post.week.people['v1']}/consents", {**said, "given": False})
    post.send(ByEmail)
    assert box.letters[-1]["Subject"] == "您撤回了长期同意，请逐项答复"
    assert box.letters[-1].get_content().count("请答复：") == 2


def test_a_title_of_several_lines_is_one_line_of_a_letter(post: Post, box: Mailbox) -> None:
    with post.world.writing() as session:
        session.get_one(Visit, post.week.visits["team"]).title = "广场\n巡逻"
        session.commit()
    post.week.published()
    post.send()
    post.world.as_("coordinator").post(f"/visits/{post.week.visits['team']}/cancel", {"reason": "下雨"})
    post.send()
    assert box.letters[-1]["Subject"] == "服务已取消：广场 巡逻，11月23日（周一）11:00–12:30"


def test_what_is_posted_is_signed(post: Post, hook: Hook) -> None:
    post.week.published()
    post.send(ByWebhook)
    headers, body, raw = hook.posts[0]
    at_ = headers["X-Matcher-Timestamp"]
    assert at_ == str(int(NOON.timestamp()))
    assert headers["X-Matcher-Signature"] == f"sha256={signature(b'shared', at_, raw)}"
    assert headers["X-Matcher-Signature"] != f"sha256={signature(b'other', at_, raw)}"
    assert (headers["Idempotency-Key"], body["kind"]) == (body["id"], "roster_digest")


def test_what_is_told_is_derived_when_it_leaves(post: Post, box: Mailbox, hook: Hook) -> None:
    """Waiting in the outbox: v1's team visit is cancelled, v2's with it; v3 answers by telephone."""
    post.week.published()
    desk = post.world.as_("coordinator")
    assert desk.post(f"/visits/{post.week.visits['team']}/cancel", {"reason": "下雨"}).status_code == 200
    assert desk.post(f"/assignments/{post.week.offer('v3', 'class')}/accept").status_code == 200
    post.send()
    assert [x["To"] for x in box.letters] == ["v1@example.org"]
    assert "探访老人" in (text := box.letters[0].get_content()) and "巡逻" not in text
    assert hook.posts == []  # nobody hears of a cancelled shift they never knew of
    assert post.states() == {"v1": ["delivered", "dropped"], "v2": ["dropped", "dropped"], "v3": ["dropped"]}


def test_who_knew_of_a_shift_hears_that_it_is_cancelled(post: Post, box: Mailbox, hook: Hook) -> None:
    post.week.published()
    post.send()
    hook.posts.clear()
    desk = post.world.as_("coordinator")
    desk.post(f"/visits/{post.week.visits['team']}/cancel", {"reason": "下雨"})
    post.send()
    assert [b["zh"] for _, b, _ in hook.posts] == ["服务已取消：广场巡逻，11月23日（周一）11:00–12:30"]
    assert box.letters[-1]["Subject"] == "服务已取消：广场巡逻，11月23日（周一）11:00–12:30"


def test_at_night_nothing_leaves_but_what_would_come_too_late(post: Post, box: Mailbox, hook: Hook) -> None:
    """Sunday 23:00: Monday's nine o'clock cannot wait until eight; what begins later can, and is then one message."""
    post.world.now = at(23, -1)
    roster = post.week.published()
    post.send()
    assert [x["To"] for x in box.letters] == ["v1@example.org"]  # the visit at nine
    assert hook.posts == []
    post.week.place(roster, "team", 12, {"v2": "patrol", "v3": "patrol"})
    assert post.week.publish(roster).status_code == 201
    post.send()
    assert hook.posts == []
    post.world.now = at(8) - timedelta(minutes=1)
    post.send()
    assert hook.posts == []
    post.world.now = at(8)
    post.send()
    # two digests each waited; one message each, of what holds in the morning
    assert [(b["phone"], b["zh"].splitlines()[1:]) for _, b, _ in hook.posts] == [
        ("19911110002", ["请答复：广场巡逻，11月23日（周一）12:00–13:30，11月23日（周一）12:00前答复有效"]),
        (
            "19911110003",
            [
                "请答复：四点半课堂 · 一年级教室，11月23日（周一）14:00–15:00，11月23日（周一）14:00前答复有效",
                "请答复：广场巡逻，11月23日（周一）12:00–13:30，11月23日（周一）12:00前答复有效",
            ],
        ),
    ]


def test_a_community_may_send_at_any_hour(post: Post, box: Mailbox) -> None:
    desk = post.world.as_("coordinator")
    desk.patch(f"/communities/{post.week.community}", {"settings": {"quiet_from": None}})
    post.world.now = at(23, -2)
    post.week.published()
    post.send()
    assert len(box.letters) == 2


def test_a_failing_channel_holds_up_no_other(post: Post, box: Mailbox, hook: Hook) -> None:
    """The hook is down: e-mail leaves; the hook is tried again with pauses that grow, under the same key, and in the
    end somebody calls who has nothing else."""
    hook.answer = lambda _: 503
    post.week.published()
    post.send()
    assert len(box.letters) == 2
    waiting = [("v2", "webhook", "waiting", "http 503"), ("v3", "webhook", "waiting", "http 503")]
    assert [d for d in post.deliveries() if d[1] == "webhook"] == waiting
    tried = [2]
    for pause in BACK_OFF[:-1]:
        post.world.now += pause - timedelta(seconds=1)
        post.send()
        tried.append(len(hook.posts))
        post.world.now += timedelta(seconds=1)
        post.send()
        tried.append(len(hook.posts))
    assert tried == [2, 2, 4, 4, 6, 6, 8, 8, 10]
    assert len(set(hook.ids)) == 2
    post.world.now += BACK_OFF[-1]
    post.send()
    assert [d for d in post.deliveries() if d[1] != "email"] == [
        ("v2", "call_list", "waiting", ""),
        ("v2", "webhook", "failed", "http 503"),
        ("v3", "webhook", "failed", "http 503"),
    ]
    assert post.states()["v3"] == ["delivered"]


def test_refused_for_good_is_not_tried_again(post: Post, box: Mailbox, hook: Hook) -> None:
    box.rcpt = lambda to: "550 no such user" if to.startswith("v1") else "250 ok"
    hook.answer = lambda _: 302  # nor does anything follow it elsewhere
    post.week.published()
    post.send()
    assert post.deliveries() == [
        ("v1", "call_list", "waiting", ""),
        ("v1", "email", "failed", "smtp 550"),
        ("v2", "call_list", "waiting", ""),
        ("v2", "webhook", "failed", "http 302"),
        ("v3", "email", "sent", ""),
        ("v3", "webhook", "failed", "http 302"),
    ]
    assert len(hook.posts) == 2


def test_a_busy_mail_server_is_tried_again(post: Post, box: Mailbox) -> None:
    box.data = lambda _: "451 later"
    post.week.published()
    post.send(ByEmail)
    assert [d for d in post.deliveries() if d[1] == "email"] == [
        ("v1", "email", "waiting", "smtp 451"),
        ("v3", "email", "waiting", "smtp 451"),
    ]
    box.data = lambda _: "250 taken"
    post.world.now += BACK_OFF[0]
    post.send(ByEmail)
    assert sorted(x["To"] for x in box.letters) == ["v1@example.org", "v3@example.org"]


def test_a_letter_that_may_have_arrived_is_never_sent_again(post: Post, box: Mailbox) -> None:
    """The line is cut after the last dot: nobody knows. v1 is called instead, v3 has a telephone message too."""
    box.data = lambda _: "cut"
    post.week.published()
    post.send()
    assert post.deliveries() == [
        ("v1", "call_list", "waiting", ""),
        ("v1", "email", "unsure", "SMTPServerDisconnected"),
        ("v2", "webhook", "sent", ""),
        ("v3", "email", "unsure", "SMTPServerDisconnected"),
        ("v3", "webhook", "sent", ""),
    ]


class Dies(Exception):
    """A service that ends in the middle, as if by kill -9: nothing is written down any more."""


def died(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*_: object) -> None:
        raise Dies

    monkeypatch.setattr(sender, "_noted", end)
    with pytest.raises(Dies):
        sender.once()


def test_who_dies_while_sending_leaves_it_to_another(
    post: Post, box: Mailbox, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before its lease is over. The post goes out again under the same key; the letter does not, as it may have
    arrived: somebody calls."""
    post.week.published()
    post.dispatch()
    for channel in (ByEmail, ByWebhook):
        died(post.sender(channel), monkeypatch)
    assert (len(box.letters), len(hook.posts)) == (1, 1)
    post.send()
    assert (len(box.letters), len(hook.posts)) == (2, 2)
    post.world.now += timedelta(seconds=post.world.settings.lease_seconds + 1)
    post.send()
    assert (len(box.letters), len(hook.posts), len(set(hook.ids))) == (2, 3, 2)
    assert sorted(x["To"] for x in box.letters) == ["v1@example.org", "v3@example.org"]
    states = [d[1:3] for d in post.deliveries()]
    assert states.count(("email", "unsure")) == 1 and ("webhook", "taken") not in states


def test_a_letter_that_had_not_left_is_sent_by_another(
    post: Post, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.week.published()
    post.dispatch()
    sender = post.sender(ByEmail)

    def end(*_: object) -> None:
        raise Dies

    monkeypatch.setattr(sender, "_written", end)
    with pytest.raises(Dies):
        sender.once()
    post.world.now += timedelta(seconds=post.world.settings.lease_seconds + 1)
    post.send(ByEmail)
    assert sorted(x["To"] for x in box.letters) == ["v1@example.org", "v3@example.org"]


class Counting:
    """A channel that is never in the way."""

    name = "webhook"

    def __init__(self) -> None:
        self.ids: list[str] = []

    def send(self, letter: Letter, leave: object) -> Outcome:
        assert callable(leave)
        self.ids.append(letter.id)
        return Sent()


def test_two_services_send_each_once(post: Post) -> None:
    """Four threads, each a service with its own lease, over one outbox."""
    post.week.published()
    with post.world.writing() as session:
        for note in session.exec(select(Notification)).all():
            for _ in range(12):
                session.add(Notification(**note.model_dump(exclude={"id", "kind"}), kind="not_reached"))
        session.commit()
    channel, barrier = Counting(), Barrier(4)

    def service() -> None:
        sender = post.sender(lambda _: channel)
        barrier.wait()
        post.dispatch()
        while sender.once():
            pass

    threads = [Thread(target=service) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with post.world.writing() as session:
        rows = session.exec(select(Delivery).where(Delivery.channel == "webhook")).all()
    left = [d.id for d in rows if d.state != "sent"]
    assert (sorted(channel.ids), left) == (sorted(d.id for d in rows), [])
    assert len(rows) == 2 * 13


def test_a_message_that_cannot_be_read_holds_up_no_other(post: Post, box: Mailbox) -> None:
    post.week.published()
    with post.world.writing() as session:
        note = session.exec(select(Notification).where(Notification.person_id == post.week.people["v1"])).one()
        note.kind = "of another time"
        session.commit()
    post.send()
    assert [x["To"] for x in box.letters] == ["v3@example.org"]
    assert post.states()["v1"] == ["waiting"]


def test_what_leaves_is_counted(post: Post) -> None:
    post.week.published()
    post.send()
    told = post.world.client.get("/metrics").text
    assert 'matcher_deliveries{channel="email",state="sent"} 2.0' in told
    assert "matcher_outbox_waiting 0.0" in told


def test_a_letter_that_comes_late_still_gives_the_whole_time(post: Post, box: Mailbox) -> None:
    """The mail server was away for more than a day: the offer is on the call list, and then the letter arrives."""
    box.data = lambda _: "451 later"
    post.week.published()
    post.send(ByEmail)
    post.world.now = NOON + timedelta(hours=25)
    assert len(look_once(post.world.engine, post.world.settings, post.world.now)) == 4
    box.data = lambda _: "250 taken"
    post.send(ByEmail)
    assert (
        "11月22日（周日）13:00前答复有效" in next(x for x in box.letters if x["To"] == "v1@example.org").get_content()
    )
    row = post.world.as_("clerk").get(f"/assignments/{post.week.offer('v1', 'home')}").json()
    assert (row["state"], row["answer_by"]) == ("offered", shown(NOON + timedelta(hours=49)))


def test_delivered_offers_have_their_whole_time_to_answer(post: Post, box: Mailbox) -> None:
    """Published Friday noon, sent Friday at 15:00: the letter says so too."""
    post.week.published()
    post.world.now = NOON + timedelta(hours=3)
    post.send()
    assert "11月21日（周六）15:00前答复有效" in box.letters[0].get_content()
    with post.world.writing() as session:
        row = session.get_one(AssignmentRow, post.week.offer("v1", "home"))
        assert (row.delivered_at, row.told_at, row.answer_by) == (
            post.world.now,
            post.world.now,
            post.world.now + timedelta(hours=24),
        )


@pytest.mark.parametrize(
    ("url", "secret", "word"),
    [("http://sms.example.org/", "x", "https"), ("https://sms.example.org/", "", "signed"), ("ftp://x", "x", "https")],
)
def test_a_hook_that_strangers_could_read_is_refused(post: Post, url: str, secret: str, word: str) -> None:
    settings = post.world.settings.model_copy(update={"webhook_url": url, "webhook_secret": secret})
    with pytest.raises(ValueError, match=word):
        ByWebhook(settings)
