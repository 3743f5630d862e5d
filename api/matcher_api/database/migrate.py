"""For developers: `python -m matcher_api.database.migrate "what changes"` writes the next migration from the models."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from matcher_api.database.engine import make_engine
from matcher_api.database.upgrade import config, upgrade


def main(message: str) -> None:
    """Compares the models with a fresh database at the newest migration."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'newest.db'}")
        upgrade(engine)
        made = config(engine)
        folder_of = Path(str(made.get_main_option("script_location"))) / "versions"
        number = f"{len(list(folder_of.glob('0*.py'))) + 1:04d}"
        made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        command.revision(made, message, autogenerate=True, rev_id=number)
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
