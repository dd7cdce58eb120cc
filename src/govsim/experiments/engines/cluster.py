"""Engines on a Dask cluster or any executor of the caller. Results return to the driver: no shared disk is needed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any, Final

from govsim.errors import GovsimError, InputError, Problem, WorkerLost
from govsim.experiments.engines.crash_isolation import CrashIsolation
from govsim.experiments.engines.engine import packed, problem_of_worker, this_worker
from govsim.experiments.plan import Work
from govsim.interrupts import sigint_blocked
from govsim.runs.pool import POLL_SECONDS, WorkerDied
from govsim.runs.provenance import this_maker

LOCAL: Final = "local"
_INSTALL: Final = "Install it with: pip install 'govsim[cluster]'"
_SECONDS_TO_CONNECT: Final = 20
_SECONDS_TO_ANSWER: Final = 60  # of all workers, which import the model first
_SECONDS_TO_CLOSE: Final = 0.8
_PATIENCE: Final = 120.0  # seconds without a worker: some clusters start workers only when there is work
_DEATHS: Final = 1  # of workers that a chunk may cause on a local cluster before it fails
_NEVER: Final = "1000h"
_NO_LIMIT: Final = "1TiB"
# Dask ends a worker that cannot unpickle a function; one that cannot find it by name reports an error.
_CALL: Final = "__import__('pkgutil').resolve_name(name)(*arguments)"


class _ExecutorPool:
    """An executor as a pool. It belongs to the caller, who alone can repair or close it."""

    retries = 0  # the cluster itself retries a chunk

    def __init__(
        self, executor: Executor, workers: Callable[[], int], killed: type[Exception] = WorkerDied
    ) -> None:
        self._workers = workers  # the current number of workers
        self._counted = (float("-inf"), 0)  # when they were last counted, and their number
        self._last_seen = time.monotonic()
        self._executor = executor
        self._killed = killed  # raised for work that killed several workers

    @property
    def jobs(self) -> int:
        """The number of workers, counted anew every second; at least 1, as some clusters grow only with work."""
        return max(1, self._count())

    def _count(self) -> int:
        now = time.monotonic()
        if now - self._counted[0] >= POLL_SECONDS:
            try:
                self._counted = now, self._workers()
            except OSError as error:  # of Dask, when its scheduler is gone
                raise _worker_lost(error) from error
        return self._counted[1]

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Submit work. Raises WorkerLost if the executor is closed."""
        try:
            return self._executor.submit(function, *arguments)
        except (BrokenExecutor, RuntimeError) as error:
            raise _worker_lost(error) from error

    def result(self, future: Future[Any]) -> Any:
        """The result of work. Raises WorkerDied if it killed its workers, WorkerLost if the executor is gone."""
        try:
            return future.result()
        except self._killed as error:
            raise WorkerDied from error
        except (BrokenExecutor, CancelledError) as error:  # cancelled when the executor was shut down
            raise _worker_lost(error) from error

    def check(self) -> None:
        """Raise WorkerLost if the cluster has had no worker for two minutes."""
        now = time.monotonic()
        if self._count():
            self._last_seen = now
        elif now - self._last_seen > _PATIENCE:
            raise WorkerLost(
                f"The cluster has had no worker for {_PATIENCE:.0f} seconds. Finished chunks are safe: "
                "continue with 'govsim experiment resume'."
            )

    def replenish(self) -> None:
        """Nothing to do: the cluster replaces its workers."""


class _DaskPool(_ExecutorPool):
    """A Dask cluster as a pool, which may grow and shrink."""

    def __init__(self, client: Any, killed: type[Exception]) -> None:
        self._client = client
        super().__init__(client.get_executor(pure=False), lambda: sum(client.nthreads().values()), killed)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Submit work. Raises WorkerLost if the cluster is gone."""
        return super().submit(eval, _CALL, _called(function, *arguments))

    def result(self, future: Future[Any]) -> Any:
        """As of any executor; an error that is not the model's may be due to a worker with other versions."""
        try:
            return super().result(future)
        except (WorkerDied, GovsimError):
            raise
        except Exception:
            refuse_other_workers(self._client)
            raise


