from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.notifications import mailbox as servers
from api.notifications.mailbox import Hook, Mailbox
from api.notifications.post import Post
from api.world import World


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    with servers.mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def web_server() -> Iterator[Hook]:
    with servers.hook() as hook:
        yield hook


@pytest.fixture
def box(mail_server: Mailbox) -> Mailbox:
    """Empty, and friendly."""
    mail_server.letters.clear()
    mail_server.rcpt = lambda _: "250 ok"
    mail_server.data = lambda _: "250 taken"
    return mail_server


@pytest.fixture
def hook(web_server: Hook) -> Hook:
    web_server.posts.clear()
    web_server.answer = lambda _: 204
    return web_server


@pytest.fixture
def post(world: World, box: Mailbox, hook: Hook) -> Post:
    """Both channels set up."""
    return Post(world, box, hook)
