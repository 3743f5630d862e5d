"""Named rules that make xizha-week hard on purpose."""

from __future__ import annotations

from matcher.scenario.generate_draft import Draft


def shape_people_and_visits(draft: Draft) -> None:
    """Placeholder until the rules stand."""
