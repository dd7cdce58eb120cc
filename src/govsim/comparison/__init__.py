"""Arrangements set side by side on the same worlds: differences, trade-offs and what they mean."""
