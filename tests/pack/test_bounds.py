"""What a parameter may be, as its default and its comment say."""

import json
from pathlib import Path

import pytest

from scorecard_kit.pack._bounds import Parameter, misfit
from scorecard_kit.pack.notebook import parameters, parameters_of

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
CELL = """
data: str = "data/scs"  # folder
months: int = 13  # months in the chart (1 to 120)
share: float = 0.5  # a part (0 to 1)
listed_from: int = 100000  # pounds from which a variance is listed
unit: str = "£k"  # unit (£k or £m)
sort_by: str = ""  # order; blank for the usual (variance, rating or name)
meeting: str = ""  # day of the meeting, such as 2016-05-13
periods: list = []  # the very months, such as 2016-03
areas: list = ["Kent"]  # areas
title: str = "A title"  # title of the page
cohort: str = "excluding_uasc"  # side that leaves a cohort out; blank for none
small_counts: dict = {"below": 6}  # the rule
anything = None  # of any kind
"""
OF_CELL = parameters_of(CELL)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("months", 1),
        ("months", 120),
        ("share", 1),
        ("listed_from", 0),
        ("unit", "£m"),
        ("sort_by", ""),
        ("sort_by", "name"),
        ("meeting", ""),
        ("meeting", "2016-05-13"),
        ("periods", ["2015-03", "2016-03"]),
        ("areas", ["Kent", "North Kent"]),
        ("title", "x" * 500),
        ("cohort", ""),
        ("small_counts", {"below": 1, "already_published": True}),
        ("anything", [1]),
        ("data", {"database": "env:X"}),
    ],
)
def test_what_may_stand_there(name: str, value: object) -> None:
    """Both ends of a range belong to it, and every word of a choice."""
    assert misfit(value, OF_CELL[name]) is None


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("data", " ", "is blank"),
        ("months", 0, "is under 1"),
        ("months", 121, "is over 120"),
        ("months", -1, "is under 1"),
        ("months", 13.0, "is a number, where the notebook expects a whole number"),
        ("months", True, "is true or false, where the notebook expects a whole number"),
        ("share", 1.1, "is over 1"),
        ("share", float("nan"), "is no number"),
        ("listed_from", -1, "is under 0"),
        ("listed_from", 10**12, "is over 1,000,000,000"),
        ("unit", "£", "is not one of the words that may stand here"),
        ("unit", "", "is blank"),
        ("sort_by", "order", "is not one of the words that may stand here"),
        ("sort_by", " ", "is blank"),
        ("meeting", "13 May", "is not a date"),
        ("meeting", "2016-02-30", "is not a date"),
        ("periods", ["2016-3"], 'holds "2016-3", which is not a month written like 2016-03'),
        ("periods", ["2016-03", "2016-03"], 'holds "2016-03" twice'),
        ("areas", [], "is an empty list"),
        ("areas", ["Kent", ""], 'holds "", which is blank'),
        ("areas", ["Kent", 1], "holds a whole number, where text belongs"),
        ("areas", ["Kent"] * 201, "holds 201 items"),
        ("title", "x" * 501, "has 501 characters"),
        ("title", "", "is blank"),
        ("small_counts", {"blow": 6}, "has no key blow"),
        ("small_counts", {"below": 0}, "is not between 1 and 1000 in `below`"),
        ("small_counts", {"below": "6"}, "holds text as below, where a whole number belongs"),
        ("data", 1, "is a whole number, where a folder belongs"),
    ],
)
def test_what_may_not(name: str, value: object, problem: str) -> None:
    """Nothing may make a page without end, or one that is empty without a word."""
    found = misfit(value, OF_CELL[name])
    assert found is not None
    assert found[0] == problem
    assert found[1].endswith((".", "?"))


@pytest.mark.parametrize("written", ["1_000", "1 000", "1,000", "1000"])
def test_a_number_in_other_clothes_is_offered_plain(written: str) -> None:
    """The mend is the number itself."""
    found = misfit(written, OF_CELL["months"])
    assert found is not None
    assert found[1] == "Write 1000, without quotes or anything between the digits."


def test_a_default_of_another_kind_does_not_change_the_kind() -> None:
    """Who edits the cell itself may type text where the annotation says a number."""
    typed_over = parameters_of('months: int = "13"  # months (1 to 120)\nfail: bool = 0\n')
    assert misfit("13", typed_over["months"]) == (
        "is text, where the notebook expects a whole number",
        "Write 13, without quotes or anything between the digits.",
    )
    assert misfit(0, typed_over["fail"]) is not None


def test_the_period_is_a_month_whatever_its_default() -> None:
    """It is one in every notebook."""
    assert misfit("2016-3", Parameter("period", "2016-3")) == (
        "is not a month written like 2016-03",
        'Did you mean "2016-03"?',
    )
    assert misfit("2016-13", Parameter("period", "2016-3")) == ("is not a month", "Write a month like 2016-03.")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_every_default_is_within_its_own_bounds(path: Path) -> None:
    """A notebook that is opened and run is not refused for what it comes with."""
    declared = parameters(path)
    assert [json.dumps(each.default) for each in declared.values() if misfit(each.default, each)] == []
    assert {"data", "period", "draft"} <= set(declared)


def test_every_whole_number_of_a_notebook_has_an_end() -> None:
    """Months and counts of results end at ten years; pounds end where the kit's own bound does."""
    numbers = [
        each.comment
        for path in NOTEBOOKS
        for each in parameters(path).values()
        if isinstance(each.default, int) and not isinstance(each.default, bool) and "pounds" not in each.comment
    ]
    assert {comment[comment.rindex("(") :] for comment in numbers} == {"(1 to 120)", "(0 to 120)"}


@pytest.mark.parametrize(
    ("value", "default", "fits"),
    [
        (True, False, True),
        (1, False, False),
        (True, 1, False),
        (1, 0.5, True),
        (0.5, 1, False),
        ("a", "b", True),
        (1, "b", False),
        (["a"], [], True),
        ([1], ["a"], False),
        ({"a": 1}, {}, True),
        (None, "a", False),
        ("2016-04", "2016-03", True),
        ("April", "2016-03", False),
        ("2016-02-29", "2016-03-31", True),
        ("2015-02-29", "2016-03-31", False),
    ],
)
def test_a_value_is_compared_with_the_default(value: object, default: object, fits: bool) -> None:
    """A value is of the default's kind; a month or date default asks for the same."""
    assert (misfit(value, Parameter("given", default)) is None) is fits
