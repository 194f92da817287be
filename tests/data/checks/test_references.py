"""Names and keys between tables: what is told of them, word for word, and what is left alone."""

import pandas as pd
import pytest

from scorecard_kit.data.checks._references import duplicate_keys, unknown_abbreviations, unknown_cohorts
from scorecard_kit.findings import Finding
from tests.plain_frames import frame


def cohorts(*names: str, excludes: str = "") -> list[Finding]:
    """Check results with these cohorts, beside one definition that leaves some out."""
    results = frame("results", *({"indicator": "visits", "cohort": name} for name in names))
    indicators = frame("indicators", {"indicator": "visits", "excludes": excludes})
    return list(unknown_cohorts(results, indicators))


def test_a_cohort_that_stands_once_and_is_nearly_another_is_a_slip() -> None:
    """excluding_usac, in the fourth row alone, is taken for excluding_uasc, which is used twice."""
    problem = "is unknown: it stands in no other row"
    assert cohorts("excluding_uasc", "excluding_uasc", "excluding_usac") == [
        Finding("results.csv", 4, "cohort", "excluding_usac", problem, 'Did you mean "excluding_uasc"?')
    ]


@pytest.mark.parametrize(
    ("names", "excludes"),
    [
        (["excluding_uasc", "excluding_usac"], ""),
        (["excluding_uasc", "excluding_uasc", "excluding_usac", "excluding_usac"], ""),
        (["excluding_uasc", "excluding_uasc", "excluding_usac"], "excluding_usac"),
        (["excluding_uasc", "excluding_uasc", "excluding_girls"], ""),
        (["", ""], ""),
    ],
)
def test_a_cohort_of_its_own_is_no_slip(names: list[str], excludes: str) -> None:
    """Two that stand once each, one that stands twice, in whichever table, and one that is like no other."""
    assert cohorts(*names, excludes=excludes) == []


def test_what_is_not_written_as_a_cohort_is_refused_where_it_stands_first() -> None:
    """UASC twice in the results, and of two words of a definition the one that is a slip."""
    write = "Write excluding_uasc or the like, or leave the cell blank."
    assert cohorts("excluding_uasc", "UASC", "UASC", excludes="excluding_uasc girls") == [
        Finding("results.csv", 3, "cohort", "UASC", "is not a cohort (and in 1 further row)", write),
        Finding("indicators.csv", 2, "excludes", "girls", "is not a cohort", write),
    ]


def test_a_row_agrees_with_an_earlier_one_in_every_column_of_the_key() -> None:
    """The third and the first are one result; rows whose area is blank have a finding of their own."""
    row = {"indicator": "visits", "period": "2016-03", "area": "Shire"}
    results = frame("results", row, {**row, "cohort": "excluding_uasc"}, row, {**row, "area": ""}, {**row, "area": ""})
    problem = "stands in row 2 already"
    assert list(duplicate_keys({"results": results})) == [
        Finding("results.csv", 4, None, "visits, 2016-03, Shire", problem, "Keep one of the two rows.")
    ]


def test_movements_have_no_key() -> None:
    """Two grants of one name may be two."""
    grant = {"line": "Grant", "kind": "grant"}
    assert list(duplicate_keys({"movements": frame("movements", grant, grant)})) == []


GLOSSARY = frame("glossary", {"term": "CP"})


def texts(name: str, column: str, *cells: str) -> dict[str, pd.DataFrame]:
    """Give a table with these texts."""
    return {name: frame(name, *({column: cell} for cell in cells))}


def test_an_abbreviation_is_told_once_where_it_stands_first() -> None:
    """QSW stands in two rows; CP is spelled out, RAG and III need no words."""
    problem = "is an abbreviation that glossary.csv does not spell out"
    mend = "Add it there with its words."
    shown = texts("indicators", "definition", "CP plans, RAG III", "QSWs", "a QSW")
    assert list(unknown_abbreviations(GLOSSARY, shown)) == [
        Finding("indicators.csv", 3, "definition", "QSW", problem, mend, "warning")
    ]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("indicators", "name"), ("indicators", "data_notes"), ("results", "note"), ("targets", "not_rated"),
        ("owners", "role"), ("areas", "area"), ("breakdowns", "category"), ("changes", "note"), ("budget", "comment"),
        ("movements", "description"), ("variances", "portfolio"), ("capital", "section"), ("unit_costs", "service"),
    ],
)  # fmt: skip
def test_whatever_a_page_shows_is_looked_through(name: str, column: str) -> None:
    """Each table that has words for readers is asked for its abbreviations."""
    [finding] = unknown_abbreviations(GLOSSARY, texts(name, column, "The QSW"))
    assert (finding.file, finding.column, finding.value) == (f"{name}.csv", column, "QSW")
