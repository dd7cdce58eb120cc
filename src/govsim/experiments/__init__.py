"""Many runs, kept: what an experiment asks, how its runs are made and stored, and what follows from them.

experiment.py  factors.py  levels.py  designs/  load.py    what was asked
plan.py  chunk.py  outcomes.py         which runs that means, and how a part of them is run
store/  engines/  run.py               where results are stored, who does the work, and the driver
stopping.py  inputs.py                 when to stop, files beside the experiment
results.py  status.py  replaying.py    the results, how far they are, one run again
figures/  report/                      what follows from them
attribute.py  sensitivity.py  discover.py  answering.py    three questions that present an experiment of their own
"""
