"""A Report, rendered as text."""
