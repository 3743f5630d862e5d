"""`matcher template`: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.terminal import Terminal


def template(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="新工作簿 .xlsx · New workbook.")],
) -> int:
    """模板 · Write an empty workbook to fill in."""
    from matcher.cli.files import taken, unwritable, whole
    from matcher.cli.inputs import raise_if
    from matcher.scenario import template as empty

    terminal: Terminal = context.obj
    raise_if(unwritable(path, suffixes=(".xlsx",)), taken(path))
    whole(path, lambda draft: empty(draft, lang=terminal.lang))
    terminal.out.print(terminal.say("template_done", path=path), markup=False, soft_wrap=True)
    return 0
