"""The six categories, with codes that never change."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    GOVERNMENT = "government"
    CONVENIENCE = "convenience"
    HEALTH = "health"
    CULTURE = "culture"
    SAFETY = "safety"
    WELFARE = "welfare"


NAMES: dict[Category, tuple[str, str]] = {
    Category.GOVERNMENT: ("政务", "Government services"),
    Category.CONVENIENCE: ("便民", "Daily convenience"),
    Category.HEALTH: ("健康", "Health"),
    Category.CULTURE: ("文体", "Culture and sports"),
    Category.SAFETY: ("平安", "Safety"),
    Category.WELFARE: ("公益", "Public welfare"),
}
"""(zh, en) of each."""
