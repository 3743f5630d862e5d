"""What a roster is worth: points a rule, their sum, the difference of two, and what each point buys."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules import SOFT, value
from matcher.rules.known import sound
from matcher.worth import value_of


@dataclass(frozen=True, slots=True)
class Term:
    """Points one soft rule adds to a roster."""

    rule: str
    points: int


@dataclass(frozen=True, slots=True)
class Score:
    """`guaranteed`: value of the guaranteed visits served (stage 1); `terms`: stage 2, one a soft rule."""

    guaranteed: int
    terms: tuple[Term, ...]

    @property
    def objective(self) -> int:
        """All points: what stage 2 maximises."""
        return sum(t.points for t in self.terms)


def score(problem: Problem, roster: Roster) -> Score:
    """Points of a roster, valid or not; rows with unknown or doubled ids count nothing (see `rules.known`)."""
    rows = sound(problem, roster)
    return Score(
        guaranteed=value.guaranteed(problem, rows),
        terms=tuple(Term(rule.code, rule.cost(problem, rows)) for rule in SOFT),
    )


def difference(before: Score, after: Score) -> Score:
    """What changes from `before` to `after`, term by term."""
    points = {t.rule: t.points for t in before.terms}
    return Score(
        guaranteed=after.guaranteed - before.guaranteed,
        terms=tuple(Term(t.rule, t.points - points[t.rule]) for t in after.terms),
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """What one thing is worth: signed points, and their size in minutes of walk and in typical visits.

    `walk_minutes` None where walking is free; `visits` None without visits of any value (a typical visit is the one
    of median value).
    """

    rule: str
    zh: str
    en: str
    points: int
    walk_minutes: float | None
    visits: float | None


def exchange_rates(problem: Problem) -> tuple[Rate, ...]:
    """The weights of a problem in each other's terms, so that a coordinator can see what is traded for what."""
    w, values = problem.weights, sorted(value_of(problem, v) for v in problem.visits)
    typical = values[(len(values) - 1) // 2] if values else 0
    dearest = max((f.cost for f in problem.facilities), default=0)
    served = [
        ("value", "价值最低的服务", "the visit of least value", values[0]),
        ("value", "典型的服务（价值居中）", "a typical visit (of median value)", typical),
        ("value", "价值最高的服务", "the visit of most value", values[-1]),
    ] if values else []  # fmt: skip
    rows = [
        *served,
        ("desired", "最低人数以上、期望人数以内的一人", "a person above the minimum, up to desired", w.desired_person),
        ("published", "已公布的服务继续进行", "a published visit still served", w.published_served),
        ("published", "已公布的人员被换下", "a published person replaced", -w.pair_changed),
        ("published", "已公布的时间或地点改变", "a published start or place changed", -w.moved),
        ("published", "已公布的服务取消", "a published visit dropped", -w.dropped),
        ("fairness", "超过公平份额的一小时", "an hour above the fair share", -w.fairness[0]),
        ("fairness", "超过公平份额1.5倍后的一小时", "an hour above 1.5 times the fair share", -w.fairness[1]),
        ("fairness", "超过公平份额2倍后的一小时", "an hour above twice the fair share", -w.fairness[2]),
        ("walk", "步行一分钟", "a minute of walk", -w.walk),
        ("series", "同一系列多一名志愿者", "one more volunteer in a series", -w.series_volunteer),
        ("preferred", "一次偏好组合", "a preferred pair put together", w.preferred),
        ("facility_cost", "最贵场地的一小时", "an hour of the dearest facility", -dearest),
    ]  # fmt: skip
    return tuple(
        Rate(
            rule,
            zh,
            en,
            points,
            walk_minutes=abs(points) / w.walk if w.walk else None,
            visits=abs(points) / typical if typical else None,
        )
        for rule, zh, en, points in rows
    )
