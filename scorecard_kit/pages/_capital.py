"""The blocks of a capital budget by year: budgets, re-phasing and real variance."""

from collections.abc import Iterator
from fractions import Fraction

from scorecard_kit.blocks.html import Block, Cell, Column, Line, bullets, section, table
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import (
    capital_by_year,
    capital_differences,
)  # fmt: skip
from scorecard_kit.judge.numbers import pounds, pounds_in_sentence, pounds_over_or_under
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.pages.cells import bold
from scorecard_kit.text.counting import agreeing, count, joined

_KINDS = {"real": "real variance", "rephasing": "re-phasing"}


def sections(book: Dataset) -> dict[str, list[Row]]:
    """The rows of `capital_by_year` by section, in the order of the file."""
    by_section: dict[str, list[Row]] = {}
    for row in records(capital_by_year(book.capital)):
        by_section.setdefault(row["section"], []).append(row)
    return by_section


def variance_sentences(book: Dataset, unit: str, year: str) -> list[str]:
    """For each section that holds a real variance: how far the year is over or under, and why."""
    sentences = []
    for name, rows in sections(book).items():
        kinds = {kind: sum((row[year] for row in rows if row["kind"] == kind and row.get(year, "") != ""), Fraction(0))
                 for kind in _KINDS}  # fmt: skip
        if not any(row["kind"] == "real" for row in rows):
            continue
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
    by_section = sections(book)
    if not by_section:
        return Block(section("Capital", "No capital has been entered."))
    years = [str(name) for name in dict.fromkeys(book.capital["year"])]
    columns = [Column("Line"), *(Column(name, number=True) for name in [*years, "Total"])]
    groups = [(name, [_line(row, years, unit) for row in rows]) for name, rows in by_section.items()]
    amounts = table(f"Capital by year, {unit}", columns, groups, css="dense")
    notes = [_signs(), *_schedule(book, unit, year), *_checks(book, unit)]
    sentences = [*variance_sentences(book, unit, year), _over(book, year, listed_from, project_unit)]
    return Block(section("Capital", bullets(sentences), amounts, bullets(notes, "quiet")))


def _signs() -> str:
    return "In a variance - is spending under the budget of that year. Re-phasing moves it to another year."


def _line(row: Row, years: list[str], unit: str) -> Line:
    kind = _KINDS.get(row["kind"], "")
    signed = bool(kind) or row["section"].endswith(": variance")
    words = row["line"] if not kind or kind in row["line"].lower() else f"{row['line']} ({kind})"
    amounts = [pounds(row[name], unit, signed=signed) or "none" for name in [*years, "total"]]
    cells: list[Cell] = [words, *amounts]
    return Line([bold(cell) for cell in cells] if row["level"] == "total" else cells)


def _over(book: Dataset, year: str, listed_from: int, unit: str) -> str:
    """The real or re-phased variances over the threshold; None over £250k where there is none."""
    rows = [row for lines in sections(book).values() if any(one["kind"] == "real" for one in lines) for row in lines]
    large = [row for row in rows if row["kind"] and row.get(year, "") != "" and abs(row[year]) > listed_from]
    named = joined([f"{row['line']} {pounds(row[year], unit, signed=True)}" for row in large])
    return (
        f"Projects over or under their budget, {year}: {named or 'None'} over {pounds_in_sentence(listed_from, unit)}."
    )


def _schedule(book: Dataset, unit: str, year: str) -> Iterator[str]:
    """Whether the re-phasing that is listed by project is the one within the variance."""
    whole, listed = Fraction(0), []
    for rows in sections(book).values():
        moved = [row[year] for row in rows if row["kind"] == "rephasing" and row.get(year, "") != ""]
        if any(row["kind"] == "real" for row in rows):
            whole += sum(moved)
        else:
            listed += moved
    if listed and sum(listed) != whole:
        yield (
            f"The {count(len(listed), 'schedule')} of projects {agreeing(len(listed), 'come')} to a re-phasing of "
            f"{pounds(sum(listed), unit, signed=True)} in {year}; the variance above holds "
            f"{pounds(whole, unit, signed=True)}. They are not the same projects."
        )


def _checks(book: Dataset, unit: str) -> list[str]:
    rows = records(capital_differences(book.capital))
    differences = [
        f"{row['item']}, {row['field']}: {pounds(row['entered'], unit)} is entered, and "
        f"{pounds(row['computed'], unit)} follows from the lines."
        for row in rows
    ]
    return differences or ["Every total is the sum of its lines, and every re-phasing adds to nought over the years."]
