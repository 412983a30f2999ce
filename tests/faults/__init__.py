"""What must hold when something breaks: the database, Redis, the line in between."""
