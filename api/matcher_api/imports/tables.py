"""Which tables can be imported, and their columns: those of docs/scenario.md, with the contacts of people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from matcher.scenario.columns import Column, Table, tables
from matcher.scenario.folding import heading

TableName = Literal[
    "places", "gates", "walks", "volunteers", "skills", "availability", "facilities", "modes", "visits", "windows",
    "roles", "conditions", "openings", "pairs", "quotas", "rejections", "workbook",
]  # fmt: skip
"""`workbook`: every table of a workbook at once."""
WORKBOOK = "workbook"
ORDER: tuple[str, ...] = (
    "places", "gates", "walks", "volunteers", "skills", "availability", "facilities", "modes", "visits", "roles",
    "conditions", "windows", "openings", "pairs", "quotas", "rejections",
)  # fmt: skip
"""What others name comes before them; a visit has its people before it has its times, when it must be sound."""
OWNER = {
    "walks": "", "skills": "volunteer", "availability": "volunteer", "modes": "facility", "windows": "visit",
    "roles": "visit", "conditions": "visit", "openings": "facility", "pairs": "volunteer", "quotas": "beneficiary",
    "rejections": "visit",
}  # fmt: skip
"""Dependent tables, which `mode=replace` may thin out: for the owners the file names (walks: all of the community)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widened(Table):
    """A table with columns that a scenario does not have."""

    def column_headed(self, header: str) -> Column | None:
        for column in self.columns:
            if heading(header) in (heading(name) for name in (column.name, column.zh, *column.also)):
                return column
        return None


@cache
def table_of(name: str) -> Table:
    table = tables()[name]
    if name != "volunteers":
        return table
    contacts = (
        _contact("phone", "电话", ("手机", "手机号", "联系电话"), "电话号码", "Phone number"),
        _contact(
            "door", "门牌", ("门牌号", "房号", "详细地址"), "门牌号，只给需要的人看", "Door number, for who needs it"
        ),
    )
    return Widened(
        name=table.name,
        zh=table.zh,
        also=table.also,
        key=table.key,
        required=table.required,
        meaning_zh=table.meaning_zh,
        meaning_en=table.meaning_en,
        columns=(*table.columns, *contacts),
    )


def _contact(name: str, zh: str, also: tuple[str, ...], meaning_zh: str, meaning_en: str) -> Column:
    like = tables()["volunteers"].column("name")
    return replace(like, name=name, zh=zh, also=also, meaning_zh=meaning_zh, meaning_en=meaning_en)
