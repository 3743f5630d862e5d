"""The rows of a template's sheets: one small morning, in both languages, that reads without a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MARKS = ("示例-", "example-")
"""How ids of example rows begin; a scenario that still has them is told so."""

SETTINGS = {
    "name": "my-community",
    "title": "~我的社区|My community",
    "start": "2026-11-23",
    "days": "7",
    "datum": "local",
}

EXAMPLES: Mapping[str, Sequence[Mapping[str, str]]] = {
    "places": (
        {"place": "#P1", "kind": "home", "x": "0", "y": "0", "access_seconds": "60", "building": "~1号楼|Block 1"},
        {"place": "#P2", "kind": "~活动室|room", "x": "300", "y": "40", "access_seconds": "30"},
    ),
    "street_nodes": ({"node": "#N1", "x": "0", "y": "10"}, {"node": "#N2", "x": "300", "y": "30"}),
    "street_edges": ({"a": "#N1", "b": "#N2", "kind": "street"},),
    "gates": ({"gate": "#G1", "a": "#N1", "b": "#N2", "open": "yes"},),
    "walks": ({"a": "#P1", "b": "#P2", "minutes": "7"},),
    "volunteers": (
        {
            "volunteer": "#V1",
            "name": "~张示例|Ann Example",
            "kind": "volunteer",
            "home": "#P1",
            "sex": "f",
            "tags": "~党员|party_member",
            "pace": "~成人|adult",
            "max_walk_minutes": "15",
            "max_minutes_day": "240",
            "record_checked": "yes",
            "insured_until": "2027-12-31",
        },
    ),
    "skills": ({"volunteer": "#V1", "skill": "~陪诊|escort", "valid_until": "2027-12-31"},),
    "availability": ({"volunteer": "#V1", "start": "0 08:00", "end": "0 12:00"},),
    "facilities": (
        {
            "facility": "#F1",
            "name": "~社区活动室|Community room",
            "place": "#P2",
            "exclusive": "yes",
            "concurrent": "1",
            "changeover_minutes": "15",
        },
    ),
    "modes": ({"facility": "#F1", "mode": "~课堂|class", "capacity": "20"},),
    "openings": ({"facility": "#F1", "start": "0 18:00", "end": "0 21:00"},),
    "visits": (
        {
            "visit": "#S1",
            "beneficiary": "#B1",
            "service": "W05",
            "title": "~法律咨询|Legal advice",
            "place": "#P2",
            "duration_minutes": "30",
            "priority": "5",
            "guaranteed": "no",
            "risk": "low",
        },
    ),
    "windows": ({"visit": "#S1", "start": "0 08:30", "end": "0 11:30"},),
    "roles": ({"visit": "#S1", "role": "~陪同|helper", "skills": "~陪诊|escort", "min": "1", "max": "1"},),
    "conditions": ({"visit": "#S1", "at_least": "1", "of": "~党员|party_member"},),
    "pairs": ({"volunteer": "#V1", "with": "#B1", "kind": "preferred"},),
    "pins": ({"visit": "#S1", "start": "0 09:00"},),
    "published": ({"visit": "#S1", "volunteer": "#V1", "start": "0 09:00", "state": "offered"},),
    "quotas": ({"beneficiary": "#B1", "mode": "~课堂|class", "at_most": "2"},),
    "rejections": ({"visit": "#S1", "facility": "#F1", "start": "0 19:00"},),
}
"""Before each id `#`; `~` leads a Chinese and an English word; times are a day and a clock."""


def example_word(text: str, lang: str) -> str:
    """An example's cell in a language."""
    if text.startswith("#"):
        return MARKS[0 if lang == "zh" else 1] + text[1:]
    if text.startswith("~"):
        zh, _, en = text[1:].partition("|")
        return zh if lang == "zh" else en
    return text


def is_example(text: str) -> bool:
    """Whether an id is one of a template."""
    return text.startswith(MARKS)
