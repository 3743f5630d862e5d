"""Text cut to a width in pixels, from average widths of characters."""

from __future__ import annotations

from unicodedata import east_asian_width


def text_width(text: str, size: float) -> float:
    """Pixels a text takes at a font size: a Chinese character one em, others about 0.56."""
    return sum(size if east_asian_width(c) in "WF" else 0.56 * size for c in text)


def fitted(text: str, width: float, *, size: float) -> str:
    """The text, or its beginning and an ellipsis; "" where not even two characters fit."""
    if text_width(text, size) <= width:
        return text
    kept, used = "", 0.8 * size
    for c in text:
        used += text_width(c, size)
        if used > width:
            break
        kept += c
    return kept.rstrip() + "…" if kept else ""
