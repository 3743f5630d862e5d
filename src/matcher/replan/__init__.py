"""A new roster after an event of the day, as close as possible to what people already know."""
