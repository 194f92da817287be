"""Names that are too long where all indicators are seen at once."""

import pandas as pd
import pytest

from scorecard_kit.data.checks._names import names_to_shorten, short_names_too_long
from scorecard_kit.judge.rows import definitions


def told(name: str, short_name: str = "", role: str = "indicator") -> list[tuple[str, str]]:
    """Give level and mend of what is found of one indicator."""
    columns = ["indicator", "name", "short_name", "polarity", "data_period", "unit", "role"]
    table = pd.DataFrame([["a", name, short_name, "H", "SS", "percent", role]], columns=columns, dtype=object)
    found = [*short_names_too_long(table), *names_to_shorten(table, definitions(table))]
    return [(it.level, it.mend) for it in found]


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("% of CIC cases which were reviewed within required timescales", "CIC cases reviewed in time"),
        ("Percentage of contacts resolved at the very first source", ""),
        ("% of Children seen at C&F Assessment (excludes unborn/missing)", "Children seen at C&F Assessment"),
        ("Number of C&F Assessments in progress outside of timescale", ""),
    ],
)
def test_a_long_name_is_noted_and_a_shorter_one_proposed_where_nothing_is_cut_off(name: str, proposed: str) -> None:
    """How it is counted and asides are left out; half of a sentence would say something else."""
    [(level, mend)] = told(name)
    assert level == "note"
    assert (f'such as "{proposed}".' in mend) == bool(proposed)


def test_a_name_that_fits_or_has_a_short_one_is_not_noted() -> None:
    """32 characters fit, one that begins with its subject is left alone, and only rated ones are seen at once."""
    assert told("% of " + "x" * 27) == []
    assert told("Reviews of children in care in time") == []
    assert told("% of " + "x" * 33, "x" * 32) == []
    assert told("% of " + "x" * 33, role="activity") == []


def test_a_short_name_that_does_not_fit_is_a_warning() -> None:
    """33 characters are one too many."""
    assert [level for level, _ in told("Visits", "x" * 33)] == ["warning"]
