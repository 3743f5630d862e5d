"""Every state that a page may show has its word in both languages."""

from __future__ import annotations

from enum import StrEnum

import pytest

from matcher_api.access.roles import AccessRole
from matcher_api.assignments.states import AssignmentState
from matcher_api.bookings.states import BookingState
from matcher_api.complaints.states import ComplaintState
from matcher_api.notifications.states import DeliveryState, NotificationState
from matcher_api.pages.tongue import WORDS
from matcher_api.people.states import PersonState
from matcher_api.providers.states import ProviderState
from matcher_api.requests.states import RequestState
from matcher_api.rosters.states import RosterState
from matcher_api.runs.states import RunState
from matcher_api.visits.states import VisitState


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("assignment", AssignmentState),
        ("booking", BookingState),
        ("complaint", ComplaintState),
        ("delivery", DeliveryState),
        ("message", NotificationState),
        ("person", PersonState),
        ("provider", ProviderState),
        ("request", RequestState),
        ("role", AccessRole),
        ("roster", RosterState),
        ("run", RunState),
        ("visit", VisitState),
    ],
)
def test_every_state_has_its_word(kind: str, words: type[StrEnum]) -> None:
    assert [w.value for w in words if not all(WORDS.get((kind, w.value), ("", "")))] == []
