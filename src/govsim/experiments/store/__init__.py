"""Storage of results: one folder per experiment; a crash at any moment loses a few seconds of work.

folder.py       names and places of files
manifest.py     the request and its provenance, written once
design.py       point → row, scenario, factor values
chunk_format.py runs, trajectories and failures of a chunk in one Parquet file
three_files.py  the former format of chunks, read only
stages.py       decisions of a stopping rule
lock.py         one driver at a time
writer.py       the only writer: a chunk counts once its file has its final name, so the listing is the record
reading.py      plan and chunks from a folder
reuse.py        runs from other folders
querying.py     SQL over the files      exporting.py    all runs in one file
"""
