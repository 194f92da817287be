"""The blocks of the section that shows each indicator with and without a cohort."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences
from scorecard_kit.blocks.html import Block, bullets, folded, paragraph, section, to_csv
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
from scorecard_kit.judge.rows import WITHHELD, Row, records, records_by
from scorecard_kit.pages._both_sides import area_table, grouped_table, moved_and_rated, remainder_table, widest
from scorecard_kit.text.counting import agreeing, capitalised, counted, in_words, out_of

__all__ = [
    "Impact", "answer", "compared", "compared_cohort", "not_compared", "opening", "outside", "per_area", "results",
    "sides_table", "title", "withheld_note",
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
    rows = [row for row in _of(impact, area) if row["variance"] != ""]
    if not rows and any(impact.frame[impact.frame["area"] == area]["withheld"]):
        return f"For {area} a side of every result is withheld, so no rating {words} can be compared."
    if not rows:
        return f"No result for {area} stands both including and {words} for {month}."
    moved, rated = moved_and_rated(rows)
    text = f"{words}, {out_of(len(moved), len(rated), f'rating for {area}', 'differ', f'ratings for {area}')}."
    shares = [row for row in rows if row["unit"] == Unit.PERCENT and row["variance"]]
    if not shares:
        return capitalised(text)
    largest = max(shares, key=lambda row: abs(row["variance"]))
    variance = sentences.signed(largest["variance"], Unit.PERCENT, largest["decimals"])
    return f"{capitalised(text)} The largest variance is {variance}: {largest['name']}."


def results(impact: Impact) -> Block:
    """The county's table, ratings that differ first, what is the same in a sentence; every area's figures as CSV."""
    csv = _csv(impact)
    if impact.frame.empty:
        return Block(Markup(""), csv=csv)
    return Block(_area_table(impact, impact.county), csv=csv)


def per_area(impact: Impact) -> Block:
    """The same table of each other area, folded under how many of its ratings differ, or how one side's are rated."""
    entered = set(impact.frame["area"])
    folds = [folded(f"{area}: {_of_area(impact, area)}", _area_table(impact, area))
             for area in impact.areas[1:] if area in entered]  # fmt: skip
    return Block(section("Area by area", *folds) if folds else Markup(""))


def sides_table(impact: Impact, caption: str) -> Block:
    """What the page shows of its areas as one table, an area a row group; and the CSV of the page."""
    csv = _csv(impact)
    if impact.frame.empty:
        return Block(Markup(""), csv=csv)
    groups = records_by(impact.frame, "area").items()
    return Block(grouped_table(caption, groups, impact.cohort, impact.side), csv=csv)


def _csv(impact: Impact) -> str:
    if not impact.side:
        return to_csv(_with_remainder(impact), IMPACT_COLUMNS, withheld="withheld")
    keys = {"area", "indicator", "name"}
    names = [column for column in IMPACT_COLUMNS if column in keys or column.startswith(impact.side)]
    return to_csv(impact.frame, names, withheld="withheld")


def _with_remainder(impact: Impact) -> pd.DataFrame:
    left = impact.remainder[impact.remainder["problem"] == ""]
    return pd.concat([impact.frame, left], ignore_index=True) if len(left) else impact.frame


def _area_table(impact: Impact, area: str) -> Markup:
    rows = _of(impact, area)
    if impact.side:
        return grouped_table(f"{title(impact)}, {area}", [("", rows)], impact.cohort, impact.side)
    return area_table(rows, impact.cohort, area, widest(records(impact.frame)), first=area == impact.county)


def _of(impact: Impact, area: str) -> list[Row]:
    return records(impact.frame[impact.frame["area"] == area])


def _of_area(impact: Impact, area: str) -> str:
    """What differs in an area, or how the results of one side are rated in it."""
    if impact.side:
        return _rags(impact.frame[impact.frame["area"] == area], impact.side)
    moved, rated = moved_and_rated(_of(impact, area))
    return out_of(len(moved), len(rated), "rating", "differ") if rated else "no indicator is rated on both sides"


def outside(impact: Impact) -> Block:
    """What the county counts beyond its areas, beside what it counts in them, folded under the reason."""
    rows = records(impact.remainder[impact.remainder["problem"] == ""])
    if impact.side or not rows:
        return Block(Markup(""))
    whole = {row["indicator"]: row for row in records(impact.frame[impact.frame["area"] == impact.county])}
    label, inside = rows[0]["area"], _together(impact.inside)
    shown = remainder_table(f"{label}, which no area counts", rows, whole, impact.cohort, inside)
    lead = paragraph("These children are with services that work for the whole county.", "quiet")
    return Block(folded(f"{label}: {counted(len(rows), 'indicator', 'are')} counted outside them", shown + lead))


def _together(areas: Sequence[str]) -> str:
    return areas[0] if len(areas) == 1 else f"the {in_words(len(areas))} areas"


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
