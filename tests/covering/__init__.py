"""Tests of matcher.coverage; numba takes any `coverage` on the path for the tool of that name."""