def _called(function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
    """The variables of `_CALL`: the name of a function, and its arguments."""
    return {"name": f"{function.__module__}:{function.__qualname__}", "arguments": list(arguments)}


def refuse_other_workers(client: Any) -> None:
    """Ask all workers for their versions. Raises InputError that names those with others than this process.

    The first chunk repeats the check for a worker that does not answer in time.
    """
    with client.get_executor(pure=False) as executor:
        futures = {
            executor.submit(
                eval, _CALL, _called(this_worker), workers=[address], allow_other_workers=False
            ): address
            for address in client.nthreads()
        }
        answered, silent = wait(futures, _SECONDS_TO_ANSWER)
        for future in silent:
            future.cancel()
    others: dict[Problem, list[str]] = {}  # without the worker's name: many have the same fault
    for future in answered:
        error = future.exception()
        there = {"govsim": f"that fails ({type(error).__name__}: {error})"} if error else future.result()[1]
        problem = problem_of_worker("", this_maker().alike, there)
        if problem is not None:
            others.setdefault(problem, []).append(futures[future])
    if others:
        raise InputError(replace(problem, where=_names(workers)) for problem, workers in others.items())


def _names(addresses: list[str]) -> str:
    """`worker tcp://10.0.0.2:4000 (and 3 more)`."""
    more = f" (and {len(addresses) - 1:,} more)" if len(addresses) > 1 else ""
    return f"worker {min(addresses)}{more}"


class ExecutorEngine(CrashIsolation):
    """An engine around any `concurrent.futures` executor, which it leaves open."""

    def __init__(self, work: Work, executor: Executor) -> None:
        jobs = getattr(executor, "_max_workers", None) or os.cpu_count() or 1
        self.name = type(executor).__name__
        pool = _ExecutorPool(executor, lambda: jobs)
        super().__init__(work, pool, pool)

    def close(self) -> None:
        """Do nothing: the caller closes the executor."""


class Dask(CrashIsolation):
    """An engine on a Dask cluster: a running one at an address, or a new one with `local`.

    Raises InputError if Dask is not installed or no scheduler answers.
    """

    def __init__(self, work: Work, address: str, jobs: int | None) -> None:
        try:
            import dask
            import distributed as untyped
            from distributed.scheduler import KilledWorker
        except ImportError as error:
            raise InputError(
                Problem("--dask", "Dask to be installed", "no package 'distributed'", remedy=_INSTALL)
            ) from error
        distributed: Any = untyped
        self._opened = ExitStack()  # closed in reverse
        with ExitStack() as unfinished:
            unfinished.callback(self.close)  # an interrupt or error may come half-way through
            where: Any = address
            if address == LOCAL:
                where = self._local_cluster(dask, distributed, jobs)
            try:
                self._client = distributed.Client(where, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
            except (OSError, ValueError) as error:
                raise InputError(
                    Problem("--dask", "the address of a Dask scheduler, such as tcp://10.0.0.1:8786, or 'local'",
                            f"'{address}' ({error})")
                ) from error  # fmt: skip
            self._opened.callback(self._client.close, timeout=_SECONDS_TO_CLOSE)
            refuse_other_workers(self._client)
            # A task holds the work, sent to each worker once; Dask repeats it where a worker dies with it.
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": _NO_LIMIT}):
                shared = self._client.submit(bytes, packed(work), pure=False)
            unfinished.pop_all()
        self.name = f"Dask at {address}" if address != LOCAL else "Dask on this machine"
        pool = _DaskPool(self._client, KilledWorker)
        super().__init__(work, pool, pool, shared)

    def _local_cluster(self, dask: Any, distributed: Any, jobs: int | None) -> Any:
        self._opened.enter_context(
            dask.config.set(
                {
                    "distributed.scheduler.allowed-failures": _DEATHS,
                    "distributed.deploy.lost-worker-timeout": _NEVER,  # or it dismisses a worker that is restarting
                }
            )
        )
        with sigint_blocked():  # until `close` knows of the cluster
            cluster = distributed.LocalCluster(
                n_workers=jobs or os.cpu_count() or 1,
                threads_per_worker=1,  # Python's lock would let only one thread run at a time
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            )
            self._opened.callback(_stop_cluster, cluster)
        return cluster

    def close(self) -> None:
        """Disconnect from the cluster; stop it if it is local."""
        self._opened.close()


def _stop_cluster(cluster: Any) -> None:
    _kill_workers(cluster)
    # A worker that is restarting may outlast the timeout; it ends by itself or with this process.
    with suppress(TimeoutError):
        cluster.close(timeout=_SECONDS_TO_CLOSE)


def _kill_workers(cluster: Any) -> None:
    """Kill a cluster's workers: a polite close would wait for their chunks.

    Dask's nannies replace them by idle workers, which close on request.
    """
    for nanny in cluster.workers.values():
        if nanny.pid:
            with suppress(ProcessLookupError):  # already ended
                os.kill(nanny.pid, signal.SIGKILL)


def _worker_lost(error: BaseException) -> WorkerLost:
    return WorkerLost(
        f"The workers are gone ({type(error).__name__}: {error}). Finished chunks are safe: "
        "continue with 'govsim experiment resume'."
    )
