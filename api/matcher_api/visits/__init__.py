"""Plannable occurrences of requests: roles, windows, needs; the unit the optimiser decides about."""
