"""Several calls at the same moment, by real threads."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from fastapi.testclient import TestClient

from api.world import Speaker, World

Call = Callable[[Speaker], Any]


def at_once(world: World, *calls: tuple[str, Call]) -> list[Any]:
    """What each call answers, all begun together, each by a client and login of its own."""
    barrier, answers = Barrier(len(calls)), [None] * len(calls)

    def run(n: int) -> None:
        who, call = calls[n]
        client = TestClient(world.client.app, base_url="http://testserver")
        barrier.wait(timeout=30)
        answers[n] = call(Speaker(client, who))

    threads = [Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
