"""Puts this folder on the import path, so that the referee's own modules are found from `found/` too."""
