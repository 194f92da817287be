"""The blocks of the section that shows each indicator with and without a cohort."""

from collections.abc import Callable, Sequence
from itertools import groupby

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, Cell, Column, Line, bullets, paragraph, rating, section, table, to_csv
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.impact import IMPACT_COLUMNS, Absent, absent, county_and_areas, without_side
from scorecard_kit.judge.indicators import Rag, Unit
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import WITHHELD, Row, records
from scorecard_kit.pages.scorecard import figure, name_cell
from scorecard_kit.text.counting import agreeing, capitalised, counted, in_words, out_of

_NOTHING = "There is nothing to compare."


def compared_cohort(results: pd.DataFrame, cohort: str) -> str:
    """The cohort that a page compares: the one named, or for the including side the first one in the data."""
    return cohort or next((str(name) for name in results["cohort"].unique() if name), "")


def compared_areas(book: Dataset, areas: Sequence[str]) -> tuple[str, list[str], list[str]]:
    """The county, its areas among those named, and all that are named, each once and the county first.

    None named, or a blank one, is the main area.
    """
    named = list(dict.fromkeys(area or main_area(book) for area in areas or [""]))
    county, inside = county_and_areas(book.areas, named)
    return county, inside, [county, *(area for area in named if area != county)]


def title(period: str, cohort: str, side: str, *, comparison: bool) -> str:
    """The section's title; a page of one side alone says which."""
    name = sentences.cohort_name(cohort) or "a cohort"
    if comparison:
        return f"Impact of {name}, {month_name(period)}"
    return f"Results {_side_of(side)} {name} alone, {month_name(period)}"


def _side_of(side: str) -> str:
    return "excluding" if side else "including"


def answer(impact: pd.DataFrame, cohort: str, area: str, period: str) -> str:
    """The first sentence: how many ratings of an area differ, and where the difference is largest."""
    words = sentences.cohort_words(cohort) if cohort else "excluding a cohort"
    if impact.empty:
        return f"No result {words} is in the data for {month_name(period)}. {_NOTHING}"
    rows = _varying(impact, area)
    if not rows and any(impact[impact["area"] == area]["withheld"]):
        return f"For {area} a side of every result is withheld, so no rating {words} can be compared."
    if not rows:
        return f"No result for {area} stands both including and {words} for {month_name(period)}."
    moved, rated = _moved(rows)
    text = f"{words}, {out_of(len(moved), len(rated), f'rating for {area}', 'differ', f'ratings for {area}')}."
    shares = [row for row in rows if row["unit"] == Unit.PERCENT and row["variance"]]
    if not shares:
        return capitalised(text)
    widest = max(shares, key=lambda row: abs(row["variance"]))
    variance = sentences.signed(widest["variance"], Unit.PERCENT, widest["decimals"])
    return f"{capitalised(text)} The largest variance is {variance}: {widest['name']}."


def _varying(impact: pd.DataFrame, area: str) -> list[Row]:
    return [row for row in records(impact[impact["area"] == area]) if row["variance"] != ""]


