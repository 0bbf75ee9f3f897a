"""The command line: options, help, exit codes, and the one place that prints."""
