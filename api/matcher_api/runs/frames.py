"""Values over a pipe: eight bytes of length, then the pickled value. Only between a process and its own child."""

from __future__ import annotations

import pickle
from typing import IO, Any

_LENGTH = 8


def send(pipe: IO[bytes], value: Any) -> None:
    body = pickle.dumps(value)
    pipe.write(len(body).to_bytes(_LENGTH, "big") + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next value; raises EOFError where the other side is gone (also in the middle of a value)."""
    return pickle.loads(_exactly(pipe, int.from_bytes(_exactly(pipe, _LENGTH), "big")))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    body = b""
    while len(body) < size:
        part = pipe.read(size - len(body))
        if not part:
            raise EOFError
        body += part
    return body
