"""Measure the batch beside the other ways of rendering the same sections: `make bench`, or `python bench.py --help`.

Nothing here is asserted in a test: times belong to a machine. What is checked is that every way gave the same outputs.
"""

import argparse
import ctypes
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

ROOT = Path(__file__).parent.parent
AREAS = """North Kent, East Kent, South Kent, West Kent, Disability Service, Ashford AIT & FST, Canterbury AIT & FST,
Dartford AIT & FST, Dover AIT & FST, Gravesham AIT & FST, Maidstone AIT & FST, Sevenoaks AIT & FST, Shepway AIT & FST,
Swale AIT & FST, Thanet AIT & FST, The Weald AIT & FST, SUASC Service""".replace("\n", " ").split(", ")
HEAD = """title: A batch to measure
period: 2016-03
data: data/scs
small_counts: {below: 6, already_published: true}
sections:
"""
KINDS = """  - {{notebook: scorecard, name: scorecard-{n}, parameters: {{area: {area}}}}}
  - {{notebook: summary, name: summary-{n}, parameters: {{area: {area}}}}}
  - {{notebook: exception_report, name: new-{n}, parameters: {{area: {area}, indicator: pf-new-visits}}}}
  - {{notebook: areas, name: areas-{n}, parameters: {{areas: [Kent, North Kent, East Kent]}}}}
  - {{notebook: impact_of_uasc, name: impact-{n}, parameters: {{areas: [Kent, {area}], comparison: true}}}}
  - {{notebook: exception_report, name: initial-{n}, parameters: {{area: {area}, indicator: pf-initial-visits}}}}
  - {{notebook: exception_report, name: reviews-{n}, parameters: {{area: {area}, indicator: cic-reviews}}}}
  - {{notebook: exception_report, name: placements-{n}, parameters: {{area: {area}, indicator: cic-3-placements}}}}
"""


class Cost(NamedTuple):
    """What one run took: processor seconds of all its processes, wall seconds, and memory in MB (sum of PSS)."""

    cpu: float
    wall: float
    memory: float


def make_kit(folder: Path, areas: int) -> Path:
    """Lay out notebooks and data with a pack of eight sections an area, and return its parameters file."""
    for part in ("notebooks", "data"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "parameters").mkdir()
    entries = "".join(KINDS.format(n=number, area=json.dumps(area)) for number, area in enumerate(AREAS[:areas]))
    (folder / "parameters" / "bench.yaml").write_text(HEAD + entries, encoding="utf-8")
    return folder / "parameters" / "bench.yaml"


def measure(way: str, pack: Path, folder: Path, python: str = sys.executable, jobs: int = 0, every: float = 2) -> Cost:
    """Run a way to its end, with every process that it starts. `every` so many seconds its memory is looked at.

    To look costs much: four times a second made the batch a fifth dearer, which keeps both cores busy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # orphans become ours, so that their time is counted too
    _wait_for_orphans()  # of an earlier run: their time is not this one's
    peak, over = [0.0], threading.Event()
    watch = threading.Thread(target=_watch, args=(peak, over, every))
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    watch.start()
    command = [python, str(Path(__file__).parent / "ways.py"), way, str(pack), str(folder)]
    if way == "d":
        command = [python, "-m", "scorecard_kit", "render", str(pack), "--output", str(folder), "--jobs", str(jobs)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        failed = program.wait()
    wall = time.perf_counter() - started
    _wait_for_orphans()
    over.set()
    watch.join()
    if failed:
        raise SystemExit(f"way {way} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, peak[0])


def _wait_for_orphans() -> None:
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _watch(peak: list[float], over: threading.Event, every: float) -> None:
    while not over.wait(every):
        peak[0] = max(peak[0], sum(_shared_out(pid) for pid in descendants(os.getpid())))


def descendants(pid: int) -> Iterator[int]:
    """Every process that a process has started, and that they have."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from descendants(int(child))


def _shared_out(pid: int) -> float:
    """The memory of a process in MB, what it shares with others divided among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def outputs(folder: Path) -> dict[str, list[Any]]:
    """The outputs of every cell of every record in a folder."""
    found = {}
    for path in sorted(folder.rglob("*.ipynb")):
        record = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        found[path.stem] = [cell.get("outputs") for cell in record.cells]
    return found


def compare(areas: int, pairs: int, ways: list[str], python: str) -> None:
    """Run the ways in turn, several times; print each cost, the medians, and ratios within each turn to (d)."""
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as place:
        pack = make_kit(Path(place) / "kit", areas)
        reference: dict[str, list[Any]] = {}
        for turn in range(pairs):
            for way in ways:
                folder = Path(place) / f"{way}{turn}"
                costs[way].append(measure(way, pack, folder, python if way == "c" else sys.executable))
                print(f"{way}: {costs[way][-1]}, load {os.getloadavg()[0]:.1f}", flush=True)
                if way not in "ef":
                    found = outputs(folder)
                    reference = reference or found
                    different = [name for name in reference if found.get(name) != reference[name]]
                    print(f"   {len(found)} sections, outputs that differ from the first way's: {different}")
                shutil.rmtree(folder)
    for way in ways:
        line = " | ".join(f"{statistics.median(figures):.1f}" for figures in zip(*costs[way], strict=True))
        turns = list(zip(costs[way], costs["d"], strict=True))
        against = [[mine.cpu / ours.cpu for mine, ours in turns], [mine.wall / ours.wall for mine, ours in turns]]
        print(f"| {way} | {line} | " + " | ".join(f"{statistics.median(ratios):.2f}" for ratios in against) + " |")


def rebuilds(areas: int) -> None:
    """Measure a full batch, and the rebuild with nothing, one area's data and one commentary changed."""
    with tempfile.TemporaryDirectory() as place:
        pack = make_kit(Path(place) / "kit", areas)
        folder, data = Path(place) / "out", pack.parent.parent / "data" / "scs"
        note = next((data / "commentary" / "2016-03").glob("cic-reviews.md"))
        for name, change in (
            ("full batch", None),
            ("nothing changed", None),
            ("one area's data", (data / "results.csv", "West Kent")),
            ("one commentary", (note, "")),
        ):
            if change:
                _touch(*change)
            cost = measure("d", pack, folder)
            said = json.loads((folder / "bench" / "manifest.json").read_bytes())["sections"]
            ran = sum(section["status"] == "rendered" for section in said)
            print(
                f"| {name} | {len(said)} | {ran if cost.cpu > 1 else 0} | "
                + " | ".join(f"{it:.2f}" for it in cost)
                + " |"
            )


def _touch(path: Path, area: str) -> None:
    """Change one figure of the area, or add a sentence."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if not area:
        lines.append("\nOne more sentence.\n")
    else:
        place = next(at for at, line in enumerate(lines) if f",2016-03,{area},," in line and line.split(",")[5])
        cells = lines[place].split(",")
        cells[4] = str(int(cells[4]) - 1)
        lines[place] = ",".join(cells)
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--areas", type=int, default=6, help="eight sections each (default: 6, which is 48 sections)")
    words.add_argument("--pairs", type=int, default=3, help="how often each way is run")
    words.add_argument("--ways", default="bacdef", help="see ways.py; outputs are compared with those of the first")
    words.add_argument(
        "--python", default=sys.executable, help="the interpreter of an environment with ploomber-engine"
    )
    words.add_argument("--rebuilds", action="store_true", help="full batch and rebuilds instead")
    given = words.parse_args()
    if given.rebuilds:
        rebuilds(given.areas)
    else:
        compare(given.areas, given.pairs, list(given.ways), given.python)
