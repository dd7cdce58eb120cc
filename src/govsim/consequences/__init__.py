"""Consequences, which no actor chooses: one file for each."""
