"""Functions of 0.1.0 whose arguments have changed, as notebooks that were copied then call them; see `_moved`."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, bullets
from scorecard_kit.blocks.state import state
from scorecard_kit.judge import standings
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.rows import takes_rated, target_in_force

__all__ = ["OLD_CALLS"]


class _Pages:
    """The modules of the pages, each loaded when a call first needs it."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a module
        return import_module(f"scorecard_kit.pages.{name}")


_pages = _Pages()
_NONE = pd.DataFrame(columns=["area"])
_NO_MONTH = "2000-01"  # of a frame without rows, which nothing names


def _later(page: str, name: str) -> Callable[..., Any]:
    """A function whose arguments are the same, in a room that it was not in."""

    def call(*given: Any) -> Any:  # noqa: ANN401 - its own
        return getattr(getattr(_pages, page), name)(*given)

    return call


def _month(scored: pd.DataFrame) -> str:
    return str(max(scored["asked"], default=_NO_MONTH))


def _areas(scores: list[pd.DataFrame]) -> list[str]:
    return [str(scored["area"].iloc[0]) if len(scored) else "" for scored in scores]


def _case(**fields: Any) -> Any:  # noqa: ANN401 - of a case, what one block asks of it
    """A case from the pieces that each block of an indicator's page was given; nothing was published over it."""
    tables = {name: fields.pop(name) for name in ("owners", "changes", "breakdowns", "targets") if name in fields}
    return SimpleNamespace(book=SimpleNamespace(folder=Path(), **tables), **fields)


def _notes(item: Any, latest: Any, targets: pd.DataFrame) -> Any:  # noqa: ANN401 - those of a case
    target = target_in_force(targets, item.indicator, latest["period"], latest["area"])
    return _pages.exception_report.notes(_case(item=item, latest=latest, target=target, targets=targets))


def _impact(frame: pd.DataFrame, cohort: str, rule: SmallCounts | None = None, **fields: Any) -> Any:  # noqa: ANN401 - an Impact
    """What a page compares, from the pieces that each of its blocks was given."""
    named = list(dict.fromkeys(frame["area"])) or [""]
    book: Any = SimpleNamespace(rule=rule)
    whole = _pages.impact_of_uasc.Impact(book, _NO_MONTH, cohort, named, named[1:], frame, frame.iloc[:0])
    return whole._replace(**fields)


def _side(cohort: str) -> str:
    return "excluding" if cohort else "including"


_CALLS: dict[str, Callable[..., Any]] = {
    "activity_page.answer": lambda counts, county: _pages.activity.answer(
        counts, county, str(max(counts["period"], default=_NO_MONTH))
    ),
    "activity_page.sums": _later("activity", "sums_of"),
    "budget_page.headlines": lambda book, unit, listed_from, capital=(): Block(
        bullets([*_pages.budget.revenue_sentences(book, unit, listed_from), *capital]), meta={"index": True}
    ),
    "budget_page.revenue_table": lambda book, unit, year, _csv: _pages.budget.revenue_table(book, unit, year),
    "capital_page.figures": _later("_budget_figures", "figures"),
    "capital_page.variance_sentences": _later("_capital", "variance_sentences"),
    "commentary.blocks": lambda book, indicator, period, area, _small_counts, reporting="month": (
        _pages.commentary.commentary(book, indicator, period, area, reporting=reporting)
    ),
    "cover_page.head": lambda people, meeting_date, _subject, classification: _pages.cover_report.head(
        people, meeting_date, classification
    ),
    "exception_page.breakdown": lambda breakdowns, latest: _pages.exception_report.breakdown(
        _case(breakdowns=breakdowns, latest=latest)
    ),
    "exception_page.changed": lambda changes, item, period: _pages.exception_report.changed(
        _case(changes=changes, item=item, period=period)
    ),
    "exception_page.months_of_change": lambda changes, item: _pages.exception_report.months_of_change(
        _case(changes=changes, item=item)
    ),
    "exception_page.months_table": lambda months, caption, others=(): _pages.exception_report.months_table(
        _case(past=months, others=others, period=""), caption
    ),
    "exception_page.notes": _notes,
    "exception_page.owners": lambda owners, item, period: _pages.exception_report.owners(
        _case(owners=owners, item=item, period=period)
    ),
    "impact_page.answer": lambda impact, cohort: _pages.impact_of_uasc.answer(_impact(impact, cohort)),
    "impact_page.comparison_table": lambda impact, remainder, caption, cohort: _pages.impact_of_uasc.sides_table(
        _impact(impact, cohort, remainder=remainder), caption
    ),
    "impact_page.one_side_answer": lambda impact, cohort, side: _pages.impact_of_uasc.answer(
        _impact(impact, cohort, side=_side(side))
    ),
    "impact_page.one_side_table": lambda impact, side, period, cohort: _pages.impact_of_uasc.sides_table(
        shown := _impact(impact, cohort, period=period, side=_side(side)), _pages.impact_of_uasc.title(shown)
    ),
    "impact_page.outside": lambda impact, remainder, county, inside: _pages.impact_of_uasc.outside(
        _impact(impact, "", remainder=remainder, areas=[county], inside=inside)
    ),
    "impact_page.per_area": lambda impact, named, cohort: _pages.impact_of_uasc.per_area(
        _impact(impact, cohort, areas=named)
    ),
    "impact_page.title": lambda period, cohort, side, comparison: _pages.impact_of_uasc.title(
        _impact(_NONE, cohort, period=period, side="" if comparison else _side(side))
    ),
    "impact_page.withheld_note": lambda impact, rule: _pages.impact_of_uasc.withheld_note(_impact(impact, "", rule)),
    "scorecard_page.answer": lambda shown, scored, _area: _pages.scorecard.answer(shown, scored, _month(scored)),
    "scorecard_page.area_counts": lambda scores: _pages.areas.answer(scores, _areas(scores), max(map(_month, scores))),
    "scorecard_page.areas_table": lambda scores, caption: _pages.areas.areas_table(scores, _areas(scores), caption),
    "scorecard_page.bands": lambda shown, indicators, targets: _pages.scorecard.bands(
        Book(_NONE, indicators, targets), shown
    ),
    "scorecard_page.in_every_area": lambda scores: scores,  # what few areas have stands in a row group of its own
    "scorecard_page.with_figures": standings.with_results,
    "scorecard_page.tiles": state,
    "sentences.changed_ratings": standings.changed_ratings,
    "sentences.shown": sentences.figure,
    "summary_page.tiles": state,
    "summary_page.summary": lambda shown, indicators, caption: _pages.summary.summary(
        Book(_NONE, indicators, _NONE), shown, caption
    ),
}
OLD_CALLS = {name: takes_rated(call) for name, call in _CALLS.items()}
"""By module and name, what takes the arguments of then."""
