"""Small networks drawn by hand, and random ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from matcher.walking import KINDS, Door, Gate, Network, kind_codes


def drawn(
    spots: Mapping[str, tuple[float, float]], edges: Sequence[Sequence[Any]], gates: Sequence[Gate] = ()
) -> Network:
    """Edges are (a, b, kind = street, length_m = straight line, extra_seconds = 0)."""
    number = {name: i for i, name in enumerate(spots)}
    full = [(*edge, *("street", None, 0)[len(edge) - 2 :]) for edge in edges]
    x, y = (np.array([spot[k] for spot in spots.values()], dtype=float) for k in (0, 1))
    a, b = (np.array([number[edge[k]] for edge in full], dtype=np.int32) for k in (0, 1))
    straight = np.hypot(x[a] - x[b], y[a] - y[b])
    length = np.array([s if edge[3] is None else edge[3] for edge, s in zip(full, straight, strict=True)], dtype=float)
    return Network(
        node_ids=tuple(spots),
        x=x,
        y=y,
        a=a,
        b=b,
        length_m=length,
        kind=kind_codes([edge[2] for edge in full]),
        extra_seconds=np.array([edge[4] for edge in full], dtype=np.int32),
        gates=tuple(gates),
    )


def line(*lengths: float, kinds: Sequence[str] = ()) -> Network:
    """A straight street along x through nodes 0, 1, 2 ..., by default all of kind street."""
    at = np.concatenate([[0.0], np.cumsum(lengths)]).tolist()
    kinds = kinds or ["street"] * len(lengths)
    edges = [(str(i), str(i + 1), kind) for i, kind in enumerate(kinds)]
    return drawn({str(i): (x, 0.0) for i, x in enumerate(at)}, edges)


COORDINATE = st.integers(0, 400).map(float)


@st.composite
def networks(draw: st.DrawFn, *, walls: bool = True) -> Network:
    """Up to 10 nodes and 16 edges of all kinds, parallel edges, dead ends, gates open and closed, loose parts."""
    n = draw(st.integers(2, 10))
    x, y = (np.array(draw(st.lists(COORDINATE, min_size=n, max_size=n))) for _ in range(2))
    ends = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.lists(ends, min_size=1, max_size=16))
    m = len(pairs)
    a, b = (np.array([pair[k] for pair in pairs], dtype=np.int32) for k in (0, 1))
    kinds = [kind for kind in KINDS if walls or kind != "wall"]
    kind = draw(st.lists(st.sampled_from(["street", "street", *kinds]), min_size=m, max_size=m))
    detour = np.array(draw(st.lists(st.sampled_from([1.0, 1.0, 1.3, 2.0]), min_size=m, max_size=m)))
    extra = draw(st.lists(st.sampled_from([0, 0, 0, 20]), min_size=m, max_size=m))
    gated = draw(st.lists(st.tuples(st.integers(0, m - 1), st.booleans()), max_size=4))
    return Network(
        node_ids=tuple(f"n{i}" for i in range(n)),
        x=x,
        y=y,
        a=a,
        b=b,
        length_m=np.hypot(x[a] - x[b], y[a] - y[b]) * detour,
        kind=kind_codes(kind),
        extra_seconds=np.array(extra, dtype=np.int32),
        gates=tuple(Gate(f"g{k}", edge, is_open) for k, (edge, is_open) in enumerate(gated)),
    )


@st.composite
def doors(draw: st.DrawFn, *, most: int = 8, access: Sequence[int] = (0, 25, 90)) -> list[Door]:
    n = draw(st.integers(1, most))
    return [Door(f"d{k}", draw(COORDINATE), draw(COORDINATE), draw(st.sampled_from(list(access)))) for k in range(n)]
