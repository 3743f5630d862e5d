"""What sections of a page share: a file of one section alone, and a table of words and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.report.document import document
from matcher.report.markup import Markup, joined, tag
from matcher.report.words import Words


def section_page(words: Words, heading: str, *sections: Markup | None) -> str:
    """A file of these sections; `heading` is a key of the texts."""
    setting = words.setting
    title = f"{setting.title or setting.problem.name} · {words.say(heading)}"
    made_up = (" ", tag("span", words.say("synthetic"), class_="mark")) if setting.synthetic else ()
    about = tag("p", words.say("approximate"), class_="note") if setting.approximate else None
    return document(words, title, joined(tag("h1", title, *made_up), about, *sections))


def table(
    words: Words, names: Sequence[str], rows: Sequence[Sequence[str | Markup]], *, numbers: Sequence[int] = ()
) -> Markup:
    """`numbers`: positions of columns set to the right."""
    look = ["n" if i in numbers else None for i in range(len(names))]
    head = tag("tr", [tag("th", words.say(n), class_=look[i], scope="col") for i, n in enumerate(names)])
    body = [tag("tr", [tag("td", cell, class_=look[i]) for i, cell in enumerate(row)]) for row in rows]
    return tag("div", tag("table", tag("thead", head), tag("tbody", body)), class_="scroll")
