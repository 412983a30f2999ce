"""What `make` does, where a line of shell would not do."""
