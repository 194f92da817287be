"""The same plan on a cluster: a real scheduler and two worker processes on the loopback address."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from scorecard_kit.batch import cluster as cluster_module
from scorecard_kit.batch.cluster import over
from scorecard_kit.batch.run import Options, run
from scorecard_kit.batch.zygote import Zygote
from scorecard_kit.findings import InputError
from scorecard_kit.render import Step, prepare

PACK = """title: A small pack
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
"""
LEAVING = "  - notebook: leaving\n"
ENTRIES = "".join(f"  - {{notebook: plain, name: plain-{number}}}\n" for number in range(5))


class Cluster(NamedTuple):
    """A scheduler's address, and its workers."""

    address: str
    workers: list["subprocess.Popen[bytes]"]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers, each a process of its own, in a folder without anything of the kit."""
    file, place = tmp_path / "scheduler.json", tmp_path / "elsewhere"
    place.mkdir()
    common = ["--scheduler-file", str(file), "--no-dashboard"]
    own = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": place}
    dask = [sys.executable, "-m", "dask"]
    address = ["--host", "127.0.0.1", "--port", "0"]
    scheduler = subprocess.Popen([*dask, "scheduler", *address, *common], **own)  # type: ignore[call-overload]
    while not file.is_file():
        assert scheduler.poll() is None
        time.sleep(0.05)
    worker = [*dask, "worker", *common, "--nthreads", "1", "--no-nanny", "--local-directory", str(place)]
    workers = [subprocess.Popen(worker, **own) for _ in range(2)]  # type: ignore[call-overload]
    yield Cluster(json.loads(file.read_text(encoding="utf-8"))["address"], workers)
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


def test_a_scheduler_that_is_not_there(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where none answers is bad input, told in a sentence."""
    monkeypatch.setattr(cluster_module, "ANSWER", 0.5)
    jobs = [prepare(kit / "parameters" / "small.yaml", kit / "outputs")]
    with (
        pytest.raises(InputError, match=r'^--scheduler: "tcp://127.0.0.1:9" no scheduler answers there\. Start one'),
        over("tcp://127.0.0.1:9", jobs, Options()),
    ):
        pass
