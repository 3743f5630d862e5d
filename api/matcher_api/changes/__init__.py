"""What events or other data would change in a roster, and what would help: tried, shown, and not kept."""
