"""Many runs, kept: what an experiment asks, how its runs are made and stored, and what follows from them.

experiment.py  factors.py  designs.py  load.py     what was asked
plan.py  chunk.py  outcomes.py                     which runs that means, and how a part of them is made
store/  engines/  run.py                           where results lie, who does the work, and the driver
results.py  analysis/  report/                     what was found
attribute.py  sensitivity.py  discover.py  answering.py    three questions that lay out an experiment of their own
"""
