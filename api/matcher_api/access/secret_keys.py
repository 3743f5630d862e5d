"""Random keys shown once and kept as hashes, and passwords."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


def new_key(prefix: str = "") -> str:
    """A key nobody can guess (256 bits)."""
    return prefix + secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """Keys are random, so that a plain hash keeps them."""
    return hashlib.sha256(key.encode()).hexdigest()


SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of codes that people type: none is taken for another."""


def new_code() -> str:
    """Twelve signs in groups of four (59 bits): to be printed and typed, too many to guess at a limited rate."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(12))
    return "-".join(signs[i : i + 4] for i in (0, 4, 8))


def code_hash(code: str) -> str:
    """Of a code as somebody typed it: case, blanks and dashes do not matter."""
    return key_hash("".join(c for c in code.upper() if c.isalnum()))


@cache
def nobodys_hash(*, cheap: bool) -> str:
    """A password hash that fits no password: unknown names are checked against it, to take as long as known ones."""
    return passwords(cheap=cheap).hash(new_key())


@cache
def passwords(*, cheap: bool) -> PasswordHash:
    """argon2id; `cheap` for tests alone."""
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1) if cheap else Argon2Hasher(),))
