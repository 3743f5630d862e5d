"""Writing whole files or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from matcher.errors import ProblemError


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


def page(path: Path | None, text: Callable[[], str]) -> None:
    """Writes a page where one is asked for."""
    if path is not None:
        told = text()
        whole(path, lambda draft: draft.write_text(told, encoding="utf-8"))


def unwritable(path: Path | None, *, suffixes: tuple[str, ...] = ()) -> Iterator[ProblemError]:
    """Why a path cannot be written, if so: told before hours are spent, not after."""
    if path is None:
        return
    where = str(path)
    if suffixes and path.suffix.lower() not in suffixes:
        hint = "use " + ", ".join(suffixes)
        yield ProblemError(where, "suffix", f"the suffix ({path.suffix}) is not known", hint)
    if suffixes and path.is_dir():
        yield ProblemError(where, "folder", "is a folder", "name a file")
    above = next((p for p in (path, *path.parents) if p.exists() and (not suffixes or p != path)), None)
    if above is not None and not above.is_dir():
        yield ProblemError(where, "folder", f"{above} is not a folder", "name another place")
    elif above is not None and not os.access(above, os.W_OK):
        yield ProblemError(where, "access", f"{above} must not be written to", "name another place")


def taken(path: Path) -> Iterator[ProblemError]:
    """A fault where something lies already: a generator or a template never overwrites the work of people."""
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        yield ProblemError(str(path), "exists", "exists already", "name a new path, or remove it first")
