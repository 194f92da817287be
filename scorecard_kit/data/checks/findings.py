"""Everything that is wrong between rows and tables, and what is likely wrong: the tables' rules, put together."""

from collections.abc import Mapping

import pandas as pd

from scorecard_kit.data.checks._area_sums import areas_beyond_their_whole
from scorecard_kit.data.checks._likeness import nearly_alike, spelled_twice, totals
from scorecard_kit.data.checks._money import fewer_units_than_none, money_that_does_not_add, services_left_out
from scorecard_kit.data.checks._references import (
    areas_within_themselves,
    duplicate_keys,
    readable_indicators,
    readable_rows,
    unknown_abbreviations,
    unknown_cohorts,
    unknown_names,
)
from scorecard_kit.data.checks._results import (
    breakdowns_beside_results,
    cohorts_beyond_everyone,
    impossible_results,
    marks_of_another_unit,
    mixed_decimals,
    parts_of_people,
)
from scorecard_kit.data.checks._targets import (
    floors_far_below,
    fractions_for_percentages,
    missed_without_minimum,
    targets_against_polarity,
)
from scorecard_kit.data.checks.months import (
    financial_years_as_months,
    gaps_before_the_newest,
    months_beyond_the_results,
    months_far_away,
    retyped_months,
)
from scorecard_kit.data.schema import TABLES
from scorecard_kit.findings import Finding

__all__ = ["errors", "errors_in_keys", "errors_in_part", "unlikely_names", "warnings", "warnings_in_part"]


def errors(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Everything between rows and tables that stops a render. `tables` holds those that could be read, by name."""
    findings = [*_errors_in_rows(tables), *spelled_twice(tables)]
    if "results" in tables:
        findings += months_far_away(tables["results"])
    if "unit_costs" in tables:
        findings += fewer_units_than_none(tables["unit_costs"])
    if "areas" in tables:
        findings += areas_within_themselves(tables["areas"])
    if {"results", "indicators"} <= tables.keys():
        findings += unknown_cohorts(tables["results"], tables["indicators"])
    return findings


def errors_in_keys(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """What the values of key columns alone tell, beside each other and the tables that are read as a whole."""
    findings = [*unknown_names(tables), *spelled_twice(tables)]
    if "results" in tables:
        findings += months_far_away(tables["results"])
    if {"results", "indicators"} <= tables.keys():
        findings += unknown_cohorts(tables["results"], tables["indicators"])
    return findings


def errors_in_part(name: str, tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """What stops a render in a part of a large table: all that its rows, `indicators` and `areas` can tell.

    A cohort that looks like a slip of the pen does so beside the whole table only.
    """
    return _errors_in_rows({other: tables[other] for other in ("indicators", "areas", name) if other in tables})


def _errors_in_rows(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """What each row tells, beside the names that it refers to and the other rows of its table."""
    findings = [*unknown_names(tables), *duplicate_keys(tables)]
    indicators = readable_indicators(tables["indicators"]) if "indicators" in tables else {}
    for name, frame in tables.items():
        findings += marks_of_another_unit(TABLES[name], frame, indicators)
    if "results" in tables:
        findings += impossible_results(tables["results"], indicators)
        findings += cohorts_beyond_everyone(tables["results"], indicators)
    if {"targets", "indicators"} <= tables.keys():
        findings += targets_against_polarity(tables["targets"], indicators)
    return findings


def warnings(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Every warning. `tables` holds those that could be read, by name; rows with an error are left out."""
    findings = [*unlikely_names(tables), *warnings_in_part(tables)]
    if "results" in tables:
        findings += retyped_months(tables["results"])
        findings += months_beyond_the_results(tables)
    if "unit_costs" in tables:
        findings += services_left_out(readable_rows("unit_costs", tables["unit_costs"]))
    findings += money_that_does_not_add(tables)
    return findings


def unlikely_names(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Names that are more likely a slip, or a total, than a name: what the keys of a table alone can tell."""
    return [*totals(tables), *nearly_alike(tables)]


def warnings_in_part(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """The warnings that all rows of one indicator give, whatever the others say."""
    findings: list[Finding] = []
    indicators = readable_indicators(tables["indicators"]) if "indicators" in tables else {}
    if "results" in tables:
        findings += gaps_before_the_newest(tables["results"])
        findings += financial_years_as_months(tables["results"])
        findings += parts_of_people(tables["results"], indicators)
        findings += mixed_decimals(tables["results"], indicators)
    if "targets" in tables:
        findings += floors_far_below(tables["targets"], indicators)
    if {"results", "indicators", "targets"} <= tables.keys():
        findings += missed_without_minimum(tables["results"], tables["targets"], indicators)
        findings += fractions_for_percentages(tables["results"], tables["targets"], indicators)
    if {"breakdowns", "results"} <= tables.keys():
        findings += breakdowns_beside_results(tables["breakdowns"], tables["results"])
    if {"results", "areas", "indicators"} <= tables.keys():
        findings += areas_beyond_their_whole(tables["results"], tables["areas"], indicators)
    if "glossary" in tables:
        findings += unknown_abbreviations(tables)
    return findings
