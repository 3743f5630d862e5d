"""What people say after a visit: ratings, and complaints that are answered in time."""
