"""What a trend line shows, in words: where the figure went, without saying whether that is better."""

from scorecard_kit.judge.periods import months_between
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import WITHHELD, Row
from scorecard_kit.judge.trends import Point, Trend
from scorecard_kit.text.counting import in_words

__all__ = ["trend_words"]

_YEAR = 12


def trend_words(trend: Trend) -> str:
    """Rose from 71% to 76% in a year: from the earliest of its months that compares; figures as they are displayed.

    What rounding decides is almost the same, as its direction is too close to call. Where there is nothing to tell
    from, why: one result only, no earlier figures in a year, withheld.
    """
    row, months = trend.row, trend.months
    if row["value"] == "":
        return WITHHELD if row["standing"] == "withheld" else str(row["standing"])
    if row["period"] < months[0]:
        return f"no result in {_span(len(months) - 1)}"
    hidden = sum(point.withheld for point in trend.points)
    if not trend.compared:
        return _nothing_before(trend, hidden)
    first = trend.compared[0]
    words = _moved(first, trend, months_between(first.period, row["period"]))
    return f"{words}; {in_words(hidden)} month{'s' if hidden > 1 else ''} withheld" if hidden else words


def _nothing_before(trend: Trend, hidden: int) -> str:
    if hidden:
        return f"earlier figures are {WITHHELD}"
    row = trend.row
    if row.get("previous_apart") or any(
        point.value is not None and point.period < row["period"] for point in trend.points
    ):
        return "no earlier figure compares"
    return f"no earlier figures in {_span(len(trend.months) - 1)}" if row["previous_period"] else "one result only"


def _moved(first: Point, trend: Trend, months: int) -> str:
    before, now = first.value, trend.row["value"]
    was, is_now = (display_result(value, trend.row["unit"], trend.row["decimals"]) for value in (before, now))
    if was != is_now and not _too_close(first, trend.row):
        return f"{'rose' if now > before else 'fell'} from {was} to {is_now} in {_span(months)}"
    almost = "" if now == before else "almost "
    return f"{almost}the same as {_span(months)} before, {is_now}"


def _too_close(first: Point, row: Row) -> bool:
    """Whether the page says that the direction since that month is decided by rounding."""
    sides = (("previous_period", "within_rounding"), ("outturn_period", "outturn_within_rounding"))
    return any(row.get(month) == first.period and row.get(rounding) for month, rounding in sides)


def _span(months: int) -> str:
    return "a year" if months == _YEAR else f"{in_words(months)} month{'s' if months > 1 else ''}"
