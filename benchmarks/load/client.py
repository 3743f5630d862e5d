"""A load client: HTTP/1.1 over connections that stay open, each sending its next call when the last is answered.

Our own few lines instead of a library, because it shares two cores with what it measures: the common clients of Python
take 0.5-1 ms of a core a call, this one about 0.1.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def bytes_(self, host: str) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", *(f"{k}: {v}" for k, v in self.headers)]
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join((*lines, "", "")).encode() + self.body


def posted(path: str, value: Any, *headers: tuple[str, str]) -> Call:
    return Call("POST", path, headers, json.dumps(value).encode())


@dataclass(slots=True)
class Answers:
    """Seconds of every call, their statuses, and the wall clock from the first to the last."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    wall: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.wall if self.wall else 0.0

    def at(self, share: float) -> float:
        """The quantile (nearest rank) in seconds."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("nan")

    def failed(self) -> int:
        return sum(n for status, n in self.statuses.items() if not 200 <= status < 300)


async def _answered(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    if b"transfer-encoding: chunked" in lower:
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        return status, b"".join(parts)
    _, _, rest = lower.partition(b"content-length: ")
    length = int(rest.split(b"\r\n", 1)[0]) if rest else 0
    return status, await reader.readexactly(length)


async def _load(host: str, port: int, calls: Callable[[], Call | None], connections: int, seconds: float) -> Answers:
    found = Answers()
    began = time.perf_counter()

    async def one() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        try:
            while time.perf_counter() - began < seconds and (call := calls()) is not None:
                at = time.perf_counter()
                writer.write(call.bytes_(f"{host}:{port}"))
                status, _ = await _answered(reader)
                found.seconds.append(time.perf_counter() - at)
                found.statuses[status] = found.statuses.get(status, 0) + 1
        finally:
            writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    found.wall = time.perf_counter() - began
    return found


def load(port: int, calls: Callable[[], Call | None], *, connections: int, seconds: float) -> Answers:
    """Sends what `calls` gives until it gives None, or so long."""
    return asyncio.run(_load("127.0.0.1", port, calls, connections, seconds))


def several(
    port: int, calls: Sequence[Call], *, pause: float = 0.0, until: Callable[[], bool] = lambda: False
) -> Answers:
    """One after the other over one connection, `pause` seconds between; ends early when `until` says so."""
    found, began = Answers(), time.perf_counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        for call in calls:
            if until():
                break
            seconds, status, _ = _sent(connection, call)
            found.seconds.append(seconds)
            found.statuses[status] = found.statuses.get(status, 0) + 1
            time.sleep(pause)
    found.wall = time.perf_counter() - began
    return found


def asked(port: int, call: Call) -> tuple[float, int, Any]:
    """Seconds, status and the JSON of one call."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        seconds, status, body = _sent(connection, call)
    return seconds, status, json.loads(body) if body[:1] in b"{[" else None


def _sent(connection: HTTPConnection, call: Call) -> tuple[float, int, bytes]:
    headers = dict(call.headers) | ({"Content-Type": "application/json"} if call.body else {})
    at = time.perf_counter()
    connection.request(call.method, call.path, call.body or None, headers)
    answer = connection.getresponse()
    body = answer.read()
    return time.perf_counter() - at, answer.status, body
