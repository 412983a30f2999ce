"""Sockets: authenticate, decode, call an action, send. No business rules."""
