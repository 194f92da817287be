"""An indicator that is computed says how and from what; and what is entered beside it must be what its months give."""

from pathlib import Path

import pytest

from scorecard_kit.data import load as data

HEADER = "indicator,name,polarity,data_period,unit,computed,from_series\n"
MONTHLY = "monthly,Visits in the month,H,month,percent,,\n"


def told(folder: Path, indicators: str, results: str = "monthly,2015-04,Shire,10,25,\n") -> list[str]:
    """Give what is found, each as level, column, value and problem."""
    (folder / "indicators.csv").write_text(HEADER + MONTHLY + indicators, encoding="utf-8")
    (folder / "areas.csv").write_text("area,kind\nShire,county\n", encoding="utf-8")
    header = "indicator,period,area,numerator,denominator,value\n"
    (folder / "results.csv").write_text(header + results, encoding="utf-8")
    return [f"{it.level}: {it.column} {it.value or ''} {it.problem}" for it in data.check(folder)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("visits,Visits,H,YTD,percent,ytd,monthly\n", ""),
        ("visits,Visits,H,R12M,percent,r12m,monthly\n", ""),
        ("visits,Visits,H,quarter,percent,quarter,monthly\n", ""),
        ("visits,Visits,H,cumulative,percent,year,monthly\n", ""),
        ("visits,Visits,H,YTD,percent,,monthly\n", "computed  is missing beside from_series"),
        ("visits,Visits,H,YTD,percent,ytd,\n", "from_series  is missing beside computed"),
        ("visits,Visits,H,SS,percent,ytd,monthly\n", "data_period SS is its data period, and it is computed as ytd"),
        ("visits,Visits,H,YTD,count,ytd,monthly\n",
         "from_series monthly is in percent per 100, and visits in count per 1"),
        ("visits,Visits,H,YTD,percent,ytd,visits\n", "from_series visits is computed itself"),
        ("visits,Visits,H,YTD,percent,ytd,stock\nstock,Stock,H,SS,percent,,\n",
         "from_series stock is no series of single months: its data period is SS"),
        ("visits,Visits,H,YTD,percent,weekly,monthly\n", "computed weekly is not one of ytd, r12m, quarter, year"),
        ("visits,Visits,H,YTD,percent,ytd,montly\n", "from_series montly"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_an_error(tmp_path: Path, row: str, said: str) -> None:
    """Nothing is computed from half of an instruction, from another computed figure, or from what is of no month."""
    found = told(tmp_path, row)
    assert [one for one in found if not one.startswith(f"error: {said}")] == []
    assert bool(found) is bool(said)


def test_an_entered_figure_that_its_months_do_not_give_is_told_with_both(tmp_path: Path) -> None:
    """April and May give 22 of 54, or 40.7%; 23 of 54 and 41.0% are told, 40.7% and what lacks a month are not."""
    indicators = "visits,Visits,H,YTD,percent,ytd,monthly\n"
    months = "monthly,2015-04,Shire,10,25,\nmonthly,2015-05,Shire,12,29,\n"
    for entered, said in {
        "visits,2015-05,Shire,22,54,\n": [],
        "visits,2015-05,Shire,,,40.7\n": [],
        "visits,2015-05,Shire,,,41\n": [],
        "visits,2015-06,Shire,60,90,\n": [],
        "visits,2015-05,Shire,23,54,\n": ["numerator 23 is entered, and its months give 22"],
        "visits,2015-05,Shire,22,55,\n": ["denominator 55 is entered, and its months give 54"],
        "visits,2015-05,Shire,,,41.0\n": ["value 41 is entered, and its months give 40.741"],
    }.items():
        place = ' ("visits, 2015-05, Shire")'
        assert told(tmp_path, indicators, months + entered) == [f"warning: {one}{place}" for one in said]
