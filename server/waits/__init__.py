"""How long visitors wait for a human, what may be promised of it, and how busy each hour is. It knows no agents."""
