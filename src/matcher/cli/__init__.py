"""The command line. Everything heavy is imported inside the commands, so that `matcher --help` answers at once."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code. `argv` without the program's name, None: that of the process."""
    from matcher.cli.app import run

    return run(argv)
