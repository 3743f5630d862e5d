"""What a machine asks of the service: alive, ready."""
