"""The naive way's Django: SQLite with the same durability as ours, and a channel layer in memory."""

import os
from pathlib import Path

SECRET_KEY = "a key for measuring alone, never for a server that anybody uses"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(os.environ["BENCH_DATA"]) / "naive.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
    }
}
INSTALLED_APPS = ["tests.bench.naive"]
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 100_000}}}
USE_TZ = True
