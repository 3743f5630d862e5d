"""Names of codes that scenarios use: services of the seed's catalogue, special groups, modes, roles.

The catalogue is that of the seed (source=seed), not an official list. An unknown code is shown as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from matcher.advise import Advice
from matcher.explain import Unserved

Names = dict[str, tuple[str, str]]

GROUPS: Names = {
    "elder": ("老年人", "elders"),
    "disabled": ("残疾人", "disabled people"),
    "living_alone": ("独居", "living alone"),
    "low_income": ("低保户", "low income"),
    "minor": ("未成年人", "minors"),
    "veteran": ("优抚对象", "veterans"),
}
MODES: Names = {
    "badminton": ("羽毛球", "badminton"),
    "basketball": ("篮球", "basketball"),
    "chess": ("棋牌", "chess"),
    "class": ("课堂", "class"),
    "dance": ("舞蹈", "dance"),
    "dining": ("就餐", "dining"),
    "mediation": ("调解", "mediation"),
    "meeting": ("会议", "meeting"),
    "parking": ("停车", "parking"),
    "playground": ("操场", "playground"),
}
PLACES: Names = {
    "car_park": ("停车场", "car park"),
    "market": ("集市", "market"),
    "office": ("单位门前", "office gate"),
    "park": ("公园", "park"),
    "room": ("活动室", "room"),
    "school": ("学校门口", "school gate"),
}
"""Kinds of public places that need no building to be found."""
ROLES: Names = {
    "carer": ("照护", "carer"),
    "electrician": ("电工", "electrician"),
    "helper": ("帮手", "helper"),
    "lawyer": ("律师", "lawyer"),
    "leader": ("领队", "leader"),
    "listener": ("倾听", "listener"),
    "mediator": ("调解员", "mediator"),
    "nurse": ("护理", "nurse"),
    "partner": ("搭档", "partner"),
    "plumber": ("水管工", "plumber"),
    "reader": ("读报", "reader"),
    "repair": ("维修", "repair"),
    "steward": ("值守", "steward"),
    "teacher": ("老师", "teacher"),
    "tutor": ("辅导", "tutor"),
    "walker": ("队员", "walker"),
}

SKILLS: Names = {
    "art": ("书画手工", "art and crafts"),
    "clerk": ("代办", "errands at offices"),
    "computer": ("电脑手机", "computers and phones"),
    "haircut": ("理发", "haircuts"),
    "health": ("健康指导", "health advice"),
    "host": ("主持接待", "hosting"),
    "listening": ("倾听陪伴", "listening"),
    "patrol": ("巡逻", "patrols"),
    "sign_language": ("手语", "sign language"),
    "sports": ("体育", "sports"),
    "tree_climbing": ("高处修剪", "tree climbing"),
    "wound_care": ("伤口护理", "wound care"),
}
"""Those that are not called as a role is."""


def told(why: Unserved) -> tuple[str, str]:
    """(zh, en) of why nobody makes a visit, with the words of skills and modes for their codes."""
    if not why.what:
        return why.sentence_zh, why.sentence_en
    zh, en = _words_of(why.what.split("、"))
    return why.sentence_zh.replace(why.what, zh), why.sentence_en.replace(why.what, en)


def advice_said(advice: Advice) -> tuple[str, str]:
    """(zh, en) of a piece of advice, with the words of skills for their codes."""
    if advice.kind != "person" or not advice.subject:
        return advice.zh, advice.en
    codes = advice.subject.split(" ")
    zh, en = _words_of(codes)
    return advice.zh.replace("、".join(codes), zh), advice.en.replace(", ".join(codes), en)


def _words_of(codes: Sequence[str]) -> tuple[str, str]:
    names = [SKILLS.get(code) or ROLES.get(code) or MODES.get(code, (code, code)) for code in codes]
    return "、".join(n[0] for n in names), ", ".join(n[1] for n in names)


@cache
def services() -> Names:
    """Code -> (zh, en) of the seed's catalogue."""
    text = files("matcher.report").joinpath("service_names.csv").read_text(encoding="utf-8")
    return {row["service"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}
