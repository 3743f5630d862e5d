"""Every rule has a test file, a sentence in both languages, and a name of its own."""

from pathlib import Path

import pytest

import matcher.rules
from matcher.rules import HARD, RULES, SOFT, UNITS, HardRule, Rule

DEFINITIONS = {p.stem for p in Path(matcher.rules.__file__).parent.glob("*.py")}
HELPERS = {"__init__", "rule", "violation", "seat", "bookings", "work"}


def test_every_file_of_the_folder_is_a_rule_listed_once() -> None:
    codes = [rule.code for rule in RULES]
    assert sorted(codes) == sorted(DEFINITIONS - HELPERS)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_every_rule_has_a_test_and_sentences(rule: Rule) -> None:
    text = (Path(__file__).parent / f"test_{rule.code}.py").read_text(encoding="utf-8")
    assert text.startswith(f'"""`{rule.code}`: ')
    assert rule.zh.endswith("。") and rule.en.endswith(".")
    assert any("\u4e00" <= c <= "\u9fff" for c in rule.zh) and rule.en.isascii()
    assert rule.unit in UNITS


def test_levels() -> None:
    assert {r.level for r in HARD} == {"hard"} and {r.level for r in SOFT} == {"soft"}
    assert all(isinstance(r, HardRule) for r in HARD)
    assert (*HARD, *SOFT) == RULES
