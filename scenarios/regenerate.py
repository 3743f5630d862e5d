"""Writes the shipped scenarios again from their parameters: `python scenarios/regenerate.py`."""

from __future__ import annotations

from pathlib import Path

from matcher.scenario.generate_scenario import generate_from
from matcher.scenario.generate_shipped import SHIPPED
from matcher.scenario.writing import write

if __name__ == "__main__":
    for parameters in SHIPPED:
        write(generate_from(parameters), Path(__file__).parent / parameters.name)
