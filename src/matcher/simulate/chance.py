"""What happens to happen, by key: the same question has the same answer whoever asks, and in whatever order."""

from __future__ import annotations

import random


def chance(seed: int, *key: object) -> random.Random:
    """A generator of its own for this key. Text seeds are hashed by SHA-512, so that it is the same everywhere."""
    return random.Random("/".join(str(part) for part in (seed, *key)))


def happens(share: float, seed: int, *key: object) -> bool:
    """True in `share` of all keys."""
    return chance(seed, *key).random() < share
