"""What comes back of an import."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class FaultFound(BaseModel):
    """One fault: where it stands, the cell as written, what is wrong and a way out. `row` counts as the spreadsheet
    does, the header being 1; null where a fault is of the whole table. `column` as the file calls it."""

    table: str
    row: int | None
    column: str | None
    code: str
    value: str
    zh: str
    en: str
    way_zh: str
    way_en: str


class TableCounts(BaseModel):
    """Rows of the file by what they do; `removed`: rows of the database that the file (mode replace) takes away;
    `faulty`: rows with a fault."""

    table: str
    rows: int
    new: int
    changed: int
    unchanged: int
    removed: int
    faulty: int


class ImportShown(BaseModel):
    """`kept` false: a dry run, nothing changed. `faults`: up to 200 of a kind; `faults_in_all` counts
    them. `error_file`: where to POST the same file for a copy of its faulty rows; null without faults."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "community_id": "0650f1c2a3b4c5d6e7f80",
                    "kept": False,
                    "tables": [
                        {
                            "table": "volunteers", "rows": 3, "new": 1, "changed": 0, "unchanged": 1, "removed": 0,
                            "faulty": 1,
                        }
                    ],
                    "faults": [
                        {
                            "table": "volunteers", "row": 4, "column": "住址", "code": "unknown_id", "value": "D99",
                            "zh": "“D99”在“地点”里没有", "en": "D99 is not in the table places",
                            "way_zh": "先导入“地点”，或更正", "way_en": "import the table places first, or correct it",
                        }
                    ],
                    "faults_in_all": 1,
                    "notes": [],
                    "error_file": "/api/v1/imports/volunteers?community_id=0650f1c2&dry_run=true&format=xlsx",
                }
            ]
        }
    )  # fmt: skip

    community_id: str
    kept: bool
    tables: list[TableCounts]
    faults: list[FaultFound]
    faults_in_all: int
    notes: list[FaultFound]
    error_file: str | None
