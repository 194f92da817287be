"""The scorecard of one area."""

import re
from collections.abc import Callable

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pages import scorecard as scorecard_page


def test_the_blocks_of_the_scorecard(invented: Dataset, golden: Callable[..., None]) -> None:
    """The state, what changed, the table with its key, the summary in sentences, and the bands."""
    shown = score_latest(invented, "2016-03", "Shire")
    golden(
        state=scorecard_page.state(shown),
        changed=scorecard_page.changed(shown),
        scorecard=scorecard_page.scorecard(shown, "Scorecard"),
        performance=scorecard_page.performance(shown),
        bands=scorecard_page.bands(invented, shown),
    )


def test_groups_that_are_torn_and_a_target_of_two_decimals(make_book: Callable[..., Dataset]) -> None:
    """Numbers follow the rows as they stand; 79.97% missed 79.98%, and no target of 80.0%; February's is withheld."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit,group\na,First,H,SS,percent,Care\n"
        "b,Second,H,SS,percent,School\nc,Third,H,SS,percent,Care",
        results="indicator,period,area,numerator,denominator,status\na,2016-03,Shire,7997,10000,\n"
        "a,2016-02,Shire,,,suppressed\nb,2016-03,Shire,1,2,\nc,2016-03,Shire,1,2,",
        targets="indicator,from,target,floor\na,2015-04,79.98,75",
    )
    shown = score_latest(book, "2016-03", "Shire")
    html = str(scorecard_page.scorecard(shown, "Scorecard").html)
    assert re.findall(r'class="no">(\d)</span> (\w+)', html) == [("1", "First"), ("2", "Third"), ("3", "Second")]
    assert '<td data-label="Target %">79.98</td>' in html
    assert "79.97 before rounding" in html
    assert re.search('data-label="Previous %">c <span class="hint when">withheld</span></td>', html)
    assert "Earlier figures are withheld, so no change" in str(scorecard_page.changed(shown).html)


def test_an_area_shows_what_it_has_and_the_main_area_everything(invented: Dataset) -> None:
    """A row without any result stays on the page of the county alone."""
    county = score_latest(invented, "2016-03", "Shire").head(2)
    county.loc[1, "standing"] = "no result"
    assert len(scorecard_page.listed(invented, county)) == 2
    assert len(scorecard_page.listed(invented, county.assign(area="North"))) == 1


def test_the_head_of_the_scorecard(invented: Dataset, golden: Callable[..., None]) -> None:
    """How many are rated and how, and what moved since February."""
    golden(opening=scorecard_page.opening(invented, score_latest(invented, "2016-03", "Shire"), "2016-03", "Scorecard"))
