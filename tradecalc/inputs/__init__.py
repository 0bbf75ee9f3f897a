"""Text and files, read into the core's types."""
