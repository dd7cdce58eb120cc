"""`python -m govsim` is the command line."""

from govsim.cli.main import main

main()
