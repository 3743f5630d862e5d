"""The scenarios of the folder `scenarios` as parameters; `python -m matcher.scenario.generate_shipped scenarios`
writes them again."""

from __future__ import annotations

import sys
from pathlib import Path

from matcher.scenario.generate_parameters import Parameters
from matcher.scenario.generate_scenario import generate_from
from matcher.scenario.writing import write

XIZHA_WEEK = Parameters(
    name="xizha-week",
    title="西闸社区的一周",
    seed=7,
    population=6000,
    shape="xizha",
    requests=15,
    parking=4,
    pitch=3,
    rooms=1,
    canteen=2,
    facilities=7,
    hard=0.0,
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


def write_shipped(folder: Path) -> None:
    """Writes every shipped scenario into its folder; other files there, such as its README, stay."""
    for parameters in SHIPPED:
        write(generate_from(parameters), folder / parameters.name)


if __name__ == "__main__":
    write_shipped(Path(sys.argv[1]))
