"""The use of a facility at a time, by a planned visit or by a resident directly."""
