"""A result -> what is read."""
