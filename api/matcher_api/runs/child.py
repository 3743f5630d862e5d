"""A process for one solve: `python -m matcher_api.runs.child`. A task comes in, progress and one end go out.

It ends with its parent: a service that is gone leaves no solver behind.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

from matcher_api.runs import frames
from matcher_api.runs.task import Crashed, Task, carried_out

ORPHANED = 3


def main() -> None:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to the log, not between the frames
    inbox, stop, sending = sys.stdin.buffer, threading.Event(), threading.Lock()
    task: Task = frames.receive(inbox)

    def listen() -> None:
        try:
            frames.receive(inbox)
            stop.set()
            frames.receive(inbox)
        except EOFError:
            os._exit(ORPHANED)

    def tell(value: Any) -> None:
        with sending:  # progress comes from threads of the solver too
            frames.send(out, value)

    threading.Thread(target=listen, daemon=True).start()
    try:
        ended = carried_out(task, tell, stop.is_set)
    except Exception as error:
        import traceback

        traceback.print_exc()
        tell(Crashed(type(error).__name__, again=isinstance(error, MemoryError)))
    else:
        tell(ended)
    os._exit(0)  # solvers that hear no interrupt may still run in threads of their own


if __name__ == "__main__":
    main()
