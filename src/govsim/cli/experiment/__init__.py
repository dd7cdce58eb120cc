"""`govsim experiment`: many runs asked for in a file, one file of this folder a command."""
