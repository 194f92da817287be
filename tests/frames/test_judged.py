"""What a notebook is handed: the judgements as frames of pandas, exact within."""

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pandas as pd
import pytest

from scorecard_kit import Rag, exact, history, impact_of_cohort, load, score, score_latest, summarise
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.part import part
from scorecard_kit.frames.judged import COLUMNS
from scorecard_kit.frames.rated import Rated
from scorecard_kit.judge import impact, scorecard
from scorecard_kit.pages import areas as areas_page
from scorecard_kit.pages import cover_report as cover_page
from scorecard_kit.pages import scorecard as scorecard_page
from scorecard_kit.pages import summary as summary_page
from tests.conftest import ROOT

UASC = "excluding_uasc"


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the figures of March 2016 under the default rule: one of the county's is withheld."""
    return load(ROOT / "data" / "scs")


def test_the_kinds_of_the_columns(council: Dataset) -> None:
    """Indicators as the index; floats, ordered ratings and directions, a month of pandas, and words."""
    rated = score_latest(council, "2016-03", "Kent")
    assert (rated.index.name, rated.columns.tolist()) == ("indicator", COLUMNS)
    kinds = {name: str(kind) for name, kind in rated.dtypes.items()}
    figures = ["value", "numerator", "denominator", "target", "floor", "previous", "outturn"]
    assert {kinds[name] for name in figures} == {"float64"}
    assert {kinds[name] for name in ("rag", "direction_from_previous", "direction_from_outturn")} == {"category"}
    assert kinds["period"] == "period[M]"
    assert {kinds[name] for name in ("name", "group", "area", "standing")} <= {"str", "object"}
    assert rated["rag"].cat.ordered
    assert rated["rag"].eq(Rag.RED).sum() == 7


def test_floats_are_the_nearest_to_the_exact_figures(council: Dataset) -> None:
    """Every figure, and none where there is none or it is withheld."""
    rated, whole = score(council, "2016-03", "Kent"), score(council, "2016-03", "Kent", exact=True)
    for name in ("value", "numerator", "target", "previous"):
        for shown, figure in zip(rated[name], whole[name], strict=True):
            assert math.isnan(shown) if figure is None else shown == float(figure)
    assert rated.loc["unallocated-cases", "standing"] == "withheld"
    assert rated.loc["unallocated-cases", ["value", "numerator"]].isna().all()


def test_exact_is_the_frame_of_the_judgement(council: Dataset) -> None:
    """By `exact=True` and by `exact`, for each of the four."""
    asked = ("2016-03", "Kent")
    past = ("cic-reviews", "Kent", ["2016-01", "2016-02", "2016-03"])
    both = ("2016-03", ["Kent", "North Kent"], UASC)
    for given, whole, judged in (
        (score(council, *asked), score(council, *asked, exact=True), scorecard.score(council, *asked)),
        (
            score_latest(council, *asked),
            score_latest(council, *asked, exact=True),
            scorecard.score_latest(council, *asked),
        ),
        (history(council, *past), history(council, *past, exact=True), scorecard.history(council, *past)),
        (
            impact_of_cohort(council, *both),
            impact_of_cohort(council, *both, exact=True),
            impact.impact_of_cohort(council, *both),
        ),
    ):
        assert len(given)
        pd.testing.assert_frame_equal(exact(given), judged)
        pd.testing.assert_frame_equal(whole, judged)
        assert exact(whole) is whole


def test_several_areas_stand_beneath_each_other(council: Dataset) -> None:
    """An index of area and indicator; a blank area is the main one."""
    two = score_latest(council, "2016-03", ["North Kent", "", "Kent"])
    assert two.index.names == ["area", "indicator"]
    assert list(dict.fromkeys(two.index.get_level_values("area"))) == ["North Kent", "Kent"]
    assert "area" not in two
    one = score_latest(council, "2016-03")
    pd.testing.assert_frame_equal(exact(two.loc[["Kent"]]), exact(one))
    assert set(history(council, "cic-reviews", "", ["2016-03"])["area"]) == {"Kent"}
    assert set(impact_of_cohort(council, "2016-03", [], UASC).index.get_level_values("area")) == {"Kent"}


