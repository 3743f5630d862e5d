"""Streets, a table or straight lines -> the walks of a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Place, Visit, Volunteer
from matcher.scenario.drafting import Draft
from matcher.scenario.rows import Rows
from matcher.walking.datum import Datum, Frame
from matcher.walking.doors import Door
from matcher.walking.fallback import approximate_walks
from matcher.walking.network import Network
from matcher.walking.tables import Table, network_of, positions
from matcher.walks import Walks, walks_from_table

LONGEST_LIMIT = 1440


def source_of(draft: Draft) -> str:
    """`[walking] source`, else the walks table where it has rows, else streets where there are any."""
    asked: str | None = draft.settings.values["walking.source"]
    if asked is not None:
        return asked
    if draft.rows("walks").rows:
        return "table"
    return "streets" if draft.rows("street_edges").rows else "approximate"


def datum_of(draft: Draft) -> Datum:
    """The datum of the scenario; a fault where coordinates are given without one."""
    datum = draft.settings.datum
    if datum is not None:
        return datum
    given = [t for t in ("places", "street_nodes") if {"x", "y", "lon", "lat"} & set(draft.rows(t).headers)]
    filled = [t for t in given if any(row[c] for row in draft.rows(t) for c in ("x", "y", "lon", "lat"))]
    if filled:
        # Without settings there is one fault, told already.
        degrees = any(row[c] for t in filled for row in draft.rows(t) for c in ("lon", "lat"))
        message = f"the datum is missing, but {draft.rows(filled[0]).label} has coordinates"
        hint = 'write datum = "WGS-84" (GPS), "GCJ-02" (Amap, Tencent)' if degrees else 'write datum = "local" (metres)'
        if draft.settings.given and "datum" not in draft.settings.faulty:
            draft.findings.error(f"{draft.settings.label}, key datum", "missing", message, hint=hint)
        return Datum.WGS84 if degrees else Datum.LOCAL
    return Datum.LOCAL


def coordinates(draft: Draft) -> tuple[list[float], list[float]]:
    """Both coordinates of every place, 0 where walks come from a table and none is given."""
    rows = draft.rows("places")
    datum = datum_of(draft)
    faults: list[ProblemError] = []
    _no_mixture(rows, datum, faults)
    if source_of(draft) == "table":
        # The table needs no coordinates: rows without any stay at 0, the others are read as usual.
        blank = dict.fromkeys(("x", "y") if datum is Datum.LOCAL else ("lon", "lat"), "0")
        texts = [_text_row(r) for r in rows]
        texts = [t if any(t.get(c) for c in ("x", "y", "lon", "lat")) else t | blank for t in texts]
    else:
        texts = [_text_row(r) for r in rows]
    table = Table(name=rows.label, rows=texts, numbers=[r.number for r in rows])
    mixed = {f.where for f in faults}
    more: list[ProblemError] = []
    x, y = positions(table, datum=datum, faults=more)
    faults += [f for f in more if f.code != "mixed_datum" or f.where not in mixed]
    draft.findings.errors += relabelled(faults, rows)
    return x.tolist(), y.tolist()


def network_from(draft: Draft) -> Network | None:
    """The streets, where given and sound."""
    nodes, edges, gates = (draft.rows(t) for t in ("street_nodes", "street_edges", "gates"))
    if not nodes.rows and not edges.rows:
        return None
    if {"a", "b"} - set(edges.headers) or "node" not in nodes.headers:
        return None
    datum = datum_of(draft)
    faults: list[ProblemError] = []
    _no_mixture(nodes, datum, faults)
    try:
        found = network_of(*(_table(t) for t in (nodes, edges, gates)), datum=datum)
    except InvalidProblem as fault:
        told = {f.where for f in faults}
        faults += [f for f in fault.errors if f.where not in told]
        found = None
    for rows in (nodes, edges, gates):
        faults = relabelled(faults, rows)
    draft.findings.errors += faults
    return found


def walks_of(
    draft: Draft,
    places: Sequence[Place],
    network: Network | None,
    *,
    paces: Iterable[float],
    limit_minutes: int,
) -> Walks:
    """The walks by the source of the scenario; raises InvalidProblem naming places ("place A")."""
    used = tuple(sorted(set(paces)))
    source = source_of(draft)
    if source == "table":
        # Rows that name an unknown place have been told about already.
        known = {p.id for p in places}
        rows = {ends: minutes for ends, minutes in walk_rows(draft).items() if known.issuperset(ends)}
        return walks_from_table([p.id for p in places], rows, paces=used)
    limit = min(LONGEST_LIMIT, max(1, limit_minutes))
    model = draft.settings.walking.model
    datum = datum_of(draft)
    if source == "streets":
        if network is None:
            hint = "add street_nodes and street_edges, or set source to table or approximate"
            where = f"{draft.settings.label}, key walking.source"
            raise InvalidProblem([ProblemError(where, "no_streets", "there are no streets", hint)])
        from matcher.walking.minutes import walks_between

        return walks_between(network, doors_of(places, network.frame), paces=used, limit_minutes=limit, model=model)
    frame = Frame.about(datum, [p.x for p in places], [p.y for p in places])
    return approximate_walks(doors_of(places, frame), paces=used, limit_minutes=limit, model=model)


def doors_of(places: Sequence[Place], frame: Frame) -> list[Door]:
    """The doors of places in metres of a frame."""
    x, y = [p.x for p in places], [p.y for p in places]
    if frame.datum is not Datum.LOCAL:
        east, north = frame.metres(x, y)
        x, y = east.tolist(), north.tolist()
    return [Door(p.id, x[i], y[i], p.access_seconds) for i, p in enumerate(places)]


def walk_rows(draft: Draft) -> dict[tuple[str, str], int]:
    """The walks table; a pair given twice is a fault."""
    found: dict[tuple[str, str], int] = {}
    for row in draft.rows("walks"):
        pair = (row["a"], row["b"])
        if pair in found:
            message = f"the walk from {pair[0]} to {pair[1]} is given twice"
            draft.findings.error(row.where("b"), "duplicate_id", message, hint="keep one row")
        if not row.bad:
            found[pair] = row["minutes"]
    return found


def limit_in_use(volunteers: Sequence[Volunteer], visits: Sequence[Visit]) -> int:
    """The largest max_walk of anybody."""
    needs = [v.need.max_walk for v in visits if v.need is not None and v.need.origin is not None]
    return max([v.max_walk for v in volunteers] + needs, default=0)


def paces_in_use(volunteers: Sequence[Volunteer], visits: Sequence[Visit], *, default: float) -> set[float]:
    """Every pace somebody walks at; the default where nobody walks."""
    return ({v.pace for v in volunteers} | {v.need.pace for v in visits if v.need is not None}) or {default}


def relabelled(faults: list[ProblemError], rows: Rows) -> list[ProblemError]:
    """Rows and columns as the person called them."""
    of_number = {row.number: row for row in rows}
    pattern = re.compile(rf"{re.escape(rows.label)} row (\d+), column (\w+)")
    found = [(f, pattern.fullmatch(f.where)) for f in faults]
    return [
        ProblemError(of_number[int(said[1])].where(said[2]), f.code, f.message, f.hint) if said else f
        for f, said in found
    ]


def _no_mixture(rows: Rows, datum: Datum, faults: list[ProblemError]) -> None:
    """A row with metres and degrees both: nobody can say which of them is meant."""
    other = ("lon", "lat") if datum is Datum.LOCAL else ("x", "y")
    for row in rows:
        strangers = [c for c in other if row[c]]
        wanted = [c for c in ("x", "y", "lon", "lat") if c not in other and row[c]]
        if strangers and wanted:
            message = f"{row[strangers[0]]} stands in {strangers[0]}, but the datum is {datum.value}"
            hint = f"keep {' and '.join(wanted)} alone and empty {' and '.join(strangers)}, or change datum"
            where = f"{rows.label} row {row.number}, column {strangers[0]}"
            faults.append(ProblemError(where, "mixed_datum", message, hint))


def _text_row(row: object) -> dict[str, str]:
    """A row as text by column, words already those the street tables know."""
    values = row.values  # type: ignore[attr-defined]
    return {name: _said(value) for name, value in values.items()}


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _table(rows: Rows) -> Table:
    return Table(name=rows.label, rows=[_text_row(r) for r in rows], numbers=[r.number for r in rows])
