"""The database: engine, record base, migrations. SQLite (WAL) or PostgreSQL, the same tables in both."""
