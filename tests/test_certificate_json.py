"""Certificates as JSON and back."""

import json

import pytest

from matcher.certificate_json import from_json, to_json
from matcher.errors import InvalidProblem
from matcher.result import Branch, Certificate, Leaf

CERTIFICATES = (
    Certificate("guaranteed", 1000, 0, (Leaf((), (("visit elder", 5), ("day ann 0", -7))),), 100),
    Certificate(
        "points",
        1000,
        90,
        (
            Leaf((Branch("route 1", at_most=0),), (("visit elder", 3),)),
            Leaf((Branch("route 1", at_least=1), Branch("x", 2, 2)), ()),
        ),
        1234,
        (("class", 600),),
    ),
)


def test_there_and_back() -> None:
    assert from_json(json.loads(json.dumps(to_json(CERTIFICATES)))) == CERTIFICATES
    assert from_json([]) == ()


def test_every_fault_is_told() -> None:
    broken = [
        {"purpose": "luck", "scale": 0, "guaranteed_at_least": "1", "bound": 1.5, "leaves": [{}], "splits": [1]},
        7,
    ]
    with pytest.raises(InvalidProblem) as caught:
        from_json(broken)
    assert [e.where for e in caught.value.errors] == ["certificate 1"] * 6 + ["certificate 2"]


@pytest.mark.parametrize("value", [None, {}, "x"])
def test_not_a_list(value: object) -> None:
    with pytest.raises(InvalidProblem, match="must be a list"):
        from_json(value)
