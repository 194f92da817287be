"""Measure sections of a long history beside the same sections of the March 2016 data: `python -m benchmarks.history`.

The history: ten years, 170 areas, 100 indicators, with and without a cohort, which is over 3.6 million results in
Parquet. The March 2016 data are part of it, so that both give the same figures: the rest are other areas and
indicators, and the years before.
"""

import argparse
import csv
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.bench import measure
from scorecard_kit.judge.periods import window

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "scs"
COHORTS = ["", "excluding_uasc"]
FIRST = "2015-03"
"""The first month of the March 2016 data: on a page that shows a result of this month, earlier ones change nothing."""
RULES = {"published": "true", "withheld": "false"}
PACK = """title: A history to measure
period: 2016-03
data: {data}
small_counts: {{below: 6, already_published: {published}}}
sections:
  - {{notebook: scorecard, parameters: {{area: Kent}}}}
  - {{notebook: exception_report, parameters: {{indicator: cic-reviews}}}}
  - {{notebook: areas, parameters: {{areas: [Kent, North Kent, East Kent, South Kent, West Kent]}}}}
  - {{notebook: impact_of_uasc, parameters: {{areas: [Kent, North Kent, East Kent, South Kent, West Kent]}}}}
"""
_KEY = ("indicator", "period", "area", "cohort")
_FIGURES = ("numerator", "denominator")
_LEFT_OUT = ("breakdowns.csv", "published.csv")  # about areas and indicators that a small history has not
_FAMILY = 10  # further areas: one, and those within it
Key = tuple[str, str, str]
Row = dict[str, str]


def make_history(folder: Path, months: int, areas: int, indicators: int, *, around_march: bool = False) -> int:
    """Write a data folder whose results.parquet ends with March 2016; returns how many results it has.

    Every indicator has a result for every month, area and cohort. With `around_march`, what a page of March 2016 would
    show of them are the results of the March 2016 data, as far as there are any. A month is appended at a time.
    """
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("results.csv", *_LEFT_OUT))
    units = _cut(folder / "indicators.csv", indicators, lambda n: f"further-{n},Further {n},,,SS,count,companion")
    places = _cut(folder / "areas.csv", areas, _further_area)
    counts = {row["indicator"] for row in units if row["unit"] == "count"}
    keys = [(unit["indicator"], place["area"], cohort) for unit in units for place in places for cohort in COHORTS]
    march = _rows(EXAMPLE / "results.csv") if around_march else []
    is_shown, has_earlier = _in_march(march, keys)
    schema = pa.schema([*((name, pa.string()) for name in _KEY), *((name, pa.float64()) for name in _FIGURES),
                        ("value", pa.string())])  # fmt: skip
    with pq.ParquetWriter(folder / "results.parquet", schema) as file:
        for month in window("2016-03", months):
            made = pa.table(_month(keys, counts, month), schema=schema)
            file.write_table(made.filter(~is_shown | (has_earlier & (month < FIRST))))
            own = [row for row in march if row["period"] == month]
            file.write_table(pa.table({name: _column(name, own) for name in schema.names}, schema=schema))
    return int(pq.read_metadata(folder / "results.parquet").num_rows)


def _column(name: str, rows: Sequence[Row]) -> list[Any]:
    return [float(row[name]) if name in _FIGURES and row[name] else row[name] or ("" if name in _KEY else None)
            for row in rows]  # fmt: skip


def _in_march(march: Sequence[Row], keys: Sequence[Key]) -> tuple[Any, Any]:
    """Which keys a page of March 2016 may show, and which of these may have earlier results without showing more."""
    names = {row["indicator"] for row in march}
    places = {row["area"] for row in _rows(EXAMPLE / "areas.csv")}
    first = {(row["indicator"], row["area"], row["cohort"]) for row in march if row["period"] == FIRST}
    return np.array([key[0] in names and key[1] in places for key in keys]), np.array([key in first for key in keys])


