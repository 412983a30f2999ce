"""The demo: a small shop that carries the tag, and an agent to answer it."""
