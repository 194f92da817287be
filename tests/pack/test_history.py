"""What `check` says of a pack's month beside those before it, in the names of the files that the figures are in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.data import _keys
from scorecard_kit.pack.plan import check
from tests.workbooks import Cell, write

PACK = "title: A pack\nstatus: draft\nperiod: {}\ndata: data/small\nsections: [{{notebook: plain}}]\n"
KEYS = ("visits", "reviews", "plans", "checks", "reports")


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path]) -> Path:
    """A kit of one plain section, without data yet."""
    make_kit(tmp_path)
    for path in (tmp_path / "data" / "small").iterdir():
        path.unlink()
    return tmp_path


def told(kit: Path, period: str) -> list[str]:
    """What `check` says of the pack of a month."""
    path = kit / "parameters" / "small.yaml"
    path.write_text(PACK.format(period), encoding="utf-8")
    return [f"{finding.level}: {finding}" for finding in check(path)]


def five(month: str, figures: list[int]) -> list[list[Cell]]:
    """The rows of five counts in a month."""
    return [[key, month, "Kent", figure] for key, figure in zip(KEYS, figures, strict=True)]


def book(kit: Path, entered: str, figures: list[int], kept: list[list[Cell]]) -> None:
    """Write a workbook whose sheet for one month holds five counts."""
    indicators: list[list[Cell]] = [["indicator", "name", "polarity", "data_period", "unit"]]
    indicators += [[key, key.title(), "L", "month", "count"] for key in KEYS]
    entry: list[list[Cell]] = [["period", entered], ["indicator", "name", "Kent: numerator"]]
    entry += [[key, key.title(), figure] for key, figure in zip(KEYS, figures, strict=True)]
    write(
        kit / "data" / "small",
        None,
        {
            "indicators": indicators,
            "areas": [["area", "kind"], ["Kent", "county"]],
            "results": [["indicator", "period", "area", "numerator"], *kept],
            "entry": entry,
        },
    )


SEPTEMBER, OCTOBER = [40, 61, 75, 32, 90], [47, 55, 81, 38, 96]


def test_the_month_that_was_lost(kit: Path) -> None:
    """November was typed over October, of which four figures stayed: before it was published nobody said a word.

    Where October was kept, the four are told; where it was not, October is told as a month that is kept nowhere.
    """
    november = [52, *OCTOBER[1:]]
    book(kit, "2025-11", november, [*five("2025-09", SEPTEMBER), *five("2025-10", OCTOBER)])
    assert [one.partition('"2025-11" ')[2].partition(".")[0] for one in told(kit, "2025-11")] == [
        "has the figures of 2025-10 in 4 of 5 pairs of cells",
        "has the figures of 2025-10 in 4 of 5 results",
    ]
    book(kit, "2025-11", november, five("2025-09", SEPTEMBER))
    [said] = told(kit, "2025-11")
    assert "follows 2025-09, the last month of sheet results: what was entered between is kept nowhere" in said


@pytest.mark.parametrize(("entered", "period"), [("2025-10", "2025-09"), ("2025-08", "2025-09")])
def test_a_sheet_of_another_month_than_the_packs(kit: Path, entered: str, period: str) -> None:
    """The figures of the sheet are not the pack's: it says which month it is for, and where it says so."""
    book(kit, entered, OCTOBER, five(period, SEPTEMBER))
    mend = f"Write {period} if its figures are for the pack; else move them to the sheet results."
    said = f"is the month of this sheet, and the pack is for {period}. {mend}"
    assert f'warning: figures.xlsx, sheet entry, row 3, column period: "{entered}" {said}' in told(kit, period)
    book(kit, period, OCTOBER, five(entered, SEPTEMBER) if entered < period else [])
    assert [one for one in told(kit, period) if "the month of this sheet" in one] == []


def test_a_table_that_is_not_read_as_a_whole_is_looked_through_by_check(
    kit: Path, monkeypatch: pytest.MonkeyPatch, write_parquet: Callable[[Path, Path], None]
) -> None:
    """A count to date that falls is told of a large stored table too, in the words for its rows."""
    folder = kit / "data" / "small"
    lines = "".join(f"visits,2025-0{month},Kent,{figure}\n" for month, figure in ((4, 30), (5, 60), (6, 55)))
    (folder / "indicators.csv").write_text("indicator,name,polarity,data_period,unit\nvisits,Visits,L,YTD,count\n")
    (folder / "areas.csv").write_text("area,kind\nKent,county\n")
    (folder / "results.csv").write_text(f"indicator,period,area,numerator\n{lines}")
    [in_csv] = told(kit, "2025-06")
    assert 'results.csv, row 4, column numerator: "55" is less than 60 in 2025-05 ("visits, Kent")' in in_csv
    monkeypatch.setattr(_keys, "LARGEST_WHOLE", 0)
    write_parquet(folder, folder)
    for path in folder.glob("*.csv"):
        path.unlink()
    assert [one.partition('"55"')[2].replace(".parquet", ".csv") for one in told(kit, "2025-06")] == [
        in_csv.partition('"55"')[2]
    ]
