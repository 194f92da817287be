"""Functions of 0.1.0 whose arguments have changed, as notebooks that were copied then call them.

Each is named after its module and itself; `_moved` looks here first. They go with the old names.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pandas as pd

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.beside import Series, series_beside
from scorecard_kit.blocks.html import Block, bullets
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge import movement, numbers, standings
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.figures import Figures
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.rows import Row, target_in_force
from scorecard_kit.judge.standings import with_results
from scorecard_kit.pages import (
    _budget_figures,
    _capital,
    activity,
    areas,
    budget,
    commentary,
    exception_report,
    impact_of_uasc,
    scorecard,
    summary,
)
from scorecard_kit.pages.impact_of_uasc import Impact

capital_page_figures = _budget_figures.figures
capital_page_variance_sentences = _capital.variance_sentences
scorecard_page_with_figures = with_results
beside_Beside, beside_beside = Series, series_beside
effects_Figures, effects_whole = movement.Counts, movement.totals
money_amount, money_said = numbers.pounds, numbers.pounds_in_sentence
money_over_or_under, money_rounding = numbers.pounds_over_or_under, numbers.rounding_sentence
sentences_shown, sentences_changed_ratings = sentences.figure, standings.changed_ratings

_NO_ROWS = pd.DataFrame(columns=["area"])
_NO_MONTH = "2000-01"  # of a frame without rows, which nothing names


def _month(scored: pd.DataFrame) -> str:
    return str(max(scored["asked"], default=_NO_MONTH))


def _area(frame: pd.DataFrame) -> str:
    return str(frame["area"].iloc[0]) if len(frame) else ""


def activity_page_answer(counts: pd.DataFrame, county: str) -> str:
    """The month is that of the counts."""
    return activity.answer(counts, county, str(max(counts["period"], default=_NO_MONTH)))


def activity_page_sums(counts: pd.DataFrame, county: str) -> Block:
    """The county is the main area unless it is named."""
    return activity.sums_of(counts, county)


def scorecard_page_answer(shown: pd.DataFrame, scored: pd.DataFrame, _area: str) -> str:
    """The area and the month are those of the frame."""
    return scorecard.answer(shown, scored, _month(scored))


def scorecard_page_bands(shown: pd.DataFrame, indicators: pd.DataFrame, targets: pd.DataFrame) -> Block:
    """Two frames stood for the loaded data."""
    return scorecard.bands(Figures(pd.DataFrame(), indicators, targets), shown)


def scorecard_page_in_every_area(scores: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """No indicator is left out any more: one that few areas have stands in a row group of its own."""
    return list(scores)


def scorecard_page_area_counts(scores: Sequence[pd.DataFrame]) -> str:
    """Areas and month are those of the frames."""
    return areas.answer(scores, [*map(_area, scores)], max(map(_month, scores)))


def scorecard_page_areas_table(scores: Sequence[pd.DataFrame], caption: str) -> Block:
    """The areas are those of the frames."""
    return areas.areas_table(scores, [*map(_area, scores)], caption)


def summary_page_summary(shown: pd.DataFrame, indicators: pd.DataFrame, caption: str) -> Block:
    """A frame stood for the loaded data."""
    return summary.summary(Figures(pd.DataFrame(), indicators, pd.DataFrame()), shown, caption)


def budget_page_headlines(book: Dataset, unit: str, listed_from: int, capital: Iterable[str] = ()) -> Block:
    """The sentences on capital were made by the notebook."""
    return Block(bullets([*budget.revenue_sentences(book, unit, listed_from), *capital]), meta={"index": True})


def budget_page_revenue_table(book: Dataset, unit: str, year: str, _csv: pd.DataFrame) -> Block:
    """The figures as CSV were made by the notebook."""
    return budget.revenue_table(book, unit, year)


def commentary_blocks(
    dataset: Dataset,
    indicator: str,
    period: str,
    area: str,
    _small_counts: Mapping[str, Any],
    *,
    reporting: str = "month",
) -> Block:
    """The rule for small counts is the one with which the data was loaded."""
    return commentary.commentary(dataset, indicator, period, area, reporting=reporting)


def _case(**fields: Any) -> Any:  # noqa: ANN401 - of a case, what a block asks of it
    """A case from the pieces that each block of an indicator's page was given."""
    tables = {name: fields.pop(name) for name in ("owners", "changes", "breakdowns", "targets") if name in fields}
    return SimpleNamespace(book=SimpleNamespace(**tables), **fields)


