"""Texts that both databases can keep: PostgreSQL has no place for the character NUL."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints


def _digits(phone: str) -> str:
    return re.sub(r"[ ()\-]", "", phone)


Text = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$", max_length=2000)]
"""Several lines."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line; blanks around it are cut off. Give it a length."""
Word = Annotated[Line, Field(min_length=1, max_length=80)]
Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\s\x00-\x1f\x7f/\\]+$")]
"""What people call a record by: no blanks, no slashes."""
Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^([+0-9][0-9 ()\-]{2,38})?$", max_length=40),
    AfterValidator(_digits),
]
"""Kept as digits alone, so that the same number is found again however it is written."""
Id = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z_-]+$")]
"""Of a record, in a body."""
