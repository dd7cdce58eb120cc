"""What a run is: how it is driven, what is observed of it, and how it is kept.

drive.py                       warm-up, start, quarter after quarter: the only place that steps worlds
simulate.py  run.py            scenarios in many worlds, and what each leaves behind
saved.py  version.py           a run as a file, and which model made it
workers.py                     work shared among processes
actors_from_files.py           a student's own objects that decide in a run
"""
