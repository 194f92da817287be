"""Measure one machine beside a cluster of two workers on the loopback address: `python -m benchmarks.cluster --help`.

Both run two sections at a time. What a real cluster adds is what this one shows beside `--jobs 2`: the start, the
bytes that are sent, and the work of sending them. CPU counts every process, the workers' kernels with them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.bench import Cost, descendants, make_kit, measure

_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Run a scheduler and two workers of one thread each; give the scheduler's address."""
    file, dask = folder / "scheduler.json", [sys.executable, "-m", "dask"]
    common = ["--scheduler-file", str(file), "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    commands = [[*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *common]]
    commands += [[*dask, "worker", *common, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]] * 2
    programs = []
    for command in commands:
        programs.append(subprocess.Popen(command, **quiet))  # type: ignore[call-overload]
        while not file.is_file():
            time.sleep(0.05)
    try:
        yield json.loads(file.read_text(encoding="utf-8"))["address"]
    finally:
        for program in programs:
            program.kill()
            program.wait()


def seconds_used() -> float:
    """The processor seconds of every process that this one has started and that is still there, or that they reaped."""
    used = 0
    for pid in descendants(os.getpid()):
        with suppress(OSError):
            said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            used += sum(map(int, said[11:15]))
    return used / _TICKS


def over_cluster(pack: Path, folder: Path, address: str) -> Cost:
    """Render the pack on the cluster."""
    command = [sys.executable, "-m", "scorecard_kit", "render", str(pack), "--output", str(folder)]
    before, started = seconds_used(), time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "--scheduler", address], **quiet) as client:  # type: ignore[call-overload]
        _, status, own = os.wait4(client.pid, 0)
        client.returncode = os.waitstatus_to_exitcode(status)
    if client.returncode:
        raise SystemExit("the cluster failed")
    return Cost(seconds_used() - before + own.ru_utime + own.ru_stime, time.perf_counter() - started, 0.0)


def sent(pack: Path, folder: Path) -> tuple[int, int]:
    """The bytes of the data folder as it is sent, and of the records that come back."""
    root = pack.parent.parent
    with tempfile.TemporaryFile() as held, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in (root / "data" / "scs").rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(root))
        data = held.tell()
    return data, sum(path.stat().st_size for path in folder.rglob("*.ipynb"))


def compare(areas: int, pairs: int) -> None:
    """Run both in turn, and print medians: what the two cost, and what went over the wire."""
    costs: dict[str, list[Cost]] = {"one": [], "first": [], "again": []}
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        pack = make_kit(place / "kit", areas)
        for turn in range(pairs):
            costs["one"].append(measure("d", pack, place / f"one{turn}", jobs=2))
            (place / f"cluster{turn}").mkdir()
            with cluster(place / f"cluster{turn}") as address:
                costs["first"].append(over_cluster(pack, place / f"first{turn}", address))
                costs["again"].append(over_cluster(pack, place / f"again{turn}", address))
            print({way: costs[way][-1] for way in costs}, f"load {os.getloadavg()[0]:.1f}", flush=True)
        bytes_of = sent(pack, place / "one0")
    line = " | ".join(
        f"{statistics.median(getattr(cost, what) for cost in costs[way]):.1f}"
        for what in Cost._fields[:2]
        for way in costs
    )
    print(f"| {areas * 8} | {line} | {bytes_of[0] / 1e3:.0f} | {bytes_of[1] / areas / 8e3:.1f} |")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--areas", type=int, nargs="+", default=[2, 6, 17], help="eight sections each")
    words.add_argument("--pairs", type=int, default=3, help="how often each is run")
    given = words.parse_args()
    for number in given.areas:
        compare(number, given.pairs)
