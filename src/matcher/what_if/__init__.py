"""Changes of a problem, re-solving near a change, and what it does to a roster."""
