"""Rated frames for pandas' own tools: figures as floats, ratings and directions in order. Nothing is judged on them."""

import pandas as pd

from scorecard_kit.judge.indicators import Direction, Rag

__all__ = ["as_numbers"]

_FIGURES = {
    *("numerator", "denominator", "value", "variance", "target", "floor", "lower", "upper", "previous", "outturn"),
    *("green_from", "green_to", "amber_from", "amber_to", "this_month", "last_month", "change"),
}
_RATINGS = [str(rag) for rag in (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_RATED)]
_DIRECTIONS = [str(way) for way in (Direction.WORSENED, Direction.SAME, Direction.IMPROVED, Direction.NOT_COMPARABLE)]


def as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of `score`, `history` or `impact_of_cohort` as pandas works with it; the frame itself stays as it is.

    Same rows, columns and index. Figures are float64, NaN where there is none or it is withheld. Ratings are an ordered
    category from Red over Amber and Green to Not rated, directions one from worsened over same and improved to not
    comparable; a blank one is missing. A float is the nearest to an exact figure: for charts and sums, not for ratings.
    """
    numbers = frame.copy()
    for name in frame:
        column, kind = frame[name], str(name)
        if kind.removeprefix("cohort_").removeprefix("including_").removeprefix("excluding_") in _FIGURES:
            numbers[name] = [float("nan") if pd.isna(cell) or cell == "" else float(cell) for cell in column]
            numbers[name] = numbers[name].astype("float64")
        elif kind == "rag" or kind.endswith("_rag"):
            numbers[name] = _ordered(column, _RATINGS)
        elif kind.startswith("direction_from_"):
            numbers[name] = _ordered(column, _DIRECTIONS)
    return numbers


def _ordered(column: "pd.Series[str]", categories: list[str]) -> "pd.Categorical[str]":
    return pd.Categorical([str(cell) for cell in column], categories=categories, ordered=True)
