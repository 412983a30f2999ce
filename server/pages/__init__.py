"""Pages: what browsers ask for by address; the loader, the panel, the console and the doors into it."""
