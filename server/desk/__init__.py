"""Who has which conversation: loads a site's desk, asks `routing/`, applies what it decides."""
