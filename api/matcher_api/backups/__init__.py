"""A copy of everything while the service runs, and the way back."""
