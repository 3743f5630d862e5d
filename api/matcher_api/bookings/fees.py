"""What a booking costs."""

from __future__ import annotations

from collections.abc import Iterable

from matcher_api.facilities.models import Fee

STANDARD = "standard"


def fee_cents(fees: Iterable[Fee], *, mode: str, concession: str, minutes: int) -> int:
    """Cents for `minutes`, rounded half up. The price of an hour is that of the concession class, for this mode or
    for all; a class without a price pays the standard one; without any price it is free."""
    prices = {(f.mode, f.concession): f.cents_per_hour for f in fees}
    keys = [(m, c) for c in (concession, STANDARD) for m in (mode, "")]
    hour = next((prices[key] for key in keys if key in prices), 0)
    return (hour * minutes + 30) // 60
