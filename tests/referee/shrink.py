"""A failing problem made as small as it gets while it still fails, and written as Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any

from matcher.errors import InvalidProblem
from matcher.problem import Problem
from matcher.walks import Walks

PARTS = ("visits", "volunteers", "facilities", "pairs", "pins", "published", "quotas")


def shrunk(problem: Problem, fails: Callable[[Problem], bool], *, tries: int = 3000) -> Problem:
    """Greedy: takes any simpler problem that still fails, until none does."""
    for _ in range(tries):
        for simpler in _simpler(problem):
            if fails(simpler):
                problem = simpler
                break
        else:
            return problem
    return problem


def _simpler(problem: Problem) -> Iterator[Problem]:
    for make in (_without, _plainer, _narrower):
        for change in make(problem):
            try:
                yield change()
            except InvalidProblem:
                continue


Change = Callable[[], Problem]


def _without(problem: Problem) -> Iterator[Change]:
    for part in PARTS:
        for one in getattr(problem, part):
            yield lambda part=part, one=one: _dropped(problem, part, one)


def _dropped(problem: Problem, part: str, one: Any) -> Problem:
    rest = {part: tuple(x for x in getattr(problem, part) if x is not one)}
    if part not in ("visits", "volunteers", "facilities"):
        return replace(problem, **rest)
    name = {"visits": "visit", "volunteers": "volunteer", "facilities": "facility"}[part]
    keep = {p: tuple(x for x in getattr(problem, p) if getattr(x, name) != one.id) for p in ("pins", "published")}
    pairs = tuple(p for p in problem.pairs if one.id not in (p.volunteer, p.other))
    visits, facilities = rest.get("visits", problem.visits), rest.get("facilities", problem.facilities)
    visits = tuple(
        replace(
            v,
            needs=tuple(n for n in v.needs if n != one.id),
            rejected=tuple(r for r in v.rejected if r[0] != one.id),
        )
        for v in visits
    )
    facilities = tuple(
        replace(
            f, openings=tuple(replace(o, steward=None) if o.steward == one.id else o for o in f.openings)
        )
        for f in facilities
    )  # fmt: skip
    return replace(problem, **{**rest, "visits": visits, "facilities": facilities}, pairs=pairs, **keep)


def _plainer(problem: Problem) -> Iterator[Change]:
    """One field of one object back to its default, or one entry fewer in it."""
    for path, one in _objects(problem):
        for field in fields(one):
            now = getattr(one, field.name)
            for value in _simpler_values(field, now):
                yield lambda path=path, name=field.name, value=value: _changed(problem, path, {name: value})


def _simpler_values(field: Any, now: Any) -> Iterator[Any]:
    default = field.default
    if default is MISSING and field.default_factory is not MISSING:
        default = field.default_factory()
    if default is not MISSING and default != now:
        yield default
    if isinstance(now, tuple) and len(now) > 1 and not isinstance(now[0], int):
        yield from (now[:i] + now[i + 1 :] for i in range(len(now)))
    if isinstance(now, frozenset) and len(now) > 1:
        yield from (now - {x} for x in sorted(now))
    if isinstance(now, dict) and len(now) > 1:
        yield from ({k: v for k, v in now.items() if k != gone} for gone in now)


def _narrower(problem: Problem) -> Iterator[Change]:
    """The same place for everything, where that still fails."""
    for part, name in (("volunteers", "home"), ("visits", "place"), ("facilities", "place")):
        for i, one in enumerate(getattr(problem, part)):
            first = problem.places[0].id
            if getattr(one, name) not in (None, first):
                yield lambda part=part, i=i, name=name, first=first: _changed(problem, ((part, i),), {name: first})


Path = tuple[tuple[str, int | None], ...]


def _objects(problem: Problem) -> Iterator[tuple[Path, Any]]:
    for part in PARTS:
        for i, one in enumerate(getattr(problem, part)):
            yield ((part, i),), one
            for name in ("roles", "openings"):
                for j, inner in enumerate(getattr(one, name, ())):
                    yield ((part, i), (name, j)), inner
            if getattr(one, "need", None) is not None:
                yield ((part, i), ("need", None)), one.need
    yield (("weights", None),), problem.weights
    yield (("policy", None),), problem.policy


def _changed(root: Any, path: Path, values: dict[str, Any]) -> Any:
    if not path:
        return replace(root, **values)
    (name, index), rest = path[0], path[1:]
    now = getattr(root, name)
    if index is None:
        return replace(root, **{name: _changed(now, rest, values)})
    return replace(root, **{name: (*now[:index], _changed(now[index], rest, values), *now[index + 1 :])})


def as_python(one: Any) -> str:
    """The expression that builds it again, defaults left out."""
    if isinstance(one, Walks):
        pairs = [(a, b) for a in one.place_ids for b in one.place_ids if a != b]
        rows = {
            pace: {(a, b): m for a, b in pairs if (m := one.minutes(pace, a, b)) is not None} for pace in one.by_pace
        }
        return f"walks({one.place_ids!r}, {rows!r})"
    if is_dataclass(one):
        parts = []
        for field in fields(one):
            now = getattr(one, field.name)
            default = field.default_factory() if field.default_factory is not MISSING else field.default
            if default is MISSING or now != default:
                parts.append(f"{field.name}={as_python(now)}")
        return f"{type(one).__name__}({', '.join(parts)})"
    if isinstance(one, tuple):
        return "(" + "".join(as_python(x) + ", " for x in one) + ")"
    if isinstance(one, frozenset):
        return f"frozenset({sorted(one)!r})" if one else "frozenset()"
    return repr(one)
