"""The judgements as a notebook calls them: each gives a rated frame, or with `exact=True` the exact one."""

from collections.abc import Callable, Collection, Iterable, Sequence

import pandas as pd

from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.findings import among
from scorecard_kit.frames.rated import rated
from scorecard_kit.judge import impact, scorecard
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.figures import Book, takes_frames

__all__ = ["COLUMNS", "areas_of", "history", "impact_of_cohort", "refuse_unknown", "score", "score_latest"]

COLUMNS = (
    "name group area period value rag numerator denominator target floor previous direction_from_previous outturn "
    "direction_from_outturn standing"
).split()
"""The columns of a rated frame, in the order of the printed table; `standing` says why there is no figure."""

Areas = str | Sequence[str]


@takes_frames
def score(
    book: Book,
    period: str,
    area: Areas = "",
    cohort: str = "",
    *,
    reporting: str = "month",
    role: str = "indicator",
    exact: bool = False,
) -> pd.DataFrame:
    """Rate every indicator of a role for one period, area and cohort: one row each, in the order of the file.

    `book` is the loaded data; three frames in its place do too: `score(results, indicators, targets, period, area)`. A
    blank area is the main one, and several areas stand beneath each other.

    Returns a frame with the indicator as its index, of several areas the area and the indicator, and COLUMNS: figures
    are float64, ratings and directions ordered categories, the period is a month of pandas. It shows itself as the
    scorecard's table. An indicator without a result keeps its row, Not rated, with NaN, and `standing` says why: no
    result, no cases, or withheld. `previous` is the latest earlier result on the `reporting` rhythm (month, or quarter:
    quarter ends only), of a year-to-date count that of the same month a year before where it is known; `outturn` is the
    result of the March before the period's financial year. Every judgement is made on exact figures, which `exact`
    gives for any rows of the frame; `exact=True` gives the exact frame itself, with the columns of data/scorecard-*.csv
    and more. Raises ValueError for an area that areas.csv does not hold.
    """

    def of_area(name: str) -> pd.DataFrame:
        return scorecard.score(book, period, name, cohort, reporting=reporting, role=role)

    return _of_areas(of_area, book, area, exact=exact)


@takes_frames
def score_latest(
    book: Book,
    period: str,
    area: Areas = "",
    cohort: str = "",
    *,
    reporting: str = "month",
    role: str = "indicator",
    exact: bool = False,
) -> pd.DataFrame:
    """Where every indicator stands in the period: as `score`, with each at its own newest result up to then.

    Every page of a pack asks this, so that all say the same. The newest result is the newest that has something to
    tell: a figure, a withheld one, or no cases. The row has that month as its `period`, is rated by that month's target
    and is compared with what came before that month. An indicator without any keeps its row, with no result, at its
    newest note if there is one.
    """

    def of_area(name: str) -> pd.DataFrame:
        return scorecard.score_latest(book, period, name, cohort, reporting=reporting, role=role)

    return _of_areas(of_area, book, area, exact=exact)


def _of_areas(of_area: Callable[[str], pd.DataFrame], book: Book, area: Areas, *, exact: bool) -> pd.DataFrame:
    scores = [of_area(name) for name in areas_of(book, area)]
    whole = scores[0] if len(scores) == 1 else pd.concat(scores, ignore_index=True)
    if exact:
        return whole
    index = ["indicator"] if isinstance(area, str) else ["area", "indicator"]
    return rated(whole, index, [name for name in COLUMNS if name not in index])


def areas_of(book: Book, named: Areas) -> list[str]:
    """The areas that are named, each once; a blank one, and none, is the main one.

    Raises ValueError for one that areas.csv does not hold, with the nearest that it does, and for one whose rows `load`
    was told to leave out.
    """
    wanted = [named] if isinstance(named, str) else list(named) or [""]
    areas = list(dict.fromkeys(area or _main_area(book) for area in wanted))
    known = list(map(str, book.areas["area"])) if isinstance(book, Dataset) else []
    for area in areas if known else ():
        _refuse_unknown("area", area, known)
    if isinstance(book, Dataset):
        _refuse_left_out("area", areas, book.areas_kept)
    return areas


def refuse_unknown(book: Book, name: str, kind: str = "indicator") -> None:
    """ValueError for an indicator, or a cohort, that the data do not hold, with the nearest that they do.

    A blank cohort is everyone.
    """
    known = book.results["cohort"].unique() if kind == "cohort" else book.indicators["indicator"]
    if name or kind != "cohort":
        _refuse_unknown(kind, name, list(filter(None, map(str, known))))
    if kind == "indicator" and isinstance(book, Dataset):
        _refuse_left_out(kind, [name], book.indicators_kept)


def _refuse_unknown(kind: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise ValueError(f"there is no {kind} {name!r} in the data. {among(name, known)}")


def _refuse_left_out(kind: str, names: Sequence[str], kept: Collection[str] | None) -> None:
    """ValueError for what `load` was told to leave out: to say that it has no result would not be true."""
    for name in names if kept is not None else ():
        if name not in (kept or ()):
            raise ValueError(
                f"the data were loaded without the {kind} {name!r}; name it in the {kind}s=... of load, "
                f"or take {kind}s=... out"
            )


def _main_area(book: Book) -> str:
    if isinstance(book, Dataset):
        return main_area(book)
    raise ValueError("three frames have no main area; name the area")


@takes_frames
def history(
    book: Book,
    indicator: str,
    area: str,
    periods: Iterable[str],
    cohort: str = "",
    *,
    reporting: str = "month",
    keep_empty: bool = False,
    exact: bool = False,
) -> pd.DataFrame:
    """One indicator over time: a rated row for every period that has a result, under an index of months.

    The columns are those of `score`, with the indicator in place of the period. With `keep_empty` a period without a
    result keeps its row: its target may be known before its result is. Raises ValueError for an indicator that there is
    not.
    """
    refuse_unknown(book, indicator)
    [named] = areas_of(book, area)
    whole = scorecard.history(book, indicator, named, periods, cohort, reporting=reporting, keep_empty=keep_empty)
    return whole if exact else rated(whole, ["period"], ["indicator", *(name for name in COLUMNS if name != "period")])


@takes_frames
def impact_of_cohort(
    book: Book,
    period: str,
    areas: Areas,
    cohort: str,
    *,
    small_counts: SmallCounts | None = None,
    exact: bool = False,
) -> pd.DataFrame:
    """Compare everyone with a cohort such as `excluding_uasc`: one row an area and indicator that has both.

    `book` is the loaded data, or three frames in its place: results, indicators, targets. The index is the area and the
    indicator, areas in the order given and indicators in that of their file; the columns are both sides with their
    ratings, the cohort's own result and the `variance`, excluding less including. `withheld` names the sides that are
    too small to show, and `problem` says why the sides cannot be compared. An indicator whose definition leaves the
    cohort out anyway keeps both sides and has neither variance nor cohort figures. A small cohort is withheld, by the
    rule with which the book was loaded unless `small_counts` is another. Without a cohort nothing is compared. Counts
    excluding the cohort that are more than everyone's raise ValueError: `check` refuses such data.
    """
    whole = impact.impact_of_cohort(book, period, areas_of(book, areas), cohort, small_counts=small_counts)
    whole.attrs["cohort"] = cohort
    index = ["area", "indicator"]
    columns = [name for name in impact.IMPACT_COLUMNS if name not in index]
    return whole if exact else rated(whole, index, [*columns, "withheld", "problem"])
