"""What is scarce and what would help, as a section of the page and a layer of the map."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.advise import Advice, Advised, Scarce
from matcher.report.markup import Markup, joined, tag
from matcher.report.section import section_page, table
from matcher.report.setting import Setting
from matcher.report.street_map import Plane, plane_of, ruler, spots_of, streets, svg
from matcher.report.vocabulary import advice_said
from matcher.report.words import Words

SHOWN = 15


def advice_page(words: Words, advised: Advised) -> str:
    """A file of the advice alone."""
    return section_page(words, "advice", advice_section(words, advised))


def advice_section(words: Words, advised: Advised) -> Markup:
    """Confirmed advice first, then where prices say that something is scarce, and both on the map."""
    told: Markup = tag("p", words.say("advice_none", tried=advised.tried))
    if advised.advice:
        rows = [
            (
                words.pick(*advice_said(a)),
                when(words, a),
                visits(words, a.serves),
                f"+{len(a.serves)}",
                f"{a.points:+d}",
            )
            for a in advised.advice
        ]
        names = ("advice_what", "advice_when", "advice_serves", "advice_number", "advice_points")
        told = table(words, names, rows, numbers=(3, 4))
    drawing = draw_advice(words, advised)
    frame = tag("div", drawing, class_="scroll") if drawing is not None else None
    return tag(
        "section",
        tag("h2", words.say("advice")),
        tag("p", words.say("advice_confirmed", n=len(advised.advice), tried=advised.tried), class_="sub"),
        told,
        tag("h3", words.say("scarce")),
        tag("p", words.say("scarce_note"), class_="note"),
        _scarce(words, advised.scarce),
        joined(tag("h3", words.say("map")), frame) if frame is not None else None,
        id="advice",
    )


def when(words: Words, advice: Advice) -> str:
    """The day and hours of a person or opening; a gate is open always."""
    if advice.kind == "gate":
        return ""
    return f"{words.day(advice.start // 1440)} {words.span(advice.start, advice.end)}"


def visits(words: Words, names: tuple[str, ...]) -> str:
    """Titles with ids."""
    known = words.setting.problem.visit_of
    return words.list(f"{words.visit(known[name])} {name}" for name in names)


def scarce_said(words: Words, found: Scarce) -> str:
    """The skills or the facility."""
    if found.kind == "facility":
        return words.facility(words.setting.problem.facility_of[found.subject])
    return words.list(found.skills) or words.say("anybody")


def _scarce(words: Words, found: tuple[Scarce, ...]) -> Markup:
    rows = [
        (
            scarce_said(words, s),
            f"{words.day(s.day)} {words.say('part_' + s.part)}",
            s.area,
            f"{s.points:,}",
            str(s.unserved),
        )
        for s in found[:SHOWN]
    ]
    names = ("scarce_what", "advice_when", "scarce_where", "scarce_worth", "scarce_unserved")
    return table(words, names, rows, numbers=(3, 4))


def draw_advice(words: Words, advised: Advised) -> Markup | None:
    """The streets with a mark where each piece of advice would be, numbered as in the table; None without a map.

    Left out for an audience that may not know homes: somebody asks for a service there.
    """
    spots = spots_of(words.setting)
    plane = plane_of(words.setting.network, spots)
    if plane is None or words.audience.places == "area":
        return None
    layers = [*streets(words.setting.network, plane), *_marks(words, words.setting, advised, plane, spots)]
    return svg([*layers, ruler(words, plane)], plane, label=words.say("advice"))


def _marks(
    words: Words, setting: Setting, advised: Advised, plane: Plane, spots: dict[str, tuple[float, float]]
) -> Iterator[Markup]:
    gates = {gate.id: gate for gate in setting.network.gates} if setting.network is not None else {}
    for number, advice in enumerate(advised.advice, start=1):
        hint = tag("title", f"{number} {words.pick(*advice_said(advice))} {when(words, advice)}")
        if advice.kind == "gate" and setting.network is not None and advice.subject in gates:
            net, edge = setting.network, gates[advice.subject].edge
            a, b = int(net.a[edge]), int(net.b[edge])
            spot = (float(net.x[a] + net.x[b]) / 2, float(net.y[a] + net.y[b]) / 2)
        elif advice.place in spots:
            spot = spots[advice.place]
        else:
            continue
        x, y = plane.at(*spot)
        ring = tag("circle", cx=x, cy=y, r=9, class_="a-mark")
        yield tag("g", hint, ring, tag("text", str(number), x=x, y=y + 4, class_="a-number", text_anchor="middle"))
