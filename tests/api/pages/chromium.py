"""Real Chromium, driven over its own pipe: no driver to install, nothing fetched."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--remote-debugging-pipe",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
GOING = ("Cannot find default execution context", "Inspected target navigated or closed")
"""What it answers while one page gives way to the next."""
PATIENCE = 20.0
"""Seconds a page has to become what is waited for."""


class Chromium:
    """One tab. `said`: what the browser complained of (scripts, the content security policy, what is missing)."""

    def __init__(self, to: int, out: int) -> None:
        self._to, self._out, self._ids, self._read = to, out, itertools.count(1), b""
        self.said: list[str] = []
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Log", "Network", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._ids)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._read:
                self._read += os.read(self._out, 65536)
            line, _, self._read = self._read.partition(b"\0")
            told = json.loads(line)
            if told.get("id") == number:
                if told.get("error", {}).get("message") in GOING:
                    return {"going": True}
                assert "error" not in told, told
                result: dict[str, Any] = told["result"]
                return result
            if told.get("method") == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
                self.said.append(str(told["params"]["entry"]["text"]))
            if told.get("method") == "Runtime.exceptionThrown":
                self.said.append(str(told["params"]["exceptionDetails"]["text"]))

    def evaluated(self, expression: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if answer.get("going"):
            return None
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        end = time.monotonic() + PATIENCE
        while not self.evaluated(expression):
            assert time.monotonic() < end, (expression, self.evaluated("document.body?.innerText"))
            time.sleep(0.05)

    def open(self, url: str, *, width: int = 1440, height: int = 900) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        self.call("Page.navigate", url=url)
        self.until(f"location.href === {json.dumps(url)} && document.readyState === 'complete'")

    def key(self, name: str) -> None:
        """Tab, Enter or a letter."""
        text = {"text": "\r"} if name == "Enter" else {}
        code = {"Tab": 9, "Enter": 13}[name]
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, code=name, windowsVirtualKeyCode=code, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, code=name, windowsVirtualKeyCode=code)


@contextmanager
def browser(folder: Path) -> Iterator[Chromium]:
    """With a profile of its own in `folder`, gone when it is closed."""
    (read, to), (out, write) = os.pipe(), os.pipe()
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder}"]
    process = subprocess.Popen(
        ["bash", "-c", f'exec "$@" 3<&{read} 4>&{write}', "bash", *command],
        pass_fds=(read, write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read)
    os.close(write)
    try:
        yield Chromium(to, out)
    finally:
        process.terminate()
        process.wait(timeout=20)
        os.close(to)
        os.close(out)
