"""A mail server and a web hook in threads of the test: what arrived, and answers that a test chooses."""

from __future__ import annotations

import json
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Mailbox:
    """`letters`: those that were taken. `rcpt`, `data`: the answers, by address; "cut": hangs up instead."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    rcpt: Callable[[str], str] = lambda _: "250 ok"
    data: Callable[[str], str] = lambda _: "250 taken"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            to = ""
            self.say("220 here")
            for line in self.rfile:
                word = line[:4].upper()
                if word in (b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"):
                    self.say("250 ok")
                elif word == b"RCPT":
                    to = line.decode().split("<")[1].split(">")[0]
                    self.say(box.rcpt(to))
                elif word == b"DATA":
                    self.say("354 go on")
                    body = b"".join(iter(self.rfile.readline, b".\r\n"))
                    answer = box.data(to)
                    if answer.startswith("2"):
                        box.letters.append(message_from_bytes(body, policy=policy.default))  # type: ignore[arg-type]
                    if answer == "cut":
                        return
                    self.say(answer)
                elif word == b"QUIT":
                    self.say("221 bye")
                    return

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with _serving(_Patient(("127.0.0.1", 0), Talk)) as port:
        box.port = port
        yield box


@dataclass
class Hook:
    """`posts`: (headers, body, raw body) of every call; `answer`: the status of the next one."""

    url: str = ""
    posts: list[tuple[dict[str, str], dict[str, Any], bytes]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], int] = lambda _: 204

    @property
    def ids(self) -> list[str]:
        return [headers["Idempotency-Key"] for headers, _, _ in self.posts]


@contextmanager
def hook() -> Iterator[Hook]:
    made = Hook()

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            body = json.loads(raw)
            made.posts.append((dict(self.headers), body, raw))
            self.send_response(made.answer(body))
            self.send_header("Location", made.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with _serving(_PatientHttp(("127.0.0.1", 0), Talk)) as port:
        made.url = f"http://127.0.0.1:{port}/send"
        yield made


class _Patient(socketserver.ThreadingTCPServer):
    """A client that is killed in the middle of a word is no fault of the server's."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _PatientHttp(_Patient, ThreadingHTTPServer):
    """The same for the web hook."""


@contextmanager
def _serving(server: socketserver.ThreadingTCPServer) -> Iterator[int]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
