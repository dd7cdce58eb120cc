"""Measures: one pure function each, with label, unit and source."""
