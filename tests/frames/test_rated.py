"""A rated frame as pandas works with it, as it shows itself, and the exact rows that it holds."""

import math
import pickle
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import as_numbers, exact, history, impact_of_cohort, load, score, score_latest, show, summarise
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.frames.rated import Rated
from scorecard_kit.judge import scorecard
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the figures of March 2016."""
    return load(ROOT / "data" / "scs", {"below": 6, "already_published": True})


def test_figures_are_floats_and_ratings_in_order(council: Dataset) -> None:
    """Red stands before Amber whatever the alphabet says, and the exact frame is what it was."""
    rated = score(council, "2016-03", "Kent", exact=True)
    before = rated.copy()
    numbers = as_numbers(rated).set_index("indicator")
    exact = rated.set_index("indicator")["value"]
    assert str(numbers["value"].dtype) == "float64"
    assert all(math.isclose(numbers["value"][key], float(exact[key])) for key in exact.index if exact[key] is not None)
    assert [str(numbers[name].dtype) for name in ("rag", "direction_from_previous")] == ["category", "category"]
    assert list(numbers["rag"].cat.categories) == ["Red", "Amber", "Green", "Not rated"]
    assert [numbers[name].cat.ordered for name in ("rag", "previous_rag", "direction_from_previous")] == [True] * 3
    assert list(numbers["direction_from_outturn"].cat.categories) == ["worsened", "same", "improved", "not comparable"]
    assert numbers.sort_values("rag")["rag"].iloc[0] == "Red"
    assert dict(numbers["rag"].astype(str).value_counts()) == dict(rated["rag"].astype(str).value_counts())
    pd.testing.assert_frame_equal(rated, before)


def test_what_is_missing_is_no_number(invented: Dataset) -> None:
    """An indicator without a result is NaN and Not rated; one without an earlier result has no previous rating."""
    numbers = as_numbers(score(invented, "2016-04", "Shire", exact=True))
    assert numbers["value"].isna().all()
    assert set(numbers["rag"]) == {"Not rated"}
    assert numbers["value"].sum() == 0
    assert as_numbers(score(invented, "2016-03", "Shire", exact=True)).loc[2, "value"] == 10.0


def test_both_sides_of_a_cohort_are_floats(council: Dataset) -> None:
    """The frame of `impact_of_cohort` too: variances can be sorted and drawn."""
    numbers = as_numbers(impact_of_cohort(council, "2016-03", ["Kent"], "excluding_uasc", exact=True)).set_index(
        "indicator"
    )
    assert {str(numbers[name].dtype) for name in ("including_value", "excluding_numerator", "variance")} == {"float64"}
    assert str(numbers["cohort_denominator"].dtype) == "float64"
    assert round(numbers["variance"]["cic-reviews"], 1) == 17.7
    assert list(numbers["excluding_rag"].cat.categories) == ["Red", "Amber", "Green", "Not rated"]
    assert len(numbers.nlargest(3, "variance")) == 3


def test_a_blank_is_no_number_however_it_is_written() -> None:
    """Empty text, None and NaN are NaN beside 1.5."""
    numbers = as_numbers(pd.DataFrame({"value": ["", None, float("nan"), 1.5]}, dtype=object))
    assert numbers["value"].isna().tolist() == [True, True, True, False]


@pytest.fixture(scope="module")
def rated(council: Dataset) -> pd.DataFrame:
    """Give where the county stands; not to be changed."""
    return score_latest(council, "2016-03", "Kent")


@pytest.fixture(scope="module")
def whole(council: Dataset) -> pd.DataFrame:
    """Give the same, exact; not to be changed."""
    return scorecard.score_latest(council, "2016-03", "Kent")


@given(places=st.lists(st.integers(0, 43)), names=st.permutations(["rag", "value", "name"]))
def test_the_exact_rows_are_those_that_are_left(
    rated: pd.DataFrame, whole: pd.DataFrame, places: list[int], names: list[str]
) -> None:
    """Whichever rows, in whatever order and however often, and whatever columns are beside them."""
    left = rated.iloc[places][names]
    pd.testing.assert_frame_equal(exact(left), whole.iloc[places].reset_index(drop=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.copy(),
        lambda frame: frame.sort_values("value"),
        lambda frame: frame.query("value > 50"),
        lambda frame: frame[frame["rag"] == "Red"],
        lambda frame: frame.head(3),
        lambda frame: frame.sample(5, random_state=1),
        lambda frame: frame.reset_index(),
        lambda frame: frame.set_index("area", append=True),
        lambda frame: frame.assign(value=0, mine="x"),
        lambda frame: frame.rename(columns={"value": "result"}),
        lambda frame: frame.join(frame[["value"]].add_suffix("_again")),
        lambda frame: pd.concat([frame.tail(2), frame.head(2)]),
        lambda frame: pickle.loads(pickle.dumps(frame)),  # noqa: S301 - ours
    ],
)
def test_what_pandas_does_keeps_the_exact_rows(
    rated: pd.DataFrame, whole: pd.DataFrame, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    """The indicators of the changed frame, in its order, with what was judged."""
    changed = change(rated)
    keys = changed["indicator"] if "indicator" in changed else changed.index.get_level_values("indicator")
    left = exact(changed)
    assert left["indicator"].tolist() == list(keys)
    assert left["value"].tolist() == whole.set_index("indicator")["value"][list(keys)].tolist()


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.reset_index(drop=True),
        lambda frame: frame.groupby("group").mean(numeric_only=True),
        lambda frame: frame.describe(),
        lambda frame: frame.isna(),
        lambda frame: frame.head(0),
        lambda frame: frame.T,
        lambda frame: pd.concat([frame, frame[["value"]]], axis="columns"),
        lambda frame: frame.set_axis([f"mine-{place}" for place in range(len(frame))]),
        lambda frame: frame.pivot_table(index="group", columns="rag", values="value", observed=False),
        Rated,
    ],
)
def test_what_is_rated_no_longer_shows_itself_as_pandas_does(
    rated: pd.DataFrame, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    """No rows of indicators any more: a table of pandas, and no error."""
    shown = html(change(rated))
    assert 'class="dataframe"' in shown
    assert "rated-frame" not in shown


def test_a_frame_without_its_index_has_no_exact_rows(rated: pd.DataFrame) -> None:
    """The message says how to keep them."""
    with pytest.raises(ValueError, match=r"no longer says which indicator.*exact=True"):
        exact(rated.reset_index(drop=True))


def test_frames_of_two_areas_and_two_indicators_stay_apart(council: Dataset) -> None:
    """The same indicator twice, told by its area; the same month twice, told by its indicator."""
    north = score_latest(council, "2016-03", "North Kent")
    both = pd.concat([score_latest(council, "2016-03", "Kent"), north])
    assert exact(both)["area"].tolist() == both["area"].tolist()
    months = ["2016-02", "2016-03"]
    pasts = [history(council, key, "Kent", months) for key in ("cic-reviews", "pf-initial-visits")]
    assert exact(pd.concat(pasts))["indicator"].tolist() == pd.concat(pasts)["indicator"].tolist()
    with pytest.raises(ValueError, match="no longer says"):
        exact(pd.concat(pasts).drop(columns=["indicator"]))


@pytest.mark.parametrize(
    "choose",
    [
        lambda both: both.loc["North Kent"],
        lambda both: both.loc["North Kent", :],
        lambda both: both.xs("North Kent"),
        lambda both: both.xs("North Kent", level="area"),
        lambda both: both.swaplevel().sort_index().xs("North Kent", level="area"),
    ],
)
def test_the_rows_of_one_area_are_still_its_own(
    council: Dataset, choose: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    """Taken out of a frame of several areas, they have no area any more; they show, count and judge as before."""
    both = score_latest(council, "2016-03", ["Kent", "North Kent"])
    chosen = choose(both)
    assert "area" not in [*chosen, *chosen.index.names]
    assert set(exact(chosen)["area"]) == {"North Kent"}
    assert exact(chosen)["indicator"].tolist() == chosen.index.tolist()
    assert summarise(chosen).red == summarise(both.query("area == 'North Kent'")).red > 0
    assert "rated-frame" in html(chosen)
    assert both.loc[("Kent", "pf-initial-visits"), "rag"] == "Red"
    assert len(exact(both)) == 88


def test_rounding_is_silent(rated: pd.DataFrame) -> None:
    """Pandas warns of months, which cannot be rounded; an analyst need not read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rated.round(1).loc["pf-initial-visits", "value"] == 76.5


