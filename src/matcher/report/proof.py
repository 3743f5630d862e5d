"""How good a roster is, in the words of a coordinator; every sentence follows from bounds of the result."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.report.figures import KeyFigures
from matcher.report.words import Words
from matcher.result import Result, StageResult


@dataclass(frozen=True, slots=True)
class Proof:
    """`headline` is one short sentence; `lines` say the same in parts, each true by itself."""

    headline: str
    lines: tuple[str, ...]


def proof(words: Words, result: Result, figures: KeyFigures) -> Proof:
    """What is proven about the result's roster."""
    best = result.all.status == "proven" and result.guaranteed.status == "proven"
    lines = [_guaranteed(words, result, figures)]
    if best:
        headline = words.say("proof_best")
        if any(v.on_grid for v in words.setting.problem.visits):
            lines.append(words.say("proof_grid", grid=words.setting.problem.policy.grid).strip("（）()"))
    elif result.all.status == "feasible":
        headline = words.say("proof_none")
        lines.append(_more(words, result.more_visits_at_most))
    else:
        headline = words.say("proof_gap", gap=percent(result.all))
        lines += [_more(words, result.more_visits_at_most), _walking(words, result, figures)]
    lines.append(words.say("proof_by", what=words.say(f"proof_{result.all.proof}")))
    return Proof(headline, tuple(line for line in lines if line))


def percent(stage: StageResult) -> str:
    """The gap of a stage, rounded up to the next hundredth of a percent so that "at most" stays true."""
    hundredths = -(-(stage.bound - stage.objective) * 10_000 // max(1, abs(stage.bound)))
    return f"{hundredths / 100:g} %"


def _guaranteed(words: Words, result: Result, figures: KeyFigures) -> str:
    if figures.guaranteed == 0:
        return ""
    if figures.guaranteed_served == figures.guaranteed:
        return words.say("proof_guaranteed_all", of=figures.guaranteed)
    key = "proof_guaranteed_part" if result.guaranteed.status == "proven" else "proof_guaranteed_open"
    return words.say(key, served=figures.guaranteed_served, of=figures.guaranteed)


def _more(words: Words, visits: int) -> str:
    key = {0: "proof_more_none", 1: "proof_more_one"}.get(visits, "proof_more")
    return words.say(key, n=visits)


def _walking(words: Words, result: Result, figures: KeyFigures) -> str:
    """All else equal, k minutes less walking would be worth k x walk more points, and the bound forbids more."""
    price = words.setting.problem.weights.walk
    if price == 0 or figures.walk_minutes == 0:
        return ""
    less = min(figures.walk_minutes, (result.all.bound - result.all.objective) // price)
    key = {0: "proof_walk_none", 1: "proof_walk_one"}.get(less, "proof_walk")
    return words.say(key, n=less)
