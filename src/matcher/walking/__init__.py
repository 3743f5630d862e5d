"""Streets -> walking minutes and 15-minute reach; nothing else knows geography."""

from matcher.walking.datum import Datum, Frame
from matcher.walking.doors import Door
from matcher.walking.fallback import approximate_walks
from matcher.walking.minutes import walks_between, walks_on
from matcher.walking.model import TimeModel
from matcher.walking.network import KINDS, Gate, Network, kind_codes
from matcher.walking.streets import Streets

__all__ = [
    "KINDS",
    "Datum",
    "Door",
    "Frame",
    "Gate",
    "Network",
    "Streets",
    "TimeModel",
    "approximate_walks",
    "kind_codes",
    "walks_between",
    "walks_on",
]
