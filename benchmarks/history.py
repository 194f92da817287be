"""Measure sections of a long history beside the same sections of the March 2016 data: `python -m benchmarks.history`.

The history: ten years, 150 areas, 100 indicators, with and without a cohort, which is 3.6 million results in Parquet.
Its indicators, areas and targets begin with those of the March 2016 data, so that the same pages come out.
"""

import argparse
import csv
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.bench import measure
from scorecard_kit.period import window

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "scs"
COHORTS = ["", "excluding_uasc"]
PACK = """title: A history to measure
period: 2016-03
data: {data}
small_counts: {{below: 6, already_published: true}}
sections:
  - {{notebook: scorecard, parameters: {{area: Kent}}}}
  - {{notebook: exception_report, parameters: {{indicator: cic-reviews}}}}
  - {{notebook: areas, parameters: {{areas: [Kent, North Kent, East Kent, South Kent, West Kent]}}}}
  - {{notebook: impact_of_uasc, parameters: {{areas: [Kent, North Kent, East Kent, South Kent, West Kent]}}}}
"""


def make_history(folder: Path, months: int, areas: int, indicators: int) -> int:
    """Write a data folder whose results.parquet ends with March 2016; returns how many results it has.

    Every indicator has a result for every month, area and cohort. A month is appended at a time, as in life.
    """
    folder.mkdir(parents=True)
    for name in ("targets", "owners", "glossary"):
        shutil.copy(EXAMPLE / f"{name}.csv", folder)
    units = _extended(folder, "indicators", indicators, "further-{n},Further {n},,SS,count,companion")
    places = _extended(folder, "areas", areas, "Further {n},team,Kent")
    counts = [name for name, unit in units.items() if unit == "count"]
    keys = [(name, area, cohort) for name in units for area in places for cohort in COHORTS]
    schema = pa.schema([*((name, pa.string()) for name in ("indicator", "period", "area", "cohort")),
                        ("numerator", pa.int32()), ("denominator", pa.int32())])  # fmt: skip
    with pq.ParquetWriter(folder / "results.parquet", schema) as file:
        for month in window("2016-03", months):
            file.write_table(pa.table(_month(keys, set(counts), month), schema=schema))
    return months * len(keys)


def _extended(folder: Path, name: str, wanted: int, further: str) -> dict[str, str]:
    """Copy as many rows of a table as are wanted, or make further ones; its keys, with the unit of an indicator."""
    with (EXAMPLE / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    made = [further.format(n=number).split(",") for number in range(len(rows), wanted)]
    rows = [*rows, *([*row, *[""] * (len(header) - len(row))] for row in made)][:wanted]
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return {row[0]: row[header.index("unit")] if "unit" in header else "" for row in rows}


def _month(keys: list[tuple[str, str, str]], counts: set[str], month: str) -> dict[str, object]:
    """The results of a month: everyone's, and of each the part that excludes the cohort."""
    chance = np.random.default_rng(int(month.replace("-", "")))
    first = np.array([key[1] == keys[0][1] for key in keys[::2]])
    base = chance.integers(100, 400, len(first)) * np.where(first, 1000, 1)  # the county is far more than its areas
    above = base * chance.integers(50, 95, len(base)) // 100
    numerators = np.stack([above, above - above // 10], axis=1).ravel()
    denominators = np.stack([base, base - above // 10 - (base - above) // 10], axis=1).ravel()
    counted = np.array([key[0] in counts for key in keys])
    indicators, areas, cohorts = zip(*keys, strict=True)
    return {
        "indicator": indicators, "period": [month] * len(keys), "area": areas, "cohort": cohorts,
        "numerator": numerators, "denominator": pa.array(denominators, mask=counted),
    }  # fmt: skip


def make_pack(root: Path, data: Path) -> Path:
    """Lay out notebooks and a parameters file whose figures are in a folder beneath the root."""
    if not (root / "notebooks").exists():
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        (root / "parameters").mkdir()
    pack = root / "parameters" / f"{data.name}.yaml"
    pack.write_text(PACK.format(data=data.relative_to(root).as_posix()), encoding="utf-8")
    return pack


def seconds(pack: Path, output: Path) -> Iterator[tuple[str, float]]:
    """Run every section of a pack, one at a time; the seconds of each."""
    command = [sys.executable, "-m", "scorecard_kit", "render", str(pack), "--output", str(output), "--force"]
    subprocess.run([*command, "--jobs", "1"], check=True, capture_output=True)
    said = json.loads((output / pack.stem / "manifest.json").read_bytes())
    return ((section["name"], section["seconds"]) for section in said["sections"])


def main(months: int, areas: int, indicators: int, pairs: int) -> None:
    """Print the memory of the batch, and for each section its seconds in both and their ratio."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        shutil.copytree(EXAMPLE, root / "data" / "march")
        results = make_history(root / "data" / "history", months, areas, indicators)
        packs = [make_pack(root, root / "data" / name) for name in ("march", "history")]
        found: dict[str, list[list[float]]] = {}
        for _ in range(pairs):
            for place_of, pack in enumerate(packs):
                for name, taken in seconds(pack, root / "out"):
                    found.setdefault(name, [[], []])[place_of].append(taken)
        cost = measure("d", packs[1], root / "measured")
    print(f"| {results} results | peak memory {cost.memory:.0f} MB | {cost.cpu:.1f} s of CPU |")
    for name, sides in found.items():
        march, history = (statistics.median(times) for times in sides)
        print(f"| {name} | {march:.2f} | {history:.2f} | {history / march:.2f} |")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    for option, default in {"--months": 120, "--areas": 150, "--indicators": 100, "--pairs": 5}.items():
        words.add_argument(option, type=int, default=default)
    main(**vars(words.parse_args()))
