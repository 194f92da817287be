"""The same plan on a cluster: a real scheduler and two worker processes on the loopback address."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import sqlalchemy as sa
from distributed import Client, LocalCluster

from scorecard_kit.findings import InputError
from scorecard_kit.run import _cluster as cluster_module
from scorecard_kit.run._cluster import over
from scorecard_kit.run._render import Step, prepare
from scorecard_kit.run.batch import Options, run
from scorecard_kit.run.warm.zygote import Zygote
from tests.run.conftest import Small

PACK = """title: A small pack
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
"""
LEAVING = "  - notebook: leaving\n"
ENTRIES = "".join(f"  - {{notebook: plain, name: plain-{number}}}\n" for number in range(4))
OWN = "  - {notebook: sliced, name: own, parameters: {area: North Kent, data: data/other}}\n"


class Cluster(NamedTuple):
    """A scheduler's file, in a folder without anything of the kit."""

    file: Path

    @property
    def address(self) -> str:
        """Where the scheduler listens."""
        return str(json.loads(self.file.read_text(encoding="utf-8"))["address"])

    @property
    def database(self) -> str:
        """The address of a database, which the workers have in SCORECARD_TEST."""
        return f"sqlite:///{self.file.with_name('figures.db')}"

    @contextmanager
    def program(self, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
        """The scheduler, or a worker, as a process of its own while the block lasts."""
        command = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(self.file), "--no-dashboard"]
        quiet, own = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}, {"SCORECARD_TEST": self.database}
        started = subprocess.Popen(command, cwd=self.file.parent, env={**os.environ, **own}, **quiet)  # type: ignore[call-overload]
        try:
            yield started
        finally:
            started.kill()
            started.wait()

    def worker(self) -> AbstractContextManager["subprocess.Popen[bytes]"]:
        """One that runs a section at a time."""
        return self.program("worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(self.file.parent))


@contextmanager
def scheduler(folder: Path) -> Iterator[Cluster]:
    """A scheduler that no worker has come to yet."""
    found = Cluster(folder / "scheduler.json")
    with found.program("scheduler", "--host", "127.0.0.1", "--port", "0") as program:
        while not found.file.is_file():
            assert program.poll() is None
            time.sleep(0.05)
        yield found


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler, with a worker that stays."""
    with scheduler(tmp_path_factory.mktemp("elsewhere")) as started, started.worker():
        yield started


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path]) -> Path:
    """A small kit with a pack of five sections, of which one fails."""
    root = make_kit(tmp_path / "kit")
    (root / "parameters" / "small.yaml").write_text(PACK + LEAVING + ENTRIES, encoding="utf-8")
    return root


def pages(folder: Path) -> dict[str, bytes]:
    """Every page and every file of figures, by name."""
    found = [*folder.rglob("*.html"), *folder.rglob("*.csv")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_cluster_gives_the_same_pages_though_a_worker_dies(kit: Path, cluster: Cluster, zygote: Zygote) -> None:
    """One of two workers is killed after the second section: no section is lost, and every byte is as without them."""
    assert zygote
    pack, killed = kit / "parameters" / "small.yaml", list[int]()

    def kill(step: Step) -> None:
        if step.seconds is not None and step.number == 2:
            doomed.kill()
            killed.append(step.number)

    jobs = [prepare(pack, kit / "outputs")]
    with cluster.worker() as doomed, over(cluster.address, jobs, Options()) as (executor, options):
        with Client(cluster.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2)
        [result] = run(jobs, options, kill, executor)
    there = pages(kit / "outputs" / "small")
    assert (killed, len(result.rendered)) == ([2], 4)
    reason = "leaving failed: notebooks/leaving.ipynb, cell 4: the notebook stopped itself (sys.exit)"
    assert result.failed == (reason,)
    shutil.rmtree(kit / "outputs")
    [again] = run([prepare(pack, kit / "outputs")], Options())
    assert again.failed == (reason,)
    assert there == pages(kit / "outputs" / "small")


def test_a_cluster_reads_whatever_is_read_here(
    small: Small, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A section with a data folder of its own, and a pack from a database without any folder, are as they are here."""
    monkeypatch.setenv("SCORECARD_TEST", cluster.database)
    with sa.create_engine(cluster.database).begin() as connection:
        for path in (small.root / "data" / "small").glob("*.csv"):
            pd.read_csv(path, dtype=str).to_sql(path.stem, connection, index=False)
    shutil.copytree(small.root / "data" / "small", small.root / "data" / "other")
    small.change("data/other/results.csv", ",40,50", ",41,50")
    stored = small.pack.with_name("stored.yaml")
    text = small.pack.read_text(encoding="utf-8")
    stored.write_text(text.replace("data/small", "{database: env:SCORECARD_TEST}"), encoding="utf-8")
    small.pack.write_text(text + OWN, encoding="utf-8")
    packs = [small.pack, stored]
    some = [("plain", "own"), ("plain", "sliced-north-kent")]
    jobs = [prepare(pack, tmp_path / "there", only) for pack, only in zip(packs, some, strict=True)]
    with over(cluster.address, jobs, Options()) as (executor, options):
        results = run(jobs, options, executor=executor)
    assert [(result.rendered, result.failed) for result in results] == [
        (("plain", "own"), ()), (("sliced-north-kent", "plain"), ()),
    ]  # fmt: skip
    run([prepare(pack, tmp_path / "here", only) for pack, only in zip(packs, some, strict=True)], Options())
    assert pages(tmp_path / "there") == pages(tmp_path / "here")


def test_a_scheduler_without_a_worker(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever for a worker: what to start is said."""
    monkeypatch.setattr(cluster_module, "ANSWER", 3)
    jobs = [prepare(kit / "parameters" / "small.yaml", kit / "outputs")]
    with LocalCluster(n_workers=0, protocol="tcp", dashboard_address=None) as lonely:  # type: ignore[no-untyped-call]
        address = lonely.scheduler_address
        said = f'--scheduler: "{address}" the scheduler there has no worker. Start one on each machine with'
        with pytest.raises(InputError, match=re.escape(said)), over(address, jobs, Options()):
            pass


def test_a_scheduler_that_is_not_there(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where none answers is bad input, told in a sentence."""
    monkeypatch.setattr(cluster_module, "ANSWER", 0.5)
    jobs = [prepare(kit / "parameters" / "small.yaml", kit / "outputs")]
    with (
        pytest.raises(InputError, match=r'^--scheduler: "tcp://127.0.0.1:9" no scheduler answers there\. Start one'),
        over("tcp://127.0.0.1:9", jobs, Options()),
    ):
        pass
