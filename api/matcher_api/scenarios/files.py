"""Uploaded files -> a Scenario, and a Scenario -> a file; in a temporary folder that is always removed."""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from matcher.scenario import Scenario, read, write
from matcher_api.errors import Refusal

LARGEST_FILE = 16 << 20
LARGEST = 200 << 20
"""Bytes a zip may unpack to."""
MOST_FILES = 200
TAKEN = (".csv", ".toml")
WORKBOOK = "xl/workbook.xml"


def scenario_in(name: str, content: bytes) -> Scenario:
    """The scenario of an .xlsx workbook or of a .zip of its folder. Raises InvalidProblem with every fault."""
    stem = _safe(PurePosixPath(name.replace("\\", "/")).stem)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Refusal("not_a_scenario_file", field="file")
    with tempfile.TemporaryDirectory() as above:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if WORKBOOK in archive.namelist():
                    path = Path(above) / f"{stem}.xlsx"
                    path.write_bytes(content)
                else:
                    path = Path(above) / stem
                    path.mkdir()
                    _unpack(archive, path)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, UnicodeError) as fault:
            # Damaged, locked by a password, or packed in a way nobody here knows.
            raise Refusal("not_a_scenario_file", field="file") from fault
        return read(path)


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    """Only plain tables and settings of one folder are taken; their own names are all that is used of a path."""
    found = {}
    for item in archive.infolist():
        path = PurePosixPath(_name(item).replace("\\", "/"))
        if item.is_dir() or path.suffix.lower() not in TAKEN or path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        if _safe(path.name) in found:
            raise Refusal("not_a_scenario_file", field="file")
        found[_safe(path.name)] = item
    if not found or len(found) > MOST_FILES or sum(i.file_size for i in found.values()) > LARGEST:
        raise Refusal("not_a_scenario_file", field="file")
    for name, item in found.items():
        with archive.open(item) as source:
            data = source.read(item.file_size + 1)  # what a zip says of its sizes may be a lie
        if len(data) != item.file_size:
            raise Refusal("not_a_scenario_file", field="file")
        (folder / name).write_bytes(data)


def _name(item: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK and does not say so."""
    if item.flag_bits & 0x800 or item.filename.isascii():
        return item.filename
    raw = item.filename.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gbk")


def _safe(name: str) -> str:
    """A name that any file system takes."""
    plain = "".join(c for c in name if c.isprintable() and c not in '/\\:*?"<>|').strip(". ")
    while len(plain.encode("utf-8", "replace")) > 200:
        plain = plain[1:]  # the suffix stays
    return plain.encode("utf-8", "replace").decode() or "scenario"


def written(scenario: Scenario, kind: str) -> bytes:
    """`kind`: xlsx or zip."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "xlsx":
            path = Path(folder) / "scenario.xlsx"
            write(scenario, path, lang="zh")
            return path.read_bytes()
        target = Path(folder) / "scenario"
        write(scenario, target)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(target.iterdir()):
                archive.write(path, path.name)
        return out.getvalue()
