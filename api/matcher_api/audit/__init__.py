"""What was done by whom: append-only, ids only."""
