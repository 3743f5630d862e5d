"""Solvers of others on what they can express of our problem: one frozen Problem, one clock, one checker and score."""
