"""What docs/cluster.md shows runs as it stands, as far as one machine allows: on loopback, with and without TLS."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from govsim.errors import InputError
from govsim.experiments.results import open_results
from govsim.experiments.run import run_experiment
from tests.architecture.pages import DOCS, FENCE
from tests.tiny_experiments import ROOT, tiny

distributed = pytest.importorskip("distributed")

PAGE = (DOCS / "cluster.md").read_text("utf-8")
SECONDS = 60.0

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def shown(language: str, heading: str) -> list[str]:
    """The blocks of a language below a heading."""
    section = PAGE[PAGE.index(f"## {heading}") + 3 :].partition("\n## ")[0]
    return [text for one, text in FENCE.findall(section) if one == language]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def terminal(lines: str, folder: Path, output: Path) -> Iterator[Mapping[str, str]]:
    """Run the lines of a block in order: servers in the background, all else to its end. Gives their environment."""
    port = free_port()
    text = lines.replace("10.0.0.1", "127.0.0.1").replace("8786", str(port)).replace("/home/me", str(folder))
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    environment = {**os.environ, "PYTHONPATH": path}
    servers: list[subprocess.Popen[bytes]] = []
    try:
        for line in text.replace("--nworkers 16", "--nworkers 1").splitlines():
            words = shlex.split(line)
            if words[0] == "export":
                environment |= dict([words[1].split("=", 1)])
            elif words[0] == "dask":
                command = [sys.executable, "-m", *words, "--no-dashboard"]
                command += ["--no-nanny"] if words[1] == "worker" else []
                quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
                servers.append(subprocess.Popen(command, cwd=folder, env=environment, **quiet))
                if words[1] == "scheduler":
                    listens(port)
            elif words[0] == "govsim":
                few = ["-n", "2", "-o", str(output)]
                subprocess.run([sys.executable, "-m", *words, *few], cwd=folder, env=environment, check=True)
            else:
                subprocess.run(words, cwd=folder, env=environment, check=True, capture_output=True)
        yield environment
    finally:
        for server in servers:
            server.kill()
            server.wait()


def listens(port: int) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the scheduler does not listen")


def test_some_machines_at_hand(tmp_path: Path) -> None:
    (lines,) = shown("sh", "Some machines at hand")
    with terminal(lines, tmp_path, tmp_path / "results"):
        found = open_results(tmp_path / "results")
    assert found.is_complete
    assert found.manifest["made_with"]["engine"].startswith("dask tcp://127.0.0.1:")


def test_encrypted_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make a certificate")
    made, lines = shown("sh", "Encrypted connections (TLS)")
    (config,) = shown("yaml", "Encrypted connections (TLS)")
    (tmp_path / "dask.yaml").write_text(config.replace("/home/me", str(tmp_path)))
    with terminal(f"{made}{lines}", tmp_path, tmp_path / "results"):
        found = open_results(tmp_path / "results")
        assert found.is_complete
        address = found.manifest["made_with"]["engine"].removeprefix("dask ")
        assert address.startswith("tls://127.0.0.1:")
        monkeypatch.setattr("govsim.experiments.engines.cluster._SECONDS_TO_CONNECT", 3)
        with pytest.raises((InputError, TypeError)):  # a driver that has no certificate
            run_experiment(tiny(), output=tmp_path / "stranger", dask=address)


def test_slurm_as_far_as_it_goes_without_slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a cluster on this machine in the place of one whose workers are jobs."""
    started: list[Mapping[str, Any]] = []

    class SLURMCluster:
        def __init__(self, **asked: Any) -> None:
            started.append(asked)
            self.here = distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)
            self.scheduler_address = self.here.scheduler_address

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None:
            self.here.close()

        def scale(self, jobs: int) -> None:
            started.append({"jobs": jobs})

    module = types.ModuleType("dask_jobqueue")
    module.SLURMCluster = SLURMCluster  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "dask_jobqueue", module)
    monkeypatch.chdir(tmp_path)
    (text,) = shown("py", "SLURM")
    asked = 'tiny(name="three_elements")'
    exec(text.replace('"three_elements"', asked), {"__name__": "__main__", "tiny": tiny})
    assert open_results(tmp_path / "results").is_complete
    assert [*started[0]] == ["cores", "processes", "memory", "walltime"]
    assert started[1] == {"jobs": 20}


def test_the_words_of_slurm_are_those_of_dask_jobqueue(tmp_path: Path) -> None:
    jobqueue = pytest.importorskip("dask_jobqueue", reason="dask-jobqueue is not installed")
    (text,) = shown("py", "SLURM")
    arguments = re.search(r"SLURMCluster\((.*)\)", text)
    assert arguments is not None
    cluster = eval(
        f"jobqueue.SLURMCluster({arguments[1]}, scheduler_options={{'port': 0}})", {"jobqueue": jobqueue}
    )
    try:
        assert "#SBATCH -t 04:00:00" in cluster.job_script()
    finally:
        cluster.close()


def test_kubernetes_starts_workers_with_words_that_dask_knows() -> None:
    (text,) = shown("yaml", "Kubernetes")
    arguments = re.search(r"args: \[(.*)\]", text)
    assert arguments is not None
    words = [word.strip(' "') for word in arguments[1].split(",")]
    assert words[:2] == ["dask", "worker"]
    known = subprocess.run(
        [sys.executable, "-m", "dask", "worker", "--help"], capture_output=True, text=True
    ).stdout
    for word in words[3:]:
        assert not word.startswith("--") or word in known
