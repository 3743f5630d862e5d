"""Changes asked of one person whom a single rule keeps away: a longer walk, an hour more, a paper, a higher cap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matcher.explain.people import Said
from matcher.explain.settled import Settled
from matcher.explain.tried import Tried
from matcher.problem import DAY, Visit, Volunteer, Window
from matcher.roster import PlannedVisit
from matcher.what_if import Edit

FARTHEST = 10
"""Minutes beyond somebody's limit that are still a small change."""
LONGEST = 60
"""Minutes more of somebody's time that are still a small change."""
STEP = 15
EACH = 3
CAPS = {"minutes_day": "max_minutes_day", "horizon_minutes": "max_minutes_total", "visits_day": "max_visits_day"}
PAPERS = {
    "risk": ("insured_until_day", "保险有效", "is insured"),
    "certified": ("certified_until_day", "资质有效", "is certified"),
    "minor": ("guardian_consent", "监护人同意", "has the guardian's consent"),
}


def of_people(settled: Settled, visit: Visit, said: Iterable[Said]) -> Iterator[Tried]:
    """By kind, the smallest first."""
    near = [s for s in said if len(s.refused) == 1]
    by_rule: dict[str, list[Said]] = {}
    for s in near:
        by_rule.setdefault(s.refused[0], []).append(s)
    yield from _least(_walks(settled, by_rule.get("walking", ())))
    yield from _least(_hours(settled, visit, by_rule.get("availability", ())))
    for rule, field in CAPS.items():
        yield from _least(_cap(settled, visit, s, rule, field) for s in by_rule.get(rule, ()))
    for rule, (field, zh, en) in PAPERS.items():
        for s in by_rule.get(rule, ())[:EACH]:
            value = True if field == "guardian_consent" else s.seat.day
            who = s.volunteer.id
            change = Edit("volunteers", who, ((field, value),))
            yield Tried("paper", who, 0, "", (change,), f"{who} {zh}", f"{who} {en}")


def _least(tries: Iterable[Tried | None]) -> list[Tried]:
    return sorted((t for t in tries if t is not None), key=lambda t: (t.amount, t.subject))[:EACH]


def _walks(settled: Settled, said: Iterable[Said]) -> Iterator[Tried | None]:
    for s in said:
        limit, walk = s.volunteer.max_walk, settled.walk(s.volunteer, s.volunteer.home, s.seat.place)
        # From another visit the way may be longer than from home: the walk home is asked as well.
        back = settled.walk(s.volunteer, s.seat.place, s.volunteer.home) if s.volunteer.return_home else 0
        if walk is None or back is None:
            continue
        more = max(walk, back) - limit
        if 0 < more <= FARTHEST:
            who = s.volunteer.id
            change = Edit("volunteers", who, (("max_walk", limit + more),))
            zh, en = f"{who} 多走 {more} 分钟", f"{who} walks {more} minutes more"
            yield Tried("walk", who, more, "minutes", (change,), zh, en)


def _hours(settled: Settled, visit: Visit, said: Iterable[Said]) -> Iterator[Tried | None]:
    for s in said:
        found = extended(settled, s.volunteer, visit, s.seat.place)
        if found is not None:
            more, windows = found
            who = s.volunteer.id
            change = Edit("volunteers", who, (("availabilities", windows),))
            zh, en = f"{who} 多给 {more} 分钟", f"{who} gives {more} minutes more"
            yield Tried("hours", who, more, "minutes", (change,), zh, en)


def extended(settled: Settled, volunteer: Volunteer, visit: Visit, place: str) -> tuple[int, tuple[Window, ...]] | None:
    """(minutes more, all availabilities) with the least extension of one of them that leaves room for the visit."""
    there = settled.walk(volunteer, volunteer.home, place)
    back = settled.walk(volunteer, place, volunteer.home) if volunteer.return_home else 0
    if there is None or back is None:
        return None
    best: tuple[int, tuple[Window, ...]] | None = None
    for at, mine in enumerate(volunteer.availabilities):
        for window in visit.windows:
            latest = window.end - visit.duration
            end = max(window.start, mine.start + there) + visit.duration + back
            start = min(latest, mine.end - back - visit.duration) - there
            longer = []
            if mine.end < end <= latest + visit.duration + back:
                longer.append(Window(mine.start, mine.end + _steps(end - mine.end)))
            if window.start - there <= start < mine.start:
                longer.append(Window(mine.start - _steps(mine.start - start), mine.end))
            for new in longer:
                more = (new.end - new.start) - (mine.end - mine.start)
                if more <= LONGEST and new.start >= 0 and (best is None or more < best[0]):
                    rest = (*volunteer.availabilities[:at], new, *volunteer.availabilities[at + 1 :])
                    best = (more, rest)
    return best


def _steps(minutes: int) -> int:
    return -(-minutes // STEP) * STEP


def _cap(settled: Settled, visit: Visit, said: Said, rule: str, field: str) -> Tried | None:
    """The cap as high as what they do already and this visit together."""
    volunteer, problem = said.volunteer, settled.problem
    work: list[PlannedVisit] = list(settled.work_of.get(volunteer.id, ()))
    if rule != "horizon_minutes":
        work = [p for p in work if p.start // DAY == said.seat.start // DAY]
    minutes = sum(problem.visit_of[p.visit].duration for p in work) + visit.duration
    needed = len(work) + 1 if rule == "visits_day" else minutes
    cap = getattr(volunteer, field)
    if cap is None or needed <= cap:
        return None
    more, who = needed - cap, volunteer.id
    change = Edit("volunteers", who, ((field, needed),))
    if rule == "visits_day":
        zh, en = f"{who} 当天多做 {more} 次", f"{who} does {more} visit more that day"
        return Tried("cap", who, more, "visits", (change,), zh, en)
    zh, en = f"{who} 的服务上限提高 {more} 分钟", f"{who}'s limit is raised by {more} minutes"
    return Tried("cap", who, more, "minutes", (change,), zh, en)
