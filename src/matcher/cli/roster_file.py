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
    """Where the proof of a roster lies that is no JSON itself."""
    return path if path.suffix.lower() == ".json" else path.with_name(path.name + ".proof.json")


def write(path: Path, roster: Roster, scenario: Scenario, *, result: Result) -> tuple[Path, ...]:
    """Writes the roster with its proof: inside a .json, beside a .csv or .xlsx. Returns the files written."""
    from matcher.scenario import write_roster

    proof = _proof(result)
    if path.suffix.lower() != ".json":
        whole(path, lambda draft: write_roster(roster, draft, scenario))
        beside = whole(proof_file(path), lambda draft: draft.write_text(_text({"proof": proof}), encoding="utf-8"))
        return path, beside

    def with_proof(draft: Path) -> None:
        write_roster(roster, draft, scenario)
        content = json.loads(draft.read_text(encoding="utf-8"))
        draft.write_text(_text({**content, "proof": proof}), encoding="utf-8")

    return (whole(path, with_proof),)


def certificates(path: Path) -> tuple[Certificate, ...] | None:
    """The certificates of a roster file; None where it carries no proof. Raises InvalidProblem for a broken one."""
    source = proof_file(path)
    if not source.is_file():
        return None
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as fault:
        raise InvalidProblem([ProblemError(str(source), "json", f"is not JSON: {fault}", "solve again")]) from fault
    proof = content.get("proof") if isinstance(content, dict) else None
    if proof is None:
        return None
    if not isinstance(proof, dict):
        raise InvalidProblem([ProblemError(str(source), "proof", "proof must be an object", "solve again")])
    return certificate_json.from_json(proof.get("certificates"))


def _proof(result: Result) -> dict[str, Any]:
    return {
        "stages": [
            {"name": s.name, "objective": s.objective, "bound": s.bound, "status": s.status, "proof": s.proof}
            for s in result.stages
        ],
        "more_visits_at_most": result.more_visits_at_most,
        "certificates": certificate_json.to_json(result.certificates),
    }


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
