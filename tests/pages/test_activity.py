"""The activity section: what is carried, what came and went, and how the counts add up."""

from collections.abc import Callable

import pandas as pd
import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.activity import ACTIVITY_COLUMNS
from scorecard_kit.pages import activity as activity_page


@pytest.fixture(scope="module")
def counts(invented: Dataset) -> pd.DataFrame:
    """Give the activity of March."""
    return activity_page.counts(invented, "2016-03")


def test_the_blocks_of_the_activity(invented: Dataset, counts: pd.DataFrame, golden: Callable[..., None]) -> None:
    """Stocks with their change, flows of the month, and the county beside its groups."""
    golden(
        stocks=activity_page.stocks(counts, "2016-03"),
        flows=activity_page.flows(counts, "2016-03"),
        sums=activity_page.sums(invented, counts),
    )


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (0, "No group of Shire is in the data: there is nothing to add."),
        (1, "Shire is made up of 1 group: G0."),
        (2, "Shire is made up of 2 groups: G0 and G1."),
    ],
)
def test_the_groups_of_the_county_are_counted(groups: int, said: str) -> None:
    """None, one and two groups each have their words."""
    rows = [{"measure": "open", "area": "Shire", "kind": "county"}]
    rows += [{"measure": "open", "area": f"G{place}", "kind": "area", "parent": "Shire"} for place in range(groups)]
    frame = pd.DataFrame(rows, columns=ACTIVITY_COLUMNS).astype(object)
    assert said in activity_page.sums_of(frame.where(frame.notna(), None), "Shire").html


def test_a_team_stands_in_the_tables_of_what_is_counted_for_it() -> None:
    """One that has open cases and no referrals is no row of "not counted" beneath those that came in."""
    stock = {"measure": "open", "name": "Open", "data_period": "SS", "before": "2016-02"}
    flow = {"measure": "in", "name": "Referrals", "data_period": "month"}
    rows = [
        {**stock, "area": "Team A", "kind": "team"},
        *({**measure, "area": "Shire", "kind": "county"} for measure in (stock, flow)),
    ]
    frame = pd.DataFrame(rows, columns=[*dict.fromkeys([*ACTIVITY_COLUMNS, "before"])]).astype(object)
    counts = frame.where(frame.notna(), "")
    assert "Team A" in activity_page.stocks(counts, "2016-03").html
    assert "Shire" in (came := activity_page.flows(counts, "2016-03").html)
    assert "Team A" not in came


def test_the_head_of_the_activity(invented: Dataset, counts: pd.DataFrame, golden: Callable[..., None]) -> None:
    """How many cases are open in Shire, and how many more or fewer than in February."""
    golden(opening=activity_page.opening(invented, counts, "2016-03"))
