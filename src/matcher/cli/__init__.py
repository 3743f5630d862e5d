"""The command line. Everything heavy is imported inside the commands, so that `matcher --help` answers at once."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code. `argv` without the program's name, None: that of the process."""
    from matcher.cli.app import run

    code = run(argv)
    if argv is None and any(t.daemon for t in threading.enumerate()):
        # An interrupted solver may leave a compiled thread behind, which the interpreter cannot end in good order.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code
