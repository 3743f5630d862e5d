"""The sheets of a roster's workbook, for one audience."""

from __future__ import annotations

import pandas as pd

from matcher.report.figures import KeyFigures, key_figures
from matcher.report.page_figures import headline_figures, share_name
from matcher.report.reasons import reasons
from matcher.report.tables import by_facility, by_visit, by_volunteer
from matcher.report.words import Words
from matcher.roster import Roster


def sheets(words: Words, roster: Roster) -> tuple[tuple[str, pd.DataFrame], ...]:
    """(title, table): by volunteer, visit and facility; what stays unserved and the figures where they may be seen."""
    found = [
        (words.say("by_visit"), by_visit(words, roster)),
        (words.say("by_volunteer"), by_volunteer(words, roster)),
        (words.say("by_facility"), by_facility(words, roster)),
    ]
    if words.audience.workings:
        found += [
            (words.say("unserved"), unserved(words, roster)),
            (words.say("figures"), figures(words, key_figures(words.setting.problem, roster))),
        ]
    return tuple(found)


def unserved(words: Words, roster: Roster) -> pd.DataFrame:
    """A row a visit nobody makes, with the reason and a way out."""
    rows = reasons(words, roster)
    columns = {
        "col_visit": [r.visit for r in rows],
        "col_title": [r.title for r in rows],
        "col_state": [words.say("escalated" if r.escalate else "unserved") for r in rows],
        "col_reason": [r.why for r in rows],
        "col_near": [r.near for r in rows],
    }
    return pd.DataFrame({words.say(k): pd.Series(v, dtype=object) for k, v in columns.items()})


def figures(words: Words, found: KeyFigures) -> pd.DataFrame:
    """Key figures as rows: figure, group, asked, served, share or value."""
    rows: list[tuple[str, str, int | None, int | None, str]] = [
        (name, "", None, None, value) for name, value in headline_figures(words, found)
    ]
    for key, shares in (
        ("share_service", found.by_service),
        ("share_group", found.by_group),
        ("share_duration", found.by_duration),
        ("share_priority", found.by_priority),
    ):
        rows += [
            (words.say(key), share_name(words, key, s), s.asked, s.served, f"{100 * s.served / s.asked:.0f} %")
            for s in shares
        ]
    names = ("col_figure", "col_group", "col_asked", "col_served", "col_value")
    kinds = ("object", "object", "Int64", "Int64", "object")
    return pd.DataFrame(
        {
            words.say(name): pd.Series([row[i] for row in rows], dtype=kind)
            for i, (name, kind) in enumerate(zip(names, kinds, strict=True))
        }
    )


def note(words: Words) -> str:
    """What stands above every printed sheet."""
    parts = [words.setting.title, words.say(f"for_{words.audience.name}")]
    if words.setting.synthetic:
        parts.insert(0, words.say("synthetic"))
    return " · ".join(p for p in parts if p)
