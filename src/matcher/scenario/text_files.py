"""Text files of unknown origin: UTF-8 with or without mark, UTF-16, GBK / GB18030, or lines of both; CSV of them."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from matcher.scenario.columns import Table
from matcher.scenario.findings import Findings
from matcher.scenario.folding import trimmed
from matcher.scenario.grids import Grid, Line

LARGEST_BYTES = 32 * 1024 * 1024
"""A table of a whole city's streets has some 2 MB."""
SNIFF_BYTES = 64 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTAINERS = (
    (b"PK\x03\x04", "a zip or an Excel workbook (.xlsx)", "save it as CSV UTF-8, or give the workbook itself"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or one with a password", "save it as .xlsx without a password"),
    (b"%PDF", "a PDF", "give a CSV file"),
)


def read_text(path: Path, label: str, findings: Findings) -> str | None:
    """The text of a file; None, with the fault told, where it cannot be one."""
    raw = _bytes(path, label, findings)
    if raw is None:
        return None
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decoded(raw[len(mark) :], encoding, label, findings)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _by_line(raw, label, findings)
    return raw.decode("gb18030") if _is_gbk_by_chance_utf8(text, raw) else text


def read_csv(path: Path, label: str, table: Table, findings: Findings) -> Grid | None:
    """The grid of a CSV file, separated by commas, semicolons or tabs, whatever makes most headers of the table;
    None, with the fault told, if it is none."""
    text = read_text(path, label, findings)
    if text is None:
        return None
    lines = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, table), strict=True)
    try:
        for number, row in enumerate(rows, start=1):
            lines.append(Line(number, tuple(trimmed(cell) for cell in row)))
    except csv.Error as fault:
        hint = 'a cell with a comma, a quote or a line break stands in double quotes, quotes inside it doubled ("")'
        findings.error(f"{label} row {len(lines) + 1}", "csv", f"cannot be read as CSV: {fault}", hint=hint)
        return None
    return Grid(label=label, title=path.stem, lines=tuple(lines))


def _bytes(path: Path, label: str, findings: Findings) -> bytes | None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(SNIFF_BYTES)
            if not _looks_like_text(start, label, findings):
                return None
            if size > LARGEST_BYTES:
                limit = LARGEST_BYTES // 2**20
                message = f"has {size / 2**20:.0f} MB, more than {limit} MB"
                findings.error(label, "too_large", message, hint="is it the right file? split the scenario if so")
                return None
            return start + file.read(LARGEST_BYTES)
    except OSError as fault:
        findings.error(label, "unreadable", f"cannot be read: {fault.strerror or fault}", hint="check its permissions")
        return None


def _looks_like_text(start: bytes, label: str, findings: Findings) -> bool:
    for magic, what, hint in _CONTAINERS:
        if start.startswith(magic):
            findings.error(label, "not_text", f"is {what}, not a text file", hint=hint)
            return False
    if b"\0" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        findings.error(label, "not_text", "is a binary file, not text", hint="save the table as CSV UTF-8")
        return False
    return True


def _decoded(raw: bytes, encoding: str, label: str, findings: Findings) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as fault:
        message = f"is not {encoding} although it begins as such (byte {fault.start})"
        findings.error(label, "encoding", message, hint="save it again as CSV UTF-8")
        return None


def _is_gbk_by_chance_utf8(text: str, raw: bytes) -> bool:
    """Short GBK words such as 学 are valid UTF-8 for Cyrillic and the like; nobody writes scenarios in those."""
    others = [c for c in text if ord(c) > 0x7F]
    if not others or max(others) > "\u07ff" or max(others) < "\u0250":
        return False
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _by_line(raw: bytes, label: str, findings: Findings) -> str | None:
    """Each line by itself: files pasted together from several programs have lines of several encodings."""
    lines, mixed = [], False
    for number, line in enumerate(raw.split(b"\n"), start=1):
        wide = _utf8_chinese(line)
        try:
            lines.append(wide if wide is not None else line.decode("gb18030"))
        except UnicodeDecodeError as fault:
            message = f"is neither UTF-8 nor GB18030 (line {number}, byte {fault.start + 1})"
            findings.error(label, "encoding", message, hint="save it again as CSV UTF-8")
            return None
        mixed = mixed or wide is not None
    if mixed:
        findings.note(label, "encoding", "has lines in UTF-8 and lines in GBK; each was read as what it is")
    return "\n".join(lines)


def _utf8_chinese(line: bytes) -> str | None:
    """The line as UTF-8 if it has characters that only Chinese text in UTF-8 has; else None."""
    if line.isascii():
        return None
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    wide = [c for c in text if ord(c) >= 0x80 and c not in "·×"]
    return text if wide and min(wide) >= "\u2000" else None


def _separator(text: str, table: Table) -> str:
    first = next((line for line in text.splitlines() if line.strip(" ,;\t\u3000")), "")

    def known(separator: str) -> int:
        return sum(table.column_headed(h) is not None for h in next(csv.reader([first], delimiter=separator), []))

    return max(",;\t", key=known)
