"""Designs, one module each: which combinations of factors are run, and what their rows mean."""
