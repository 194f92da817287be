"""A rated frame for a notebook: pandas' own kinds of column outside, the exact rows within. Nothing is judged here."""

import warnings
from collections.abc import Iterable, Sequence
from typing import Any, cast

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks.html import Block
from scorecard_kit.findings import among
from scorecard_kit.frames._look import shown
from scorecard_kit.judge.indicators import Direction, Rag
from scorecard_kit.judge.rows import FIGURES
from scorecard_kit.judge.scorecard import BANDS

__all__ = ["NoColumnError", "Rated", "as_numbers", "as_rated", "exact", "rated"]

_KEYS = ("indicator", "area", "period", "cohort", "part")
"""What tells the row of an exact frame: as many of them, in this order, as it takes."""

_FIGURES = {
    *(*FIGURES, *BANDS, "variance", "target", "floor", "lower", "upper", "previous", "outturn"),
    *("this_month", "last_month", "change", "rate", "mix", "effect"),
}
_SIDES = ("cohort_", "including_", "excluding_", "first_", "second_")
_RATINGS = [str(rag) for rag in (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_RATED)]
_DIRECTIONS = [str(way) for way in (Direction.WORSENED, Direction.SAME, Direction.IMPROVED, Direction.NOT_COMPARABLE)]


class NoColumnError(KeyError):
    """A column that a frame has not; the text is a sentence."""

    def __str__(self) -> str:
        return str(self.args[0])


class Rated(pd.DataFrame):
    """A frame of rated results that shows itself as the scorecard's table; everything else is pandas.

    Rows may be filtered, sorted, joined and put together: `exact` gives the exact rows of those that are left. A column
    of one's own, and one whose figures were changed, is shown as it is.
    """

    _metadata = ["made_from"]  # noqa: RUF012 - pandas' own name and kind
    made_from: pd.DataFrame | None = None
    """The exact frame of which these are rows."""

    @property
    def _constructor(self) -> "type[Rated]":
        return Rated

    def __finalize__(self, other: Any, method: str | None = None, **kwargs: Any) -> "Rated":  # noqa: ANN401 - as pandas
        """Keep the exact rows of every frame that pandas has put together into this one.

        Those of one kind stand beneath each other; those of another, such as of a cohort's impact, beside the first.
        """
        super().__finalize__(other, method, **kwargs)  # type: ignore[misc]  # pandas-stubs leave it out
        if not isinstance(other, pd.DataFrame | pd.Series):
            joined = getattr(other, "objs", [getattr(other, side, None) for side in ("left", "right")])
            frames = [each.made_from for each in joined if isinstance(each, Rated) and each.made_from is not None]
            whole = list({id(frame): frame for frame in frames}.values())
            alike = [frame for frame in whole if list(frame) == list(whole[0])]
            self.made_from = pd.concat(alike, ignore_index=True) if len(alike) > 1 else next(iter(alike), None)
            for frame in whole:
                if list(frame) != list(whole[0]):
                    self.made_from = _beside(cast("pd.DataFrame", self.made_from), frame)
        return self

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - as pandas
        """What pandas gives; a column that there is not is answered with the nearest that there is."""
        try:
            return super().__getitem__(key)
        except KeyError:
            if not isinstance(key, str):
                raise
            raise NoColumnError(f"there is no column {key!r}. {among(key, [str(name) for name in self])}") from None

    def xs(self, key: Any, axis: Any = 0, level: Any = None, drop_level: Any = True) -> Any:  # noqa: ANN401 - as pandas
        """What pandas gives, as `.loc` does too; the rows of one area still say whose they are, without its name."""
        part = super().xs(key, axis, level, drop_level)
        if isinstance(part, Rated) and part.made_from is not None and part.index.nlevels < self.index.nlevels:
            named = cast("pd.DataFrame", super().xs(key, axis, level, drop_level=False))
            places = _places(named, part.made_from)
            part.made_from = None if places is None else part.made_from.iloc[places].reset_index(drop=True)
        return part

    def round(self, decimals: Any = 0, *args: Any, **kwargs: Any) -> "Rated":  # noqa: ANN401 - as pandas
        """Round the figures; pandas would warn that months cannot be rounded."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "obj.round has no effect with", UserWarning)
            return super().round(decimals, *args, **kwargs)

    def exact(self) -> pd.DataFrame:
        """The exact rows of the rows that are left, in their order; see `exact`."""
        places = None if self.made_from is None else _places(self, self.made_from)
        if self.made_from is None or places is None:
            raise ValueError(
                "the frame no longer says which indicator, area and period each row is of, so its exact figures cannot "
                "be told; keep the index of the rated frame, or ask for the exact frame at once with exact=True"
            )
        return self.made_from.iloc[places].reset_index(drop=True)

    def _repr_html_(self) -> str | None:
        """The scorecard's table of the rows and columns that are left; pandas' own where it is a rated frame no longer.

        It stands in an element of its own class, since a bare frame is for the analyst's eyes and on no page.
        """
        kept = as_rated(self)
        if not kept:
            return cast("str | None", super()._repr_html_())  # type: ignore[misc]  # pandas-stubs leave it out
        block = Block(Markup('<div class="rated-frame">{}</div>').format(shown(self, self.exact(), kept)))
        return block._repr_mimebundle_()[0]["text/html"]


def _beside(whole: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """An exact frame with the columns that another has beyond its own, for the rows of which that has one."""
    keys = [name for name in _KEYS if name in whole and name in other]
    further = other.drop_duplicates(keys)[[*keys, *(name for name in other if name not in whole)]]
    return whole.merge(further, "left", keys) if keys else whole


def exact(frame: pd.DataFrame) -> pd.DataFrame:
    """The exact frame of a rated one: the rows that are left of it, in their order, every figure a Fraction or None.

    Its columns are those of `exact=True`, with what the rated frame leaves out: polarity, data period, bands, the
    reason why a row is not rated. A figure that is withheld is None in it too. What you changed in the rated frame is
    not in it. Any other frame is given back as it is. Raises ValueError where the frame no longer says whose its rows
    are, such as after `reset_index(drop=True)`.
    """
    return frame.exact() if isinstance(frame, Rated) else frame


def rated(whole: pd.DataFrame, index: Sequence[str], columns: Iterable[str]) -> Rated:
    """The rated frame of an exact one: those of its columns, under an index of others, in the kinds that pandas knows.

    Figures are float64, NaN where there is none or it is withheld; ratings and directions ordered categories; months
    period[M]; all else text.
    """
    readable = pd.DataFrame({name: _readable(name, whole[name], text=True) for name in (*index, *columns)})
    frame = Rated(readable.set_index(list(index)))
    frame.made_from = whole
    return frame


def as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Any frame with the columns of a rated one, as pandas works with it; the frame itself stays as it is.

    Same rows, columns and index: for a frame of `exact=True`, or one of your own. Figures are float64, NaN where there
    is none or it is withheld. Ratings are an ordered category from Red over Amber and Green to Not rated, directions
    one from worsened over same and improved to not comparable; a blank one is missing. A float is the nearest to an
    exact figure: for charts and sums, not for ratings.
    """
    return frame.assign(**{str(name): _readable(str(name), frame[name]) for name in frame})


