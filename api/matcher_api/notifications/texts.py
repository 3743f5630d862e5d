"""The sentences of messages, one a line of `texts.csv`, in both languages."""

from __future__ import annotations

import csv
from importlib.resources import files


def _read() -> dict[str, tuple[str, str]]:
    text = files("matcher_api.notifications").joinpath("texts.csv").read_text(encoding="utf-8")
    return {row["key"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}


TEXTS = _read()


def said(key: str, zh: dict[str, str] | None = None, en: dict[str, str] | None = None) -> tuple[str, str]:
    """(zh, en) of a sentence, its {names} filled in each language; `en` None: as in Chinese."""
    of_zh, of_en = TEXTS[key]
    values = zh or {}
    return of_zh.format(**values), of_en.format(**(values if en is None else en))
