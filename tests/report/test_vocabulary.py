"""Codes that people read as words, in what the library says of them."""

from __future__ import annotations

from matcher.advise import Advice
from matcher.report.vocabulary import advice_said


def advice(kind: str, subject: str, zh: str, en: str) -> Advice:
    return Advice(kind, subject, "A", 0, 60, ("v",), 1, (), zh, en)


def test_skills_are_named() -> None:
    found = advice(
        "person", "tree_climbing nurse x1", "多一位会tree_climbing、nurse、x1的人", "one with tree_climbing, nurse, x1"
    )
    assert advice_said(found) == ("多一位会高处修剪、护理、x1的人", "one with tree climbing, nurse, x1")


def test_what_names_no_skill_stays() -> None:
    for kind, subject in (("person", ""), ("opening", "hall"), ("gate", "nurse")):
        assert advice_said(advice(kind, subject, "nurse 门", "gate nurse")) == ("nurse 门", "gate nurse")
