"""Django's SQLite backend with one fair writer a process."""
