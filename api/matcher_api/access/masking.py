"""Names as people without need of them see them."""

from __future__ import annotations


def masked(name: str) -> str:
    """王小明 -> 王*明, 王明 -> 王*, Anna Lee -> A***; empty stays empty."""
    name = name.strip()
    if not name:
        return ""
    if name[0].isascii():
        return f"{name[0]}***"
    if len(name) <= 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"
