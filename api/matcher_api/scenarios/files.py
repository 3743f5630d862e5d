"""Uploaded files -> a Scenario, and a Scenario -> a file; in a temporary folder that is always removed."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from matcher.scenario import Scenario, read, write
from matcher_api.errors import Refusal

LARGEST = 200 << 20
"""Bytes a zip may unpack to."""
MOST_FILES = 200


def scenario_in(name: str, content: bytes) -> Scenario:
    """The scenario of an .xlsx workbook or of a .zip of its folder. Raises InvalidProblem with every fault."""
    with tempfile.TemporaryDirectory() as folder:
        if name.lower().endswith(".xlsx"):
            path = Path(folder) / "scenario.xlsx"
            path.write_bytes(content)
            return read(path)
        if not zipfile.is_zipfile(io.BytesIO(content)):
            raise Refusal("not_a_scenario_file", field="file")
        return read(_unpacked(content, Path(folder)))


def _unpacked(content: bytes, folder: Path) -> Path:
    """Only plain tables and settings of one folder are taken; their own names are all that is used of a path."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = [
            i
            for i in archive.infolist()
            if PurePosixPath(i.filename).suffix.lower() in (".csv", ".toml") and not i.is_dir()
        ]
        names = [PurePosixPath(i.filename).name for i in files]
        if len(files) > MOST_FILES or sum(i.file_size for i in files) > LARGEST or len(set(names)) < len(names):
            raise Refusal("not_a_scenario_file", field="file")
        for item, name in zip(files, names, strict=True):
            with archive.open(item) as source:
                data = source.read(item.file_size + 1)
            if len(data) > item.file_size:
                raise Refusal("not_a_scenario_file", field="file")
            (folder / name).write_bytes(data)
    return folder


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
