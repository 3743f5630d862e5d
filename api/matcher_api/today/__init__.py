"""What the desk looks at first in the morning."""
