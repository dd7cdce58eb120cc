"""The command line: arguments in, a use case, text and an exit code out."""
