"""One module a command: the figures of a question in, its Report out. Nothing here prints."""
