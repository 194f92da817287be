"""The variances of an area as bars: nothing is compared with a picture."""

import re
from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from scorecard_kit.charts.variances import variances
from scorecard_kit.judge.impact import impact_of_cohort
from tests.drawings import drawn_words, labels, svg


def impact(**polarities: tuple[str, float, float, float]) -> pd.DataFrame:
    """Give the impact on indicators by polarity, including percentage, excluding percentage and target."""
    items = pd.DataFrame(
        [{"indicator": name, "name": f"Indicator {name}", "polarity": polarity, "data_period": "SS", "unit": "percent"}
         for name, (polarity, *_) in polarities.items()]
    )  # fmt: skip
    results = pd.DataFrame(
        [{"indicator": name, "period": "2016-03", "area": "Kent", "cohort": cohort, "value": value}
         for name, (_, including, excluding, _) in polarities.items()
         for cohort, value in (("", including), ("excluding_uasc", excluding))]
    )  # fmt: skip
    targets = pd.DataFrame([{"indicator": name, "from": "2015-04", "target": target}
                            for name, (*_, target) in polarities.items()])  # fmt: skip
    return impact_of_cohort(results, items, targets, "2016-03", ["Kent"], "excluding_uasc")


MIXED = impact(
    higher=("H", 79.7, 97.4, 98), lower=("L", 12.5, 11.1, 9), closer=("T", 5, 8, 7.5), farther=("T", 7, 5.5, 7.5),
    same=("H", 69, 69, 70), down=("H", 40.9, 40.1, 45), up=("L", 10, 10.5, 9),
)  # fmt: skip


def bars(axes: Axes) -> list[float]:
    """Give the length of every bar with its sign, from the top down."""
    found = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    return [round(float(bar.get_width()), 6) for bar in sorted(found, key=lambda bar: bar.get_y())]


def test_the_variances_of_an_area(golden: Callable[..., None]) -> None:
    """Excluding the cohort three percentages move: one each of polarity H, L and T."""
    golden(variances=variances(MIXED, "excluding_uasc", "Kent"))


def test_bars_run_to_the_better_side_for_every_polarity(drawn: list[Axes]) -> None:
    """Longest first; better is to the right: higher for H, lower for L, closer to its target for T."""
    variances(MIXED, "excluding_uasc", "Kent")
    assert bars(drawn[0]) == [17.7, 3.0, -1.5, 1.4, -0.8, -0.5, 0.0]


def test_bars_start_at_zero_in_the_middle(drawn: list[Axes]) -> None:
    """The axis is as wide to both sides, every bar starts at zero, and its ends say which side is which."""
    variances(MIXED, "excluding_uasc", "Kent")
    low, high = drawn[0].get_xlim()
    starts = {round(float(bar.get_x()), 6) for bar in drawn[0].patches if isinstance(bar, Rectangle)}
    found = drawn_words(drawn[0])
    assert (low + high, starts) == (0, {0.0})
    assert (found["Worse"][0], found["Better"][0]) == (low, high)


def test_a_bar_chart_labels_its_bars() -> None:
    """Each bar has its indicator's name and its variance, signed, except for an exact zero."""
    words = labels(variances(MIXED, "excluding_uasc", "Kent").html)
    assert [word for word in words if re.fullmatch(r"[+-]?[\d.]+", word)] == [
        "+17.7", "+3.0", "-1.5", "-1.4", "-0.8", "+0.5", "0.0",
    ]  # fmt: skip
    assert len([word for word in words if word.startswith("Indicator ")]) == 7


def test_a_bar_chart_is_described() -> None:
    """The title counts better and worse; the description holds every variance and its judgement, largest first."""
    chart = svg(variances(MIXED, "excluding_uasc", "Kent").html)
    assert chart.select("title")[0].get_text() == (
        "Excluding UASC, 3 of 7 percentages for Kent are better and 3 are worse"
    )
    assert chart.select("desc")[0].get_text() == (
        "Bar chart. Indicator higher +17.7, better; Indicator closer +3.0, better; Indicator farther -1.5, worse; "
        "Indicator lower -1.4, better; Indicator down -0.8, worse; Indicator up +0.5, worse; "
        "Indicator same 0.0, the same."
    )


def test_better_and_worse_bars_have_different_colours() -> None:
    """Two colours, which are not those of ratings, beside the words at the ends of the axis."""
    text = str(variances(MIXED, "excluding_uasc", "Kent").html)
    assert {"better", "worse"} <= set(re.findall(r"var\(--([a-z-]+),", text))
    assert re.findall(r"--(?:red|amber|green)\b", text) == []


def test_no_variance_makes_no_chart() -> None:
    """An area without a variance has a sentence in the chart's place."""
    html = variances(MIXED, "excluding_uasc", "North Kent").html
    assert "<svg" not in html
    assert "North Kent: no percentage has a variance to show." in html
