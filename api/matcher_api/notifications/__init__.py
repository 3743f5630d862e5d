"""What people are to be told: an outbox written with the change itself, in one transaction."""
