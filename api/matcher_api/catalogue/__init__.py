"""What may be asked for: six categories with fixed codes, items as versioned data with their source."""
