"""The scenarios of the folder `scenarios`, as the parameters they are made from; `scenarios/regenerate.py` writes them."""

from __future__ import annotations

from matcher.scenario.generate_parameters import Parameters

XIZHA_WEEK = Parameters(
    name="xizha-week",
    title="西闸社区的一周",
    seed=1,
    population=6000,
    shape="xizha",
    facilities=7,
)
GUANGHE_WEEK = Parameters(
    name="guanghe-week",
    title="洸河街道的一周",
    seed=1,
    population=72_000,
    communities=12,
    active_per_1000=14.0,
)
SHIPPED = (XIZHA_WEEK, GUANGHE_WEEK)
