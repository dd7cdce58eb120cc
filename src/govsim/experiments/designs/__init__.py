"""Designs, one module each: the combinations of factor values to run, and the meaning of their rows."""
