"""Writing whole files or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matcher.errors import InvalidProblem, ProblemError


def whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Lets `write` fill a file beside `path`, then puts it in place at once; nothing is left where it fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.draft{path.suffix}")
    try:
        write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def writable(*paths: Path | None, suffixes: tuple[str, ...] = ()) -> None:
    """Raises for every path that cannot be written or has a wrong suffix: before hours are spent, not after."""
    faults = []
    for path in paths:
        if path is None:
            continue
        if suffixes and path.suffix.lower() not in suffixes:
            faults.append(
                ProblemError(
                    str(path), "suffix", f"the suffix ({path.suffix}) is not known", "use " + ", ".join(suffixes)
                )
            )
        if path.is_dir():
            faults.append(ProblemError(str(path), "folder", "is a folder", "name a file"))
        blocked = next((p for p in path.parents if p.exists() and not p.is_dir()), None)
        if blocked is not None:
            faults.append(ProblemError(str(path), "folder", f"{blocked} is not a folder", "name another place"))
    if faults:
        raise InvalidProblem(faults)


def fresh(path: Path) -> None:
    """Raises where something lies already: work of people is never overwritten by a generator or a template."""
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise InvalidProblem(
            [ProblemError(str(path), "exists", "exists already", "name a new path, or remove it first")]
        )
