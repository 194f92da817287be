"""The blocks of a capital budget by year: budgets, re-phasing and real variance."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial
from itertools import chain

from scorecard_kit.blocks.cells import with_totals
from scorecard_kit.blocks.html import Block, Column, bullets, section, table
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import (
    capital_by_year,
    capital_differences,
)  # fmt: skip
from scorecard_kit.judge.numbers import pounds, pounds_in_sentence, pounds_over_or_under
from scorecard_kit.judge.rows import Row, records, records_by
from scorecard_kit.text.counting import agreeing, count, joined

_SIGNS = "In a variance - is spending under the budget of that year. Re-phasing moves it to another year."
_KINDS = {"real": "real variance", "rephasing": "re-phasing"}


def _sections(book: Dataset, *, varying: bool) -> dict[str, list[Row]]:
    """The rows of those sections that hold a real variance, or of those that hold none."""
    sections = records_by(capital_by_year(book.capital), "section")
    return {name: rows for name, rows in sections.items() if any(row["kind"] == "real" for row in rows) is varying}


def _entered(rows: Iterable[Row], kind: str, year: str) -> list[Fraction]:
    return [row[year] for row in rows if row["kind"] == kind and row.get(year, "") != ""]


def variance_sentences(book: Dataset, unit: str, year: str) -> list[str]:
    """For each section that holds a real variance: how far the year is over or under, and why."""
    sentences = []
    for name, rows in _sections(book, varying=True).items():
        kinds = {kind: sum(_entered(rows, kind, year), Fraction(0)) for kind in _KINDS}
        whole = sum(kinds.values())
        about = f"{name.partition(':')[0]}, {year}: capital spending is forecast "
        about += f"{pounds_over_or_under(whole, unit)} its budget" if whole else "to be exactly its budget"
        moved = "moved into other years" if kinds["rephasing"] <= 0 else "brought forward from other years"
        real = "underspend" if kinds["real"] < 0 else "overspend"
        words = {"rephasing": f"re-phasing ({moved})", "real": f"a real {real}"}
        parts = [f"{pounds_in_sentence(kinds[kind], unit)} is {words[kind]}" for kind in words if kinds[kind]]
        sentences.append(f"{about}: {joined(parts)}." if parts else f"{about}.")
    return sentences


def capital(book: Dataset, unit: str, year: str, listed_from: int, project_unit: str = "£k") -> Block:
    """Capital by year: budgets, re-phasing and real variance, and which variances are over the threshold.

    Amounts are in `unit`, the threshold in `project_unit`. Without capital the block says so.
    """
    by_section = records_by(capital_by_year(book.capital), "section")
    if not by_section:
        return Block(section("Capital", "No capital has been entered."))
    labels = {str(year): str(year) for year in book.capital["year"]} | {"total": "Total"}
    amounts_by_year = [Column(label, partial(_amount, name, unit), number=True) for name, label in labels.items()]
    columns = with_totals([Column("Line", _name), *amounts_by_year])
    amounts = table(f"Capital by year, {unit}", columns, by_section.items(), css="dense named")
    notes = [_SIGNS, *_schedule(book, unit, year), *_checks(book, unit)]
    return Block(
        section("Capital by year", _over(book, year, listed_from, project_unit), amounts, bullets(notes, "quiet"))
    )


def _name(row: Row) -> str:
    kind = _KINDS.get(row["kind"], "")
    return str(row["line"]) if kind in row["line"].lower() else f"{row['line']} ({kind})"


def _amount(name: str, unit: str, row: Row) -> str:
    signed = row["kind"] in _KINDS or row["section"].endswith(": variance")
    return pounds(row[name], unit, signed=signed) or "none"


def _over(book: Dataset, year: str, listed_from: int, unit: str) -> str:
    """The real or re-phased variances over the threshold; None over £250k where there is none."""
    rows = chain(*_sections(book, varying=True).values())
    large = [row for row in rows if row["kind"] and row.get(year, "") != "" and abs(row[year]) > listed_from]
    named = joined([f"{row['line']} {pounds(row[year], unit, signed=True)}" for row in large])
    return (
        f"Projects over or under their budget, {year}: {named or 'None'} over {pounds_in_sentence(listed_from, unit)}."
    )


def _schedule(book: Dataset, unit: str, year: str) -> Iterator[str]:
    """Whether the re-phasing that is listed by project is the one within the variance."""
    whole, listed = (
        _entered(chain(*_sections(book, varying=varying).values()), "rephasing", year) for varying in (True, False)
    )
    if listed and sum(listed) != sum(whole):
        yield (
            f"The {count(len(listed), 'schedule')} of projects {agreeing(len(listed), 'come')} to a re-phasing of "
            f"{pounds(sum(listed), unit, signed=True)} in {year}; the variance above holds "
            f"{pounds(sum(whole), unit, signed=True)}. They are not the same projects."
        )


def _checks(book: Dataset, unit: str) -> list[str]:
    rows = records(capital_differences(book.capital))
    differences = [
        f"{row['item']}, {row['field']}: {pounds(row['entered'], unit)} is entered, and "
        f"{pounds(row['computed'], unit)} follows from the lines."
        for row in rows
    ]
    return differences or ["Every total is the sum of its lines, and every re-phasing adds to nought over the years."]