def html(frame: Any) -> str:  # noqa: ANN401 - a frame, of which pandas-stubs do not know this
    """Give what a notebook shows of a frame."""
    return str(frame._repr_html_())


def cells(frame: pd.DataFrame) -> list[list[str]]:
    """Give the words of the table that a frame shows itself as, a row a list, its headings first."""
    soup = BeautifulSoup(html(frame), "html.parser")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in soup.select("tr")]


def caption(frame: pd.DataFrame) -> str:
    """Give the caption of that table."""
    found = re.search(r"<caption[^>]*><span>(.*?)</span>", html(frame))
    return found[1] if found else ""


def test_a_rated_frame_shows_itself_as_the_scorecards_table(rated: pd.DataFrame) -> None:
    """Chips, arrows with words, figures in the indicator's decimals; headings with the names to ask for."""
    left = rated.loc[["pf-initial-visits", "assessments-overdue"]].drop(columns=["floor", "outturn", "standing"])
    assert caption(left) == "Kent, March 2016"
    assert cells(left) == [
        ["Indicator", "Group", "Result value", "Rating rag", "Numerator", "Denominator", "Target",
         "Previous, Feb 2016 previous", "Direction since direction _from _previous",
         "Direction since outturn direction _from _outturn"],
        ["% of PF notifications where initial visit held within 7 days pf-initial-visits", "Private fostering",
         "76.5%", "■ Red", "52", "68", "85.0%", "78.1%", "↓ worsened", "↓ worsened"],
        ["Number of C&F Assessments in progress outside of timescale assessments-overdue", "Referral and assessments",
         "38", "● Green", "38", "-", "75", "47", "↑ improved", "↓ worsened"],
    ]  # fmt: skip


