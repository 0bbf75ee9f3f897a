"""Text and files -> figures: the only door from text to number."""
