"""In which language, and in which zone, a page is written."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

from fastapi import Request

from matcher.report.vocabulary import MODES, ROLES, SKILLS
from matcher_api.access.actor import Actor

Lang = Literal["zh", "en"]
COOKIE = "matcher_language"
_ZH, _EN = ("一", "二", "三", "四", "五", "六", "日"), ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _words() -> Mapping[tuple[str, str], tuple[str, str]]:
    text = files("matcher_api.pages").joinpath("words.csv").read_text(encoding="utf-8")
    return {(row["kind"], row["word"]): (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}


WORDS = _words()
"""States, roles and channels as people call them; one line each in words.csv."""


@dataclass(frozen=True)
class Tongue:
    """`zone`: of the community; every moment on a page is shown in it."""

    lang: Lang
    zone: ZoneInfo

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en or zh

    def say(self, kind: str, word: str) -> str:
        """A word of words.csv; one that is not in it stands as it is."""
        return self(*WORDS.get((kind, word), (word, word)))

    def role(self, code: str) -> str:
        return self(*ROLES.get(code, (code, code)))

    def skill(self, code: str) -> str:
        return self(*(SKILLS.get(code) or ROLES.get(code, (code, code))))

    def mode(self, code: str) -> str:
        """Of a room; like roles and skills, a code that nobody named stands as it is."""
        return self(*MODES.get(code, (code, code)))

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day(self, day: date) -> str:
        """11月23日 周一 · Mon 23 Nov."""
        if self.lang == "zh":
            return f"{day.month}月{day.day}日 周{_ZH[day.weekday()]}"
        return f"{_EN[day.weekday()]} {day.day} {day:%b}"

    def day_of(self, moment: datetime) -> str:
        return self.day(self.local(moment).date())

    def clock(self, moment: datetime) -> str:
        return f"{self.local(moment):%H:%M}"

    def span(self, start: datetime, end: datetime) -> str:
        """09:00–10:30; a later day is named."""
        ends = self.clock(end) if self._same_day(start, end) else f"{self.day_of(end)} {self.clock(end)}"
        return f"{self.clock(start)}–{ends}"

    def _same_day(self, start: datetime, end: datetime) -> bool:
        return self.local(end - timedelta(minutes=1)).date() == self.local(start).date()

    def moment(self, moment: datetime) -> str:
        return f"{self.day_of(moment)} {self.clock(moment)}"

    def hours(self, minutes: int) -> str:
        """1 h 30 min."""
        whole, rest = divmod(abs(minutes), 60)
        parts = ([self(f"{whole}小时", f"{whole} h")] if whole else []) + (
            [self(f"{rest}分钟", f"{rest} min")] if rest or not whole else []
        )
        return ("−" if minutes < 0 else "") + " ".join(parts)

    def money(self, cents: int) -> str:
        return self(f"{cents / 100:g}元", f"¥{cents / 100:g}")


def language(request: Request, actor: Actor) -> Lang:
    """As the switch says, else as the login says; Chinese for strangers."""
    wanted = request.cookies.get(COOKIE) or actor.language
    return "en" if wanted == "en" else "zh"
