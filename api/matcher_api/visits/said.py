"""What the desk writes down for somebody: an answer on the phone, that they came, when they left, that they did not."""

from __future__ import annotations

from datetime import datetime

from matcher_api.assignments import answers, day, reconfirming, verifying
from matcher_api.errors import Refusal
from matcher_api.web.work import Work


def written(work: Work, assignment_id: str, said: str, reason: str, at: datetime | None) -> None:
    """`said`: a word of the address; `reason` may be empty; `at` None means now."""
    row = answers.of_desk(work, assignment_id)
    match said:
        case "accept":
            answers.accepted(work, row, "phone")
        case "decline":
            answers.declined(work, row, reason, "phone")
        case "withdraw":
            answers.withdrawn(work, row, reason, "phone")
        case "reconfirm":
            reconfirming.reconfirmed(work, row, "phone")
        case "check-in":
            day.checked_in(work, row, at=at)
        case "check-out":
            day.checked_out(work, row, at=at)
        case "no-show":
            day.no_show(work, row, reason)
        case "excuse":
            day.excused(work, row, reason)
        case "came-after-all":
            day.came_after_all(work, row, reason)
        case "verify":
            verifying.verified(work, row.id)
        case _:
            raise Refusal("not_found")