def _further_area(number: int) -> str:
    own = number - number % _FAMILY
    return f"Further {number},area," if number == own else f"Further {number},team,Further {own}"


def _rows(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _cut(path: Path, wanted: int, further: Callable[[int], str]) -> list[Row]:
    """Keep as many rows of a table as are wanted, or make further ones; its rows then."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    made = [further(number) for number in range(wanted)]
    filled = [line + "," * (header.count(",") - line.count(",")) for line in made]
    path.write_text("\n".join([header, *[*lines, *filled][:wanted], ""]), encoding="utf-8")
    return _rows(path)


def _month(keys: Sequence[Key], counts: set[str], month: str) -> dict[str, object]:
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
        "numerator": numerators, "denominator": pa.array(denominators, mask=counted), "value": [None] * len(keys),
    }  # fmt: skip


def make_both(folder: Path, months: int, areas: int, indicators: int) -> int:
    """Write the March 2016 data beside a history that shows the same of them; returns how many results it has."""
    shutil.copytree(EXAMPLE, folder / "march", ignore=shutil.ignore_patterns(*_LEFT_OUT))
    return make_history(folder / "history", months, areas, indicators, around_march=True)


def make_pack(root: Path, name: str, rule: str) -> Path:
    """Lay out notebooks and a parameters file whose figures are in a data folder of that name beneath the root."""
    if not (root / "notebooks").exists():
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        (root / "parameters").mkdir()
    pack = root / "parameters" / f"{name}-{rule}.yaml"
    pack.write_text(PACK.format(data=f"data/{name}", published=RULES[rule]), encoding="utf-8")
    return pack


def seconds(pack: Path, output: Path) -> Iterator[tuple[str, float]]:
    """Run every section of a pack, one at a time; the seconds of each."""
    command = [sys.executable, "-m", "scorecard_kit", "render", str(pack), "--output", str(output), "--force"]
    subprocess.run([*command, "--jobs", "1"], check=True, capture_output=True)
    said = json.loads((output / pack.stem / "manifest.json").read_bytes())
    return ((section["name"], section["seconds"]) for section in said["sections"])


def is_compared(name: str) -> bool:
    """Whether a file has figures that both must show: the exception report compares its first month with an earlier."""
    return name.endswith(".csv") and "exception" not in name


def figures(folder: Path) -> dict[str, bytes]:
    """The figures of each section that are the same from both."""
    return {path.name: path.read_bytes() for path in folder.glob("data/*.csv") if is_compared(path.name)}


def main(months: int, areas: int, indicators: int, pairs: int, rules: Sequence[str]) -> None:
    """Print the memory of the batch, and for each section its seconds in both and their ratio."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        results = make_both(root / "data", months, areas, indicators)
        for rule in rules:
            packs = [make_pack(root, name, rule) for name in ("march", "history")]
            found: dict[str, list[list[float]]] = {}
            for _ in range(pairs):
                for place_of, pack in enumerate(packs):
                    for name, taken in seconds(pack, root / "out"):
                        found.setdefault(name, [[], []])[place_of].append(taken)
            cost = measure("d", packs[1], root / "measured", every=0.25)
            print(
                f"| {results} results, {rule} | peak memory {cost.memory:.0f} MB | {cost.cpu:.1f} s of CPU |",
                flush=True,
            )
            if pairs and figures(root / "out" / packs[0].stem) != figures(root / "out" / packs[1].stem):
                raise SystemExit("the history gives other figures than the March 2016 data")
            for name, sides in found.items():
                march, history = (statistics.median(times) for times in sides)
                print(f"| {name} | {march:.2f} | {history:.2f} | {history / march:.2f} |")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    for option, default in {"--months": 120, "--areas": 170, "--indicators": 100, "--pairs": 15}.items():
        words.add_argument(option, type=int, default=default)
    words.add_argument("--rules", nargs="+", choices=RULES, default=RULES)
    main(**vars(words.parse_args()))
