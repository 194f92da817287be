"""Everything that is wrong between rows and tables, and what is likely wrong: the tables' rules, put together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import signature
from typing import Any

import pandas as pd

from scorecard_kit.data.checks import (
    _actions,
    _likeness,
    _money,
    _names,
    _parts,
    _references,
    _results,
    _series,
    _targets,
    months,
)
from scorecard_kit.findings import Finding

__all__ = ["errors", "errors_in_part", "proposals", "warnings", "warnings_in_part"]

_Frames = Mapping[str, pd.DataFrame]
_Rules = Iterable[Callable[..., Iterable[Finding]]]
_ERRORS_IN_ROWS: _Rules = (
    _references.duplicate_keys,
    _results.marks_of_another_unit,
    _results.impossible_results,
    _parts.cohorts_beyond_everyone,
    _targets.targets_against_polarity,
    _series.series_that_give_nothing,
)
"""What each row tells, beside the definitions and the other rows of its table."""
_ERRORS_IN_TABLES: _Rules = (
    _likeness.spelled_twice,
    months.months_far_away,
    _money.fewer_units_than_none,
    _actions.contradicting_actions,
    _references.areas_within_themselves,
    _references.unknown_cohorts,
)
"""What is told by all rows of a table, of a large one by its keys alone."""
_UNLIKELY_NAMES: _Rules = (_likeness.totals, _likeness.nearly_alike, _names.short_names_too_long)
"""Names that are more likely a slip, or a total, than a name: the keys of a table tell."""
_UNLIKELY_OF_AN_INDICATOR: _Rules = (
    months.gaps_before_the_newest,
    months.financial_years_as_months,
    _results.parts_of_people,
    _results.mixed_decimals,
    _targets.floors_far_below,
    _targets.missed_without_minimum,
    _targets.fractions_for_percentages,
    _results.breakdowns_beside_results,
    _parts.areas_beyond_their_whole,
    _references.unknown_abbreviations,
)
"""What all rows of one indicator tell, whatever the others say."""
_UNLIKELY_BESIDE_OTHERS: _Rules = (
    months.retyped_months,
    months.months_beyond_the_results,
    _series.entered_otherwise,
    _actions.forgotten_actions,
    _money.services_left_out,
    _money.money_that_does_not_add,
)


def _findings(rules: _Rules, tables: _Frames) -> Iterator[Finding]:
    """What the rules find. A rule's parameters are named for what it looks at, without which it is passed over.

    That is a table by its name, `tables` for all there are, or `definitions` for the indicators that could be read.
    """
    looked_at: dict[str, Any] = {**tables, "tables": tables}
    if "indicators" in tables:
        looked_at["definitions"] = _references.readable_indicators(tables["indicators"])
    for rule in rules:
        names = signature(rule).parameters
        if names.keys() <= looked_at.keys():
            yield from rule(**{name: looked_at[name] for name in names})


def errors(tables: _Frames, keys: _Frames) -> list[Finding]:
    """Everything between rows and tables that stops a render.

    `tables` holds those that could be read, by name, and `keys` the large ones with their key columns alone.
    """
    both = {**tables, **keys}
    names, in_tables = _findings([_references.unknown_names], both), _findings(_ERRORS_IN_TABLES, both)
    return [*names, *_findings(_ERRORS_IN_ROWS, tables), *in_tables]


def errors_in_part(tables: _Frames) -> list[Finding]:
    """What stops a render in a part of a large table: all that its rows, `indicators` and `areas` can tell.

    A cohort that looks like a slip of the pen does so beside the whole table only.
    """
    return [*_findings([_references.unknown_names, *_ERRORS_IN_ROWS], tables)]


def warnings(tables: _Frames, keys: _Frames) -> list[Finding]:
    """Every warning, of tables as in `errors`; rows with an error are left out."""
    names, beside_others = _findings(_UNLIKELY_NAMES, {**tables, **keys}), _findings(_UNLIKELY_BESIDE_OTHERS, tables)
    return [*names, *warnings_in_part(tables), *beside_others]


def warnings_in_part(tables: _Frames) -> list[Finding]:
    """The warnings that all rows of one indicator give, whatever the others say."""
    return [*_findings(_UNLIKELY_OF_AN_INDICATOR, tables)]


def proposals(tables: _Frames) -> list[Finding]:
    """Notes on what could be said better, of the tables that could be read."""
    return [*_findings([_names.names_to_shorten], tables)]
