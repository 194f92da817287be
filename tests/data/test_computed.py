"""Results that months add up to: each month once, exact, and none where a month is missing or withheld.

The table of months and what they give is worked out by hand, here, month by month.
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import load
from scorecard_kit.data import _keys
from scorecard_kit.data import load as data
from scorecard_kit.data._computed import computed_figures, with_computed
from scorecard_kit.data._tables import rows as rows_of
from scorecard_kit.judge.disclosure import SmallCounts, withhold
from scorecard_kit.judge.periods import window
from tests.plain_frames import frame

if TYPE_CHECKING:
    from scorecard_kit.data.dataset import Dataset

# Visits in time, month by month, of twice as many and five. 2015-04 to 2016-05: 1 April is crossed, and 2016 has a
# 29 February, which a month does not mind. The sums from April, of twelve months and of quarters are added by hand.
FIRST = "2015-04"
MONTHS = [10, 12, 9, 20, 11, 13, 8, 14, 21, 17, 16, 15, 18, 22]
TO_DATE = [10, 22, 31, 51, 62, 75, 83, 97, 118, 135, 151, 166, 18, 40]
TWELVE = {"2016-03": 166, "2016-04": 174, "2016-05": 184}
QUARTERS = {"2015-06": 31, "2015-09": 44, "2015-12": 43, "2016-03": 48}
YEAR = {"2016-03": 166}
NAMES = window("2016-05", 14)
EXPECTED = {"ytd": dict(zip(NAMES, TO_DATE, strict=True)), "r12m": TWELVE, "quarter": QUARTERS, "year": YEAR}
OF = {"ytd": "YTD", "r12m": "R12M", "quarter": "quarter", "year": "R12M"}
MONTHLY = {"indicator": "monthly", "name": "Visits", "polarity": "H", "data_period": "month", "unit": "percent"}
SHOWN = SmallCounts(already_published=True)


def indicators(how: str) -> pd.DataFrame:
    """Give a monthly series and what is computed from it."""
    computed = {"indicator": "visits", "computed": how, "from_series": "monthly", "data_period": OF[how]}
    return frame("indicators", MONTHLY, MONTHLY | computed)


def month(period: str, numerator: int, denominator: int | None = None, **more: object) -> dict[str, Any]:
    """Give a result of the series."""
    below = Fraction(2 * numerator + 5 if denominator is None else denominator)
    place = {"indicator": "monthly", "period": period, "area": "Shire"}
    return place | {"numerator": Fraction(numerator), "denominator": below} | more


def made(rows: list[dict[str, Any]], how: str) -> dict[str, tuple[Any, ...]]:
    """Give numerator and denominator by month of what is computed."""
    found = computed_figures(frame("results", *rows), indicators(how))
    assert {(key, area, cohort) for key, _, area, cohort in found} <= {("visits", "Shire", "")}
    return {period: figures for (_, period, _, _), (figures, _) in found.items()}


@pytest.mark.parametrize("how", EXPECTED)
def test_months_add_up_to_what_is_worked_out_by_hand(how: str) -> None:
    """From April, over twelve months, at quarter ends and at the end of March, and at no other month."""
    rows = [month(period, figure) for period, figure in zip(NAMES, MONTHS, strict=True)]
    length = {"ytd": None, "r12m": 12, "quarter": 3, "year": 12}[how]
    sums = EXPECTED[how]
    counted = {name: length or (NAMES.index(name) % 12) + 1 for name in sums}
    assert made(rows, how) == {name: (sums[name], 2 * sums[name] + 5 * counted[name]) for name in sums}


@given(st.sets(st.integers(0, 13)), st.sampled_from(sorted(EXPECTED)))
def test_a_missing_month_leaves_no_figure_rather_than_a_wrong_one(missing: set[int], how: str) -> None:
    """Whichever months are missing: what has all its months is as by hand, and what lacks one is not there."""
    rows = [month(period, MONTHS[place]) for place, period in enumerate(NAMES) if place not in missing]
    covered: dict[str, Callable[[int], range]] = {
        "ytd": lambda place: range(place - place % 12, place + 1),
        "r12m": lambda place: range(place - 11, place + 1),
        "quarter": lambda place: range(place - 2, place + 1),
        "year": lambda place: range(place - 11, place + 1),
    }
    months_of = covered[how]
    whole = {name: figure for name, figure in EXPECTED[how].items() if not missing & {*months_of(NAMES.index(name))}}
    assert {period: numerator for period, (numerator, _) in made(rows, how).items()} == whole


@given(st.lists(st.integers(0, 50), min_size=24, max_size=24))
def test_the_year_to_date_at_march_is_the_year_and_twelve_months(figures: list[int]) -> None:
    """Three ways to the same figure, over two years, leap year or not."""
    rows = [month(period, figure) for period, figure in zip(window("2016-03", 24), figures, strict=True)]
    ways = [made(rows, how) for how in ("ytd", "r12m", "year")]
    for march in ("2015-03", "2016-03"):
        assert len({way[march] for way in ways}) == 1


def test_a_month_without_a_count_or_without_its_denominator_gives_none() -> None:
    """A printed percentage adds to nothing, and neither does a month whose denominator was not entered."""
    first, second = month("2015-04", 10), month("2015-05", 12)
    assert made([first, second | {"numerator": None, "denominator": None, "value": Fraction(50)}], "ytd") == {
        "2015-04": (10, 25)
    }
    assert made([first, second | {"denominator": None}], "ytd") == {"2015-04": (10, 25)}


def shown(rows: list[dict[str, Any]], how: str, rule: SmallCounts = SHOWN) -> dict[str, tuple[Any, ...]]:
    """Give numerator and status by month of the computed results as they are shown."""
    areas = frame("areas", {"area": "Shire", "kind": "county"})
    items = indicators(how)
    results = with_computed(frame("results", *rows), items, lambda of: withhold(of, items, areas, rule))
    assert results.index.is_unique
    mine = results[results["indicator"] == "visits"]
    return {row["period"]: (row["numerator"], row["status"]) for _, row in rows_of(mine)}


def test_an_entered_figure_stands_and_a_provisional_month_is_said() -> None:
    """May was entered as 30 and stays so; June is provisional since a month of it is."""
    rows = [month("2015-04", 10), month("2015-05", 12), month("2015-06", 9, status="provisional")]
    rows.append(month("2015-05", 30, indicator="visits"))
    assert shown(rows, "ytd") == {"2015-05": (30, ""), "2015-04": (10, ""), "2015-06": (31, "provisional")}


def test_what_a_withheld_month_is_part_of_is_withheld() -> None:
    """May counts three: from then on the year to date less that of April would tell it, and so none is shown.

    In the next year it may be shown again, and over twelve months when May is a year past.
    """
    rows = [month(period, 3 if period == "2015-05" else figure, 100)
            for period, figure in zip(NAMES, MONTHS, strict=True)]  # fmt: skip
    to_date = shown(rows, "ytd", SmallCounts())
    assert to_date.pop("2015-04") == (10, "")
    assert {month: to_date.pop(month) for month in ("2016-04", "2016-05")} == {
        "2016-04": (18, ""), "2016-05": (40, ""),
    }  # fmt: skip
    assert set(to_date.values()) == {(None, "suppressed")}
    twelve = shown(rows, "r12m", SmallCounts())
    assert twelve == {"2016-03": (None, "suppressed"), "2016-04": (None, "suppressed"), "2016-05": (184, "")}


@given(st.lists(st.integers(0, 30), min_size=14, max_size=14), st.sampled_from(sorted(EXPECTED)))
def test_what_is_shown_is_a_sum_of_months_that_are_shown(figures: list[int], how: str) -> None:
    """So that no two computed figures tell a month that is withheld."""
    rows = [month(period, figure, 100) for period, figure in zip(NAMES, figures, strict=True)]
    small = {period for period, figure in zip(NAMES, figures, strict=True) if 0 < figure < 6}
    of_months = {period: figure for period, figure in zip(NAMES, figures, strict=True) if period not in small}
    length = {"r12m": 12, "quarter": 3, "year": 12}
    for period, (numerator, status) in shown(rows, how, SmallCounts()).items():
        covered = window(period, length.get(how, (int(period[5:]) - 4) % 12 + 1))
        if status != "suppressed":
            assert numerator == sum(of_months[one] for one in covered)


TABLES = {
    "indicators": "indicator,name,polarity,data_period,unit,computed,from_series\n"
    "monthly,Visits in the month,H,month,percent,,\nvisits,Visits,H,YTD,percent,ytd,monthly\n",
    "areas": "area,kind\nShire,county\n",
    "results": "indicator,period,area,numerator,denominator\n"
    "monthly,2015-04,Shire,10,25\nmonthly,2015-05,Shire,12,29\nmonthly,2015-06,Shire,9,23\n",
}


def test_every_source_gives_the_same_computed_figures(
    tmp_path: Path,
    write_parquet: Callable[[Path, Path], None],
    write_database: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CSV files, Parquet and a database: April to June adds up to 31 of 77 in each."""
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    write_parquet(tmp_path, tmp_path / "parquet")
    address = f"sqlite:///{tmp_path / 'figures.db'}"
    write_database(tmp_path, address)
    monkeypatch.setenv("SCORECARD_TEST", address)
    for place in (tmp_path, tmp_path / "parquet", {"database": "env:SCORECARD_TEST"}):
        book: Dataset = load(place, areas="Shire", indicators="visits", period="2015-06")
        [row] = [row for _, row in rows_of(book.results) if row["period"] == "2015-06"]
        assert (row["indicator"], row["numerator"], row["denominator"], row["value"]) == ("visits", 31, 77, None)
    monkeypatch.setattr(_keys, "LARGEST_WHOLE", 0)
    [said] = [str(it) for it in data.check(tmp_path / "parquet") if it.level == "error"]
    assert "cannot be worked out, since results.parquet is too large to be read as a whole" in said
