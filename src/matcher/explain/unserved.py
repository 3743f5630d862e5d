"""For every visit nobody makes: who and what refuses it, by which rules, and the one reason to tell first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.explain.main_reason import Findings, main_reason
from matcher.explain.people import Said, hear
from matcher.explain.reasons import for_residents
from matcher.explain.settled import Settled
from matcher.explain.spots import starts_of, tell
from matcher.problem import Problem, Visit
from matcher.roster import Roster
from matcher.rules import HARD

RULE_ORDER = tuple(rule.code for rule in HARD)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A volunteer whom one rule alone keeps from an unserved visit, in one of its roles."""

    volunteer: str
    rule: str


@dataclass(frozen=True, slots=True)
class Unserved:
    """A visit nobody makes, and why.

    `main`: code of one of `REASONS`. `refusals`: rule -> how many volunteers (or facilities) it refuses at the start,
    place and role that suit them best, in the order of the rules; who is refused by two rules counts under both.
    `near`: those refused by one rule alone; `near_misses` their ids. `escalated`: a guaranteed visit, to be told to
    the coordinator by name. `sentence_*` are for the coordinator, `resident_*` for the resident who asked; `what`: the
    codes in the former that are asked for (skills, a mode), joined by 、.
    """

    visit: str
    main: str
    refusals: tuple[tuple[str, int], ...]
    near: tuple[NearMiss, ...]
    sentence_zh: str
    sentence_en: str
    escalated: bool
    resident_zh: str = ""
    resident_en: str = ""
    what: str = ""

    @property
    def near_misses(self) -> tuple[str, ...]:
        return tuple(miss.volunteer for miss in self.near)


def unserved(problem: Problem, roster: Roster) -> tuple[Unserved, ...]:
    """Every visit the roster does not serve, guaranteed ones first, then in the problem's order.

    Judged by the rules against this roster as it is, good or not; ids nobody knows are left out, as in the checker.
    """
    settled = Settled.of(problem, roster)
    found = [_explained(settled, v) for v in problem.visits if v.id not in settled.roster.planned_of]
    return tuple(sorted(found, key=lambda u: not u.escalated))


def _explained(settled: Settled, visit: Visit) -> Unserved:
    starts = starts_of(settled, visit)
    told = tell(settled, visit, starts) if visit.need is not None else ()
    spots: dict[str | None, tuple[int, ...]] = {t.facility.id: t.suited for t in told}
    if visit.need is None:
        spots[None] = starts
    heard = hear(settled, visit, spots)
    best = _best_role(heard.said)
    code, zh, en, what = main_reason(settled, visit, Findings(starts, told, heard))
    count = Counter(rule for said in best for rule in said.refused) + Counter(r for t in told for r in t.refused)
    return Unserved(
        visit=visit.id,
        main=code,
        refusals=tuple(sorted(count.items(), key=lambda item: RULE_ORDER.index(item[0]))),
        near=tuple(NearMiss(s.volunteer.id, s.refused[0]) for s in best if len(s.refused) == 1),
        sentence_zh=zh,
        sentence_en=en,
        escalated=visit.guaranteed,
        resident_zh=for_residents()[code][0],
        resident_en=for_residents()[code][1],
        what=what,
    )


def _best_role(said: Iterable[Said]) -> tuple[Said, ...]:
    """Each volunteer's answer in the role that suits them best."""
    best: dict[str, Said] = {}
    for answer in said:
        known = best.get(answer.volunteer.id)
        if known is None or len(answer.refused) < len(known.refused):
            best[answer.volunteer.id] = answer
    return tuple(best.values())
