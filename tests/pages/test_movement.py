"""What made it move and what it would take, as a reader finds them."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from bs4 import BeautifulSoup

from scorecard_kit.frames.effects import side_names, split_of
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.movement import Counts, Part, Side
from scorecard_kit.pages.movement import what_made_it_move
from scorecard_kit.pages.required import cases, what_it_would_take

VISITS = Indicator("visits", "Visits in time", Polarity.HIGHER, DataPeriod.YEAR_TO_DATE, Unit.PERCENT)
MAY, JUNE = Side("2015-05", "Shire"), Side("2015-06", "Shire")
AIM = Target(target=85, floor="76.5")


def figures(above: int, base: int) -> Counts:
    """Give a numerator of a denominator."""
    return Counts(Fraction(above), Fraction(base))


WORKED = [
    Part("North", "", figures(80, 100), figures(45, 50)),
    Part("South", "", figures(50, 100), figures(90, 150)),
]


def words(html: str, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [" ".join(tag.get_text(" ").split()) for tag in BeautifulSoup(html, "html.parser").select(selector)]


def test_the_difference_is_told_in_a_sentence() -> None:
    """From 65% to 67.5% is +2.5 points: +10.0 by the rates, -7.5 by the mix."""
    html = str(what_made_it_move(split_of(VISITS, WORKED, MAY, JUNE)).html)
    assert words(html, "p")[0] == (
        "From May 2015 to June 2015 the result goes from 65.0% to 67.5%: +2.5 percentage points. Of that, +10.0 comes "
        "from rates that differ within the parts, and -7.5 from who is counted: the mix of the parts."
    )


def test_two_months_that_do_not_compare_are_not_split() -> None:
    """March's twelve months and April's one have no difference to explain: the reason stands there instead."""
    march, april = Side("2015-03", "Shire"), Side("2015-04", "Shire")
    why = "year to date: starts again in April"
    html = str(what_made_it_move(split_of(VISITS, WORKED, march, april, why)).html)
    assert words(html, "p") == ["March 2015 and April 2015 do not compare: year to date: starts again in April."]
    assert words(html, "table, svg") == []


def test_the_waterfall_says_what_each_step_is_worth() -> None:
    """Rates first, then the mix, each better or worse by the polarity, to the difference."""
    html = str(what_made_it_move(split_of(VISITS, WORKED, MAY, JUNE)).html)
    assert words(html, ".bar-list li") == [
        "North: rate +3.8 better", "South: rate +6.3 better", "North: mix -4.7 worse", "South: mix -2.8 worse",
        "Difference +2.5",
    ]  # fmt: skip
    assert words(html, ".chart-title") == ["From May 2015 to June 2015 the result rises by 2.5 percentage points"]
    lower = str(what_made_it_move(split_of(replace(VISITS, polarity=Polarity.LOWER), WORKED, MAY, JUNE)).html)
    assert words(lower, ".bar-list li")[0] == "North: rate +3.8 worse"
    close = str(what_made_it_move(split_of(replace(VISITS, polarity=Polarity.TARGET), WORKED, MAY, JUNE)).html)
    assert words(close, ".bar-list li")[0] == "North: rate +3.8"


def test_the_table_has_both_sides_and_adds_up() -> None:
    """Counts, shares and effects of every part, and of all together."""
    html = str(what_made_it_move(split_of(VISITS, WORKED, MAY, JUNE)).html)
    assert words(html, "tbody td") == [
        "80.0% (80 of 100)", "90.0% (45 of 50)", "50.0%", "25.0%", "+3.8", "-4.7", "-0.9",
        "50.0% (50 of 100)", "60.0% (90 of 150)", "50.0%", "75.0%", "+6.3", "-2.8", "+3.4",
        "65.0% (130 of 200)", "67.5% (135 of 200)", "100.0%", "100.0%", "+10.0", "-7.5", "+2.5",
    ]  # fmt: skip


def test_counts_show_their_changes() -> None:
    """Without a denominator there are no shares and no mix."""
    overdue = replace(VISITS, unit=Unit.COUNT, polarity=Polarity.LOWER, per=1, decimals=0)
    parts = [Part("North", "", Counts(Fraction(5)), Counts(Fraction(9))),
             Part("South", "", Counts(Fraction(7)), Counts(Fraction(6)))]  # fmt: skip
    html = str(what_made_it_move(split_of(overdue, parts, MAY, JUNE)).html)
    assert words(html, "p")[0] == "From May 2015 to June 2015 the result goes from 12 to 15: +3."
    assert words(html, "tbody td") == ["5", "9", "+4", "7", "6", "-1", "12", "15", "+3"]


def test_parts_are_named_by_what_tells_them_apart() -> None:
    """By cohort in one area, by area where there are several, by both where both differ."""
    alike = (figures(1, 10), figures(2, 10))
    by_cohort = [Part("", "excluding_uasc", *alike), Part("", "uasc", *alike)]
    html = str(what_made_it_move(split_of(VISITS, by_cohort, MAY, JUNE)).html)
    assert words(html, "tbody th[scope=row]")[:2] == ["Excluding UASC", "UASC alone"]
    both = [Part("North", "uasc", *alike), Part("South", "", *alike)]
    html = str(what_made_it_move(split_of(VISITS, both, MAY, JUNE)).html)
    assert words(html, "tbody th[scope=row]")[:2] == ["North, UASC alone", "South"]


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        (MAY, MAY._replace(cohort="excluding_uasc"), ("including UASC", "excluding UASC")),
        (MAY._replace(cohort="excluding_uasc"), MAY, ("excluding UASC", "including UASC")),
        (MAY, MAY._replace(area="North"), ("Shire", "North")),
        (MAY, JUNE, ("May 2015", "June 2015")),
    ],
)
def test_the_sides_are_named_by_what_differs(first: Side, second: Side, named: tuple[str, str]) -> None:
    """A cohort, an area or a month."""
    assert side_names(first, second) == named


@pytest.mark.parametrize(
    ("parts", "second", "said"),
    [
        ([], MAY, "Both sides are the same result"),
        ([], JUNE, "Numerator and denominator of May 2015 and June 2015 are not both in the data, or are withheld."),
        ([], MAY._replace(cohort="excluding_fostered"), "The definition leaves FOSTERED out on both sides."),
        ([WORKED[0]], JUNE, "The difference is +10.0 percentage points. No part of it can be shown"),
        ([Part("North", "", figures(1, 2), figures(0, 0))], JUNE, "One side has no cases"),
    ],
)
def test_what_cannot_be_split_says_why(parts: list[Part], second: Side, said: str) -> None:
    """Nothing to compare, nothing known, the definition's own exclusion, one part alone, or no cases."""
    html = str(what_made_it_move(split_of(replace(VISITS, excludes=("excluding_fostered",)), parts, MAY, second)).html)
    assert words(html, "p")[0].startswith(said)


