"""Engines that run chunks: this process, several, a Dask cluster, or any executor. All give the same results.

engine.py           the interface, the engines of this machine, and the function that a worker calls
crash_isolation.py  a few chunks at a time in a pool whose workers may die; runs that kill them are isolated
cluster.py          a Dask cluster, and executors of the caller's own
"""
