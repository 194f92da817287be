"""The blocks of the section that shows each indicator with and without a cohort."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences
from scorecard_kit.blocks.cells import TARGET, name_cell
from scorecard_kit.blocks.html import Block, Cell, Column, bullets, paragraph, rating, section, table, to_csv
from scorecard_kit.charts import variances as charts
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.impact import (
    IMPACT_COLUMNS,
    Absent,
    absent,
    county_and_areas,
    county_less_areas,
    impact_of_cohort,
    without_side,
)  # fmt: skip
from scorecard_kit.judge.indicators import Rag, Unit
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import WITHHELD, Row, records, records_by
from scorecard_kit.text.counting import agreeing, capitalised, counted, in_words, out_of

__all__ = [
    "Impact", "answer", "compared", "compared_cohort", "not_compared", "opening", "outside", "per_area", "results",
    "sides_table", "title", "variances", "withheld_note",
]  # fmt: skip

_NOTHING = "There is nothing to compare."
_SIDES = ("including", "excluding", "cohort")


class Impact(NamedTuple):
    """What a page compares: a cohort's side with everyone's, or one of them alone.

    `frame` is that of `impact_of_cohort`, `remainder` that of `county_less_areas` for the areas `inside` the county. A
    page that compares has no `side`; a page of one side alone is of "including" or "excluding".
    """

    book: Dataset
    period: str
    cohort: str
    areas: Sequence[str]
    inside: Sequence[str]
    frame: pd.DataFrame
    remainder: pd.DataFrame
    side: str = ""
    reporting: str = "month"

    @property
    def county(self) -> str:
        """The area that the others lie in."""
        return self.areas[0]


def compared(
    book: Dataset, period: str, areas: Sequence[str], cohort: str, *, comparison: bool = True, reporting: str = "month"
) -> Impact:
    """Compare everyone with a cohort such as `excluding_uasc`, in the areas named; none, or a blank one, is the main.

    Without `comparison` the page is of one side alone: the cohort's, or everyone's where it is blank. Then, and where
    none is named, the cohort is the first one in the data.
    """
    named = list(dict.fromkeys(area or main_area(book) for area in areas or [""]))
    county, inside = county_and_areas(book.areas, named)
    each = [county, *(area for area in named if area != county)]
    cohort, side = compared_cohort(book.results, cohort), "excluding" if cohort else "including"
    frame = impact_of_cohort(book, period, each, cohort)
    remainder = county_less_areas(frame, county, inside, small_counts=book.rule)
    return Impact(book, period, cohort, each, inside, frame, remainder, "" if comparison else side, reporting)


def compared_cohort(results: pd.DataFrame, cohort: str) -> str:
    """The cohort that a page compares: the one named, or for the including side the first one in the data."""
    return cohort or next((str(name) for name in results["cohort"].unique() if name), "")


def title(impact: Impact) -> str:
    """The section's title; a page of one side alone says which."""
    name = sentences.cohort_name(impact.cohort) or "a cohort"
    if impact.side:
        return f"Results {impact.side} {name} alone, {month_name(impact.period)}"
    return f"Impact of {name}, {month_name(impact.period)}"


def opening(impact: Impact) -> Block:
    """The title and the first sentence: how many ratings of the county differ, or how one side's results are rated."""
    return html.opening(title(impact), answer(impact), glossary=impact.book.glossary, wide=not impact.side)


def answer(impact: Impact) -> str:
    """How many ratings of the county differ, and where the difference is largest; or how one side's are rated."""
    if impact.side:
        return _one_side_answer(impact)
    words = sentences.cohort_words(impact.cohort) if impact.cohort else "excluding a cohort"
    area, month = impact.county, month_name(impact.period)
    if impact.frame.empty:
        return f"No result {words} is in the data for {month}. {_NOTHING}"
    rows = _varying(impact, area)
    if not rows and any(impact.frame[impact.frame["area"] == area]["withheld"]):
        return f"For {area} a side of every result is withheld, so no rating {words} can be compared."
    if not rows:
        return f"No result for {area} stands both including and {words} for {month}."
    moved, rated = _moved(rows)
    text = f"{words}, {out_of(len(moved), len(rated), f'rating for {area}', 'differ', f'ratings for {area}')}."
    shares = [row for row in rows if row["unit"] == Unit.PERCENT and row["variance"]]
    if not shares:
        return capitalised(text)
    widest = max(shares, key=lambda row: abs(row["variance"]))
    variance = sentences.signed(widest["variance"], Unit.PERCENT, widest["decimals"])
    return f"{capitalised(text)} The largest variance is {variance}: {widest['name']}."


def _varying(impact: Impact, area: str) -> list[Row]:
    return [row for row in records(impact.frame[impact.frame["area"] == area]) if row["variance"] != ""]


