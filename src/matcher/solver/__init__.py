"""How a roster is found and proven; outsiders use `solve` and `verify`."""

from matcher.solver.solve import solve
from matcher.solver.verify import verify

__all__ = ["solve", "verify"]
