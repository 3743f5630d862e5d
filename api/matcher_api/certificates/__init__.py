"""Certificates of hours served: numbered, free, verifiable by anybody who holds one; and the national record."""
