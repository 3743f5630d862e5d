"""Putting files and folders in place at once: whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from matcher.scenario.columns import table_titled
from matcher.scenario.findings import fatal
from matcher.scenario.folding import heading
from matcher.scenario.sources import SETTINGS_FILE


def place_file(path: Path, fill: Callable[[Path], object]) -> None:
    """Lets `fill` write a file beside `path`, then puts it there. Raises InvalidProblem where it cannot."""
    if path.is_dir():
        raise fatal(str(path), "not_a_file", "is a folder", hint="name a file")
    draft = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            fill(draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def place_folder(path: Path, fill: Callable[[Path], object]) -> None:
    """Lets `fill` fill a folder beside `path`, then puts it there; other files of a scenario there are taken along.

    Raises InvalidProblem for a file, or a folder that is neither empty nor a scenario.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    try:
        others = _others(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir()
        try:
            fill(draft)
            for other in others:
                copy = shutil.copytree if other.is_dir() else shutil.copy2
                copy(other, draft / other.name)
            if path.exists():
                path.rename(old)
            try:
                draft.rename(path)
            except OSError:
                if old.exists():
                    old.rename(path)
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _others(path: Path) -> list[Path]:
    """What lies in the folder besides tables of a scenario."""
    if not path.exists():
        return []
    if not path.is_dir():
        hint = "name a new folder, or a workbook ending in .xlsx"
        raise fatal(str(path), "not_a_folder", "is a file", hint=hint)
    inside = list(path.iterdir())
    tables = [p for p in inside if _is_table(p)]
    if inside and not tables:
        hint = "name a new or empty folder; nothing was written"
        raise fatal(str(path), "not_a_scenario", "is a folder with other things in it", hint=hint)
    return [p for p in inside if p not in tables]


def _is_table(path: Path) -> bool:
    if path.name == SETTINGS_FILE:
        return True
    return path.is_file() and path.suffix.lower() == ".csv" and heading(path.stem) in table_titled()


def _unwritable(path: Path, fault: OSError) -> Exception:
    message = f"cannot be written: {fault.strerror or fault}"
    return fatal(str(path), "unwritable", message, hint="check permissions and space, or name another place")
