"""Changes of a problem, re-solving near a change, and what it does to a roster."""

from matcher.what_if.changes import Change, Edit, Put, Remove, Set, changed
from matcher.what_if.near import held, resolve_near

__all__ = ["Change", "Edit", "Put", "Remove", "Set", "changed", "held", "resolve_near"]
