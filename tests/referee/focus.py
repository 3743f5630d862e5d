"""Which features random problems mix, and how likely: `FOCUS` names them, one at a time and all together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Knobs:
    """Sizes, and how likely each feature is (0 never, 1 always; features not named: `other`)."""

    volunteers: tuple[int, int] = (1, 4)
    visits: tuple[int, int] = (1, 5)
    facilities: tuple[int, int] = (0, 2)
    days: tuple[int, int] = (1, 2)
    other: float = 0.2
    chance: dict[str, float] = field(default_factory=dict)
    quanta: tuple[int, ...] = (5, 5, 10, 15, 1)

    def p(self, name: str) -> float:
        return self.chance.get(name, self.other)


def only(
    *features: str,
    other: float = 0.0,
    likely: float = 0.7,
    always: tuple[str, ...] = (),
    rare: tuple[str, ...] = (),
    **sizes: tuple[int, int],
) -> Knobs:
    """Knobs where these features are likely, some nearly always or rarely there, and the rest are not."""
    chance = {**dict.fromkeys(features, likely), **dict.fromkeys(always, 0.95), **dict.fromkeys(rare, 0.3)}
    return replace(Knobs(other=other, chance=chance), **sizes)  # type: ignore[arg-type]


# Tests in found/ name problems by seed: changing FOCUS or the generator gives those seeds other problems.
FOCUS: dict[str, Knobs] = {
    "everything": Knobs(other=0.25),
    "a little of everything": Knobs(other=0.1),
    "single visits": only("windows", "many_days", "shifts", volunteers=(1, 3), visits=(2, 5), facilities=(0, 0)),
    "walking": only("max_walk", "return_home", "broken", "asymmetric", "paces", "shifts", facilities=(0, 0)),
    "walking home": only("asymmetric", "shifts", always=("return_home",), rare=("broken",), facilities=(0, 0)),
    "teams": only("roles", "skills", "gap", "desired", always=("team",), volunteers=(2, 4), facilities=(0, 0)),
    "trainees": only("condition", "tags", always=("team",), rare=("trainee",), volunteers=(2, 4), visits=(1, 3),
                     facilities=(0, 0)),
    "bookings": only("modes", "capacity", "concurrent", "shared", "touching", always=("booking",), rare=("origin",),
                     volunteers=(0, 1), facilities=(1, 2), visits=(2, 5)),
    "changeover": only("modes", "cost", always=("booking", "changeover"), rare=("rejected", "shared", "capacity"),
                       volunteers=(0, 1), facilities=(1, 1), visits=(2, 5)),
    "classes": only("team", always=("class",), rare=("booking", "steward", "paces", "modes"), volunteers=(2, 4),
                    facilities=(1, 2)),
    "stewards": only("booking", "steward", "touching", "past_midnight", facilities=(1, 2), visits=(2, 4)),
    "night and risk": only("night", "windows", rare=("risk", "minor", "insurance", "skills", "expiring", "team"),
                           days=(1, 2)),
    "caps": only("day_cap", "total_cap", "visits_cap", "shifts", "history", visits=(2, 5), facilities=(0, 0)),
    "pairs": only("forbidden", "preferred", "team", volunteers=(2, 4), visits=(1, 4)),
    "pins": only("pin", "override", "minor", "forbidden", "skills", "max_walk", other=0.1, likely=0.6),
    "clashing pins": only("pin", "wild_pin", "team", "booking", other=0.1, likely=0.8),
    "published": only("moved", "windows", "team", always=("published",), rare=("people_changed",), other=0.05),
    "accepted": only("published", "accepted", "pin", other=0.1, likely=0.6),
    "series": only("apart", "many_days", always=("series",), days=(2, 3), facilities=(0, 0)),
    "beneficiaries": only("windows", always=("beneficiary",), visits=(2, 5), volunteers=(2, 3), facilities=(0, 1)),
    "beneficiaries and days": only("windows", "many_days", "series", "apart", "beneficiary", "shifts",
                                   rare=("published", "moved"), visits=(2, 5), volunteers=(2, 3), facilities=(0, 0)),
    "needs and quotas": only("needs", "quota", "beneficiary", "booking", facilities=(1, 2), visits=(2, 5)),
    "guaranteed": only("team", "value", "booking", rare=("beneficiary",), always=("guaranteed",), other=0.1,
                       visits=(2, 5)),
    "fairness": only("history", "kinds", "total_cap", "fair_weights", volunteers=(2, 4), visits=(2, 5)),
    "weights": only("weights", "value", "published", "desired", "series", "preferred", "cost", other=0.15),
}  # fmt: skip

LARGER: dict[str, Knobs] = {
    name: replace(knobs, quanta=(10, 15))
    for name, knobs in {
        "larger teams": only("team", "desired", "roles", "skills", "preferred", likely=0.5, volunteers=(3, 5),
                             visits=(4, 6), facilities=(0, 0)),
        "larger classes": only("class", "booking", "team", "modes", "changeover", likely=0.5, volunteers=(2, 4),
                               visits=(4, 6), facilities=(1, 2)),
        "larger beneficiaries": only("windows", "beneficiary", "shifts", "history", likely=0.5, volunteers=(3, 4),
                                     visits=(5, 7), facilities=(0, 0)),
        "larger trainees": only("team", "trainee", "condition", "tags", "forbidden", "preferred", likely=0.5,
                                volunteers=(3, 5), visits=(3, 5), facilities=(0, 0)),
        "larger published": only("published", "moved", "people_changed", "team", "booking", "pin", likely=0.4,
                                 volunteers=(2, 4), visits=(4, 6)),
        "larger series": only("series", "many_days", "team", "apart", "night", "minor", likely=0.5, volunteers=(2, 4),
                              visits=(4, 6), facilities=(0, 0)),
        "larger mixtures": Knobs(other=0.15, volunteers=(2, 4), visits=(4, 6)),
    }.items()
}  # fmt: skip
"""Five to seven visits, four or five people; only in the campaign."""
