"""Texts that not every database can keep are refused at the edge: PostgreSQL has no place for the character NUL, and
neither keeps half of a surrogate pair."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import Request

from matcher_api.errors import Refusal
from matcher_api.errors.refusal import Fault

_ZH, _EN = "含有不能保存的字符（空字符或半个代理对）", "Holds a character that cannot be kept (NUL or half a surrogate)"
_ESCAPED = (b"\\u0000", b"\\ud", b"\\uD", b"\0")
"""As JSON may write them; a raw NUL is no JSON, except in UTF-16 and UTF-32, where escapes look different too."""


async def refuse_unstorable(request: Request) -> None:
    """Raises `not_found` for a path, `invalid` with every field for a query or a JSON body."""
    if any(not storable(str(value)) for value in request.path_params.values()):
        raise Refusal("not_found")  # nothing can be called that
    found = [key for key, value in request.query_params.multi_items() if not (storable(key) and storable(value))]
    if "json" in request.headers.get("content-type", ""):
        body = await request.body()
        if any(mark in body for mark in _ESCAPED):
            found += _unstorable_in(body)
    if found:
        raise Refusal("invalid", faults=[Fault(path, "unstorable", _ZH, _EN) for path in found])


def _unstorable_in(body: bytes) -> list[str]:
    try:
        return list(_unstorable(json.loads(body), ""))
    except ValueError:
        return []  # no JSON: refused as that, further on


def storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def _unstorable(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, str) and not storable(value):
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}.{key}" if path else str(key)
            if not storable(str(key)):
                yield path
            else:
                yield from _unstorable(inner, here)
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _unstorable(inner, f"{path}.{number}" if path else str(number))
