"""The proof in a coordinator's words."""

from matcher.report import KeyFigures, Proof, key_figures, proof
from matcher.report.proof import percent
from matcher.result import Result, StageResult
from report.told import PROBLEM, ROSTER, result, words
from small import without

ALL, LESS = key_figures(PROBLEM, ROSTER), key_figures(PROBLEM, without("elder"))


def told(found: Result, figures: KeyFigures = ALL) -> Proof:
    return proof(words(lang="en"), found, figures)


def test_proven() -> None:
    assert told(result()) == Proof(
        "Best possible: no roster is better",
        (
            "all 1 guaranteed visits are served",
            "shared visits and rooms start every 15 minutes",
            "Rests on: whole-number prices anybody can re-add (matcher verify)",
        ),
    )
    assert proof(words(), result(), ALL).headline == "最优：没有任何排法能更好"


def test_bounded_names_visits_walking_and_percent() -> None:
    found = told(result(objective=9986, bound=10000, status="bounded", more=1, proof="integers"))
    assert found == Proof(
        "At most 0.14 % better exists",
        (
            "all 1 guaranteed visits are served",
            "at most 1 more visit could be served",
            "with these visits and all else equal, at most 14 minutes less walking",
            "Rests on: the exact integer solver's word",
        ),
    )


def test_less_walking_is_never_more_than_is_walked() -> None:
    found = told(result(objective=1000, bound=2000, status="bounded", more=3))
    assert f"with these visits and all else equal, at most {ALL.walk_minutes} minutes less walking" in found.lines
    assert "at most 3 more visits could be served" in found.lines


def test_a_contested_guaranteed_visit() -> None:
    assert told(result(), LESS).lines[0] == "0 of 1 guaranteed visits served; proven that no roster does better"
    open_ = told(result(guaranteed="bounded", status="bounded", bound=1100), LESS)
    assert open_.lines[0] == "0 of 1 guaranteed visits served; not proven that this is the most"


def test_best_only_if_both_stages_are_proven() -> None:
    assert told(result(guaranteed="bounded")).headline != "Best possible: no roster is better"


def test_no_useful_bound() -> None:
    assert told(result(status="feasible", bound=10**6)).headline.startswith("Valid roster; how far from the best")


def test_percent_is_rounded_up() -> None:
    assert percent(StageResult("all", 99_999, 100_000, "bounded", "prices")) == "0.01 %"
    assert percent(StageResult("all", 997, 1000, "bounded", "prices")) == "0.3 %"
    assert percent(StageResult("all", 0, 0, "proven", "trivial")) == "0 %"
