"""Words and numbers for readers of policy papers, independent of the model.

numbers.py  settings.py     decimals, pence, chances; settings for tables
names.py  plurals.py        names within prose; plurals and lists
verdicts.py                 verdicts on a difference
"""
