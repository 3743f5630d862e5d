"""What a command writes to: two consoles, one language, and how faults are listed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from json import dumps
from typing import TYPE_CHECKING, Any, Literal

from matcher.cli.texts import TEXTS
from matcher.errors import InvalidProblem, ProblemError

if TYPE_CHECKING:
    from rich.console import Console

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def language(asked: str = "") -> Lang:
    """`asked`, else what LC_ALL, LC_MESSAGES or LANG name, else Chinese."""
    if asked:
        if asked == "zh":
            return "zh"
        if asked == "en":
            return "en"
        raise InvalidProblem([ProblemError("--lang", "lang", f"language ({asked}) is not known", "use zh or en")])
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command speaks. With `json` stdout carries one object and nothing else."""

    lang: Lang = "zh"
    json: bool = False

    def say(self, key: str, **values: object) -> str:
        return TEXTS[key][0 if self.lang == "zh" else 1].format(**values)

    def pick(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    @property
    def out(self) -> Console:
        from rich.console import Console

        return Console(file=sys.stdout, highlight=False, soft_wrap=False)

    @property
    def err(self) -> Console:
        from rich.console import Console

        return Console(file=sys.stderr, highlight=False)

    def object(self, value: dict[str, Any]) -> None:
        """Prints the one JSON object of a `--json` run."""
        sys.stdout.write(dumps(value, ensure_ascii=False, indent=2) + "\n")

    def faults(self, errors: Iterable[ProblemError]) -> None:
        """Every fault: where, what, way out. On stderr; with `json` as an object on stdout as well."""
        found = tuple(errors)
        if self.json:
            rows = [{"where": e.where, "code": e.code, "message": e.message, "hint": e.hint} for e in found]
            self.object({"errors": rows})
        lines = [self.say("faults", n=len(found))]
        for e in found:
            lines.append(f"  {e.where}: {e.message}" if e.where else f"  {e.message}")
            if e.hint:
                lines.append(f"    -> {e.hint}")
        sys.stderr.write("\n".join(lines) + "\n")
