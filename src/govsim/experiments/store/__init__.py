"""Storage of results: one folder an experiment, written so that a stop at any moment loses a few seconds of work.

folder.py       names and places of files
manifest.py     what was asked, and its provenance: written once
design.py       point → row, scenario, values of factors
chunks.py       runs, trajectories and failures of a chunk in one Parquet file
three_files.py  chunks as they were written before, read only
stages.py       decisions of a stopping rule
lock.py         one driver at a time
writer.py       the one writer: a chunk counts once its file has its name, so the listing is the only record
reading.py      a folder as a plan again
reuse.py        runs that another folder has already
querying.py     SQL over the files      exporting.py    all runs in one file
"""
