"""What a run is: how it is driven, what is observed of it, and how it is saved.

drive.py                       warm-up, start, quarter after quarter: the only place that steps worlds
simulate.py  run.py            scenarios in many worlds, and what each leaves behind
saved.py                       a run as a file
version.py  provenance.py      the model, machine and code that made a result
pool.py  sharing.py  seconds.py   the pool of worker processes, simulations shared in it, and when that is worth it
actors_from_files.py           a student's own objects that decide in a run
"""
