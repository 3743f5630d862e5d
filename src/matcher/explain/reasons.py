"""The reasons a visit stays unserved: a code each, and one line for the coordinator in both languages."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Reason:
    """`zh` and `en` are templates; `{who}` is nobody, or too few people, `{what}` the thing asked for, `{n}` a number
    as the reason says. `of_people`: too few people pass one rule."""

    code: str
    zh: str
    en: str
    of_people: bool = False


REASONS: tuple[Reason, ...] = (
    Reason(
        "windows",
        "固定的开始时间互相矛盾，或不在约定的时间段内。",
        "The starts pinned contradict each other or lie outside the windows.",
    ),
    Reason(
        "facility_mode",
        "没有可用于“{what}”、容得下{n}人的场地。",
        "No facility serves as {what} for {n} people.",
    ),
    Reason(
        "facility_reach",
        "能用的场地都超出参加者的步行范围。",
        "Every facility that would do is farther than the participants can walk.",
    ),
    Reason("rejected", "能用的场地都已拒绝这次预订。", "Every facility that would do has refused this booking."),
    Reason(
        "facility_open",
        "能用的场地在约定的时间段内都不开放足够长的时间。",
        "Every facility that would do is closed at the times asked for.",
    ),
    Reason("skills", "{who}具备所需技能（{what}）。", "{who} can offer the skills asked for ({what}).", True),
    Reason(
        "conditions", "{who}满足服务的条件（{what}）。", "{who} can meet the condition of the visit ({what}).", True
    ),
    Reason(
        "risk",
        "{who}是当天有保险的成年人（高风险服务）。",
        "{who} can show insurance valid on the day as an adult, which a visit of high risk needs.",
        True,
    ),
    Reason(
        "minor",
        "{who}可以服务：未成年人须有监护人同意，夜间不服务。",
        "{who} can serve then: minors need a guardian's consent and never work at night.",
        True,
    ),
    Reason("certified", "{who}的服务商认证当天有效。", "{who} can show a certificate valid on the day.", True),
    Reason("pairs", "{who}未被禁止与此服务搭配。", "{who} can be sent: the pairs are forbidden.", True),
    Reason(
        "availability",
        "{who}在约定的时间段内有空。",
        "{who} can come at the times asked for.",
        True,
    ),
    Reason(
        "walking",
        "{who}走得到{beyond}。",
        "{who} can walk there{beyond}.",
        True,
    ),
    Reason(
        "caps",
        "{who}的服务时长或次数还有余量。",
        "{who} can take more: the caps on minutes or visits are reached.",
        True,
    ),
    Reason(
        "team",
        "人不够：需要{n}人同时到场，同一时间最多凑齐{most}人。",
        "Not enough people at one time: {n} are needed together, at most {most} can come.",
    ),
    Reason(
        "crew",
        "到场的人凑不成一组：合格搭档、条件和禁止搭配不能同时满足。",
        "Those who can come make no team: conditions and forbidden pairs cannot all be met at once.",
    ),
    Reason("needs", "它所依赖的服务（{what}）没有安排。", "It needs another visit that is not served ({what})."),
    Reason("quota", "服务对象使用“{what}”的配额已用完。", "The beneficiary's quota of {what} is used up."),
    Reason(
        "beneficiary",
        "服务对象在可选时间都有其他服务。",
        "The beneficiary has another visit whenever this one could take place.",
    ),
    Reason(
        "series_days",
        "与同一系列其他服务的间隔天数不够。",
        "Every possible day is too near another visit of the series.",
    ),
    Reason(
        "steward",
        "场地开放所需的值守服务没有安排。",
        "The facilities that would do open only with a steward visit, which is not served.",
    ),
    Reason(
        "facility_taken",
        "合适的场地在可选时间都已安排了其他预订（其中分值最低的{n}分，本次{most}分）。",
        "Every facility that would do is taken by other bookings (the least worth {n} points, this one {most}).",
    ),
    Reason(
        "outweighed",
        "有{n}人可以服务，但在本方案中他们同一时间都在做别的服务。",
        "Those who could serve ({n}) are at other visits then in this roster.",
    ),
    Reason(
        "possible",
        "没有规则阻碍：现在就可以加入方案（若方案已最优，则加入它得不偿失）。",
        "No rule forbids it: it can be added as things stand (in an optimal roster it would cost more than it brings).",
    ),
)
REASON_OF = {reason.code: reason for reason in REASONS}


@cache
def for_residents() -> dict[str, tuple[str, str]]:
    """(zh, en) by code: what the resident who asked is told; nothing of anybody else is in it, not even a number."""
    text = files("matcher.explain").joinpath("for_residents.csv").read_text(encoding="utf-8")
    return {row["code"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}


def sentences(code: str, *, what: str = "", n: int = 0, most: int = 0, have: int = 0, need: int = 1) -> tuple[str, str]:
    """The line in zh and en. `have` people of the `need` needed pass the rule (reasons of people only)."""
    reason = REASON_OF[code]
    who = (
        ("没有人", "Nobody")
        if have == 0
        else (f"需要{need}人，只有{have}人", f"Only {have} of the {need} people needed")
    )
    far = (
        (f"：最近的一人也超出步行上限{n}分钟", f": the nearest is {n} minutes beyond the walking limit")
        if n
        else ("", "")
    )
    values = {"what": what, "n": n, "most": most}
    return (
        reason.zh.format(who=who[0], beyond=far[0], **values),
        reason.en.format(who=who[1], beyond=far[1], **values),
    )
