"""The items of `items.csv`: services, facilities and activities that the seed's plan names, each with its quote.

They are a reading of one text (`source` seed, `quote`), minutes and people are estimates (`basis`); they are NOT the
official list, and their number says nothing about it."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import Any

from sqlmodel import Session, col, select

from matcher_api.catalogue.models import CatalogueItem

SOURCE = "seed"


def shipped() -> tuple[CatalogueItem, ...]:
    """The rows of the file, in its order."""
    text = files("matcher_api.catalogue").joinpath("items.csv").read_text(encoding="utf-8")
    return tuple(_item(row) for row in csv.DictReader(text.splitlines()))


def load_shipped(session: Session) -> int:
    """Adds the items whose code the catalogue does not have in any edition; what was changed here stays. Returns how
    many were added; flushes, does not commit."""
    known = set(session.exec(select(CatalogueItem.code).where(col(CatalogueItem.edition) >= 1)).all())
    new = [item for item in shipped() if item.code not in known]
    session.add_all(new)
    session.flush()
    return len(new)


def _item(row: dict[str, str]) -> CatalogueItem:
    return CatalogueItem(
        code=row["code"],
        category=row["category"],
        zh=row["zh"],
        en=row["en"],
        served_by=row["served_by"],
        shape=row["shape"],
        minutes=int(row["minutes"]) if row["minutes"] else None,
        roles=[_role(text) for text in row["roles"].split(";") if text],
        mode=row["mode"],
        people=int(row["people"]),
        risk=row["risk"],
        respond_hours=int(row["respond_hours"]),
        source=SOURCE,
        quote=row["quote"],
        basis=row["basis"],
        overlap_of=row["overlap_of"],
        typical_minutes=row["typical_minutes"],
        headcount=row["headcount"],
        skill=row["skill"],
    )


def _role(text: str) -> dict[str, Any]:
    """`carer:carer:1-1-2`: role, skills joined by +, fewest, best and most people."""
    role, skills, people = text.split(":")
    least, desired, most = (int(n) for n in people.split("-"))
    return {
        "role": role,
        "skills": [s for s in skills.split("+") if s],
        "least": least,
        "desired": desired,
        "most": most,
    }
