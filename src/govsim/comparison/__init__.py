"""Comparisons of arrangements on the same worlds: differences, trade-offs and verdicts."""
