"""How things are called."""

from dataclasses import replace

import pytest

from matcher.problem import Place
from matcher.report import COORDINATOR, GATE, NOTICE, OVERVIEW
from matcher.report.vocabulary import services
from report.told import PROBLEM, SETTING, words


def test_services_of_the_seed_have_names() -> None:
    assert len(services()) == 96
    assert words().service("W02") == "家庭应急抢修"
    assert words(lang="en").service("W02") == "Emergency household repair"
    assert words().service("修伞") == "修伞"


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        ((540, 600), "09:00–10:00", "09:00–10:00"),
        ((1380, 1440), "23:00–24:00", "23:00–24:00"),
        ((1380, 1441), "23:00–次日 00:01", "23:00–00:01 +1"),
        ((1440, 1500), "00:00–01:00", "00:00–01:00"),
    ],
)
def test_spans(minutes: tuple[int, int], zh: str, en: str) -> None:
    assert (words().span(*minutes), words(lang="en").span(*minutes)) == (zh, en)


def test_days() -> None:
    assert [words().day(d) for d in (0, 6, 8)] == ["周一 11-23", "周日 11-29", "周二 12-01"]
    assert words(lang="en").day(6) == "Sun 11-29"


def test_a_home_is_named_as_exactly_as_granted() -> None:
    elder = PROBLEM.visit_of["elder"]
    shown = [words(a).place_of(elder, None) for a in (COORDINATOR, OVERVIEW, GATE, NOTICE)]
    assert shown == ["5号楼 · L-502", "5号楼", "5号楼", "西苑"]


def test_public_places_without_a_building() -> None:
    patrol = PROBLEM.visit_of["patrol"]

    def named(place: Place) -> str:
        places = tuple(place if p.id == place.id else p for p in PROBLEM.places)
        return words(NOTICE, setting=replace(SETTING, problem=replace(PROBLEM, places=places))).place_of(patrol, None)

    assert named(Place("L-502", "market", community="西苑")) == "西苑 集市"
    assert named(Place("L-502", "bench", community="西苑")) == "L-502"
    assert named(Place("L-502", "bench", building="东门岗亭")) == "东门岗亭"


def test_people_without_a_name_are_called_by_id() -> None:
    setting = replace(
        SETTING, problem=replace(PROBLEM, volunteers=tuple(replace(v, name=" ") for v in PROBLEM.volunteers))
    )
    assert words(NOTICE, setting=setting).person("ann") == "ann"
    assert words().person("somebody else") == "somebody else"
    assert words(NOTICE).person_and_id("ann") == "张**"
