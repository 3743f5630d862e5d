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


@cache
def passwords(*, cheap: bool) -> PasswordHash:
    """argon2id; `cheap` for tests alone."""
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1) if cheap else Argon2Hasher(),))