def test_what_is_withheld_or_missing_is_said_in_words() -> None:
    """The default rule withholds one; another's results are taken away."""
    book = load(ROOT / "data" / "scs")
    book = replace(book, results=book.results[book.results["indicator"] != "cic-reviews"])
    shown = score_latest(book, "2016-03").loc[["unallocated-cases", "cic-reviews"]]
    lines = cells(shown[["value", "numerator", "target", "previous", "standing"]])[1:]
    assert lines[0][1:3] == ["c, withheld to protect individuals", "c"]
    assert lines[0][-1] == "withheld"
    assert lines[1] == ["cic-reviews", "No result", "-", "98.0%", "None", "no result"]
    impact = impact_of_cohort(book, "2016-03", ["Kent"], "excluding_uasc")
    names = ["including_value", "cohort_value", "variance", "withheld"]
    both = impact.query("indicator == 'unallocated-cases'")[names]
    assert cells(both)[1] == ["unallocated-cases", "c", "c", "c", "including excluding cohort"]


def test_a_column_of_ones_own_and_a_changed_one_show_what_they_hold(rated: pd.DataFrame) -> None:
    """Six digits, as pandas has them; words as they are; nothing as None."""
    mine = rated.loc[["pf-initial-visits"], ["name", "value", "target"]].assign(
        gap=rated["value"] - rated["target"], seen=True, who="me", none=float("nan")
    )
    mine[2016] = 3
    mine["target"] = mine["target"] + 1
    assert cells(mine) == [
        ["Indicator", "Result value", "target", "gap", "seen", "who", "none", "2016"],
        ["% of PF notifications where initial visit held within 7 days pf-initial-visits",
         "76.5%", "86", "-8.52941", "yes", "me", "None", "3"],
    ]  # fmt: skip


def test_a_long_frame_shows_as_many_rows_as_pandas_does(rated: pd.DataFrame) -> None:
    """And says how many there are."""
    with pd.option_context("display.max_rows", 10):
        shown = html(rated)
    assert shown.count("<tr>") == 11
    assert "The first 10 of 44 rows." in shown


def test_both_sides_of_a_cohort_are_shown(council: Dataset) -> None:
    """Figures, ratings and the signed variance; under a caption that says the area."""
    impact = impact_of_cohort(council, "2016-03", ["Kent"], "excluding_uasc")
    names = ["including_value", "including_rag", "excluding_rag", "variance"]
    shown = impact.query("indicator == 'cic-reviews'")[names]
    assert caption(shown) == "Kent"
    assert cells(shown) == [
        ["Indicator", "Including value", "Including rating including _rag", "Excluding rating excluding _rag",
         "Variance"],
        ["cic-reviews", "79.7%", "■ Red", "◆ Amber", "+17.7"],
    ]  # fmt: skip


def test_frames_of_two_kinds_have_the_cells_of_both(council: Dataset) -> None:
    """A scorecard with a cohort's impact joined to it, where there is one. A side that is withheld is c."""
    impact = impact_of_cohort(council, "2016-03", "Kent", "excluding_uasc").droplevel("area")
    joined = score_latest(council, "2016-03").join(impact[["excluding_value", "excluding_rag", "variance"]])
    names = ["value", "excluding_value", "excluding_rag", "variance"]
    both = joined.loc[["cic-reviews", "re-referrals"], names]
    assert cells(both)[1:] == [
        ["cic-reviews", "79.7%", "97.4%", "◆ Amber", "+17.7"],
        ["re-referrals", "21.3%", "None", "None", "None"],
    ]
    assert len(exact(joined)) == 44
    book = load(ROOT / "data" / "scs")
    hidden = impact_of_cohort(book, "2016-03", "Kent", "excluding_uasc").droplevel("area")
    line = score_latest(book, "2016-03").join(hidden[["excluding_value"]]).loc[["unallocated-cases"], names[:2]]
    assert cells(line)[1] == ["unallocated-cases", "c, withheld to protect individuals", "c"]
    assert str(show(line, caption="Cases").csv).splitlines()[1] == "unallocated-cases,c,c"


def test_a_frame_of_many_months_says_its_indicator_once(council: Dataset) -> None:
    """The months are the headers of the rows."""
    past = history(council, "pf-initial-visits", "Kent", ["2016-02", "2016-03"])
    assert caption(past) == "% of PF notifications where initial visit held within 7 days, Kent, Private fostering"
    assert [line[0] for line in cells(past)] == ["Period", "February 2016", "March 2016"]
