"""Validation of the model: laws, limits, patterns, docking, levers and robustness, each a check with a verdict.

`checks.py` lists all checks; each states what would refute it, and every verdict is shown.
"""
