"""A part read from a large table is the part of the whole: nothing more, nothing less, nothing withheld otherwise."""

import csv
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorecard_kit import load
from scorecard_kit.data import _keys as keys
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.part import part
from scorecard_kit.data.schema import NUMBERS, TABLES
from scorecard_kit.judge.scorecard import score_latest

MONTHS = [f"{2014 + month // 12}-{month % 12 + 1:02}" for month in range(27)]
AREAS = ["Shire", "North", "South", "East", "Vale", "Dale", "Combe", "England"]
COHORTS = ["", "excluding_uasc", "excluding_care_leavers"]
SMALL = {
    "indicators": [
        "indicator,name,polarity,data_period,unit,role,companions",
        "visits,Visits in time,H,SS,percent,,staff",
        "reviews,Reviews,H,YTD,percent,,",
        "staff,Staff,,SS,count,companion,",
        "starts,Starts in the year,L,YTD,count,,",
    ],
    "areas": ["area,kind,parent", "Shire,county,", "North,area,Shire", "South,area,Shire", "East,area,South",
              "Vale,county,", "Dale,area,Vale", "Combe,area,Vale", "England,benchmark,"],
}  # fmt: skip
HEADERS = {
    "results": "indicator period area cohort numerator denominator value status".split(),
    "targets": "indicator from area target floor".split(),
    "breakdowns": "indicator period area cohort dimension category count".split(),
}
Row = list[str]
# Withheld once, two ages are empty; withheld again, what they leave of the result would take the third.
AGES: dict[str, list[Row]] = {
    "results": [["staff", "2014-03", "North", "", "6", "", "", ""]],
    "targets": [],
    "breakdowns": [
        ["staff", "2014-03", "North", "", "age", f"age {n}", count] for n, count in enumerate(("4", "2", "2"))
    ],
}


