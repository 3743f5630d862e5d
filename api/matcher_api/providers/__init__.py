"""Certified providers and what they offer; the badge can be lost."""
