"""Random names for things: ids that fit the wire, tokens that nobody guesses."""

import hashlib
import secrets

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """22 characters of base64url, 128 random bits. Never starts with `-`, so it survives a command line."""
    while (made := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return made


def new_token() -> str:
    """A secret of 256 random bits for a visitor, an invite or a one-time link."""
    return secrets.token_urlsafe(32)


def new_key() -> str:
    """A site's public key: short, and without letters that are mistaken for one another."""
    return "".join(secrets.choice(_READABLE) for _ in range(12))


def hash_token(token: str) -> str:
    """What is stored of a token: its SHA-256, so that a stolen database opens no door."""
    return hashlib.sha256(token.encode()).hexdigest()
