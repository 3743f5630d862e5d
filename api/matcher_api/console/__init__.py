"""The desk of the coordinator: the week at a glance, solving it, reading it, publishing it."""
