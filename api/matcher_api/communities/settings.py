"""Settings are what the library takes them for: its own values are built from them, all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Policy, Weights
from matcher.walking import TimeModel
from matcher_api.communities.models import Community
from matcher_api.communities.settings_shapes import ServiceSet
from matcher_api.communities.shapes import CommunityChange

GROUPS = ("weights", "policy", "walking", "settings")
_VALUES: Mapping[str, Callable[..., object]] = {"weights": Weights, "policy": Policy, "walking": TimeModel}


def of_service(community: Community) -> ServiceSet:
    """What the community set of the service, and the defaults of the rest."""
    return ServiceSet.model_validate(community.settings)


def given(change: CommunityChange) -> dict[str, Any]:
    """The fields of the change, groups of settings with what differs from the defaults."""
    values = change.model_dump(exclude_unset=True, exclude=set(GROUPS))
    faults: list[ProblemError] = []
    for name in GROUPS:
        if name in change.model_fields_set:
            group: BaseModel = getattr(change, name)
            faults += _faults(name, group)
            values[name] = group.model_dump(mode="json", exclude_defaults=True)
    if faults:
        raise InvalidProblem(faults)
    return values


def service_of(community: Community) -> ServiceSet:
    """The settings of the service, what is left out at its default."""
    return ServiceSet.model_validate(community.settings)


def _faults(name: str, group: BaseModel) -> list[ProblemError]:
    make = _VALUES.get(name)
    if make is None:
        return []
    known = TimeModel.names() if name == "walking" else group.model_dump().keys()
    try:
        make(**{key: value for key, value in group.model_dump().items() if key in known})
    except InvalidProblem as error:
        return [replace(e, where=f"{name}.{e.code}") for e in error.errors]
    return []