def latest(above: int, below: int, period: str, rag: Rag = Rag.RED) -> dict[str, Any]:
    """Give what is read of a rated row."""
    return {"numerator": Fraction(above), "denominator": Fraction(below), "period": period, "rag": rag}


@pytest.mark.parametrize(
    ("item", "target", "row", "said"),
    [
        (VISITS, AIM, latest(60, 72, "2015-10"),
         ("To end the year Green against its target of 85%, the 5 months to March 2016 together need at least 87.4%, "
         "over about 51 cases.")),
        (VISITS, AIM, latest(60, 110, "2016-02"),
         ("The target of 85% can no longer be reached in March 2016. Even at 100% in March 2016, the year would "
         "miss it.")),
        (VISITS, AIM, latest(100, 100, "2016-02"),
         "Whatever happens in March 2016, the year ends Green against its target of 85%."),
        (VISITS, AIM, latest(52, 68, "2016-03"),
         "Nothing remains: the year ended in March 2016, and what was missed in it cannot be made good."),
        (replace(VISITS, polarity=Polarity.LOWER), Target(target=10), latest(3, 60, "2015-09"),
         ("To end the year Green against its target of 10%, the 6 months to March 2016 together need at most 15.0%, "
         "over about 60 cases.")),
        (replace(VISITS, polarity=Polarity.TARGET), Target(target=7, green_from=6, green_to=9),
         latest(6, 60, "2015-09"),
         ("To end the year Green against its target of 7%, the 6 months to March 2016 together need between 2.0% and "
         "8.0%, over about 60 cases.")),
    ],
)  # fmt: skip
def test_what_the_rest_of_the_year_needs(item: Indicator, target: Target, row: dict[str, Any], said: str) -> None:
    """At least, at most or between, rounded to the side that is enough; too late, certain, or over."""
    assert words(str(what_it_would_take(item, row, target).html), "p")[0] == said


def test_a_snapshot_has_no_rest_of_the_year() -> None:
    """Nothing is said of an indicator that is no year to date."""
    snapshot = replace(VISITS, data_period=DataPeriod.SNAPSHOT)
    assert str(what_it_would_take(snapshot, latest(52, 68, "2015-10"), AIM).html) == ""


def test_the_cases_are_those_of_better_ratings() -> None:
    """From Red to both, from Amber to Green, and from Green to none."""
    assert words(str(cases(VISITS, latest(52, 68, "2016-03"), AIM).html), "li") == [
        "Amber: 1 case more.", "Green: 6 cases more.",
    ]  # fmt: skip
    assert words(str(cases(VISITS, latest(53, 68, "2016-03", Rag.AMBER), AIM).html), "li") == ["Green: 5 cases more."]
    assert words(str(cases(VISITS, latest(60, 68, "2016-03", Rag.GREEN), AIM).html), "p") == [
        "There is no better rating that a number of cases would give."
    ]


def test_the_block_of_what_made_it_move(golden: Callable[..., None]) -> None:
    """A sentence, a waterfall and a table of North and South, and the rule."""
    golden(what_made_it_move=what_made_it_move(split_of(VISITS, WORKED, MAY, JUNE)))
