"""Communities, their places and streets."""
