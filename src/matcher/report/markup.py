"""Elements of HTML and SVG as text: whatever is not already markup is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

VOID = frozenset({"meta", "br", "hr", "img", "link", "rect", "line", "circle", "path", "polyline", "use"})


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


Child = str | int | float | None
Attribute = str | int | float | None


def tag(name: str, /, *children: Child | Iterable[Child], **attributes: Attribute) -> Markup:
    """`<name ...>children</name>`. Trailing `_` of an attribute falls, other `_` become `-`; None leaves it out."""
    shown = "".join(
        f' {_attribute(k)}="{escape(_text(v), quote=True)}"' for k, v in attributes.items() if v is not None
    )
    inside = joined(*children)
    if name in VOID and not inside:
        return Markup(f"<{name}{shown}>" if name in ("meta", "br", "hr", "img", "link") else f"<{name}{shown}/>")
    return Markup(f"<{name}{shown}>{inside}</{name}>")


def joined(*children: Child | Iterable[Child]) -> Markup:
    """Children one after the other, escaped unless they are markup; None is nothing."""
    parts: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, (str, int, float)):
            parts.append(escape(_text(child), quote=False))
        else:
            parts.append(joined(*child))
    return Markup("".join(parts))


def _attribute(name: str) -> str:
    kept = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio", "clippath": "clipPath"}
    return kept.get(name, name.rstrip("_").replace("_", "-"))


def _text(value: Child) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
