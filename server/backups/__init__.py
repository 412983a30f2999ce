"""Backups: one file with the database and the secret key in it, whole or not at all."""
