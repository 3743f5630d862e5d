"""Single faults of an input, worded by the catalogue of refusals."""

from __future__ import annotations

from matcher_api.errors import Fault
from matcher_api.errors.catalogue import CATALOGUE


def fault(field: str, code: str, **values: object) -> Fault:
    """`code` must be in errors/catalogue.csv; `values` fill its texts. Collect them all, then refuse with `invalid`."""
    entry = CATALOGUE[code]
    return Fault(field, code, entry.zh.format(**values), entry.en.format(**values))
