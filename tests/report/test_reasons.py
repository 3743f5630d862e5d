"""Why visits stay unserved, in the words of an audience."""

from dataclasses import replace

from matcher.explain import REASONS
from matcher.report import COORDINATOR, OVERVIEW, Reason, reasons
from matcher.report.reasons import rule_name
from matcher.rules import HARD
from report.told import PROBLEM, ROSTER, SETTING, words
from small import changed, without


def test_guaranteed_ones_first_and_escalated() -> None:
    found = reasons(words(OVERVIEW), without("repair", "elder"))
    assert [(r.visit, r.title, r.escalate) for r in found] == [
        ("elder", "助老陪伴", True),
        ("repair", "水电维修", False),
    ]
    assert {r.code for r in found} <= {r.code for r in REASONS}
    assert reasons(words(), ROSTER) == ()


def test_near_misses_are_named_as_the_audience_may_know_them() -> None:
    elder = {"elder": {"roles": tuple(replace(r, skills=frozenset({"law"})) for r in PROBLEM.visit_of["elder"].roles)}}
    setting = replace(SETTING, problem=changed(PROBLEM, visits=elder))
    roster = without("elder", "repair", "patrol", "class")
    (first, *_) = reasons(words(COORDINATOR, setting=setting), roster)
    assert first == Reason(
        visit="elder",
        title="陪伴王奶奶",
        code="skills",
        why="没有人具备所需技能（law）。",
        near="只差一条：张安安 ann（技能）、李博文 bob（技能）、欧阳小猫 cat（技能）",
        escalate=True,
    )
    (masked, *_) = reasons(words(OVERVIEW, lang="en", setting=setting), roster)
    assert masked.near == "one rule away: 张** ann (skills), 李** bob (skills), 欧** cat (skills)"


def test_rules_about_people_have_a_short_name() -> None:
    named = [rule.code for rule in HARD if rule.refuses is not None]
    assert [code for code in named if rule_name(words(), code) == code] == []
