"""Measures the service with a street's data: `python benchmarks/load/run.py [--database sqlite|URL] [--out table.md]`.

A table of figures, each with its target; the exit code says whether all are met. Nothing is measured while something
else of this run works, but what the figure says.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent))
from client import Answers, Call, asked, load, posted, several
from served import Service
from street import Size, Street, made, monday_after

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Figure:
    what: str
    target: str
    measured: str
    met: bool
    note: str = ""


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def milliseconds(answers: Answers) -> str:
    parts = (
        f"p50 {1000 * answers.at(0.5):.0f}",
        f"p95 {1000 * answers.at(0.95):.0f}",
        f"p99 {1000 * answers.at(0.99):.0f}",
    )
    return ", ".join(parts) + " ms"


class Measured:
    """The figures of one run, in order."""

    def __init__(self, service: Service, street: Street, *, solve_seconds: float) -> None:
        self.service, self.street, self.solve_seconds = service, street, solve_seconds
        self.desk = ("Authorization", f"Bearer {street.desk}")
        self.figures: list[Figure] = []

    def add(self, what: str, target: str, measured: str, met: bool, note: str = "") -> None:
        self.figures.append(Figure(what, target, measured, met, note))
        say(f"{'met' if met else 'NOT MET':8}{what}: {measured}  [{target}]  {note}")

    def idle(self) -> None:
        self.add(
            "start to first answer", "<= 4 s", f"{self.service.start_seconds:.2f} s", self.service.start_seconds <= 4
        )
        time.sleep(5)
        memory = self.service.megabytes()
        self.add("memory, idle", "<= 350 MB", f"{memory:.0f} MB", memory <= 350, "5 s after the start")

    def solved(self) -> str:
        """A roster of all communities, solved by a run; requests are submitted meanwhile."""
        draft = {"communities": list(self.street.communities), "first_day": str(self.street.first_day), "days": 7}
        roster = self._json(posted("/api/v1/rosters", draft, self.desk), 201)["id"]
        run = self._json(
            posted("/api/v1/solve-runs", {"roster_id": roster, "time_limit": self.solve_seconds}, self.desk), 202
        )["id"]
        rng = random.Random(1)

        def over() -> bool:
            return self._json(Call("GET", f"/api/v1/solve-runs/{run}", (self.desk,)))["state"] not in (
                "queued",
                "running",
            )

        found = several(self.service.port, [self._request(rng, n) for n in range(400)], pause=0.1, until=over)
        self.add(
            "submitting a request while a solve runs", "p99 <= 200 ms", milliseconds(found),
            found.at(0.99) <= 0.2 and not found.failed() and len(found.seconds) >= 30,
            f"{len(found.seconds)} requests, {found.failed()} refused",
        )  # fmt: skip
        until = time.monotonic() + 120
        while not over() and time.monotonic() < until:
            time.sleep(0.5)
        ended = self._json(Call("GET", f"/api/v1/solve-runs/{run}", (self.desk,)))
        if ended["state"] != "done":
            raise RuntimeError(f"the run ended as {ended['state']}: {ended.get('error')}")
        say(f"        the run: objective {ended['objective']}, bound {ended['bound']}, {ended['seconds']:.0f} s")
        return str(roster)

    def published(self, roster: str) -> None:
        seconds, status, answer = asked(
            self.service.port, posted(f"/api/v1/rosters/{roster}/publish", {}, self.desk, ("If-Match", "*"))
        )
        if status != 201:
            raise RuntimeError(f"not published: {status} {str(answer)[:400]}")
        visits = len(self._json(Call("GET", f"/api/v1/rosters/{roster}/layers/published", (self.desk,)))["visits"])
        self.add(f"publishing {visits} visits", "<= 3 s", f"{seconds:.2f} s", seconds <= 3)

    def handed_over(self) -> None:
        """What others wait for while thousands of messages are written to their people."""
        calls = itertools.cycle([Call("GET", "/api/v1/me/hours", (self._phone(n),)) for n in range(50)])
        found = load(self.service.port, lambda: next(calls), connections=2, seconds=10)
        self.add(
            "GET /me/hours in the 10 s after publishing", "p99 <= 200 ms", milliseconds(found), found.at(0.99) <= 0.2
        )

    def answered(self) -> None:
        """Everybody with a phone says yes to what they are offered."""
        offers = []
        for n in range(len(self.street.phones)):
            _, _, found = asked(self.service.port, Call("GET", "/api/v1/me/offers", (self._phone(n),)))
            offers += [(n, offer["id"]) for offer in found]
        calls = iter(
            [posted(f"/api/v1/me/offers/{offer}/accept", {}, self._phone(n), self._csrf(n)) for n, offer in offers]
        )
        found = load(self.service.port, lambda: next(calls, None), connections=4, seconds=120)
        self.add(
            "accepting an offer",
            "p99 <= 500 ms",
            milliseconds(found),
            found.at(0.99) <= 0.5,
            f"{len(offers)} offers, 4 at once, {found.failed()} refused",
        )

    def roster(self, roster: str) -> None:
        calls = [Call("GET", f"/api/v1/rosters/{roster}/layers/published", (self.desk,))] * 40
        found = several(self.service.port, calls)
        self.add("a week's roster of all communities", "p95 <= 300 ms", milliseconds(found), found.at(0.95) <= 0.3)

    def shifts(self, seconds: float) -> None:
        phones = itertools.cycle(
            [Call("GET", "/api/v1/me/shifts", (self._phone(n),)) for n in range(len(self.street.phones))]
        )
        load(self.service.port, lambda: next(phones), connections=8, seconds=2)
        before = self.service.cpu_seconds()
        found = load(self.service.port, lambda: next(phones), connections=16, seconds=seconds)
        each = 1000 * (self.service.cpu_seconds() - before) / len(found.seconds)
        self.add(
            "GET /me/shifts", ">= 300 a second, p99 <= 100 ms", f"{found.rate:.0f} a second, {milliseconds(found)}",
            found.rate >= 300 and found.at(0.99) <= 0.1 and not found.failed(),
            f"16 connections, {len(found.seconds)} calls, {found.failed()} refused, {each:.2f} ms of a core a call",
        )  # fmt: skip

    def pages(self) -> None:
        for path in ("/today", "/console", "/requests"):
            found = several(self.service.port, [Call("GET", path, (self.desk,))] * 10)
            good = found.at(0.95) <= 1 and not found.failed()
            self.add(f"page {path}", "p95 <= 1 s", milliseconds(found), good, f"{found.failed()} refused")

    def _phone(self, n: int) -> tuple[str, str]:
        return ("Cookie", f"matcher_session={self.street.phones[n % len(self.street.phones)]}")

    def _csrf(self, n: int) -> tuple[str, str]:
        return ("X-CSRF-Token", f"csrf-{self.street.phones[n]}"[:64])

    def _json(self, call: Call, status: int = 200) -> dict:
        _, told, value = asked(self.service.port, call)
        if told != status:
            raise RuntimeError(f"{call.method} {call.path}: {told} {str(value)[:400]}")
        return value

    def _request(self, rng: random.Random, n: int) -> Call:
        community = rng.choice(self.street.communities)
        day = self.street.first_day + timedelta(days=7 + rng.randrange(7))
        start = datetime.combine(day, clock(9), ZONE)
        asked_for = {
            "community_id": community, "channel": "phone", "resident_id": rng.choice(self.street.residents[community]),
            "item_code": "W01", "text": f"打扫 {n}",
            "windows": [{"start": start.isoformat(), "end": (start + timedelta(hours=3)).isoformat()}],
        }  # fmt: skip
        return posted("/api/v1/requests?confirm_duplicates=true", asked_for, self.desk)


def pace() -> float:
    """Seconds of ten million additions: how fast the machine is at this moment (others may share it)."""
    began = time.perf_counter()
    sum(i + 1 for i in range(10_000_000))
    return time.perf_counter() - began


def table(figures: list[Figure], street: Street, database: str) -> str:
    lines = [
        f"{database}; {len(street.communities)} communities, {street.people} volunteers, {street.visits} visits, "
        f"{street.assignments} assignments; {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}, "
        f"ten million additions in {pace():.2f} s; {date.today()}",  # noqa: DTZ011
        "", "| what | target | measured | met | note |", "|---|---|---|---|---|",
        *(f"| {f.what} | {f.target} | {f.measured} | {'yes' if f.met else 'no'} | {f.note} |" for f in figures),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--database", default="sqlite", help="sqlite (a new file), or the URL of an empty database")
    options.add_argument("--out", type=Path, help="write the table (.md)")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--small", action="store_true", help="two communities and four weeks: a look whether it works")
    options.add_argument("--seconds", type=float, default=15.0, help="of load on /me/shifts")
    options.add_argument("--solve-seconds", type=float, default=30.0, help="limit of the solve in the middle")
    options.add_argument("--keep", type=Path, help="an empty folder in which data and log stay")
    asked_for = options.parse_args()
    from matcher_api.commands import ready
    from matcher_api.database.record import utc_now
    from matcher_api.settings import Settings

    size = Size(communities=2, volunteers=400, weeks=4, sessions=50) if asked_for.small else Size()
    with tempfile.TemporaryDirectory() as name:
        folder = asked_for.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{folder / 'street.db'}" if asked_for.database == "sqlite" else asked_for.database
        settings = Settings(database_url=url, state_dir=folder / "state")
        engine = ready(settings)
        began = time.perf_counter()
        street = made(engine, settings, size, seed=asked_for.seed, first_day=monday_after(utc_now()))
        engine.dispose()
        seconds = time.perf_counter() - began
        say(f"        written: {street.people} volunteers, {street.assignments} assignments, {seconds:.0f} s")
        with Service(url, folder) as service:
            measured = Measured(service, street, solve_seconds=asked_for.solve_seconds)
            measured.idle()
            roster = measured.solved()
            measured.published(roster)
            measured.handed_over()
            measured.answered()
            measured.roster(roster)
            measured.shifts(asked_for.seconds)
            measured.pages()
    if asked_for.out is not None:
        asked_for.out.write_text(table(measured.figures, street, engine.dialect.name), "utf-8")
    return 0 if all(f.met for f in measured.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
