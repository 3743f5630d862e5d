"""A running week meets events: a new roster near the old one, and what each further change of plans would serve."""

from matcher.replan.events import Absent, Added, Cancelled, Closed, Declined, Event, Lengthened, Moved, NoShow, happened
from matcher.replan.frontier import Choice, frontier
from matcher.replan.replan import Replan, after_change, replan

__all__ = [
    "Absent",
    "Added",
    "Cancelled",
    "Choice",
    "Closed",
    "Declined",
    "Event",
    "Lengthened",
    "Moved",
    "NoShow",
    "Replan",
    "after_change",
    "frontier",
    "happened",
    "replan",
]
