"""Runs: how they are driven, observed and saved.

drive.py                       warm-up, start and quarters: the only place that steps worlds
simulate.py  run.py            scenarios in many worlds, and their results
saved.py                       runs as files
version.py  provenance.py      the model, machine and code behind a result
pool.py  sharing.py  seconds.py   worker processes, simulations split among them, and when they save time
actors_from_files.py           actors that students write, loaded from their files
"""
