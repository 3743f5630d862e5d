"""A published week whose people can be reached, and the service's senders called one step at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import col, select

from api.notifications.mailbox import Hook, Mailbox
from api.small_week import SmallWeek
from api.world import World
from matcher_api.notifications.by_email import ByEmail
from matcher_api.notifications.by_webhook import ByWebhook
from matcher_api.notifications.channel import Channel
from matcher_api.notifications.dispatching import dispatched
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.notifications.sender import Sender
from matcher_api.people.models import PersonContact


class Post:
    """v1 has an e-mail address, v2 a telephone for text messages, v3 both: others nothing."""

    def __init__(self, world: World, box: Mailbox | None = None, hook: Hook | None = None) -> None:
        self.world, self.week = world, SmallWeek(world)
        world.settings = world.settings.model_copy(
            update={
                "smtp_host": "127.0.0.1" if box else "", "smtp_port": box.port if box else 25, "smtp_security": "none",
                "webhook_url": hook.url if hook else "", "webhook_secret": "shared",
            }
        )  # fmt: skip
        for name, email, phone in (
            ("v1", "v1@example.org", ""),
            ("v2", "", "19911110002"),
            ("v3", "v3@example.org", "19911110003"),
        ):
            self.contact(name, email=email, phone=phone)

    def contact(self, name: str, **fields: Any) -> None:
        with self.world.writing() as session:
            person = self.week.people[name]
            row = session.exec(select(PersonContact).where(PersonContact.person_id == person)).one()
            row.sqlmodel_update(fields)
            session.commit()

    def sender(self, channel: Callable[..., Channel]) -> Sender:
        return Sender(self.world.engine, self.world.settings, channel(self.world.settings), now=lambda: self.world.now)

    def dispatch(self) -> None:
        while dispatched(self.world.engine, self.world.settings, self.world.now):
            pass

    def send(self, *channels: Callable[..., Channel]) -> None:
        """What is due leaves, through the channels that are set up (or those given)."""
        self.dispatch()
        settings = self.world.settings
        found = [c for c, on in ((ByEmail, settings.smtp_host), (ByWebhook, settings.webhook_url)) if on]
        for channel in channels or found:
            sender = self.sender(channel)
            while sender.once():
                pass

    def deliveries(self) -> list[tuple[str, str, str, str]]:
        """(person or "", channel, state, error) of all, in order."""
        names = {v: k for k, v in self.week.people.items()}
        with self.world.writing() as session:
            rows = session.exec(
                select(Notification, Delivery)
                .join(Delivery, col(Delivery.notification_id) == col(Notification.id))
                .order_by(col(Delivery.id))
            ).all()
        return sorted((names.get(n.person_id or "", ""), d.channel, d.state, d.error) for n, d in rows)

    def states(self) -> dict[str, list[str]]:
        """States of the messages of each person, in order of making."""
        names = {v: k for k, v in self.week.people.items()}
        found: dict[str, list[str]] = {}
        with self.world.writing() as session:
            for note in session.exec(select(Notification).order_by(col(Notification.id))).all():
                found.setdefault(names.get(note.person_id or "", ""), []).append(note.state)
        return found
