"""What every endpoint shares: the unit of work, pages of a list, ETags, idempotency, headers."""
