"""Refusals: what a request may be told no with, as problem+json with a stable code and texts in zh and en."""

from matcher_api.errors.refusal import Fault, Refusal

__all__ = ["Fault", "Refusal"]