@st.composite
def figures(draw: st.DrawFn, indicator: str) -> list[Row]:
    """Everyone's figures of one place, and those of cohorts that are a part of them."""
    base, is_count = draw(st.integers(0, 30)), indicator in {"staff", "starts"}
    above = base if is_count else draw(st.integers(0, base))
    rows = []
    for cohort in COHORTS:
        kind = draw(st.sampled_from(["none", "counted", "counted", "suppressed", "value", "0 of 0", "blank"]))
        if kind == "counted":
            rows.append([cohort, str(above), "" if is_count else str(base), "", ""])
            taken = draw(st.integers(0, base - above)), draw(st.integers(0, above))
            base, above = base - sum(taken), above - taken[1]
        elif kind == "0 of 0" and not is_count:
            return [*rows, [cohort, "0", "0", "", ""]]
        elif kind == "suppressed":
            rows.append([cohort, "", "", "", "suppressed"])
        elif kind == "blank":  # prepared ahead
            rows.append([cohort, "", "", "", ""])
        elif kind == "value" and not is_count:
            rows.append([cohort, "", "", str(draw(st.integers(0, 100))), "provisional"])
    return rows


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Results of a few months each, with gaps; targets and breakdowns beside them."""
    results, breakdowns = [], []
    for indicator in ("visits", "reviews", "staff", "starts"):
        months = draw(st.lists(st.sampled_from(MONTHS), max_size=5, unique=True))
        for month in months:
            for area in draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=5, unique=True)):
                here: list[Row] = draw(figures(indicator))
                rows = [[indicator, month, area, *row] for row in here]
                results += rows
                if draw(st.booleans()) and rows:
                    counts = draw(st.lists(st.integers(0, 9), min_size=1, max_size=3))
                    breakdowns += [[*rows[0][:4], "age", f"age {n}", str(count)] for n, count in enumerate(counts)]
    order = draw(st.randoms(use_true_random=False))
    order.shuffle(results)
    of = st.tuples(st.sampled_from(["visits", "reviews"]), st.sampled_from(MONTHS), st.sampled_from(["", *AREAS]))
    targets = [[*key, "80", "70"] for key in draw(st.lists(of, max_size=4, unique=True))]
    filler = ["visits", "2013-01", "Shire", "", "1", "2", "", ""]
    return {"results": [filler, *results], "targets": targets, "breakdowns": breakdowns}


@st.composite
def parts(draw: st.DrawFn) -> dict[str, Any]:
    """What a section may ask for."""
    asked: dict[str, Any] = {
        "areas": draw(st.none() | st.lists(st.sampled_from(["", *AREAS]), min_size=1, max_size=2)),
        "indicators": draw(st.none() | st.sampled_from(["visits", "reviews", "staff", "starts"])),
    }
    if draw(st.booleans()):
        asked |= {
            "period": draw(st.sampled_from(MONTHS)),
            "months": draw(st.integers(1, 14) | st.lists(st.sampled_from(MONTHS), min_size=1, max_size=3)),
            "newest": draw(st.integers(0, 3)),
            "reporting": draw(st.sampled_from(["month", "quarter"])),
        }
    return asked


def write(folder: Path, name: str, rows: Sequence[Row], *, parquet: bool) -> None:
    """Write a table, in Parquet with its numbers as numbers and its blanks as nulls."""
    if not parquet:
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADERS[name], *rows])
        return
    kinds = {column.name: column.kind for column in TABLES[name].columns}
    typed = {
        column: [_typed(row[place], number=kinds[column] in NUMBERS) for row in rows]
        for place, column in enumerate(HEADERS[name])
    }
    schema = pa.schema([(name, pa.int64() if kinds[name] in NUMBERS else pa.string()) for name in typed])
    pq.write_table(pa.table(typed, schema=schema), folder / f"{name}.parquet", row_group_size=7)


def _typed(text: str, *, number: bool) -> int | str | None:
    return None if not text else int(text) if number else text


def laid_out(folder: Path, rows: Mapping[str, list[Row]], stored: Sequence[str]) -> Path:
    """A data folder of these tables, of which some are in Parquet."""
    folder.mkdir()
    for name, lines in SMALL.items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    for name, lines_of in rows.items():
        write(folder, name, lines_of, parquet=name in stored)
    return folder


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables have the same rows in the same order, whatever their numbers."""
    return bool(one.reset_index(drop=True).equals(other.reset_index(drop=True)))


@example(rows=AGES, asked={"areas": None}, rule={"below": 4, "already_published": False}, stored=["targets"])
@given(
    rows=tables(),
    asked=parts(),
    rule=st.fixed_dictionaries({"below": st.integers(2, 6), "already_published": st.booleans()}),
    stored=st.sampled_from([["results"], ["results", "targets", "breakdowns"], ["breakdowns"], ["targets"]]),
)
def test_a_part_from_parquet_is_the_part_of_the_whole(
    rows: dict[str, list[Row]], asked: dict[str, Any], rule: dict[str, Any], stored: list[str]
) -> None:
    """Whatever a section asks for, it gets from Parquet what it would get from the same rows in CSV files."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "LARGEST_WHOLE", 0)
        whole = load(laid_out(Path(place) / "csv", rows, []), rule)
        expected = part(whole, **asked)
        found = load(laid_out(Path(place) / "stored", rows, stored), rule, **asked)
    assert dict.fromkeys(TABLES, True) == {name: same(getattr(found, name), getattr(expected, name)) for name in TABLES}
    if "period" in asked:
        assert same(stands(expected, asked), stands(whole, asked))


def stands(book: Dataset, asked: Mapping[str, Any]) -> pd.DataFrame:
    """Where the indicators that a section asked for stand in its first area."""
    chosen = book.indicators[book.indicators["indicator"] == asked["indicators"]] if asked["indicators"] else None
    area = (asked["areas"] or [""])[0] or "Shire"
    known = book.indicators if chosen is None else chosen
    return score_latest(book.results, known, book.targets, asked["period"], area, reporting=asked["reporting"])
