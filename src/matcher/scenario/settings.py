"""scenario.toml, or the sheet `scenario`: name, dates, datum, policy, weights, walking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from matcher.errors import InvalidProblem
from matcher.problem import Policy, Weights
from matcher.scenario.calendar import Calendar
from matcher.scenario.cells import CellFault, Reading, cell_value
from matcher.scenario.columns import tables
from matcher.scenario.findings import Findings
from matcher.scenario.scenario import WalkingDefaults
from matcher.scenario.sources import GENERATOR, Source
from matcher.scenario.toml_text import nested, value_of
from matcher.walking.datum import Datum
from matcher.walking.model import TimeModel

FALLBACK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`label`: where the settings stand; `given` False where they are missing or cannot be read; `faulty` keys.

    `values` by key as in columns.csv; `calendar` None where the first day is wrong or missing.
    """

    label: str
    given: bool
    faulty: frozenset[str]
    values: Mapping[str, Any]
    calendar: Calendar | None
    generator: Mapping[str, Any]
    policy: Policy
    weights: Weights
    walking: WalkingDefaults

    @property
    def start(self) -> date:
        return self.calendar.start if self.calendar else date(2000, 1, 1)

    @property
    def reading(self) -> Reading:
        return Reading(self.calendar, self.values["days"])

    @property
    def datum(self) -> Datum | None:
        found: Datum | None = self.values["datum"]
        return found


def read_settings(source: Source, findings: Findings) -> Settings:
    """The settings with their defaults; faults and unknown keys are told in `findings`."""
    table = tables()["scenario"]
    if source.settings is None and "scenario" not in source.unread:
        hint = 'it says at least start = 2026-11-23 and datum = "local"'
        findings.error(source.label("scenario"), "missing_table", "the settings of the scenario are missing", hint=hint)
    reading = Reading(None, FALLBACK_DAYS)
    values: dict[str, Any] = {c.name: default_of_setting(c.fixed_default, c.name, reading) for c in table.columns}
    wheres: dict[str, str] = {}
    faulty: set[str] = set()
    generator: dict[str, Any] = {}
    for where, key, text in source.settings or ():
        if key.startswith(GENERATOR):
            try:
                generator[key.removeprefix(GENERATOR)] = value_of(text)
            except ValueError:
                findings.error(where, "toml", f'"{text}" is no value of TOML', hint='write 5, 0.5, true, "text"')
            continue
        last = key.rpartition(".")[2]
        column = table.column_headed(key) or (None if last.isascii() else table.column_headed(last))
        if column is None:
            findings.note(where, "unknown_key", f'the setting "{key}" is not known and was not read')
            continue
        if column.name in wheres:
            findings.error(where, "key_twice", f"{column.name} is set twice", hint="keep one")
        wheres[column.name] = where
        if text:
            try:
                values[column.name] = cell_value(column, text, reading)
            except CellFault as fault:
                findings.error(where, fault.code, f"{column.name}: {fault.message}", hint=fault.hint)
                faulty.add(column.name)
    if values["start"] is None and source.settings is not None and "start" not in faulty:
        where = source.label("scenario")
        findings.error(where, "missing", "start, the first day, is missing", hint="write start = 2026-11-23")
    values["name"] = values["name"] or source.stem
    start: date | None = values["start"]
    return Settings(
        label=source.label("scenario"),
        given=source.settings is not None,
        faulty=frozenset(faulty),
        values=values,
        calendar=Calendar(start, values["zone"]) if start is not None else None,
        generator=nested(generator),
        policy=_made(Policy, _part(values, "policy.", but=("service_defaults",)), wheres, findings, Policy()),
        weights=_made(Weights, _part(values, "weights."), wheres, findings, Weights()),
        walking=WalkingDefaults(
            limit_minutes=values["walking.limit_minutes"],
            pace=values["walking.pace"],
            model=_made(TimeModel, _model(values), wheres, findings, TimeModel()),
        ),
    )


def default_of_setting(text: str, key: str, reading: Reading) -> Any:
    """The value of a setting that is not given."""
    return cell_value(tables()["scenario"].column(key), text, reading) if text else None


def setting_values(settings: Policy | Weights | TimeModel) -> dict[str, Any]:
    """Fields and values, for writing."""
    return {f.name: getattr(settings, f.name) for f in fields(settings)}


def _part(values: Mapping[str, Any], prefix: str, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        key.removeprefix(prefix): value
        for key, value in values.items()
        if key.startswith(prefix) and key.removeprefix(prefix) not in but
    }


def _model(values: Mapping[str, Any]) -> dict[str, Any]:
    return _part(values, "walking.", but=("source", "limit_minutes", "pace"))


def _made(cls: type[Any], values: dict[str, Any], wheres: Mapping[str, str], findings: Findings, fallback: Any) -> Any:
    """The settings as a value; what its constructor finds is told where the setting stands."""
    if len(values.get("fairness", (0, 0, 0))) != 3:
        where = wheres["weights.fairness"]
        findings.error(where, "fairness", "fairness must be three whole numbers", hint="write fairness = [10, 20, 40]")
        return fallback
    try:
        return cls(**values)
    except InvalidProblem as fault:
        for error in fault.errors:
            where = next((w for key, w in wheres.items() if key.endswith("." + error.code)), error.where)
            findings.error(where, error.code, error.message, hint=error.hint)
        return fallback
