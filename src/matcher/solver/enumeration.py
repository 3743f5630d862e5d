"""The shifts whose routes were too many to list, with all those of their routes that a better roster might use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.solver.bound import SCALE, Bound
from matcher.solver.enumerating import Enumerated, enumerated
from matcher.solver.growing import grown
from matcher.solver.priced import exploded_shifts, key_of, memory_of

if TYPE_CHECKING:
    from matcher.solver.candidates import Ints
    from matcher.solver.linear import Table
    from matcher.solver.programme import Purpose


@dataclass(frozen=True)
class Whole:
    """The table with every route that a roster worth more than `over` may use; `now`: where its old routes are.

    `table` is None where one shift had too many to enumerate. `work`: units it took.
    """

    table: Table | None
    now: Ints | None
    found: int
    work: float


def whole_above(table: Table, purpose: Purpose, bound: Bound, *, over: int) -> Whole:
    """Enumerate by the prices of `bound` every route of every exploded shift that is not ruled out above `over`."""
    programme = table.programme
    pair_reduced = programme.pair_gain(purpose) * SCALE - programme.pair_rows @ bound.prices
    walk_price = programme.walk_price(purpose) * SCALE
    slack = bound.value - bound.steps.above(over) * SCALE
    known: dict[tuple[bytes, ...], Enumerated] = {}
    ways: list[tuple[int, tuple[int, ...]]] = []
    work = 0.0
    for shift, arrays, gain in exploded_shifts(programme, table.routes, pair_reduced):
        floor = int(bound.best[shift]) - slack - 1
        key = (*key_of(arrays, gain), str(floor).encode())
        if key not in known:
            near = memory_of(table.memories, arrays)
            known[key] = enumerated(arrays, gain, walk_price, floor=floor, near=near)
            work += known[key].work
        found = known[key].ways
        if found is None:
            return Whole(None, None, 0, work)
        ways += [(shift, way) for way in found]
    more, now, new = grown(table, ways)
    return Whole(more, now, len(new), work)