def _readable(name: str, column: "pd.Series[Any]", *, text: bool = False) -> "pd.Series[Any]":
    """A column in the kind that pandas knows; with `text` months and words too."""
    if name.removeprefix(next(filter(name.startswith, _SIDES), "")) in _FIGURES:
        cells: Any = [float("nan") if pd.isna(cell) or cell == "" else float(cell) for cell in column]
        return pd.Series(cells, column.index, dtype="float64")
    if name == "rag" or name.endswith("_rag"):
        cells = _ordered(column, _RATINGS)
    elif name.startswith("direction_from_"):
        cells = _ordered(column, _DIRECTIONS)
    elif not text:
        return column
    elif name == "period":
        cells = pd.PeriodIndex([str(cell) for cell in column], freq="M")
    else:
        return pd.Series(["" if pd.isna(cell) else str(cell) for cell in column], column.index, dtype="str")
    return pd.Series(cells, column.index)


def _ordered(column: "pd.Series[Any]", words: list[str]) -> pd.Categorical:
    """An ordered category of these words; missing where a cell says none of them."""
    cells = [word if (word := str(cell)) in words else None for cell in column]
    return pd.Categorical(cells, categories=words, ordered=True)


def as_rated(frame: Rated) -> set[str]:
    """The index and columns that still say what the exact rows say; nothing where the frame is rated no longer."""
    places = None if frame.made_from is None else _places(frame, frame.made_from)
    if frame.made_from is None or not places or frame.columns.nlevels > 1 or not frame.columns.is_unique:
        return set()
    rows = frame.made_from.iloc[places].reset_index(drop=True)
    there = [name for name in map(str, rows) if name in frame]
    same = {name for name in there if _readable(name, rows[name], text=True).equals(frame[name].reset_index(drop=True))}
    return same | {name for name in map(str, rows) if name in frame.index.names} if same else set()


def _places(frame: pd.DataFrame, whole: pd.DataFrame) -> list[int] | None:
    """The place in the exact frame of each row; None where that cannot be told."""
    there = [name for name in _KEYS if name in frame.index.names]
    there += [name for name in _KEYS if list(frame.columns).count(name) == 1]
    there = [name for name in there if name in whole]
    for most in range(1, len(there) + 1):
        names = there[:most]
        places = {key: place for place, key in enumerate(_told(whole, names))}
        if len(places) == len(whole):
            told = [places.get(key) for key in _told(frame, names)]
            return None if None in told else [place for place in told if place is not None]
    return None


def _told(frame: pd.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    """What a row's keys say."""
    index = frame.index
    levels = [index.get_level_values(name) if name in index.names else frame[name] for name in names]
    return list(zip(*(["" if pd.isna(cell) else str(cell) for cell in level] for level in levels), strict=True))
