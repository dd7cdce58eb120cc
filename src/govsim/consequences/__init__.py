"""Consequences, which nobody chooses: one file for each."""