def _moved(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    rated = [row for row in rows if Rag.NOT_RATED not in (row["including_rag"], row["excluding_rag"])]
    return [row for row in rated if row["including_rag"] != row["excluding_rag"]], rated


def per_area(impact: pd.DataFrame, areas: Sequence[str], cohort: str) -> Block:
    """The ratings that differ, an area a row group whose heading says how many of how many."""
    if impact.empty:
        return Block(Markup(""))
    name, groups, unmoved = sentences.cohort_name(cohort), list[tuple[str, list[Line]]](), list[str]()
    for area in (area for area in areas if area in set(impact["area"])):
        moved, rated = _moved(_varying(impact, area))
        text = f"{area}: {out_of(len(moved), len(rated), 'rating', 'differ')}"
        text = text if rated else f"{area}: no indicator is rated on both sides"
        lines = [Line([row["name"], rating(row["including_rag"]), rating(row["excluding_rag"])]) for row in moved]
        groups += [(text, lines)] if lines else []
        unmoved += [] if lines else [f"{text}."]
    heading = f"Ratings that differ {sentences.cohort_words(cohort)}"
    columns = [Column("Indicator"), Column(f"Rating including {name}"), Column(f"Rating excluding {name}")]
    shown = table(heading, columns, groups) if groups else Markup("")
    return Block(section(heading, shown, bullets(unmoved)))


def comparison_table(impact: pd.DataFrame, remainder: pd.DataFrame, caption: str, cohort: str) -> Block:
    """Including, excluding and variance, an area a row group, the cohort alone beside them, and what lies outside."""
    left = remainder[remainder["problem"] == ""]
    together = pd.concat([impact, left], ignore_index=True) if len(left) else impact
    csv = to_csv(together, IMPACT_COLUMNS, withheld="withheld")
    if impact.empty:
        return Block(Markup(""), csv=csv)
    name = sentences.cohort_name(cohort)
    columns = [
        Column("Indicator"), Column("Target", number=True),
        Column(f"Including {name}", number=True), Column(f"Rating including {name}"),
        Column(f"Excluding {name}", number=True), Column(f"Rating excluding {name}"),
        Column("Variance", number=True), Column(f"{name} alone", number=True),
    ]  # fmt: skip
    others = set(together["unit"]) - {Unit.PERCENT, Unit.COUNT}
    units = "or in the unit of the result" if others else "or in cases for a count"
    note = paragraph(
        f"Variance: excluding less including, in percentage points, {units}. {name} alone is what "
        "including leaves when excluding is taken from it. None, and not counted: the definition leaves them out.",
        "quiet",
    )
    return Block(table(caption, columns, _by_area(together, _line), css="dense") + note, csv=csv)


def _by_area(frame: pd.DataFrame, line: Callable[[Row], Line]) -> list[tuple[str, list[Line]]]:
    return [(str(area), [line(row) for row in records(rows)]) for area, rows in frame.groupby("area", sort=False)]


def _line(row: Row) -> Line:
    cells = _head(row)
    for side in ("including", "excluding"):
        chip: Cell = rating(row[f"{side}_rag"]) if row["target"] != "" else "Not rated"
        cells += [_side(row, side), chip]
    return Line([*cells, _variance(row), _alone(row)])


def _head(row: Row) -> list[Cell]:
    return [name_cell(row), figure(row, "target", "None set")]


def _side(row: Row, side: str) -> Cell:
    above, base = row[f"{side}_numerator"], row[f"{side}_denominator"]
    if side in row["withheld"].split():
        return "c"
    value = display_result(row[f"{side}_value"], row["unit"], row["decimals"])
    if base == "" or base == above == 0:
        return value or ("No result" if base == "" else "No cases")
    return Markup('<span class="result">{}</span> <span class="hint">{} of {}</span>').format(
        value or "No rate", sentences.number(above), sentences.number(base)
    )


def _alone(row: Row) -> Cell:
    if row["excluded_by_definition"]:
        return "Not counted"
    if row["problem"]:
        return "Not comparable"
    if "cohort" in row["withheld"].split():
        return "c"
    return "Not given" if row["cohort_numerator"] == "" else _side(row, "cohort")


def _variance(row: Row) -> str:
    if row["variance"] != "":
        return sentences.variance(row["variance"], row["unit"], row["decimals"])
    if row["excluded_by_definition"]:
        return "None"
    if row["problem"]:
        return "Not comparable"
    if row["withheld"] not in ("", "cohort"):
        return "c"
    return "No cases" if 0 in (row["including_denominator"], row["excluding_denominator"]) else "No result"


def outside(impact: pd.DataFrame, remainder: pd.DataFrame, county: str, areas: Sequence[str]) -> Block:
    """Where the county's result differs from its areas' together, and what lies outside them."""
    known = {row["indicator"]: row for row in records(impact[impact["area"] == county])}
    rows = [
        row for row in records(remainder) if row["unit"] == Unit.PERCENT and row["including_denominator"] not in ("", 0)
    ]
    rows.sort(key=lambda row: row["including_denominator"] / known[row["indicator"]]["including_denominator"])
    lead = (
        f"{county} counts more children than {_together(areas, 'its ')}: the others are with "
        "services that work for the whole county. The last row group shows what the areas leave."
    )
    items = [_outside(row, known[row["indicator"]], areas) for row in reversed(rows)]
    return Block(section("County less the areas", lead, bullets(items)) if rows else Markup(""))


def _together(areas: Sequence[str], whose: str) -> str:
    return areas[0] if len(areas) == 1 else f"{whose}{in_words(len(areas))} areas together"


def _outside(row: Row, whole: Row, areas: Sequence[str]) -> str:
    figures = [whole[f"including_{name}"] - row[f"including_{name}"] for name in ("numerator", "denominator")]
    inside = display_result(figures[0] * row["per"] / figures[1], row["unit"], row["decimals"])
    own = [sentences.number(row[f"including_{name}"]) for name in ("numerator", "denominator")]
    return (
        f"{row['name']}: {own[0]} of {own[1]} "
        f"({display_result(row['including_value'], row['unit'], row['decimals'])}) lie outside the areas, against "
        f"{sentences.number(figures[0])} of {sentences.number(figures[1])} ({inside}) in {_together(areas, 'the ')}."
    )


def withheld_note(
    impact: pd.DataFrame,
    small_counts: SmallCounts,
    remainder: pd.DataFrame | None = None,
    sides: Sequence[str] = ("including", "excluding", "cohort"),
) -> Block:
    """What c means, where a figure of the sides that are shown is withheld."""
    hidden = [*impact["withheld"], *(() if remainder is None else remainder["withheld"])]
    if not any(side in str(each).split() for each in hidden for side in sides):
        return Block(Markup(""))
    few = in_words(small_counts.below)
    return Block(paragraph(f"c: {WITHHELD}, since it counts or leaves out fewer than {few}.", "quiet"))


def not_compared(
    book: Dataset, impact: pd.DataFrame, remainder: pd.DataFrame | None, period: str, cohort: str,
    areas: Sequence[str], *, reporting: str = "month",
) -> Block:  # fmt: skip
    """What stands on no side of the table, and why: late results, a side that is missing, sums that cannot be.

    A page of one side alone has no `remainder`.
    """
    if not cohort:
        return Block(Markup(""))
    words, held = sentences.cohort_words(cohort), set(impact["area"])
    missing = absent(book, period, areas, cohort, reporting=reporting)
    if impact.empty and not missing:
        return Block(Markup(""))  # the page's first sentence says so
    missing.sort(key=lambda one: (areas.index(one.area), *_why(one)))
    said = [f"{_lacking(why, words, period)}: {'; '.join(one.name for one in those)}."
            for why, those in groupby(missing, key=_why)]  # fmt: skip
    sums = [] if remainder is None else records(remainder)
    said += [f"{row['area']}, {row['name']}: not compared, as {row['problem']}."
             for row in [*records(impact), *sums] if row["problem"]]  # fmt: skip
    if remainder is not None and not sums and areas[0] in held and county_and_areas(book.areas, areas)[1]:
        said.append(f"{areas[0]} less its areas: no indicator is counted on both sides in every one of them.")
    told = held | {one.area for one in missing}
    said += [f"{area} has no result {words}." for area in areas if area not in told]
    rest = without_side(book, period, areas, cohort)
    said += [f"{capitalised(counted(rest, 'other indicator', 'have'))} no result {words}."] if rest else []
    return Block(section("What is not compared", bullets(said)) if said else Markup(""))


def _why(one: Absent) -> tuple[str, str, str, bool]:
    return one.area, one.side, one.newest, one.late


def _lacking(why: tuple[str, str, str, bool], words: str, period: str) -> str:
    area, side, newest, is_late = why
    which = {"including": " for everyone", "excluding": f" {words}", "": ""}[side]
    known = f", the newest is of {month_name(newest)}{'' if is_late else ' and none is due'}" if newest else ""
    return f"{area}, no result{which} for {month_name(period)}{known}"


def one_side_table(impact: pd.DataFrame, side: str, period: str, cohort: str) -> Block:
    """One side alone: result, rating and what it is made of, an area a row group; everyone's beside the other one."""
    kept, name = _side_of(side), sentences.cohort_name(cohort)
    names = [column for column in IMPACT_COLUMNS if column in {"area", "indicator", "name"} or column.startswith(kept)]
    csv = to_csv(impact, names, withheld="withheld")
    if impact.empty:
        return Block(Markup(""), csv=csv)
    sides = [kept] if kept == "including" else [kept, "including"]
    columns = [Column("Indicator"), Column("Target", number=True), Column("Result", number=True), Column("Rating")]
    if len(sides) > 1:
        columns += [Column(f"Including {name}", number=True), Column(f"Rating including {name}")]

    def line(row: Row) -> Line:
        return Line([*_head(row), *(cell for one in sides for cell in (_side(row, one), rating(row[f"{one}_rag"])))])

    caption = title(period, cohort, side, comparison=False)
    return Block(table(caption, columns, _by_area(impact, line), css="dense"), csv=csv)


def one_side_answer(impact: pd.DataFrame, cohort: str, side: str, period: str) -> str:
    """The first sentence of one side alone: how many of its results are rated and how, and how many are withheld.

    A page that leaves a cohort out says how everyone's results are rated.
    """
    kept, name = _side_of(side), sentences.cohort_name(cohort) or "a cohort"
    if impact.empty and not cohort:
        return f"No result that leaves a cohort out is in the data for {month_name(period)}. {_NOTHING}"
    if impact.empty:
        return f"No result {kept} {name} alone is in the data for {month_name(period)}."
    rags, hidden = impact[f"{kept}_rag"].value_counts(), impact["withheld"].str.split()
    withheld = sum(kept in sides for sides in hidden)
    rated = len(impact) - int(rags.get(Rag.NOT_RATED, 0))
    text = f"{kept.capitalize()} {name}, {counted(rated, 'result', 'are')} rated"
    text += f": {_rags(impact, kept)}" if rated else ""
    for number, state in ((withheld, "withheld"), (len(impact) - rated - withheld, "not rated")):
        text += f"; {number} {agreeing(number, 'are')} {state}" if number else ""
    return f"{text}." if kept == "including" else f"{text}. Including {name}: {_rags(impact, 'including')}."


def _rags(impact: pd.DataFrame, side: str) -> str:
    """17 Green, 20 Amber, 7 Red; where nothing could be Amber it is left out."""
    counts = impact[f"{side}_rag"].value_counts()
    if not any(rag in counts for rag in (Rag.GREEN, Rag.AMBER, Rag.RED)):
        return "none rated"
    has_amber = "could_be_amber" not in impact or impact["could_be_amber"].any() or Rag.AMBER in counts
    rags = [Rag.GREEN, *([Rag.AMBER] if has_amber else []), Rag.RED]
    return ", ".join(f"{counts.get(rag, 0)} {rag}" for rag in rags)