def _moved(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    rated = [row for row in rows if Rag.NOT_RATED not in (row["including_rag"], row["excluding_rag"])]
    return [row for row in rated if row["including_rag"] != row["excluding_rag"]], rated


def per_area(impact: Impact) -> Block:
    """The ratings that differ, an area a row group whose heading says how many of how many."""
    if impact.frame.empty or impact.side:
        return Block(Markup(""))
    name, groups, unmoved = sentences.cohort_name(impact.cohort), dict[str, list[Row]](), list[str]()
    for area in (area for area in impact.areas if area in set(impact.frame["area"])):
        moved, rated = _moved(_varying(impact, area))
        text = f"{area}: {out_of(len(moved), len(rated), 'rating', 'differ')}"
        text = text if rated else f"{area}: no indicator is rated on both sides"
        groups |= {text: moved} if moved else {}
        unmoved += [] if moved else [f"{text}."]
    heading = f"Ratings that differ {sentences.cohort_words(impact.cohort)}"
    ratings = (_rating(f"Rating {side} {name}", side) for side in _SIDES[:2])
    columns = [Column("Indicator", itemgetter("name")), *ratings]
    differing = table(heading, columns, groups.items()) if groups else Markup("")
    return Block(section(heading, differing, bullets(unmoved)))


def variances(impact: Impact) -> Block:
    """The chart of the county's variances, largest first."""
    if impact.frame.empty or impact.side:
        return Block(Markup(""))
    return charts.variances(impact.frame, impact.cohort, impact.county)


def results(impact: Impact) -> Block:
    """The table of both sides, or of one, with its figures as CSV."""
    return _one_side_table(impact) if impact.side else sides_table(impact, title(impact))


def sides_table(impact: Impact, caption: str) -> Block:
    """Including, excluding and variance, an area a row group, the cohort alone beside them, and what lies outside."""
    left = impact.remainder[impact.remainder["problem"] == ""]
    together = pd.concat([impact.frame, left], ignore_index=True) if len(left) else impact.frame
    csv = to_csv(together, IMPACT_COLUMNS, withheld="withheld")
    if impact.frame.empty:
        return Block(Markup(""), csv=csv)
    name = sentences.cohort_name(impact.cohort)
    columns = [
        Column("Indicator", name_cell),
        TARGET,
        _result(f"Including {name}", "including"),
        _rating(f"Rating including {name}", "including", untargeted=True),
        _result(f"Excluding {name}", "excluding"),
        _rating(f"Rating excluding {name}", "excluding", untargeted=True),
        Column("Variance", _variance, number=True),
        Column(f"{name} alone", _alone, number=True),
    ]
    others = set(together["unit"]) - {Unit.PERCENT, Unit.COUNT}
    units = "or in the unit of the result" if others else "or in cases for a count"
    note = paragraph(
        f"Variance: excluding less including, in percentage points, {units}. {name} alone is what "
        "including leaves when excluding is taken from it. None, and not counted: the definition leaves them out.",
        "quiet",
    )
    return Block(table(caption, columns, records_by(together, "area").items(), css="dense") + note, csv=csv)


def _result(label: str, side: str) -> Column:
    return Column(label, partial(_side, side=side), number=True)


def _rating(label: str, side: str, *, untargeted: bool = False) -> Column:
    """The ratings of one side; with `untargeted` what has no target is not rated in words alone."""

    def chip(row: Row) -> Cell:
        return "Not rated" if untargeted and row["target"] == "" else rating(row[f"{side}_rag"])

    return Column(label, chip)


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


def outside(impact: Impact) -> Block:
    """Where the county's result differs from its areas' together, and what lies outside them."""
    of_county = {row["indicator"]: row for row in records(impact.frame[impact.frame["area"] == impact.county])}
    rows = [row for row in records(impact.remainder)
            if row["unit"] == Unit.PERCENT and row["including_denominator"] not in ("", 0)]  # fmt: skip
    if impact.side or not rows:
        return Block(Markup(""))
    rows.sort(key=lambda row: row["including_denominator"] / of_county[row["indicator"]]["including_denominator"])
    lead = (
        f"{impact.county} counts more children than {_together(impact.inside, 'its ')}: the others are with "
        "services that work for the whole county. The last row group shows what the areas leave."
    )
    items = [_outside(row, of_county[row["indicator"]], impact.inside) for row in reversed(rows)]
    return Block(section("County less the areas", lead, bullets(items)))


def _together(areas: Sequence[str], whose: str) -> str:
    return areas[0] if len(areas) == 1 else f"{whose}{in_words(len(areas))} areas together"


def _outside(row: Row, whole: Row, areas: Sequence[str]) -> str:
    figures = [whole[f"including_{name}"] - row[f"including_{name}"] for name in ("numerator", "denominator")]
    inside = display_result(figures[0] * row["per"] / figures[1], row["unit"], row["decimals"])
    counts = [sentences.number(row[f"including_{name}"]) for name in ("numerator", "denominator")]
    return (
        f"{row['name']}: {counts[0]} of {counts[1]} "
        f"({display_result(row['including_value'], row['unit'], row['decimals'])}) lie outside the areas, against "
        f"{sentences.number(figures[0])} of {sentences.number(figures[1])} ({inside}) in {_together(areas, 'the ')}."
    )


def withheld_note(impact: Impact) -> Block:
    """What c means, where a figure of the sides that are shown is withheld."""
    sides = {"including": _SIDES[:1], "excluding": _SIDES[:2]}.get(impact.side, _SIDES)
    hidden = [*impact.frame["withheld"], *(() if impact.side else impact.remainder["withheld"])]
    if not any(side in str(each).split() for each in hidden for side in sides):
        return Block(Markup(""))
    few = in_words(impact.book.rule.below)
    return Block(paragraph(f"c: {WITHHELD}, since it counts or leaves out fewer than {few}.", "quiet"))


def not_compared(impact: Impact) -> Block:
    """What stands on no side of the table, and why: late results, a side that is missing, sums that cannot be."""
    if not impact.cohort:
        return Block(Markup(""))
    book, period, areas, cohort = impact.book, impact.period, impact.areas, impact.cohort
    words, entered = sentences.cohort_words(cohort), set(impact.frame["area"])
    missing = absent(book, period, areas, cohort, reporting=impact.reporting)
    if impact.frame.empty and not missing:
        return Block(Markup(""))  # the page's first sentence says so
    missing.sort(key=lambda one: (areas.index(one.area), *_why(one)))
    items = [f"{_lacking(why, words, period)}: {'; '.join(one.name for one in those)}."
             for why, those in groupby(missing, key=_why)]  # fmt: skip
    sums = [] if impact.side else records(impact.remainder)
    items += [f"{row['area']}, {row['name']}: not compared, as {row['problem']}."
              for row in [*records(impact.frame), *sums] if row["problem"]]  # fmt: skip
    if not (impact.side or sums) and impact.county in entered and impact.inside:
        items.append(f"{impact.county} less its areas: no indicator is counted on both sides in every one of them.")
    named = entered | {one.area for one in missing}
    items += [f"{area} has no result {words}." for area in areas if area not in named]
    rest = without_side(book, period, areas, cohort)
    items += [f"{capitalised(counted(rest, 'other indicator', 'have'))} no result {words}."] if rest else []
    return Block(section("What is not compared", bullets(items)) if items else Markup(""))


def _why(one: Absent) -> tuple[str, str, str, bool]:
    return one.area, one.side, one.newest, one.late


def _lacking(why: tuple[str, str, str, bool], words: str, period: str) -> str:
    area, side, newest, is_late = why
    which = {"including": " for everyone", "excluding": f" {words}", "": ""}[side]
    newest_month = f", the newest is of {month_name(newest)}{'' if is_late else ' and none is due'}" if newest else ""
    return f"{area}, no result{which} for {month_name(period)}{newest_month}"


def _one_side_table(impact: Impact) -> Block:
    """One side alone: result, rating and what it is made of, an area a row group; everyone's beside the other one."""
    name = sentences.cohort_name(impact.cohort)
    keys = {"area", "indicator", "name"}
    names = [column for column in IMPACT_COLUMNS if column in keys or column.startswith(impact.side)]
    csv = to_csv(impact.frame, names, withheld="withheld")
    if impact.frame.empty:
        return Block(Markup(""), csv=csv)
    columns = [Column("Indicator", name_cell), TARGET, _result("Result", impact.side), _rating("Rating", impact.side)]
    if impact.side != "including":
        columns += [_result(f"Including {name}", "including"), _rating(f"Rating including {name}", "including")]
    return Block(table(title(impact), columns, records_by(impact.frame, "area").items(), css="dense"), csv=csv)


def _one_side_answer(impact: Impact) -> str:
    """How many results of one side alone are rated and how, and how many are withheld.

    A page that leaves a cohort out says how everyone's results are rated.
    """
    side, name, frame = impact.side, sentences.cohort_name(impact.cohort) or "a cohort", impact.frame
    month = month_name(impact.period)
    if frame.empty and not impact.cohort:
        return f"No result that leaves a cohort out is in the data for {month}. {_NOTHING}"
    if frame.empty:
        return f"No result {side} {name} alone is in the data for {month}."
    rags, hidden = frame[f"{side}_rag"].value_counts(), frame["withheld"].str.split()
    withheld = sum(side in sides for sides in hidden)
    rated = len(frame) - int(rags.get(Rag.NOT_RATED, 0))
    text = f"{side.capitalize()} {name}, {counted(rated, 'result', 'are')} rated"
    text += f": {_rags(frame, side)}" if rated else ""
    for number, state in ((withheld, "withheld"), (len(frame) - rated - withheld, "not rated")):
        text += f"; {number} {agreeing(number, 'are')} {state}" if number else ""
    return f"{text}." if side == "including" else f"{text}. Including {name}: {_rags(frame, 'including')}."


def _rags(frame: pd.DataFrame, side: str) -> str:
    """17 Green, 20 Amber, 7 Red; where nothing could be Amber it is left out."""
    counts = frame[f"{side}_rag"].value_counts()
    if not any(rag in counts for rag in (Rag.GREEN, Rag.AMBER, Rag.RED)):
        return "none rated"
    has_amber = "could_be_amber" not in frame or frame["could_be_amber"].any() or Rag.AMBER in counts
    rags = [Rag.GREEN, *([Rag.AMBER] if has_amber else []), Rag.RED]
    return ", ".join(f"{counts.get(rag, 0)} {rag}" for rag in rags)
