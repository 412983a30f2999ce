"""The naive way's Django: SQLite with the same durability as ours and a channel layer in memory; or PostgreSQL and Redis."""

import os
from pathlib import Path
from urllib.parse import urlsplit

SECRET_KEY = "a key for measuring alone, never for a server that anybody uses"
_POSTGRES = os.environ.get("DATABASE_URL")
_REDIS = os.environ.get("REDIS_URL")
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": Path(os.environ["BENCH_DATA"]) / "naive.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    },
}


def _postgres(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path[1:],
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": _postgres(_POSTGRES) if _POSTGRES else _SQLITE}
INSTALLED_APPS = ["tests.bench.naive"]
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [_REDIS], "capacity": 100_000}}
        if _REDIS
        else {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 100_000}}
    )
}
USE_TZ = True
