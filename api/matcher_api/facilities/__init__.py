"""Borrowed rooms, yards and car parks: modes, opening rules, closures, fees."""
