"""Owners, views and checks of decisions, for agents and overrides."""
