"""What comes back of an import."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class FaultFound(BaseModel):
    """One fault of the file: where it stands, what is wrong (with the value), and a way out. `row` counts as the
    file does, the header being 1; null where a fault is of the whole table."""

    table: str
    row: int | None
    column: str | None
    code: str
    message: str
    hint: str


class Imported(BaseModel):
    """`community_id` null where nothing was kept (dry run). `counts`: rows by table; `code_taken`: the community exists
    already; `faults` (dry run alone): why it cannot be imported; `notes`: what was read, but is hardly meant so."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "community_id": None,
                    "code": "xizha-week",
                    "code_taken": False,
                    "counts": {"visits": 60, "volunteers": 124},
                    "faults": [
                        {
                            "table": "windows.csv",
                            "row": 7,
                            "column": "visit",
                            "code": "unknown_id",
                            "message": "V99 is not in the table visits",
                            "hint": "add it to visits.csv, or correct it here",
                        }
                    ],
                    "notes": [],
                }
            ]
        }
    )

    community_id: str | None
    code: str | None
    code_taken: bool
    counts: dict[str, int]
    faults: list[FaultFound]
    notes: list[FaultFound]
