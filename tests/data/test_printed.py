"""The figures of a pack's CSV files, and where two packs print otherwise."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.data.printed import Place, differences, printed

SCORECARD = """indicator,name,group,polarity,data_period,period,area,cohort,numerator,denominator,value,status,rag
visits,Visits in time,Fostering,H,YTD,2016-03,Kent,,52,68,76.47,,Red
visits,Visits in time,Fostering,H,YTD,2016-03,Kent,excluding_uasc,c,c,c,suppressed,Not rated
"""
IMPACT = """area,indicator,name,including_numerator,including_value,including_rag,excluding_value,excluding_rag,variance
Kent,visits,Visits in time,52,76.47,Red,80.6,Amber,4.2
"""
ACTIVITY = """measure,name,data_period,period,area,kind,parent,this_month,last_month,change,status
caseloads,Caseloads,SS,2016-03,Kent,county,,9377,9470,-93,
"""
BUDGET = "group,line,year,amount\nAdults,Homes,2011,120.5\nAdults,Homes,2012,130\nAdults,Care at home,2011,c\n"
RECONCILIATION = "report,item,printed,computed,agrees\nscs,visits,76.5%,76.5%,true\n"


def test_a_scorecard_gives_a_row_for_each_cohort() -> None:
    """A figure is its indicator, month, area and cohort; what is withheld stays c."""
    found = printed(SCORECARD, "2015-12")
    assert list(found) == [
        Place("visits", "2016-03", "Kent"), Place("visits", "2016-03", "Kent", "excluding_uasc"),
    ]  # fmt: skip
    first, second = found.values()
    assert (first["name"], first["value"], first["rag"]) == ("Visits in time", "76.47", "Red")
    assert (second["numerator"], second["value"], second["status"]) == ("c", "c", "suppressed")
    assert "group" not in first


def test_the_impact_of_a_cohort_gives_both_sides() -> None:
    """The page's own month and cohort stand in for columns that its table has not."""
    found = printed(IMPACT, "2016-03", "excluding_uasc")
    assert {place.cohort: (row["value"], row["rag"]) for place, row in found.items()} == {
        "": ("76.47", "Red"), "excluding_uasc": ("80.6", "Amber"),
    }  # fmt: skip
    assert {place.period for place in found} == {"2016-03"}


def test_activity_is_called_as_other_figures_are() -> None:
    """Its measure is the indicator, this month's count the value."""
    assert printed(ACTIVITY, "2016-03") == {
        Place("caseloads", "2016-03", "Kent"): {
            "name": "Caseloads", "value": "9377", "last_month": "9470", "change": "-93", "status": "",
        },
    }  # fmt: skip


def test_a_table_without_indicators_is_known_by_its_words() -> None:
    """Two rows with the same words are told apart by their order, and a withheld amount is an amount."""
    found = printed(BUDGET, "2011-12")
    assert [(place.category, place.number) for place in found] == [
        ("Adults, Homes", 0), ("Adults, Homes", 1), ("Adults, Care at home", 0),
    ]  # fmt: skip
    assert [row["amount"] for row in found.values()] == ["120.5", "130", "c"]


def test_a_reconciliation_prints_no_figures_of_its_own() -> None:
    """It repeats those of other pages."""
    assert printed(RECONCILIATION, "2016-03") == {}


def test_a_figure_on_two_pages_differs_once() -> None:
    """It is told with both pages and the columns that differ, and neither a name nor a month is among them."""
    then = {page: printed(SCORECARD, "2016-03") for page in ("scorecard", "exception-report")}
    now = {page: printed(SCORECARD.replace("52,68,76.47,,Red", "53,68,77.94,,Amber"), "2016-03") for page in then}
    [found] = differences(then, now)
    assert (found.pages, found.columns) == (("scorecard", "exception-report"), ("numerator", "value", "rag"))
    assert (found.was["value"], found.now["value"]) == ("76.47", "77.94")


def test_a_figure_that_only_one_side_prints_has_an_empty_row() -> None:
    """One that went and one that came are both differences; a page that only one side has is none."""
    less = printed("\n".join(SCORECARD.splitlines()[:2]), "2016-03")
    whole = printed(SCORECARD, "2016-03")
    [went], [came] = differences({"page": whole}, {"page": less}), differences({"page": less}, {"page": whole})
    assert (went.now, came.was, went.columns, came.columns) == ({}, {}, (), ())
    assert went.was == came.now == whole[went.place]
    assert differences({"page": whole}, {"other": less}) == []


def test_a_column_that_is_new_changes_no_figure() -> None:
    """A later version of the kit may write a further column, and what was published did not have it."""
    wider = "\n".join(f"{line},{extra}" for line, extra in zip(SCORECARD.splitlines(), ("rank", "3", "4"), strict=True))
    then, now = {"page": printed(SCORECARD, "2016-03")}, {"page": printed(wider, "2016-03")}
    assert differences(then, now) == differences(now, then) == []


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)
tables = st.lists(st.tuples(*[st.sampled_from(["visits", "reviews"])] * 1, *[cells] * 3), max_size=6)


@given(tables)
def test_nothing_differs_from_itself(rows: list[tuple[str, ...]]) -> None:
    """Whatever stands in the cells, and however often a row is there: the same file has the same figures, each once."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("indicator", "area", "value", "rag"), *rows])
    found = printed(out.getvalue(), "2016-03")
    assert len(found) == len(rows)
    assert differences({"page": found}, {"page": printed(out.getvalue(), "2016-03")}) == []
