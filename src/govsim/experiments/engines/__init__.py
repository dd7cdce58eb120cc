"""Who does the work: this process, several, a Dask cluster, or any executor. All of them make the same runs.

engine.py   what an engine is, and the one that works here
shared.py   a few chunks at a time among others who may be lost; what loses them is found
pool.py     processes of this machine
cluster.py  a Dask cluster, and executors of the caller's own
worker.py   what runs over there
"""
