"""Replays of one world of one arrangement, quarter by quarter: each actor's view, choice and effects."""
