"""Figures, one module each: what a figure shows, what it needs, how it is worked out, told and drawn."""
