"""How far back a section reads: its months, what they are compared with, and for one indicator the year before."""

from pathlib import Path

import pytest

from scorecard_kit import load

MONTHS = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)][:33]  # to September 2025
INDICATORS = """indicator,name,polarity,data_period,unit
visits,Visits in time,H,R12M,percent
reviews,Reviews in time,H,R12M,percent
"""
RULE = {"already_published": True}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out thirty-three months of one indicator, and of another that ended in June 2025."""
    rows = [f"visits,{month},Westshire,50,100" for month in MONTHS]
    rows += [f"reviews,{month},Westshire,50,100" for month in MONTHS if month <= "2025-06"]
    text = "\n".join(["indicator,period,area,numerator,denominator", *rows, ""])
    (tmp_path / "results.csv").write_text(text, encoding="utf-8")
    (tmp_path / "indicators.csv").write_text(INDICATORS, encoding="utf-8")
    return tmp_path


def months_of(folder: Path, indicator: str, **options: object) -> list[str]:
    """The months of an indicator that a load keeps."""
    kept = load(folder, RULE, **options).results  # type: ignore[arg-type]  # one of load's own
    return sorted(kept[kept["indicator"] == indicator]["period"])


def test_one_indicator_is_read_a_year_further(folder: Path) -> None:
    """Twelve months back from the newest, since a commentary names the year before; and what that is compared with."""
    kept = months_of(folder, "visits", indicators="visits", period="2025-09")
    assert kept == ["2024-03", *MONTHS[MONTHS.index("2024-08") :]]  # August before September 2024, and the outturn


def test_many_indicators_are_read_for_the_month_alone(folder: Path) -> None:
    """The month, the one before it and the outturn."""
    assert months_of(folder, "visits", period="2025-09") == ["2025-03", "2025-08", "2025-09"]


def test_a_series_that_ended_is_read_from_its_own_end(folder: Path) -> None:
    """June, the month before it and the outturn: the reach of the one does not move that of the other."""
    assert months_of(folder, "reviews", period="2025-09") == ["2025-03", "2025-05", "2025-06"]


def test_months_of_a_chart(folder: Path) -> None:
    """Thirteen months, the one before the first of them, and its outturn."""
    kept = months_of(folder, "visits", period="2025-09", months=13)
    assert kept == ["2024-03", *MONTHS[MONTHS.index("2024-08") :]]