def exception_page_owners(table_of_owners: pd.DataFrame, item: Indicator, period: str) -> Block:
    """Who answers for it."""
    return exception_report.owners(_case(owners=table_of_owners, item=item, period=period))


def exception_page_months_table(months: pd.DataFrame, caption: str, others: Sequence[Series] = ()) -> Block:
    """The caption was the notebook's."""
    return exception_report.months_table(_case(past=months, others=others), caption)


def exception_page_months_of_change(changes: pd.DataFrame, item: Indicator) -> list[str]:
    """The months from which the indicator is counted or rated in another way."""
    return exception_report.months_of_change(_case(changes=changes, item=item))


def exception_page_changed(changes: pd.DataFrame, item: Indicator, period: str) -> Block:
    """What has changed in how it is counted or rated."""
    return exception_report.changed(_case(changes=changes, item=item, period=period))


def exception_page_breakdown(table_of_breakdowns: pd.DataFrame, latest: Row) -> Block:
    """Who is counted."""
    return exception_report.breakdown(_case(breakdowns=table_of_breakdowns, latest=latest))


def exception_page_notes(item: Indicator, latest: Row, targets: pd.DataFrame) -> Block:
    """How it is counted and rated."""
    target = target_in_force(targets, item.indicator, latest["period"], latest["area"])
    return exception_report.notes(_case(item=item, latest=latest, target=target, targets=targets))


def _impact(frame: pd.DataFrame, cohort: str, **fields: Any) -> Impact:  # noqa: ANN401 - of `Impact`
    """What a page compares, from the pieces that each of its blocks was given."""
    named = list(dict.fromkeys(frame["area"])) or [""]
    book: Any = SimpleNamespace(rule=fields.pop("rule", SmallCounts()))
    impact = Impact(book, _NO_MONTH, cohort, named, named[1:], frame, frame.iloc[:0])
    return impact._replace(**fields)


def _one_side(side: str) -> str:
    return "excluding" if side else "including"


def impact_page_title(period: str, cohort: str, side: str, *, comparison: bool) -> str:
    """A page of one side alone was told by two arguments."""
    one = "" if comparison else _one_side(side)
    return impact_of_uasc.title(_impact(_NO_ROWS, cohort, period=period, side=one))


def impact_page_answer(impact: pd.DataFrame, cohort: str) -> str:
    """Of the first area in the frame."""
    return impact_of_uasc.answer(_impact(impact, cohort)) if len(impact) else "There is nothing to compare."


def impact_page_one_side_answer(impact: pd.DataFrame, cohort: str, side: str) -> str:
    """Of one side alone."""
    answer = impact_of_uasc.answer(_impact(impact, cohort, side=_one_side(side)))
    return answer if len(impact) else "There is nothing to show."


def impact_page_per_area(impact: pd.DataFrame, areas: Sequence[str], cohort: str) -> Block:
    """The areas were given in order."""
    return impact_of_uasc.per_area(_impact(impact, cohort, areas=areas))


def impact_page_comparison_table(impact: pd.DataFrame, remainder: pd.DataFrame, caption: str, cohort: str) -> Block:
    """Both sides."""
    return impact_of_uasc.sides_table(_impact(impact, cohort, remainder=remainder), caption)


def impact_page_one_side_table(impact: pd.DataFrame, side: str, period: str, cohort: str) -> Block:
    """One side alone."""
    return impact_of_uasc.results(_impact(impact, cohort, period=period, side=_one_side(side)))


def impact_page_withheld_note(impact: pd.DataFrame, small_counts: SmallCounts) -> Block:
    """The rule was given."""
    return impact_of_uasc.withheld_note(_impact(impact, "", rule=small_counts))


def impact_page_outside(impact: pd.DataFrame, remainder: pd.DataFrame, county: str, areas: Sequence[str]) -> Block:
    """The county and its areas were given."""
    return impact_of_uasc.outside(_impact(impact, "", remainder=remainder, areas=[county], inside=areas))
