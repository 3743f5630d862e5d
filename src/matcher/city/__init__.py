"""Many communities at once, side by side; whoever serves two of them is booked in one place at a time."""

from matcher.city.city import City, is_city, solve_city, tasks_of
from matcher.city.part import Part, Task, solved
from matcher.city.shared import Busy, Member, read_shared
from matcher.city.workers import Workers, cluster, local

__all__ = [
    "Busy",
    "City",
    "Member",
    "Part",
    "Task",
    "Workers",
    "cluster",
    "is_city",
    "local",
    "read_shared",
    "solve_city",
    "solved",
    "tasks_of",
]
