"""Engines on a Dask cluster or any executor of the caller. Results return to the driver: no shared disk is needed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import ExitStack, suppress
from typing import Any, Final

from govsim.errors import InputError, Problem, WorkerLost
from govsim.experiments.engines.crash_isolation import CrashIsolation
from govsim.experiments.plan import Work
from govsim.processes import sigint_blocked
from govsim.runs.pool import WorkerDied

LOCAL: Final = "local"
_INSTALL: Final = "Install it with: pip install 'govsim[cluster]'"
_SECONDS_TO_CONNECT: Final = 20
_SECONDS_TO_CLOSE: Final = 0.8
_PATIENCE: Final = 120.0  # seconds without a worker: some clusters start workers only when there is work
_DEATHS: Final = 1  # of workers that a chunk may cause on a local cluster before it fails
_NEVER: Final = "1000h"


class _ExecutorPool:
    """An executor as a pool. It belongs to the caller, who alone can repair or close it."""

    retries = 0  # the cluster itself retries a chunk

    def __init__(
        self,
        executor: Executor,
        jobs: int,
        killed: type[Exception] = WorkerDied,
        workers: Callable[[], int] | None = None,
    ) -> None:
        self.jobs = jobs
        self._workers = workers  # the current number of workers, if the executor knows it
        self._last_seen = time.monotonic()
        self._executor = executor
        self._killed = killed  # raised for work that killed several workers

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Submit work. Raises WorkerLost if the executor is closed."""
        try:
            return self._executor.submit(function, *arguments)
        except (BrokenExecutor, RuntimeError) as error:
            raise _gone(error) from error

    def result(self, future: Future[Any]) -> Any:
        """The result of work. Raises WorkerDied if it killed its workers, WorkerLost if the executor is gone."""
        try:
            return future.result()
        except self._killed as error:
            raise WorkerDied from error
        except (BrokenExecutor, CancelledError) as error:  # cancelled when the executor was shut down
            raise _gone(error) from error

    def check(self) -> None:
        """Raise WorkerLost if the cluster has had no worker for two minutes."""
        now = time.monotonic()
        if self._workers is None or self._workers():
            self._last_seen = now
        elif now - self._last_seen > _PATIENCE:
            raise WorkerLost(
                f"The cluster has had no worker for {_PATIENCE:.0f} seconds. Finished chunks are safe: "
                "continue with 'govsim experiment resume'."
            )

    def replenish(self) -> None:
        """Nothing to do: the cluster replaces its workers."""


class ExecutorEngine(CrashIsolation):
    """An engine around any `concurrent.futures` executor, which it leaves open."""

    def __init__(self, work: Work, executor: Executor) -> None:
        jobs = getattr(executor, "_max_workers", None) or os.cpu_count() or 1
        self.name = type(executor).__name__
        pool = _ExecutorPool(executor, jobs)
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
            unfinished.pop_all()
        self.name = f"Dask at {address}" if address != LOCAL else "Dask on this machine"
        threads = sum(self._client.nthreads().values()) or 1
        executor = self._client.get_executor(pure=False)
        pool = _ExecutorPool(executor, threads, KilledWorker, self._count)
        super().__init__(work, pool, pool)

    def _count(self) -> int:
        return len(self._client.nthreads())

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
    """Stop a local cluster."""
    _kill_workers(cluster)
    # A worker that is restarting may outlast the timeout; it ends by itself or with this process.
    with suppress(TimeoutError):
        cluster.close(timeout=_SECONDS_TO_CLOSE)


def _kill_workers(cluster: Any) -> None:
    """Kill a cluster's workers: asked to close, they would finish their chunks first.

    Dask's nannies replace them by idle workers, which close on request.
    """
    for nanny in cluster.workers.values():
        if nanny.pid:
            with suppress(ProcessLookupError):  # already ended
                os.kill(nanny.pid, signal.SIGKILL)


def _gone(error: BaseException) -> WorkerLost:
    return WorkerLost(
        f"The workers are gone ({type(error).__name__}: {error}). Finished chunks are safe: "
        "continue with 'govsim experiment resume'."
    )
