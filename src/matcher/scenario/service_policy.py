"""The default policy by service (service_policy.csv): two people at the home of someone living alone or a minor,
same sex for intimate care, record-checked for work with children (docs/problem.md, Conditions).

Applied when a scenario is read: afterwards the visits themselves say it, so applying it again changes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from matcher.problem import Condition, Role, Visit
from matcher.scenario.findings import Findings
from matcher.scenario.folding import heading

GROUPS = {
    "living_alone": ("livingalone", "独居", "独居老人"),
    "minor": ("minor", "minors", "children", "未成年", "未成年人", "儿童", "孩子"),
}
"""Words of `visits.group` the policy looks at."""
HOMES = ("", "home", "door", "flat", "dwelling", "家", "住家", "住户", "住宅")
"""Kinds of places that are somebody's home; a place without a kind counts as one."""
TEAM = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRule:
    """What one service asks. `record_checked_for`: groups, or `all`."""

    service: str
    name: str
    two_people_at_home_of: tuple[str, ...]
    same_sex: bool
    record_checked_for: tuple[str, ...]


@cache
def service_rules() -> tuple[ServiceRule, ...]:
    """The shipped table."""
    text = files("matcher.scenario").joinpath("service_policy.csv").read_text(encoding="utf-8")
    return tuple(
        ServiceRule(
            service=row["service"],
            name=row["name"],
            two_people_at_home_of=_groups(row["two_people_at_home_of"]),
            same_sex=row["same_sex"] == "yes",
            record_checked_for=_groups(row["record_checked_for"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


def with_service_policy(
    visits: tuple[Visit, ...],
    *,
    sex: Mapping[str, str],
    place_kind: Mapping[str, str],
    findings: Findings,
    where: Callable[[str], str],
) -> tuple[Visit, ...]:
    """The visits under the policy of their services; every change is a note.

    `sex` of beneficiaries by visit; `place_kind` by place; `where`: the row of a visit.
    """
    rules = {heading(key): rule for rule in service_rules() for key in (rule.service, rule.name)}
    changed = []
    for visit in visits:
        rule = rules.get(heading(visit.service))
        said: list[str] = []
        if rule is not None:
            for step in (_team_at_home(visit, rule, place_kind), _same_sex(visit, rule, sex), _checked(visit, rule)):
                for change, sentence in step:
                    visit = change(visit)  # noqa: PLW2901  each step changes what the one before left
                    said.append(sentence)
        changed.append(visit)
        for sentence in said:
            message = f"visit {visit.id} ({visit.service}): {sentence}"
            findings.note(where(visit.id), "service_default", message, hint=_OFF)
    return tuple(changed)


_OFF = "[policy] service_defaults = false switches these off"
Change = tuple[Callable[[Visit], Visit], str]


def _team_at_home(visit: Visit, rule: ServiceRule, place_kind: Mapping[str, str]) -> Iterator[Change]:
    group = _met(visit, rule.two_people_at_home_of)
    at_home = visit.place is not None and heading(place_kind.get(visit.place, "")) in HOMES
    if group and at_home and visit.roles and visit.people_min < TEAM:
        yield _two_people, f"two people, as it is at the home of somebody {_WORDS[group]}"


def _same_sex(visit: Visit, rule: ServiceRule, sex: Mapping[str, str]) -> Iterator[Change]:
    if not rule.same_sex or not visit.roles or any(c.of.startswith("sex:") for c in visit.conditions):
        return
    if visit.id in sex:
        condition = Condition(f"sex:{sex[visit.id]}", None)
        yield _asking(condition), f"only people of the same sex ({sex[visit.id]}), as it is intimate care"
    else:
        yield (lambda v: v), "beneficiary_sex is empty, so same sex for intimate care is not asked for"


def _checked(visit: Visit, rule: ServiceRule) -> Iterator[Change]:
    concerned = rule.record_checked_for == ("all",) or _met(visit, rule.record_checked_for)
    if concerned and visit.roles and not any(c.of == "record_checked" for c in visit.conditions):
        yield _asking(Condition("record_checked", None)), "only people whose record is checked, as it is with children"


_WORDS = {"living_alone": "living alone", "minor": "under age"}


def _met(visit: Visit, groups: tuple[str, ...]) -> str | None:
    words = {heading(group) for group in visit.groups}
    return next((g for g in groups if g in GROUPS and words & set(GROUPS[g])), None)


def _two_people(visit: Visit) -> Visit:
    """One role, best one with room left and without skills, takes who is missing."""
    role = min(visit.roles, key=lambda r: (r.most <= r.min, len(r.skills)))
    least = role.min + TEAM - visit.people_min
    wider = replace(role, min=least, desired=max(role.wanted, least), max=max(role.most, least))
    return replace(visit, roles=tuple(_swapped(r, role, wider) for r in visit.roles))


def _swapped(role: Role, old: Role, new: Role) -> Role:
    return new if role is old else role


def _asking(condition: Condition) -> Callable[[Visit], Visit]:
    return lambda visit: replace(visit, conditions=(*visit.conditions, condition))


def _groups(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
