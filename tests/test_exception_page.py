"""The page of one indicator: who owns it, its months, what changed, who is counted, and its notes."""

from collections.abc import Callable

from scorecard_kit import exception_page
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
