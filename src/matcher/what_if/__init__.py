"""Changes of a problem, re-solving near a change, and what it does to a roster."""

from matcher.what_if.changes import Change, Drop, Edit, Put, Remove, Set, changed
from matcher.what_if.difference import Difference, PersonChange, difference, people_changed
from matcher.what_if.near import held, impossible, resolve_near, within
from matcher.what_if.part import part_of, work_of

__all__ = [
    "Change",
    "Difference",
    "Drop",
    "Edit",
    "PersonChange",
    "Put",
    "Remove",
    "Set",
    "changed",
    "difference",
    "held",
    "impossible",
    "part_of",
    "people_changed",
    "resolve_near",
    "within",
    "work_of",
]
