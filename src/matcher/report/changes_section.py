"""What events or a what-if change in a roster, and what more changes would serve, as sections of a page."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.problem import Problem
from matcher.replan import Choice, Replan
from matcher.report.markup import Markup, joined, tag
from matcher.report.section import section_page, table
from matcher.report.words import Words


def changes_page(words: Words, old: Problem, plan: Replan) -> str:
    """A file of one change; `old`: the problem before it."""
    return section_page(words, "changes", changes_section(words, old, plan))


def frontier_page(words: Words, choices: Sequence[Choice]) -> str:
    """A file of the frontier."""
    return section_page(words, "frontier", frontier_section(words, choices))


def changes_section(words: Words, old: Problem, plan: Replan) -> Markup:
    """Visits that come, go and move; who is to be told what; and how good the new roster is."""
    found = plan.difference
    groups = [
        joined(
            tag("h3", words.say(key, n=len(names))),
            tag("ul", [tag("li", _visit(words, old, plan.problem, n)) for n in names]),
        )
        for key, names in (("now_served", found.served), ("now_lost", found.lost), ("now_moved", found.moved))
        if names
    ]
    rows = [
        (words.person_and_id(p.volunteer), " ".join(p.gains), " ".join(p.loses), " ".join(p.moves))
        for p in found.people
    ]
    told = table(words, ("col_who", "gains", "loses", "moves"), rows) if rows else tag("p", words.say("nobody_to_tell"))
    good = words.say("changes_unproven") if plan.all is None else words.say("changes_gap", gap=max(0.0, plan.all.gap))
    return tag(
        "section",
        tag("h2", words.say("changes")),
        tag("p", good, class_="sub"),
        *groups,
        tag("h3", words.say("people_to_tell", n=len(rows))),
        told,
        id="changes",
    )


def frontier_section(words: Words, choices: Sequence[Choice]) -> Markup:
    """Served against people notified."""
    rows = [_choice(words, c) for c in choices]
    names = ("frontier_most", "frontier_served", "frontier_lost", "frontier_told")
    return tag(
        "section", tag("h2", words.say("frontier")), table(words, names, rows, numbers=(0, 1, 2, 3)), id="frontier"
    )


def _choice(words: Words, choice: Choice) -> tuple[str, str, str, str]:
    most = words.say("any_number") if choice.most is None else str(choice.most)
    if choice.plan is None:
        return most, words.say("not_possible"), "", ""
    plan = choice.plan
    return most, str(len(plan.roster.planned)), str(len(plan.difference.lost)), str(len(plan.difference.notify))


def _visit(words: Words, old: Problem, new: Problem, name: str) -> str:
    visit = new.visit_of.get(name) or old.visit_of.get(name)
    return name if visit is None else f"{words.visit(visit)} {name}"
