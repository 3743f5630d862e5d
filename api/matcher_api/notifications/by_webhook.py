"""Posts messages to a gateway (text messages, WeCom) that the deployer names: JSON, signed. The gateway knows a second
copy by its Idempotency-Key, so that what may have arrived is sent again under the same one."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from collections.abc import Callable
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from matcher_api.notifications.addressing import WEBHOOK
from matcher_api.notifications.channel import Again, Letter, Outcome, Refused, Sent
from matcher_api.settings import Settings

SECONDS = 10.0
TRY_AGAIN = (408, 409, 425, 429)
"""Refusals of the moment; all others below 500 are for good."""


class _Stays(HTTPRedirectHandler):
    """Who is told to go elsewhere would carry phone numbers there."""

    def redirect_request(self, *_: object) -> None:
        return None


class ByWebhook:
    name = WEBHOOK

    def __init__(self, settings: Settings) -> None:
        where = urlsplit(settings.webhook_url)
        local = where.hostname in ("127.0.0.1", "localhost", "::1")
        if where.scheme != "https" and not (where.scheme == "http" and local):
            raise ValueError(
                f"MATCHER_WEBHOOK_URL ({where.scheme}://{where.hostname}) carries phone numbers: use https"
            )
        if not settings.webhook_secret:
            raise ValueError("MATCHER_WEBHOOK_SECRET is empty: what is posted must be signed")
        self._url, self._secret = settings.webhook_url, settings.webhook_secret.encode()
        self._opener = build_opener(_Stays())

    def send(self, letter: Letter, leave: Callable[[], bool]) -> Outcome:  # noqa: ARG002 - copies are told apart there
        body = json.dumps(
            {
                "id": letter.id,
                "kind": letter.kind,
                "phone": letter.to.phone,
                "zh": letter.message.zh,
                "en": letter.message.en,
                "url": letter.url,
            },
            ensure_ascii=False,
        ).encode()
        at = str(int(letter.at.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": letter.id,
            "X-Matcher-Timestamp": at,
            "X-Matcher-Signature": f"sha256={signature(self._secret, at, body)}",
        }
        try:
            with self._opener.open(Request(self._url, body, headers, method="POST"), timeout=SECONDS):
                return Sent()
        except HTTPError as error:
            error.close()
            again = error.code >= 500 or error.code in TRY_AGAIN
            return Again(f"http {error.code}") if again else Refused(f"http {error.code}")
        except (URLError, OSError, http.client.HTTPException) as error:
            return Again(type(error).__name__[:40])


def signature(secret: bytes, at: str, body: bytes) -> str:
    """HMAC-SHA256 of "timestamp.body", in hex."""
    return hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
