"""What stands beside an indicator's own series: two figures make a series, one does not."""

from pathlib import Path

import pytest

from scorecard_kit import load
from scorecard_kit.blocks.beside import series_beside
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.rows import definitions

TABLES = {
    "indicators.csv": """indicator,name,polarity,data_period,unit,companions
visits,Visits in time,H,YTD,percent,agency
agency,Agency staff,L,SS,percent,
""",
    "areas.csv": "area,kind\nWestshire,county\nEngland,benchmark\nWales,benchmark\n",
    "results.csv": """indicator,period,area,cohort,numerator,denominator,value
visits,2025-08,Westshire,,52,68,
visits,2025-09,Westshire,,56,68,
visits,2025-08,Westshire,excluding_uasc,40,50,
visits,2025-09,Westshire,excluding_uasc,44,50,
visits,2025-08,England,,,,81.2
visits,2025-09,England,,,,81.9
visits,2025-09,Wales,,,,79.4
agency,2025-08,Westshire,,9,90,
agency,2025-09,Westshire,,12,90,
agency,2025-09,Westshire,excluding_uasc,6,60,
""",
}
BOTH = ["2025-08", "2025-09"]


@pytest.fixture
def book(tmp_path: Path) -> Dataset:
    """Load an indicator with two benchmarks, a cohort and a companion."""
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return load(tmp_path, {"already_published": True})


@pytest.mark.parametrize(
    ("periods", "labels"),
    [(BOTH, ["England", "Excluding UASC", "Agency staff"]), (["2025-09"], []), ([], [])],
)
def test_two_figures_make_a_series(book: Dataset, periods: list[str], labels: list[str]) -> None:
    """A benchmark, cohort or companion with figures for two of the months is one, with a single figure it is not."""
    item = definitions(book.indicators)["visits"]
    found = series_beside(book.results, book.indicators, book.areas, item, "Westshire", periods)
    assert [series.label for series in found] == labels


def test_what_is_drawn_and_what_is_said(book: Dataset) -> None:
    """What measures the same shares the axis; a companion, which measures something else, stands in the table alone."""
    item = definitions(book.indicators)["visits"]
    found = {it.label: it for it in series_beside(book.results, book.indicators, book.areas, item, "Westshire", BOTH)}
    assert {label: series.drawn for label, series in found.items()} == {
        "England": True, "Excluding UASC": True, "Agency staff": False,
    }  # fmt: skip
    assert found["England"].figures == {"2025-08": "81.2%", "2025-09": "81.9%"}
    assert found["Agency staff"].figures == {"2025-08": "10.0%", "2025-09": "13.3%"}
