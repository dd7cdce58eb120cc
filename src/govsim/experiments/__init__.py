"""Experiments: their definition, their runs, the stored results, and reports on them.

experiment.py  factors.py  levels.py  designs/  load.py    the definition
plan.py  chunk.py  outcomes.py         the list of runs, and the function that runs a chunk of them
store/  engines/  run.py               storage of results, engines that do the work, and the driver
stopping_rule.py  inputs.py            the stopping rule, further input files
results.py  status.py  replaying.py    the results, progress, and one run repeated
figures/  report/                      figures and the report
attribute.py  sensitivity.py  discover.py  answering.py    three questions, each answered by an experiment
"""
