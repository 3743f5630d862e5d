"""Rows of pairs, pins, published and quotas -> what is settled before solving."""

from __future__ import annotations

from typing import Any

from matcher.problem import Pair, Pin, Published, Quota
from matcher.scenario.drafting import Draft
from matcher.scenario.rows import Row

PAIR_KINDS = ("visit", "volunteer", "series", "beneficiary", "service")


def pairs_of(draft: Draft) -> tuple[Pair, ...]:
    """The pairs; an id without prefix must be known as exactly one kind of thing."""
    known = _known(draft)
    made = []
    for row in draft.rows("pairs"):
        if "with" in row.bad:
            continue
        side = _other_side(draft, row, known)
        if side is not None and not row.bad:
            with_kind, other = side
            name = f"pair {row['volunteer']} - {other}"
            pair = draft.make(
                Pair, row, name, {}, volunteer=row["volunteer"], with_kind=with_kind, other=other, kind=row["kind"]
            )
            if pair is not None:
                made.append(pair)
    return tuple(made)


def pins_of(draft: Draft) -> tuple[Pin, ...]:
    made = []
    for row in draft.rows("pins"):
        values = {c: row[c] for c in ("visit", "volunteer", "role", "start", "facility")}
        pin = draft.make(Pin, row, _name("pin", row), {}, **values, override=row["override"] or "")
        if row["volunteer"] is row["start"] is row["facility"] is None:
            draft.stands(f"pin {row['visit']}", row)
        if pin is not None and not row.bad:
            made.append(pin)
    return tuple(made)


def published_of(draft: Draft) -> tuple[Published, ...]:
    made = []
    for row in draft.rows("published"):
        values: dict[str, Any] = {c: row[c] for c in ("visit", "volunteer", "role", "facility", "start")}
        entry = draft.make(Published, row, _name("published", row), {}, **values, state=row["state"] or "offered")
        draft.stands(f"published {row['visit']}", row)
        if entry is not None and not row.bad:
            made.append(entry)
    return tuple(made)


def quotas_of(draft: Draft) -> tuple[Quota, ...]:
    made = []
    for row in draft.rows("quotas"):
        name = f"quota {row['beneficiary']} {row['mode']}"
        quota = draft.make(
            Quota, row, name, {}, beneficiary=row["beneficiary"], mode=row["mode"], at_most=row["at_most"]
        )
        if quota is not None and not row.bad:
            made.append(quota)
            if not any(v["beneficiary"] == quota.beneficiary and v["mode"] == quota.mode for v in draft.rows("visits")):
                message = f"no visit of {quota.beneficiary} asks for {quota.mode}; the quota changes nothing"
                draft.findings.note(row.where(), "idle_quota", message)
    return tuple(made)


def _name(kind: str, row: Row) -> str:
    """As the faults of the whole problem name it."""
    return f"{kind} " + " ".join(row[c] for c in ("visit", "volunteer", "facility") if row[c] is not None)


def _known(draft: Draft) -> dict[str, set[str]]:
    visits = draft.rows("visits")
    known = {kind: {row[kind] for row in visits} for kind in ("visit", "series", "beneficiary", "service")}
    known["volunteer"] = {row["volunteer"] for row in draft.rows("volunteers")}
    return {kind: ids - {None} for kind, ids in known.items()}


def _other_side(draft: Draft, row: Row, known: dict[str, set[str]]) -> tuple[str, str] | None:
    kind, other = row["with"]
    where = row.where("with")
    if kind is not None:
        if other in known[kind]:
            return kind, other
        if kind in ("visit", "volunteer") or not other:
            hint = f"add it to the table {kind}s, or correct it"
            draft.findings.error(where, "unknown_id", f"{kind} {other} is not known", hint=hint)
            return None
        draft.findings.note(where, "idle_pair", f"no visit has the {kind} {other}; the pair changes nothing")
        return kind, other
    kinds = [k for k in PAIR_KINDS if other in known[k]]
    if len(kinds) == 1:
        return kinds[0], other
    if kinds:
        message = f"{other} is a {' and a '.join(kinds)}"
        forms = " or ".join(f"{k}:{other}" for k in kinds)
        draft.findings.error(where, "ambiguous_id", message, hint=f"write {forms}")
    else:
        message = f"{other} is no visit, volunteer, series, beneficiary or service known here"
        hint = f"correct it, or say what it is: service:{other}, series:{other}, beneficiary:{other}"
        draft.findings.error(where, "unknown_id", message, hint=hint)
    return None
