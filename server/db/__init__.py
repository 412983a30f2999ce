"""The database: what DATABASE_URL means, and SQLite with one fair writer."""
