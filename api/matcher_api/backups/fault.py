"""Why a copy was not made, or not brought back."""

from __future__ import annotations


class BackupError(Exception):
    """The message is for whoever operates the service."""
