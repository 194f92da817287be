"""The same plan on a cluster: a real scheduler and two worker processes on the loopback address."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import sqlalchemy as sa

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
ENTRIES = "".join(f"  - {{notebook: plain, name: plain-{number}}}\n" for number in range(5))
OWN = "  - {notebook: sliced, name: own, parameters: {area: North Kent, data: data/other}}\n"


class Cluster(NamedTuple):
    """A scheduler's address, its workers, and the database whose address they have in SCORECARD_TEST."""

    address: str
    database: str
    workers: list["subprocess.Popen[bytes]"]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers, each a process of its own, in a folder without anything of the kit."""
    file, place = tmp_path / "scheduler.json", tmp_path / "elsewhere"
    place.mkdir()
    common, database = ["--scheduler-file", str(file), "--no-dashboard"], f"sqlite:///{tmp_path / 'figures.db'}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    own = {**quiet, "cwd": place, "env": {**os.environ, "SCORECARD_TEST": database}}
    dask = [sys.executable, "-m", "dask"]
    address = ["--host", "127.0.0.1", "--port", "0"]
    scheduler = subprocess.Popen([*dask, "scheduler", *address, *common], **own)  # type: ignore[call-overload]
    while not file.is_file():
        assert scheduler.poll() is None
        time.sleep(0.05)
    worker = [*dask, "worker", *common, "--nthreads", "1", "--no-nanny", "--local-directory", str(place)]
    workers = [subprocess.Popen(worker, **own) for _ in range(2)]  # type: ignore[call-overload]
    yield Cluster(json.loads(file.read_text(encoding="utf-8"))["address"], database, workers)
    for program in (*workers, scheduler):
        program.kill()
        program.wait()


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path]) -> Path:
    """A small kit with a pack of six sections, of which one fails."""
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
            cluster.workers[0].send_signal(signal.SIGKILL)
            killed.append(step.number)

    jobs = [prepare(pack, kit / "outputs")]
    with over(cluster.address, jobs, Options()) as (executor, options):
        [result] = run(jobs, options, kill, executor)
    there = pages(kit / "outputs" / "small")
    assert (killed, len(result.rendered)) == ([2], 5)
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
    jobs = [prepare(pack, tmp_path / "there") for pack in packs]
    with over(cluster.address, jobs, Options()) as (executor, options):
        results = run(jobs, options, executor=executor)
    assert [(len(result.rendered), result.failed) for result in results] == [(6, ()), (5, ())]
    run([prepare(pack, tmp_path / "here") for pack in packs], Options())
    assert pages(tmp_path / "there") == pages(tmp_path / "here")


def test_a_scheduler_without_a_worker(kit: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever for a worker: what to start is said."""
    monkeypatch.setattr(cluster_module, "ANSWER", 3)
    for worker in cluster.workers:
        worker.kill()
        worker.wait()
    jobs = [prepare(kit / "parameters" / "small.yaml", kit / "outputs")]
    said = f'--scheduler: "{cluster.address}" the scheduler there has no worker. Start one on each machine with'
    with pytest.raises(InputError, match=re.escape(said)), over(cluster.address, jobs, Options()):
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
