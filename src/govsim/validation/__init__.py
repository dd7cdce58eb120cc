"""Can the model be believed? Laws, limits, patterns, docking, levers and robustness, each a check with a verdict.

`checks.py` is the list of all; a check says what would refute it, and its verdict is never hidden.
"""
