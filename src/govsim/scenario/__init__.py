"""Scenarios: TOML turned into frozen, checked data."""
