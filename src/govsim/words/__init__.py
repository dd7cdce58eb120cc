"""Words and numbers as a reader of policy papers expects them: a leaf that knows no model.

numbers.py  settings.py     decimals, pence, chances; what is set, as a table shows it
names.py  plurals.py        names within prose; one and several, and lists
verdicts.py                 what a difference means, and what an interval leaves out
"""
