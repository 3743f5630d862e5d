"""What people are told: an outbox written with the change itself, in one transaction; and how it leaves the house."""