def test_history_has_months_as_its_index(council: Dataset) -> None:
    """A month a row, with the indicator beside it."""
    past = history(council, "cic-reviews", "Kent", ["2016-02", "2016-03"])
    assert past.index.equals(pd.PeriodIndex(["2016-02", "2016-03"], freq="M", name="period"))
    assert set(past["indicator"]) == {"cic-reviews"}


def test_summarise_takes_the_rows_that_are_left(council: Dataset) -> None:
    """As many as of the exact rows, whichever frame they come in."""
    rated = score_latest(council, "2016-03", "Kent")
    reds = rated[rated["rag"] == "Red"]
    assert asdict(summarise(reds)) == asdict(summarise(exact(reds)))
    assert (summarise(reds).red, summarise(reds).indicators) == (7, 7)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda book: score(book, "2016-03", "Kentt"), r"no area 'Kentt' in the data\. Did you mean \"Kent\"\?"),
        (lambda book: score_latest(book, "2016-03", ["Kent", "North"]), r"no area 'North' in the data"),
        (lambda book: history(book, "cic-review", "Kent", ["2016-03"]), r"no indicator 'cic-review'.*\"cic-reviews\""),
        (lambda book: impact_of_cohort(book, "2016-03", ["Kentt"], UASC), r"no area 'Kentt'"),
        (
            lambda book: score(book.results, book.indicators, book.targets, "2016-03"),
            "three frames have no main area",
        ),
    ],
)
def test_a_name_that_there_is_not_is_told_with_the_nearest(
    council: Dataset, call: Callable[[Dataset], object], said: str
) -> None:
    """An area or an indicator that the data do not hold would else give rows without a result."""
    with pytest.raises(ValueError, match=said):
        call(council)


@pytest.mark.parametrize(
    ("kept", "call", "said"),
    [
        (
            {"areas": "Kent"},
            lambda book: score_latest(book, "2016-03", "North Kent"),
            "the area 'North Kent'; name",
        ),
        ({"areas": ["Kent"]}, lambda book: score(book, "2016-03", ["Kent", "East Kent"]), r"areas=\.\.\. of load"),
        ({"areas": ""}, lambda book: impact_of_cohort(book, "2016-03", "North Kent", UASC), "without the area"),
        ({"indicators": "cic-health"}, lambda book: history(book, "cic-reviews", "Kent", ["2016-03"]), "the indicator"),
    ],
)
def test_what_was_not_loaded_is_not_without_a_result(
    council: Dataset, kept: dict[str, Any], call: Callable[[Dataset], object], said: str
) -> None:
    """Of an area that `load` was told to leave out it would be untrue that it has no result."""
    with pytest.raises(ValueError, match=said):
        call(part(council, **kept, period="2016-03"))
    assert score_latest(part(council, **kept, period="2016-03"), "2016-03", "Kent").shape == (44, 15)


def test_the_blocks_of_a_page_are_the_same_from_either_frame(invented: Dataset) -> None:
    """What a notebook holds, whole or filtered, and what the pages reckon with give the same HTML and CSV."""
    rated, whole = score_latest(invented, "2016-03", "Shire"), scorecard.score_latest(invented, "2016-03", "Shire")
    assert isinstance(scorecard_page.listed(invented, rated), Rated)
    for block in (
        lambda frame: scorecard_page.opening(invented, frame, "2016-03", "Scorecard"),
        scorecard_page.state,
        scorecard_page.changed,
        lambda frame: scorecard_page.scorecard(frame, caption="Scorecard"),
        scorecard_page.performance,
        lambda frame: scorecard_page.bands(invented, frame),
        lambda frame: summary_page.summary(invented, frame, "Summary"),
        lambda frame: summary_page.older(frame, "2016-03"),
        lambda frame: areas_page.opening(invented, [frame, frame], ["Shire", "Shire"], "2016-03"),
        lambda frame: areas_page.areas_table([frame, frame], ["Shire", "Shire"], "Areas"),
        lambda frame: cover_page.how_to_read(frame, invented),
    ):
        assert block(rated) == block(whole)
    red = whole[whole["rag"] == Rag.RED].reset_index(drop=True)
    assert scorecard_page.state(rated.query("rag == 'Red'")) == scorecard_page.state(red)
