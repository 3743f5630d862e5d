"""What hands and spreadsheets do to text: full-width forms, odd blanks, several names for one thing."""

from __future__ import annotations

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANK = dict.fromkeys((0x3000, 0x00A0, 0x2002, 0x2003, 0x2009, 0x202F, 0x0009), " ")
_NOTHING = dict.fromkeys((0xFEFF, 0x200B, 0x200E, 0x200F, 0x202A, 0x202C, 0x2060))
_FOLD = {**_WIDE, **_BLANK, **_NOTHING}
_FIGURES = {0x3002: ".", 0xFF61: ".", 0x2212: "-", 0x2013: "-", 0x2014: "-"}
_LISTS = re.compile(r"[;、|]")


def trimmed(text: str) -> str:
    """Without blanks at either end (also full-width and zero-width ones); line ends become plain."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u3000\u00a0\ufeff\u200b\u200e\u200f\u2060")


def folded(text: str) -> str:
    """Full-width letters, digits and punctuation as their plain forms; blanks at the ends removed."""
    return text.translate(_FOLD).strip()


def figures(text: str) -> str:
    """Folded, for numbers and dates: other dots and dashes become plain too."""
    return folded(text).translate(_FIGURES)


def heading(text: str) -> str:
    """What a header or a name of a table is compared by: folded, lower case, without blanks, unit and the mark *."""
    plain = folded(text).lower().strip("*").strip()
    if "(" in plain and not plain.startswith("("):
        plain = plain[: plain.index("(")]
    return re.sub(r"[\s_\-]+", "", plain)


def several(text: str) -> tuple[str, ...]:
    """The entries of a list in one cell, separated by ; or ； or 、 or |; empty entries are left out."""
    return tuple(entry for part in _LISTS.split(folded(text)) if (entry := part.strip()))
