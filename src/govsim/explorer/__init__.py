"""A comparison as one file of HTML that carries its worlds: to read, to explore, to print and to hand on."""
