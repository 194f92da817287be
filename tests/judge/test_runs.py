"""How long a target has been missed, counted by hand."""

from collections.abc import Callable

import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.runs import runs
from scorecard_kit.judge.scorecard import score_latest

MONTHS = ("2015-11", "2015-12", "2016-01", "2016-02", "2016-03")


def found(make_book: Callable[..., Dataset], values: str, polarity: str = "H", changes: str = "") -> tuple[int, int]:
    """Give the run of a series, newest last; c is withheld and - is no result. Target 80, minimum 70 (L: 20 and 30)."""
    shown = zip(MONTHS, values.split(), strict=True)
    lines = [
        f"a,{month},Shire,{'' if value == 'c' else value},{'suppressed' if value == 'c' else ''}"
        for month, value in shown
        if value != "-"
    ]
    given = {"changes": f"indicator,from,kind,comparable,note\n{changes}"} if changes else {}
    book = make_book(
        indicators=f"indicator,name,polarity,data_period,unit\na,First,{polarity},SS,percent",
        results="\n".join(["indicator,period,area,value,status", *lines]),
        targets=f"indicator,from,target,floor\na,2015-04,{'80,70' if polarity == 'H' else '20,30'}",
        **given,
    )
    run = list(runs(book, score_latest(book, "2016-03", "Shire")).values())
    return (run[0].red, run[0].missed) if run else (0, 0)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("60 60 60 60 60", (5, 5)),
        ("80 75 69 69 69.9", (3, 4)),
        ("60 60 60 60 70", (0, 5)),
        ("60 60 80 60 60", (2, 2)),
        ("60 60 c 60 60", (2, 2)),
        ("60 60 - 60 60", (4, 4)),
        ("60 60 60 60 80", (0, 0)),
        ("60 60 60 60 -", (4, 4)),
    ],
)
def test_results_running(make_book: Callable[..., Dataset], values: str, expected: tuple[int, int]) -> None:
    """A withheld or met result ends a run, and a month without one does not; the minimum itself is Amber."""
    assert found(make_book, values) == expected


def test_lower_is_better(make_book: Callable[..., Dataset]) -> None:
    """31 is over the highest that is still Amber, 30 is that, and 20 is met."""
    assert found(make_book, "31 20 25 30 31", "L") == (1, 3)


def test_a_run_begins_where_figures_compare(make_book: Callable[..., Dataset]) -> None:
    """What was counted in another way is no part of it; a change that compares is."""
    assert found(make_book, "60 60 60 60 60", changes="a,2016-02,definition,no,Counted anew") == (2, 2)
    assert found(make_book, "60 60 60 60 60", changes="a,2016-02,definition,yes,Named anew") == (5, 5)
