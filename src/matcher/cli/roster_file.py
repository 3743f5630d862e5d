"""The roster file of a solve: the rows, and the certificates that let `matcher verify` re-add the bound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher import certificate_json
from matcher.cli.files import whole
from matcher.errors import InvalidProblem, ProblemError

if TYPE_CHECKING:
    from matcher.result import Certificate, Result
    from matcher.roster import Roster
    from matcher.scenario import Scenario

SUFFIXES = (".json", ".csv", ".xlsx")


def proof_file(path: Path) -> Path:
    """Where the proof of a roster lies: in a .json itself, else beside it."""
    return path if path.suffix.lower() == ".json" else path.with_name(path.name + ".proof.json")


def write(path: Path, roster: Roster, scenario: Scenario, *, result: Result) -> tuple[Path, ...]:
    """Writes the roster with its proof: inside a .json, beside a .csv or .xlsx. Returns the files written."""
    from matcher.scenario import write_roster

    block = _block(result)
    if path.suffix.lower() == ".json":
        path.parent.mkdir(parents=True, exist_ok=True)
        write_roster(roster, path, scenario, result=block)
        return (path,)
    text = json.dumps({"result": block}, ensure_ascii=False, indent=1) + "\n"
    beside = whole(proof_file(path), lambda draft: draft.write_text(text, encoding="utf-8"))
    write_roster(roster, path, scenario)
    return path, beside


def certificates(path: Path) -> tuple[Certificate, ...] | None:
    """The certificates of a roster file; None where it carries no proof. Raises InvalidProblem for a broken one."""
    source = proof_file(path)
    if not source.is_file():
        return None
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as fault:
        raise _broken(source, f"is not JSON: {fault}") from fault
    block = content.get("result") if isinstance(content, dict) else None
    if block is None:
        return None
    if not isinstance(block, dict):
        raise _broken(source, "result must be an object")
    return certificate_json.from_json(block.get("certificates"))


def _broken(path: Path, message: str) -> InvalidProblem:
    return InvalidProblem([ProblemError(str(path), "proof", message, "solve again to get a fresh proof")])


def _block(result: Result) -> dict[str, Any]:
    return {
        "stages": [
            {"name": s.name, "objective": s.objective, "bound": s.bound, "status": s.status, "proof": s.proof}
            for s in result.stages
        ],
        "more_visits_at_most": result.more_visits_at_most,
        "certificates": certificate_json.to_json(result.certificates),
    }
