"""Unserved visits with what would serve them, and who else could take a role, as sections of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.explain import Displaced, Fix, Replacement, Unserved, per_rule
from matcher.report.markup import Markup, joined, tag
from matcher.report.reasons import rule_name
from matcher.report.section import section_page, table
from matcher.report.vocabulary import told
from matcher.report.words import Words


@dataclass(frozen=True, slots=True)
class Remedies:
    """One unserved visit with all that is said of it."""

    why: Unserved
    fixes: tuple[Fix, ...] = ()
    displaced: Displaced | None = None


def remedies_page(words: Words, found: Sequence[Remedies]) -> str:
    """A file of the unserved visits."""
    return section_page(words, "unserved_why", remedies_section(words, found))


def replacements_page(words: Words, visit: str, role: str, found: Sequence[Replacement]) -> str:
    """A file of who else could take a role."""
    return section_page(words, "who_else", replacements_section(words, visit, role, found))


def remedies_section(words: Words, found: Sequence[Remedies]) -> Markup:
    """Each with its reason, the counts of refusals, the confirmed fixes, and what to tell the resident."""
    parts = [_one(words, r) for r in found] or [tag("p", words.say("nothing_unserved"))]
    return tag("section", tag("h2", words.say("unserved_why")), parts, id="remedies")


def _one(words: Words, found: Remedies) -> Markup:
    why = found.why
    visit = words.setting.problem.visit_of[why.visit]
    counts = words.list(f"{rule_name(words, rule)} {n}" for rule, n in why.refusals)
    items = [tag("li", fix_said(words, fix)) for fix in found.fixes]
    return joined(
        tag("h3", words.visit(visit), " ", tag("span", why.visit, class_="note")),
        tag("p", words.pick(*told(why)), class_="g" if why.escalated else None),
        tag("p", words.say("refused_counts", counts=counts), class_="note") if counts else None,
        tag("p", displaced_said(words, found.displaced)) if found.displaced is not None else None,
        tag("ul", items) if items else None,
        tag("p", words.say("tell_resident", said=words.pick(why.resident_zh, why.resident_en)), class_="note"),
    )


def fix_said(words: Words, fix: Fix) -> str:
    """The change, and when and by whom the visit would then be made."""
    change = words.pick(fix.zh, fix.en)
    if fix.subject in words.setting.problem.volunteer_of:
        change = change.replace(fix.subject, words.person_and_id(fix.subject))
    when = f"{words.day(fix.planned.start // 1440)} {words.clock(fix.planned.start)}"
    return words.say("fix_said", change=change, when=when, who=words.list(words.person_and_id(v) for v in fix.team))


def displaced_said(words: Words, displaced: Displaced) -> str:
    """Instead of which visits, at which cost."""
    key = "instead_said" if displaced.visits else "moving_said"
    return words.say(key, visits=words.list(displaced.visits), points=displaced.points.objective)


def replacements_section(words: Words, visit: str, role: str, found: Sequence[Replacement]) -> Markup:
    """Best first, with the change in points and what it is made of."""
    known = words.setting.problem.visit_of[visit]
    rows = [
        (
            words.person_and_id(r.volunteer),
            words.say("still_short") if r.points is None else f"{r.change:+d}",
            words.list(f"{rule_name(words, t.rule)} {t.points:+d}" for t in per_rule(r)),
            ""
            if r.stand_in is None
            else words.say("takes_over", who=words.person_and_id(r.stand_in), visit=r.frees or ""),
        )
        for r in found
    ]
    names = ("col_who", "advice_points", "made_of", "swap")
    told = table(words, names, rows, numbers=(1,)) if rows else tag("p", words.say("nobody_else"))
    head = f"{words.visit(known)} {visit} · {words.role(role)}"
    return tag("section", tag("h2", words.say("who_else")), tag("p", head, class_="sub"), told, id="replacements")
