"""Leaving: a visitor goes at once and gets a receipt; the reason comes after, if they like."""
