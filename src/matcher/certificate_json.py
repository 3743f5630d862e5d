"""Certificates as plain JSON values and back, so that a roster file can carry its proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from matcher.errors import InvalidProblem, ProblemError
from matcher.result import Branch, Certificate, Leaf

PURPOSES = ("guaranteed", "points", "visits")


def to_json(certificates: tuple[Certificate, ...]) -> list[dict[str, Any]]:
    """A list of objects of strings and whole numbers only."""
    return [
        {
            "purpose": c.purpose,
            "scale": c.scale,
            "guaranteed_at_least": c.guaranteed_at_least,
            "bound": c.bound,
            "splits": [[visit, minute] for visit, minute in c.splits],
            "leaves": [{"path": [_branch(b) for b in leaf.path], "prices": dict(leaf.prices)} for leaf in c.leaves],
        }
        for c in certificates
    ]


def from_json(value: object) -> tuple[Certificate, ...]:
    """The certificates of `to_json`; raises InvalidProblem with every fault."""
    faults = list(_faults(value))
    if faults:
        raise InvalidProblem(faults)
    return tuple(_certificate(c) for c in value)  # type: ignore[attr-defined]


def _branch(branch: Branch) -> dict[str, Any]:
    bounds = {"at_most": branch.at_most, "at_least": branch.at_least}
    return {"row": branch.row} | {k: v for k, v in bounds.items() if v is not None}


def _certificate(value: Mapping[str, Any]) -> Certificate:
    return Certificate(
        purpose=value["purpose"],
        scale=value["scale"],
        guaranteed_at_least=value["guaranteed_at_least"],
        bound=value["bound"],
        leaves=tuple(
            Leaf(
                path=tuple(Branch(b["row"], b.get("at_most"), b.get("at_least")) for b in leaf["path"]),
                prices=tuple(leaf["prices"].items()),
            )
            for leaf in value["leaves"]
        ),
        splits=tuple((visit, minute) for visit, minute in value.get("splits", ())),
    )


def _faults(value: object) -> Iterator[ProblemError]:
    if not isinstance(value, list):
        yield _fault("certificates", "must be a list")
        return
    for i, item in enumerate(value):
        where = f"certificate {i + 1}"
        if not isinstance(item, dict):
            yield _fault(where, "must be an object")
            continue
        if item.get("purpose") not in PURPOSES:
            yield _fault(where, f"purpose ({item.get('purpose')}) must be one of {', '.join(PURPOSES)}")
        for name in ("scale", "guaranteed_at_least", "bound"):
            if not _whole(item.get(name)):
                yield _fault(where, f"{name} ({item.get(name)}) must be a whole number")
        if _whole(item.get("scale")) and item["scale"] < 1:
            yield _fault(where, f"scale ({item['scale']}) must be at least 1")
        splits = item.get("splits", [])
        if not isinstance(splits, list) or not all(_sound_split(split) for split in splits):
            yield _fault(where, "splits must be a list of pairs of a visit and a whole minute")
        leaves = item.get("leaves")
        if not isinstance(leaves, list) or not all(_sound_leaf(leaf) for leaf in leaves):
            yield _fault(where, "leaves must be a list of objects with a path of branches and whole-number prices")


def _sound_leaf(leaf: object) -> bool:
    return (
        isinstance(leaf, dict)
        and isinstance(leaf.get("prices"), dict)
        and all(_whole(p) for p in leaf["prices"].values())
        and isinstance(leaf.get("path"), list)
        and all(
            isinstance(b, dict)
            and isinstance(b.get("row"), str)
            and all(b.get(k) is None or _whole(b[k]) for k in ("at_most", "at_least"))
            for b in leaf["path"]
        )
    )


def _sound_split(split: object) -> bool:
    return isinstance(split, list) and len(split) == 2 and isinstance(split[0], str) and _whole(split[1])


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _fault(where: str, message: str) -> ProblemError:
    return ProblemError(where, "certificate", message, "solve again to get a fresh certificate")
