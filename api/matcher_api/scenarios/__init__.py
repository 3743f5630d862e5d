"""Whole communities in and out: the database and a scenario folder are the same tables."""
