"""The page of one indicator: who owns it, its months, what changed, who is counted, and its notes."""

import re
from collections.abc import Callable

from scorecard_kit import bands, exception_page
from scorecard_kit.case import case
from scorecard_kit.data import Dataset
from scorecard_kit.period import window


def test_the_blocks_of_an_indicator(invented: Dataset, golden: Callable[..., None]) -> None:
    """Three months with a companion, two owners, a change of definition, two ages, and the bands in words."""
    made = case(invented, "visits", "2016-03", "Shire", months=window("2016-03", 13), reporting="month")
    golden(
        changed=exception_page.changed(invented.changes, made.item, "2016-03"),
        owners=exception_page.owners(invented.owners, made.item, "2016-03"),
        months_table=exception_page.months_table(made.past, "Visits in time", made.others),
        breakdown=exception_page.breakdown(invented.breakdowns, made.latest),
        notes=exception_page.notes(made.item, made.latest, invented.targets),
    )


def test_a_page_of_the_middle_of_a_month(make_book: Callable[..., Dataset]) -> None:
    """Figures as at 18 April are no snapshot at the end of it, 47.3 posts are not 47, and April alone is no span."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\nload,Load,T,SS,ratio\nseen,Seen,H,YTD,percent",
        results="indicator,period,area,numerator,denominator,as_at,status\n"
        "load,2016-04,Shire,864,47.3,2016-04-18,provisional\nseen,2016-04,Shire,60,80,,",
    )
    said = {}
    for key in ("load", "seen"):
        made = case(book, key, "2016-04", "Shire", months=["2016-04"], reporting="month")
        blocks = [
            exception_page.months_table(made.past, "", []),
            exception_page.notes(made.item, made.latest, book.targets),
        ]
        text = " ".join(re.sub("<[^>]+>", " ", str(block.html)) for block in blocks)
        said[key] = f"{bands.exception(made.latest, made.item, made.target)} {text}"
    assert "47.3" in said["load"]
    assert "Snapshot as at 18 April 2016." in said["load"]
    assert said["load"].startswith("In April 2016 the provisional result was 18.3 (864 of 47.3).")
    assert "Year to date: April 2016 alone." in said["seen"]
