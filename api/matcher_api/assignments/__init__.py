"""A person in a role of a visit: proposed, offered, accepted, served."""
