"""Units that lend rooms: schools, offices, companies."""
