"""Many runs, kept: what an experiment asks, how its runs are made and stored, and what follows from them.

experiment.py  factors.py  designs.py  load.py     what was asked
plan.py  chunk.py  outcomes.py                     which runs that means, and how a part of them is made
store/  engines/  run.py                           where results lie, who does the work, and the driver
sizes.py  stopping.py  inputs.py                   how many runs are kept at once, when to stop, files beside
results.py  status.py  replaying.py                what was found, how far it is, one run again
analysis/  report/                                 what follows from it
attribute.py  sensitivity.py  discover.py  answering.py    three questions that lay out an experiment of their own
"""
