"""Where an experiment's results lie: one folder, written so that a stop at any moment loses a few seconds of work.

folder.py      what lies where, and under which names
manifest.py    what was asked, with what it was made: written once
design.py      point → row, scenario, values of factors
chunks.py      runs as Parquet, and trajectories beside them
failures.py    why a run came to nothing, and the command that replays it
stages.py      what a stopping rule decided
lock.py        one driver at a time
keeping.py     the one writer: a file is there when it has its name, so the listing of the folder is the only ledger
reading.py     a folder as a plan again
siblings.py    runs that a folder beside this one has already
querying.py    SQL over its files      exporting.py    all runs in one file
made_with.py   versions, machine and state of the code
"""
