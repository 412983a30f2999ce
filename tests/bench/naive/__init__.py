"""The naive way, for comparison."""
