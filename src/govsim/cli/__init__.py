"""The command line: parse arguments, run a use case, print text and exit with a code."""
