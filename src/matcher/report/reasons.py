"""Why a visit stays unserved, in one line each, from `matcher.explain`, in the words of an audience."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.explain import NearMiss, unserved
from matcher.report.texts import TEXTS
from matcher.report.vocabulary import told
from matcher.report.words import Words
from matcher.roster import Roster

NEAR_NAMED = 4
"""Near misses are named up to so many; more are only counted."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A visit nobody makes: what it is, why, and who comes near ("" if nobody). `escalate`: guaranteed.

    `code` is one of `matcher.explain.REASONS`; `near` names people, masked as the audience asks.
    """

    visit: str
    title: str
    code: str
    why: str
    near: str
    escalate: bool


def reasons(words: Words, roster: Roster) -> tuple[Reason, ...]:
    """One entry for every visit nobody makes, guaranteed ones first, then in the problem's order."""
    problem = words.setting.problem
    return tuple(
        Reason(
            visit=found.visit,
            title=words.visit(problem.visit_of[found.visit]),
            code=found.main,
            why=words.pick(*told(found)),
            near=_near(words, found.near),
            escalate=found.escalated,
        )
        for found in unserved(problem, roster)
    )


def _near(words: Words, near: tuple[NearMiss, ...]) -> str:
    if not near:
        return ""
    if len(near) > NEAR_NAMED:
        return words.say("near_many", n=len(near))
    named = [
        words.say("near_one", who=words.person_and_id(miss.volunteer), rule=rule_name(words, miss.rule))
        for miss in near
    ]
    return words.say("near", who=words.list(named))


def rule_name(words: Words, rule: str) -> str:
    """A rule in a word or two."""
    key = f"rule_{rule}"
    return words.say(key) if key in TEXTS else rule
