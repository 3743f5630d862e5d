"""Additions as people write them, and everything wrong with them at once."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.coverage import AddGate, AddOpening, AddSite, Reader
from matcher.coverage.written import windows_of
from matcher.errors import InvalidProblem
from matcher.problem import DAY, Window

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("09:00-12:00", [(day, 540, 720) for day in range(7)]),
        ("daily 9:00–12:00", [(day, 540, 720) for day in range(7)]),
        ("Mon-Wed 18:00-21:00; sun 08:00-24:00", [(0, 1080, 1260), (1, 1080, 1260), (2, 1080, 1260), (6, 480, 1440)]),
        ("Sat,Sunday 22:00-02:00", [(5, 1320, 1560), (6, 1320, 1560)]),
        ("sun-mon 08:00-09:00", [(0, 480, 540), (6, 480, 540)]),
        ("周一至周二、周五 08:00-09:00；日 10:00-11:00", [(0, 480, 540), (1, 480, 540), (4, 480, 540), (6, 600, 660)]),
        ("thu 00:00-24:00", [(3, 0, 1440)]),
    ],
)
def test_hours_of_a_week(text: str, found: list[tuple[int, int, int]]) -> None:
    windows = windows_of(text, first=MONDAY, days=7)
    assert sorted(windows) == [Window(d * DAY + a, d * DAY + b) for d, a, b in found]


def test_weekdays_are_those_of_the_plan() -> None:
    assert windows_of("mon 08:00-09:00", first=date(2026, 11, 28), days=3) == (Window(2 * DAY + 480, 2 * DAY + 540),)
    assert windows_of("fri 08:00-09:00", first=date(2026, 11, 28), days=3) == ()


def test_texts() -> None:
    reader = Reader(MONDAY, 1)
    reader.texts("site", ["b1-2:dining, chess@08:00-09:00", "12.5,-7:chess", "a:b:chess"], where="--add-site")
    reader.texts("gate", ["g1", "n1:n2"], where="--add-gate")
    reader.texts("opening", ["hall@08:00-09:00"], where="--add-opening")
    hour = (Window(480, 540),)
    assert reader.done() == (
        AddSite(id="new-1", place="b1-2", modes=("dining", "chess"), open=hour),
        AddSite(id="new-2", x=12.5, y=-7.0, modes=("chess",)),
        AddSite(id="new-3", place="a:b", modes=("chess",)),
        AddGate(gate="g1"),
        AddGate(between=("n1", "n2")),
        AddOpening(site="hall", open=hour),
    )


def test_a_patch_says_the_same() -> None:
    reader = Reader(MONDAY, 1)
    reader.patch(
        {
            "sites": [
                {"place": "b1-2", "modes": ["dining"], "hours": "08:00-09:00"},
                {"id": "pool", "x": 1, "y": 2.5, "modes": ["swim"], "access_seconds": 30},
            ],
            "gates": ["g1", ["n1", "n2"]],
            "openings": [{"facility": "hall", "hours": "08:00-09:00"}],
        },
        where="patch.json",
    )
    hour = (Window(480, 540),)
    assert reader.done() == (
        AddSite(id="new-1", place="b1-2", modes=("dining",), open=hour),
        AddSite(id="pool", x=1.0, y=2.5, modes=("swim",), access_seconds=30),
        AddGate(gate="g1"),
        AddGate(between=("n1", "n2")),
        AddOpening(site="hall", open=hour),
    )


BAD_TEXTS = {
    "site": ["", "b1", "b1:", ":chess", "b1:chess@", "b1:chess@noon", "b1:chess@mon 25:00-26:00", "b1:c@8:00-8:00"],
    "gate": ["", "a:", ":b"],
    "opening": ["hall", "@08:00-09:00", "hall@moon 08:00-09:00", "hall@mon-tue-wed 08:00-09:00", "hall@08:00-09:75"],
}


def test_every_text_that_is_not_understood_is_told() -> None:
    reader = Reader(MONDAY, 7)
    for kind, texts in BAD_TEXTS.items():
        reader.texts(kind, texts, where=f"--add-{kind}")
    with pytest.raises(InvalidProblem) as told:
        reader.done()
    assert [e.where for e in told.value.errors] == [f"--add-{k} {t}" for k, texts in BAD_TEXTS.items() for t in texts]
    assert all(e.message and e.hint for e in told.value.errors)


BAD_PATCHES: list[object] = [
    [],
    "nonsense",
    {"parks": []},
    {"sites": {}},
    {"sites": [3]},
    {"sites": [{"place": "b1"}]},
    {"sites": [{"place": "b1", "modes": []}]},
    {"sites": [{"place": "b1", "modes": [1]}]},
    {"sites": [{"modes": ["a"]}]},
    {"sites": [{"modes": ["a"], "x": 1}]},
    {"sites": [{"modes": ["a"], "x": 1, "y": "2"}]},
    {"sites": [{"modes": ["a"], "x": True, "y": 2}]},
    {"sites": [{"modes": ["a"], "place": "b1", "x": 1, "y": 2}]},
    {"sites": [{"modes": ["a"], "place": "b1", "colour": "red"}]},
    {"sites": [{"modes": ["a"], "place": "b1", "hours": 3}]},
    {"sites": [{"modes": ["a"], "place": "b1", "access_seconds": "30"}]},
    {"gates": [["a"]]},
    {"gates": [3]},
    {"openings": [{"facility": "hall"}]},
    {"openings": [{"hours": "08:00-09:00"}]},
    {"openings": [{"facility": "hall", "hours": "soon"}]},
]


@pytest.mark.parametrize("content", BAD_PATCHES, ids=str)
def test_patches_that_are_none(content: object) -> None:
    reader = Reader(MONDAY, 7)
    reader.patch(content, where="patch.json")
    (fault,) = reader.faults
    assert fault.where.startswith("patch.json") and fault.message and fault.hint
    assert reader.additions == []
