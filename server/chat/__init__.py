"""Conversations as append-only logs. Knows nothing of who serves them; the desk listens to its facts."""
