"""A whole HTML file around its content: no script, no request."""

from __future__ import annotations

from matcher.report.markup import Markup, tag
from matcher.report.style import CSS
from matcher.report.words import Words


def document(words: Words, title: str, body: Markup) -> str:
    """The file; `body` becomes its main part."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Markup(CSS)),
    )
    lang = "zh-CN" if words.lang == "zh" else "en"
    return "<!DOCTYPE html>\n" + tag("html", head, tag("body", tag("main", body)), lang=lang) + "\n"
