"""A refusal is raised by services with a code of the catalogue; the edge turns it into problem+json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher_api.errors.catalogue import CATALOGUE


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the input: `field` as a path (`windows.0.end`), texts in both languages."""

    field: str
    code: str
    zh: str
    en: str


class Refusal(Exception):
    """`code` must be in the catalogue; `values` fill its texts; `conflict`: the record that stands in the way (ids
    only, nothing personal); `faults`: all errors of the input at once."""

    def __init__(
        self,
        code: str,
        *,
        field: str = "",
        conflict: Mapping[str, Any] | None = None,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        self.entry = CATALOGUE[code]
        self.code, self.field, self.conflict, self.faults = code, field, conflict, tuple(faults)
        self.headers = dict(headers or {})
        self.zh, self.en = self.entry.zh.format(**values), self.entry.en.format(**values)
        super().__init__(f"{code}: {self.en}")

    @property
    def status(self) -> int:
        return self.entry.status

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"urn:matcher:error:{self.code}",
            "title": self.en,
            "status": self.status,
            "code": self.code,
            "zh": self.zh,
            "en": self.en,
        }
        if self.field:
            body["field"] = self.field
        if self.conflict is not None:
            body["conflict"] = dict(self.conflict)
        if self.faults:
            body["errors"] = [{"field": f.field, "code": f.code, "zh": f.zh, "en": f.en} for f in self.faults]
        return body
