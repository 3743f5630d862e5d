"""E-mail by SMTP. A mailbox shows what comes twice twice: what may have left is never sent again."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime

from matcher_api.notifications.addressing import EMAIL
from matcher_api.notifications.channel import Again, Letter, Outcome, Refused, Sent, Unsure
from matcher_api.settings import Settings

SECONDS = 10.0
"""For each answer of the server."""


class ByEmail:
    name = EMAIL

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, letter: Letter, leave: Callable[[], bool]) -> Outcome:
        try:
            with self._server() as server:
                return self._handed(server, letter, leave)
        except smtplib.SMTPResponseException as error:  # greeting, login, or the goodbye
            return Again(f"smtp {error.smtp_code}")
        except (OSError, smtplib.SMTPException) as error:
            return Again(type(error).__name__[:40])

    def _server(self) -> smtplib.SMTP:
        s = self._settings
        if s.smtp_security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(s.smtp_host, s.smtp_port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(s.smtp_host, s.smtp_port, timeout=SECONDS)
        if s.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if s.smtp_user:
            server.login(s.smtp_user, s.smtp_password)
        return server

    def _handed(self, server: smtplib.SMTP, letter: Letter, leave: Callable[[], bool]) -> Outcome:
        server.ehlo_or_helo_if_needed()
        for code in (server.mail(self._settings.mail_from)[0], server.rcpt(letter.to.email)[0]):
            if code >= 400:
                return Again(f"smtp {code}") if code < 500 else Refused(f"smtp {code}")
        if not leave():
            return Again("lease lost")
        try:
            code, _ = server.data(self._written(letter).as_bytes())
        except smtplib.SMTPDataError as error:  # it was not even listened to
            return Again(f"smtp {error.smtp_code}") if error.smtp_code < 500 else Refused(f"smtp {error.smtp_code}")
        except (OSError, smtplib.SMTPException) as error:
            return Unsure(type(error).__name__[:40])
        if code >= 400:
            return Again(f"smtp {code}") if code < 500 else Refused(f"smtp {code}")
        return Sent()

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self._settings.mail_from, letter.to.email
        message["Subject"] = " ".join(letter.message.title[0].split())  # a header is one line
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = f"<{letter.id}@matcher>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(f"{letter.message.zh}\n\n{letter.message.en}\n\n{letter.url}\n")
        return message
