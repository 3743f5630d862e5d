"""The ground of a scenario: its places as doors on its streets, its table, or in straight lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Place
from matcher.walking.datum import Frame
from matcher.walking.doors import Door
from matcher.walking.ground import Ground
from matcher.walking.streets import Streets

if TYPE_CHECKING:
    from matcher.scenario import Scenario


def frame_of(scenario: Scenario) -> Frame:
    """The plane its places are brought to: that of the streets, else one about the places."""
    places = scenario.problem.places
    if scenario.network is not None:
        return scenario.network.frame
    return Frame.about(scenario.datum, [p.x for p in places], [p.y for p in places])


def ground_of(scenario: Scenario, more: Sequence[Place] = ()) -> Ground:
    """`more`: places beside those of the problem, in the same datum. Walks come from where the problem's come from."""
    doors = doors_in(frame_of(scenario), (*scenario.problem.places, *more))
    source, model = scenario.problem.walks.source, scenario.walking.model
    if source == "table":
        return Ground(doors=doors, model=model, table=scenario.problem.walks)
    if source == "approximate":
        return Ground(doors=doors, model=model)
    if scenario.network is None:
        raise InvalidProblem([ProblemError("walking", "no_streets", "there are no streets", "add street_edges")])
    return Ground(doors=doors, model=model, streets=Streets.of(scenario.network, model=model))


def doors_in(frame: Frame, places: Sequence[Place]) -> tuple[Door, ...]:
    """Places as doors in metres of a frame."""
    from matcher.scenario.walks_of import doors_of

    return tuple(doors_of(places, frame))
