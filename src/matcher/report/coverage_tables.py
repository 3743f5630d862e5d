"""A coverage as pandas tables: by use and service, by door, the gaps, and what additions change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from matcher.coverage import Coverage, Covered, Gain, Gap
from matcher.coverage.covered import LOOK
from matcher.coverage.gaps import WHYS, whys
from matcher.report.coverage_words import median, nearest_said, site_name, wanted_name, when, why_said
from matcher.report.words import Words
from matcher.walks import FAR


@dataclass(frozen=True, slots=True)
class Line:
    """One use or service in numbers: residents who reach it, and for whom it is open too; of those in reach the median
    minutes and hours (None without any)."""

    part: Covered
    name: str
    reached: int
    served: int
    residents: int
    minutes: int | None
    hours: int | None

    @property
    def lacking(self) -> int:
        return self.residents - self.served


def lines(words: Words, coverage: Coverage) -> tuple[Line, ...]:
    """A line a use and service, in the order of the coverage."""
    weights = coverage.doors.weights
    found = []
    for part in coverage.parts:
        near = weights * part.reached
        known = near * (part.minutes < FAR)
        found.append(
            Line(
                part=part,
                name=wanted_name(words, part.wanted),
                reached=int(near.sum()),
                served=int(weights[part.served].sum()),
                residents=coverage.residents,
                minutes=median(part.minutes, known),
                hours=median(part.hours, near),
            )
        )
    return tuple(found)


def by_door(words: Words, coverage: Coverage) -> pd.DataFrame:
    """A row a door and use or service. Homes are named as exactly as the audience may know them."""
    homes = [words.home(place) for place in coverage.doors.places]
    tables = [_of_part(words, coverage, part, homes) for part in coverage.parts]
    names = ["col_door", "col_community", "col_residents", "col_kind", "col_wanted", "col_title", "col_reached"]
    names += ["col_nearest", "col_minutes", "col_hours", "col_when"]
    whole = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({name: [] for name in names})
    about = "col_minutes_about" if coverage.source == "approximate" else "col_minutes"
    return whole[names].rename(columns={n: words.say(about if n == "col_minutes" else n) for n in names})


def _of_part(words: Words, coverage: Coverage, part: Covered, homes: list[str]) -> pd.DataFrame:
    # Many doors share the same hours: each is put into words once.
    _, first, which = np.unique(part.bits, axis=0, return_index=True, return_inverse=True)
    said = [when(words, part.open_at(door)) for door in first.tolist()]
    return pd.DataFrame(
        {
            "col_door": homes,
            "col_community": [place.community for place in coverage.doors.places],
            "col_residents": coverage.doors.weights,
            "col_kind": words.say(f"kind_{part.wanted.kind}"),
            "col_wanted": part.wanted.code,
            "col_title": wanted_name(words, part.wanted),
            "col_reached": [words.say("yes" if r else "no") for r in part.reached.tolist()],
            "col_nearest": [site_name(words, part, door) for door in range(len(homes))],
            "col_minutes": pd.Series([None if m >= FAR else m for m in part.minutes.tolist()], dtype="Int64"),
            "col_hours": part.hours,
            "col_when": [said[k] for k in which.reshape(-1).tolist()],
        }
    )


def gap_rows(words: Words, coverage: Coverage, gaps: Sequence[Gap]) -> Iterator[tuple[str, str, str, str, str]]:
    """(residents, use or service, community, why, nearest) in words."""
    for gap in gaps:
        part = coverage.part_of[gap.wanted]
        yield (
            f"{gap.residents:,}",
            wanted_name(words, gap.wanted),
            gap.area or words.say("empty_value"),
            why_said(words, part, gap.why),
            nearest_said(words, coverage, gap),
        )


def gap_table(words: Words, coverage: Coverage, gaps: Sequence[Gap]) -> pd.DataFrame:
    """A row a gap, the most residents first."""
    rows = [
        {
            "col_residents": gap.residents,
            "col_doors": len(gap.doors),
            "col_kind": words.say(f"kind_{gap.wanted.kind}"),
            "col_wanted": gap.wanted.code,
            "col_title": wanted_name(words, gap.wanted),
            "col_community": gap.area,
            "gap_why": why_said(words, coverage.part_of[gap.wanted], gap.why),
            "col_least": gap.least,
            "col_most": gap.most,
        }
        for gap in gaps
    ]
    names = ["col_residents", "col_doors", "col_kind", "col_wanted", "col_title", "col_community", "gap_why"]
    names += ["col_least", "col_most"]
    numbers = {"col_residents", "col_doors", "col_least", "col_most"}
    table = {n: pd.Series([row[n] for row in rows], dtype="Int64" if n in numbers else "object") for n in names}
    return pd.DataFrame(table).rename(columns={n: words.say(n) for n in names})


def gain_rows(words: Words, gains: Sequence[Gain]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """(use or service, residents before, after, doors gained and lost, residents closer, resident-hours) in words."""
    for gain in gains:
        doors = f"+{len(gain.gained)}" + (f" -{len(gain.lost)}" if gain.lost else "")
        name = wanted_name(words, gain.wanted)
        yield name, f"{gain.before:,}", f"{gain.after:,}", doors, f"{gain.closer:,}", f"{gain.hours:+,}"


def details(words: Words, coverage: Coverage, door: int) -> Iterator[tuple[str, str, str, str]]:
    """(use or service, minutes, nearest, when or why not) in words, of one door."""
    for part in coverage.parts:
        minutes = int(part.minutes[door])
        unknown = part.way == "to_door" or not part.there
        far = words.say("empty_value") if unknown else words.say("beyond", n=LOOK * coverage.limit)
        why = int(whys(coverage, part)[door])
        told = when(words, part.open_at(door)) if why < 0 else why_said(words, part, WHYS[why])
        name = wanted_name(words, part.wanted)
        yield name, far if minutes >= FAR else words.minutes(minutes), site_name(words, part, door), told
