"""Names and keys between the tables of a data folder: what is named must be known, and may be keyed only once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.data.schema import NUMBERS, TABLES, Column, Table
from scorecard_kit.findings import Finding, and_further, did_you_mean
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.rows import above, by_key, definitions, parents_of

_COHORT = re.compile(r"excluding(_[a-z0-9]+)+")
_SIMILAR = 0.75
_LOOKED_UP = 100
"""Names of a column for which a near one is looked up: no more are told, and a broken file may hold a million."""
_ABBREVIATION = re.compile(r"\b([A-Z][A-Z&0-9]+)s?\b")
_NO_ABBREVIATION = re.compile(r"[IVX]+|RAG")
_SHOWN_TEXTS = {
    "indicators": "name short_name group definition source data_notes",
    "results": "note",
    "targets": "not_rated note",
    "owners": "role name",
    "areas": "area",
    "breakdowns": "dimension category",
    "changes": "note",
    "actions": "action owner reason",
    "budget": "line group comment",
    "movements": "line description",
    "variances": "portfolio description",
    "capital": "section line",
    "unit_costs": "service",
}


def unknown_names(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Names that the table they refer to does not hold; each once in a column, at its first row.

    A table without rows is not referred to: a folder without areas.csv may name any area. One that could not be read
    may hold every name.
    """
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            referred = [place.split(".") for place in column.refers.split()]
            filled = [(other, key) for other, key in referred if other in tables and not tables[other].empty]
            if not filled or any(other not in tables for other, _ in referred):
                continue
            names = {*column.choices}.union(*(tables[other][key] for other, key in filled))
            other = " or ".join(f"{table}.csv" for table, _ in filled)
            unknown = [(word, numbers) for word, numbers in places(frame, column).items() if word not in names]
            for place, (word, numbers) in enumerate(unknown):
                mend = _mend(word, names if place < _LOOKED_UP else (), other)
                problem = f"is not in {other}{and_further(numbers)}"
                yield Finding(f"{name}.csv", numbers[0], column.name, word, problem, mend)


def places(frame: pd.DataFrame, column: Column) -> dict[str, list[int]]:
    """Every name in the column with the rows it stands in; a list has a name for each of its words."""
    numbered = zip(frame.index.tolist(), frame[column.name], strict=True)
    words = ((word, row) for row, cell in numbered for word in (cell.split() if column.kind == "list" else [cell]))
    return by_key([(word, row) for word, row in words if word])


def _mend(word: str, names: Iterable[str], other: str) -> str:
    return did_you_mean(word, names, f"Add it to {other}, or correct it here.", f"If not, add it to {other}.")


def unknown_cohorts(results: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[Finding]:
    """Cohorts that are not written excluding_word, and those that look like a slip of the pen.

    Any cohort may be used without being declared. One that stands in a single place is taken for a slip where it is
    spelled nearly like a cohort that is used more often; digits tell cohorts apart (excluding_under_5).
    """
    in_results = places(results, TABLES["results"].by_name["cohort"])
    in_definitions = places(indicators, TABLES["indicators"].by_name["excludes"])
    used: Counter[str] = Counter()
    for by_cohort in (in_results, in_definitions):
        used.update({cohort: len(numbers) for cohort, numbers in by_cohort.items() if _COHORT.fullmatch(cohort)})
    usual = [cohort for cohort, times in used.most_common(_LOOKED_UP) if times > 1]
    of_results, of_definitions = ("results.csv", "cohort", in_results), ("indicators.csv", "excludes", in_definitions)
    for file, column, by_cohort in (of_results, of_definitions):
        for cohort, numbers in by_cohort.items():
            if not _COHORT.fullmatch(cohort):
                otherwise = "Write excluding_uasc or the like, or leave the cell blank."
                mend = did_you_mean(cohort, [*used][:_LOOKED_UP], otherwise)
                problem = f"is not a cohort{and_further(numbers)}"
                yield Finding(file, numbers[0], column, cohort, problem, mend)
            elif used[cohort] == 1 and (likely := _meant(cohort, usual)):
                problem = "is unknown: it stands in no other row"
                yield Finding(file, numbers[0], column, cohort, problem, f'Did you mean "{likely}"?')


def _meant(cohort: str, usual: Iterable[str]) -> str:
    """The cohort of several places that a single one is a slip of, or blank."""
    return next((other for other in usual if _is_slip(cohort, other)), "")


def _is_slip(cohort: str, other: str) -> bool:
    one, two = (name.removeprefix("excluding_") for name in (cohort, other))
    same_digits = re.findall(r"\d+", one) == re.findall(r"\d+", two)
    return same_digits and abs(len(one) - len(two)) <= 1 and SequenceMatcher(None, one, two).ratio() >= _SIMILAR


def duplicate_keys(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Rows that agree with an earlier one in every column of their table's key."""
    for name, frame in tables.items():
        if TABLES[name].key:
            yield from _duplicates(TABLES[name], frame)


def _duplicates(table: Table, frame: pd.DataFrame) -> Iterator[Finding]:
    must_be_filled = [column.name for column in table.columns if column.required and column.name in table.key]
    first_rows: dict[tuple[str, ...], int] = {}
    for row, cells in rows(frame):
        key = tuple(cells[column] for column in table.key)
        if all(cells[column] for column in must_be_filled) and (first := first_rows.setdefault(key, row)) != row:
            words = ", ".join(part for part in key if part)
            yield Finding(table.file, row, None, words, f"stands in row {first} already", "Keep one of the two rows.")


def areas_within_themselves(areas: pd.DataFrame) -> Iterator[Finding]:
    """Areas whose parents lead back to them, so that none is the topmost one: what is withheld follows the parents."""
    parents, mend = parents_of(areas), "Leave the parent of the highest blank."
    for row, cells in rows(areas):
        way = [cells["area"], *above(cells["area"], parents)]
        if cells["area"] and parents.get(way[-1]) == cells["area"]:
            problem = f"leads back to where it began: {', '.join([*way, way[0]])}"
            yield Finding("areas.csv", row, "parent", cells["parent"], problem, mend)


def readable_indicators(indicators: pd.DataFrame) -> dict[str, Indicator]:
    """The definitions that could be read, by their key: what results and targets are held against."""
    return definitions(readable_rows("indicators", indicators))


def readable_rows(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table in which every choice and number could be read."""
    columns = TABLES[name].columns
    return frame.loc[[all(_is_read(row[it.name], it) for it in columns) for _, row in rows(frame)]]


def _is_read(cell: object, column: Column) -> bool:
    if column.kind == "choice":
        return cell in column.choices or (cell == "" and not column.required)
    return column.kind not in NUMBERS or not isinstance(cell, str)


def unknown_abbreviations(glossary: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Abbreviations in what readers see that glossary.csv does not spell out, each at its first place."""
    spelled_out = set(glossary["term"])
    for file, row, column, text in _shown_texts(tables):
        for term in _ABBREVIATION.findall(text):
            if term not in spelled_out and not _NO_ABBREVIATION.fullmatch(term):
                spelled_out.add(term)
                problem = "is an abbreviation that glossary.csv does not spell out"
                yield Finding(file, row, column, term, problem, "Add it there with its words.", "warning")


def _shown_texts(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, int, str, str]]:
    """File, row, column and text of every cell that a page may show in words."""
    for name in [name for name in _SHOWN_TEXTS if name in tables]:
        for row, cells in rows(tables[name][_SHOWN_TEXTS[name].split()]):
            for column, text in cells.items():
                yield f"{name}.csv", row, column, text
