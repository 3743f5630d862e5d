"""What is scarce, and what one more person, hour or gate would serve."""
