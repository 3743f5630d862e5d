"""Solves: queued, run in a child process, watched, stopped; the row in the database is the truth."""
