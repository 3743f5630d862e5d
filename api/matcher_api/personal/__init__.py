"""All that is kept of one human being: given to them on asking, and erased; their service record stays as a number."""
