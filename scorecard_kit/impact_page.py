"""The blocks of the section that shows each indicator with and without a cohort."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from scorecard_kit import sentences
from scorecard_kit.contract import WITHHELD, Row, records
from scorecard_kit.counting import count, in_words
from scorecard_kit.disclosure import SmallCounts
from scorecard_kit.impact import IMPACT_COLUMNS
from scorecard_kit.indicator import Rag, Unit
from scorecard_kit.markup import Block, Cell, Column, Line, bullets, paragraph, rating, section, table, to_csv
from scorecard_kit.period import month_name
from scorecard_kit.rating import display, display_result
from scorecard_kit.scorecard_page import figure, name_cell


def compared_cohort(results: pd.DataFrame, cohort: str) -> str:
    """The cohort that a page compares: the one named, or for the including side the first one in the data."""
    return cohort or next((str(name) for name in results["cohort"].unique() if name), "")


def title(period: str, cohort: str, side: str, *, comparison: bool) -> str:
    """The section's title; a page of one side alone says which."""
    name = sentences.cohort_name(cohort)
    if comparison:
        return f"Impact of {name}, {month_name(period)}"
    return f"Results {_side_of(side)} {name} alone, {month_name(period)}"


def _side_of(side: str) -> str:
    return "excluding" if side else "including"


def answer(impact: pd.DataFrame, cohort: str) -> str:
    """The first sentence: how many ratings differ in the first area, and where the difference is largest."""
    rows = [row for row in records(impact) if row["area"] == impact["area"].iloc[0] and row["variance"] != ""]
    moved, rated = _moved(rows)
    words, area = sentences.cohort_words(cohort), impact["area"].iloc[0]
    text = f"{words[:1].upper()}{words[1:]}, {len(moved)} of {count(len(rated), 'rating')} for {area} differ."
    shares = [row for row in rows if row["unit"] == Unit.PERCENT]
    if not shares:
        return text
    widest = max(shares, key=lambda row: abs(row["variance"]))
    return f"{text} The largest variance is {_variance(widest)} percentage points: {widest['name']}."


