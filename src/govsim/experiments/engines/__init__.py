"""Engines that run chunks: one process, several, a Dask cluster or any executor, all with the same results.

engine.py           the interface, the engine in this process, and the function that a worker calls
crash_isolation.py  chunks in a pool whose workers may die; isolates the runs that kill them
cluster.py          a Dask cluster, and executors of the caller
"""
