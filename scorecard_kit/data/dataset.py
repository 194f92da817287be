"""The tables of one data folder or database, ready for judgement: without an error, small counts withheld."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from scorecard_kit.data._computed import with_computed
from scorecard_kit.data._keys import Store, read_values
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import Source, refusing
from scorecard_kit.findings import Finding
from scorecard_kit.judge.disclosure import withhold, withhold_breakdowns
from scorecard_kit.judge.figures import Book

__all__ = ["PARTED", "Dataset", "main_area", "values", "withheld"]

PARTED = ("results", "targets", "breakdowns")
"""The tables of which a section may read a part."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Dataset(Book):
    """The tables of one data folder, without an error in them.

    Each frame has all of its table's columns in the contract's order, objects in every cell, and the row of the
    spreadsheet as its index: text ("" where blank), periods as 2016-03, dates as 2016-03-31, numbers as Fraction (None
    where blank). A table that the folder does not hold is a frame without rows. `notes` say what was read otherwise
    than it was written. Large tables have no rows here: `part` chooses those it keeps from the stores in `stored`.
    Where it has kept the rows of some areas or indicators, `areas_kept` and `indicators_kept` name them.
    """

    folder: Path
    changes: pd.DataFrame
    owners: pd.DataFrame
    areas: pd.DataFrame
    breakdowns: pd.DataFrame
    actions: pd.DataFrame
    glossary: pd.DataFrame
    budget: pd.DataFrame
    movements: pd.DataFrame
    variances: pd.DataFrame
    capital: pd.DataFrame
    unit_costs: pd.DataFrame
    published: pd.DataFrame
    notes: tuple[Finding, ...]
    sources: tuple[Source, ...] = ()
    stored: Mapping[str, Store] = field(default_factory=dict)
    areas_kept: frozenset[str] | None = None
    indicators_kept: frozenset[str] | None = None


def withheld(dataset: Dataset, names: Collection[str]) -> Dataset:
    """The dataset with small counts withheld in those of its tables that have just been read: the one place for it.

    Results that are computed from a monthly series are worked out here too, see `_computed.with_computed`.

    `names` are "results", "breakdowns" or both; what has been through here is not withheld twice. Of results, every
    area of a family and every cohort of the months must be there, of breakdowns every area, and the results, withheld,
    beside them. The rule is the pack's, see `judge.disclosure`.
    """
    if "results" in names:
        safe = partial(withhold, indicators=dataset.indicators, areas=dataset.areas, small_counts=dataset.rule)
        results = with_computed(dataset.results, dataset.indicators, safe)
        dataset = replace(dataset, results=results)
    if "breakdowns" in names:
        breakdowns = withhold_breakdowns(dataset.breakdowns, dataset.results, dataset.areas, dataset.rule)
        dataset = replace(dataset, breakdowns=breakdowns)
    return dataset


def values(dataset: Dataset, name: str, column: str) -> list[str]:
    """Every value of a text column of a table, each once, wherever the table lives; blank is a value too.

    Raises InputError where a large table cannot be asked.
    """
    if name not in dataset.stored:
        return list(dict.fromkeys(str(value) for value in getattr(dataset, name)[column]))
    with refusing(name, dataset.sources):
        return list(read_values(dataset.stored[name], TABLES[name], column))


def main_area(dataset: Dataset) -> str:
    """The area that a page is about unless it says otherwise: the only county, else the first area of areas.csv.

    Without areas.csv it is the area of the first result.
    """
    counties = dataset.areas.loc[dataset.areas["kind"] == "county", "area"]
    if len(counties) == 1:
        return str(counties.iloc[0])
    return values(dataset, "areas" if len(dataset.areas) else "results", "area")[0]