def _moved(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    rated = [row for row in rows if Rag.NOT_RATED not in (row["including_rag"], row["excluding_rag"])]
    return [row for row in rated if row["including_rag"] != row["excluding_rag"]], rated


def differing(impact: pd.DataFrame, area: str, cohort: str) -> str:
    """How many of an area's ratings differ excluding the cohort, and which."""
    rows = [row for row in records(impact[impact["area"] == area]) if row["variance"] != ""]
    moved, rated = _moved(rows)
    words = sentences.cohort_words(cohort)
    if not moved:
        return f"{area}: none of {count(len(rated), 'rating')} differs {words}."
    which = [f"{row['name']} ({row['including_rag']} to {row['excluding_rag']})" for row in moved]
    verb = "differs" if len(moved) == 1 else "differ"
    return f"{area}: {len(moved)} of {count(len(rated), 'rating')} {verb} {words}: {'; '.join(which)}."


def per_area(impact: pd.DataFrame, areas: Sequence[str], cohort: str) -> Block:
    """One sentence an area: how many ratings differ, and which."""
    shown = [area for area in areas if (impact["area"] == area).any()]
    heading = f"Ratings that differ {sentences.cohort_words(cohort)}"
    return Block(section(heading, bullets(differing(impact, area, cohort) for area in shown)))


def comparison_table(impact: pd.DataFrame, remainder: pd.DataFrame, caption: str, cohort: str) -> Block:
    """Including, excluding and variance, an area a row group, the cohort alone beside them, and what lies outside."""
    name = sentences.cohort_name(cohort)
    columns = [
        Column("Indicator"), Column("Target", number=True),
        Column(f"Including {name}", number=True), Column(f"Rating including {name}"),
        Column(f"Excluding {name}", number=True), Column(f"Rating excluding {name}"),
        Column("Variance", number=True), Column(f"{name} alone", number=True),
    ]  # fmt: skip
    together = pd.concat([impact, remainder], ignore_index=True)
    groups = [(str(area), [_line(row) for row in records(rows)]) for area, rows in together.groupby("area", sort=False)]
    note = paragraph(
        f"Variance: excluding less including, in percentage points, or in cases for a count. {name} alone is what "
        "including leaves when excluding is taken from it. None, and not counted: the definition leaves them out.",
        "quiet",
    )
    csv = to_csv(together, IMPACT_COLUMNS, withheld="withheld")
    return Block(table(caption, columns, groups, css="dense") + note, csv=csv)


def _line(row: Row) -> Line:
    cells = _head(row)
    for side in ("including", "excluding"):
        chip: Cell = rating(row[f"{side}_rag"]) if row["target"] != "" else "Not rated"
        cells += [_side(row, side), chip]
    return Line([*cells, _variance(row) or _no_variance(row), _alone(row)])


def _head(row: Row) -> list[Cell]:
    return [name_cell(row), figure(row, "target", "None set")]


def _side(row: Row, side: str) -> Cell:
    above, base = row[f"{side}_numerator"], row[f"{side}_denominator"]
    if side in row["withheld"].split():
        return "c"
    value = display_result(row[f"{side}_value"], row["unit"], row["decimals"]) or "No result"
    if base == "":
        return value
    return Markup('<span class="result">{}</span> <span class="hint">{} of {}</span>').format(
        value, display(above, 0), display(base, 0)
    )


def _alone(row: Row) -> Cell:
    if row["excluded_by_definition"]:
        return "Not counted"
    if "cohort" in row["withheld"].split():
        return "c"
    if row["cohort_denominator"] == 0 or row["cohort_numerator"] == "":
        return "No cases"
    return _side(row, "cohort")


def _variance(row: Row) -> str:
    return display(row["variance"], row["decimals"], signed=True) if row["variance"] != "" else ""


def _no_variance(row: Row) -> str:
    return "None" if row["excluded_by_definition"] else "c"


def outside(impact: pd.DataFrame, remainder: pd.DataFrame, county: str, areas: Sequence[str]) -> Block:
    """Where the county's result differs from its areas' together, and what lies outside them."""
    known = {row["indicator"]: row for row in records(impact[impact["area"] == county])}
    rows = [
        row for row in records(remainder) if row["unit"] == Unit.PERCENT and row["including_denominator"] not in ("", 0)
    ]
    rows.sort(key=lambda row: row["including_denominator"] / known[row["indicator"]]["including_denominator"])
    lead = (
        f"{county} counts more children than its {in_words(len(areas))} areas together: the others are with "
        "services that work for the whole county. The last row group shows what the areas leave."
    )
    items = [_outside(row, known[row["indicator"]], len(areas)) for row in reversed(rows)]
    return Block(section("County less the areas", lead, bullets(items)) if rows else Markup(""))


def _outside(row: Row, whole: Row, areas: int) -> str:
    figures = [whole[f"including_{name}"] - row[f"including_{name}"] for name in ("numerator", "denominator")]
    inside = display_result(figures[0] * row["per"] / figures[1], row["unit"], row["decimals"])
    return (
        f"{row['name']}: {display(row['including_numerator'], 0)} of {display(row['including_denominator'], 0)} "
        f"({display_result(row['including_value'], row['unit'], row['decimals'])}) lie outside the areas, against "
        f"{display(figures[0], 0)} of {display(figures[1], 0)} ({inside}) in the {in_words(areas)} areas "
        "together."
    )


def withheld_note(impact: pd.DataFrame, small_counts: SmallCounts) -> Block:
    """What c means, where a figure is withheld."""
    if not any(impact["withheld"]):
        return Block(Markup(""))
    few = in_words(small_counts.below)
    return Block(paragraph(f"c: {WITHHELD}, since it counts or leaves out fewer than {few}.", "quiet"))


def one_side_table(impact: pd.DataFrame, side: str, period: str, cohort: str) -> Block:
    """One side alone: result, rating and what it is made of, an area a row group."""
    kept = _side_of(side)
    columns = [Column("Indicator"), Column("Target", number=True), Column("Result", number=True), Column("Rating")]
    groups = [
        (str(area), [Line([*_head(row), _side(row, kept), rating(row[f"{kept}_rag"])]) for row in records(rows)])
        for area, rows in impact.groupby("area", sort=False)
    ]
    names = [name for name in IMPACT_COLUMNS if name in {"area", "indicator", "name"} or name.startswith(kept)]
    caption = title(period, cohort, side, comparison=False)
    return Block(table(caption, columns, groups, css="dense"), csv=to_csv(impact, names, withheld="withheld"))


def one_side_answer(impact: pd.DataFrame, cohort: str, side: str) -> str:
    """The first paragraph of one side alone; the excluding side gives the including result and rating of each."""
    rows, kept, name = records(impact), _side_of(side), sentences.cohort_name(cohort)
    counts = impact[f"{kept}_rag"].value_counts()
    rated = ", ".join(f"{counts.get(rag, 0)} {rag}" for rag in (Rag.GREEN, Rag.AMBER, Rag.RED))
    text = f"{kept.capitalize()} {name}, {count(len(rows), 'result')} are rated: {rated}."
    if kept == "including":
        return text
    said = [f"{row['area']}, {row['name']} {_side_text(row)} {row['including_rag']}" for row in rows]
    return f"{text} Including {name}: {'; '.join(said)}."


def _side_text(row: Row) -> str:
    return display_result(row["including_value"], row["unit"], row["decimals"])
