"""Grids of text: what a CSV file or a sheet holds before anybody knows what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a person sees it in a spreadsheet: its number (the header is row 1) and its cells.

    `bad`: positions of cells that cannot be read, which has been told.
    """

    number: int
    cells: tuple[str, ...]
    bad: frozenset[int] = frozenset()
    called: str = ""
    """What to call it instead of its number, where it is in no file."""

    @property
    def blank(self) -> bool:
        return not self.bad and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """`label` is how the person knows it ("visits.csv", "sheet visits"); `title` the name that says which table."""

    label: str
    title: str
    lines: tuple[Line, ...]
