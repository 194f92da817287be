"""The months of a series as a line with its usual level and its limits, for the row of a table: drawn by hand."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from markupsafe import Markup

from scorecard_kit.chance.series import Series

__all__ = ["MONTHS", "limits_line"]

MONTHS = 36
"""How many months are drawn, the newest with them."""
_WIDTH, _HEIGHT, _EDGE = 288, 64, 8  # twice the pixels that it is shown in, so that every place is a whole number


def limits_line(told: Series) -> Markup:
    """The newest months as a line: the usual level a thin line, the limits dashed, unusual months large points.

    It says nothing that stands not in words beside it, and is hidden from screen readers. Nothing is drawn of a series
    of fewer than two known months, or whose figures are withheld.
    """
    values = told.results[-MONTHS:]
    if sum(value is not None for value in values) <= 1:
        return Markup("")
    box = Markup('<svg class="tl ll" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>')
    return box.format(_WIDTH, _HEIGHT, Markup("").join(_marks(told, values)))


def _marks(told: Series, values: Sequence[Fraction | None]) -> Iterator[Markup]:
    levels = [None if each is None else Fraction(each) for each in (told.lower, told.mean, told.upper)]
    down = _scale([each for each in (*values, *levels) if each is not None])
    step = Fraction(_WIDTH - 2 * _EDGE, len(values) - 1)
    at = [None if each is None else f"{round(_EDGE + place * step)} {down(each)}" for place, each in enumerate(values)]
    lower, mean, upper = ("" if level is None else f"M0 {down(level)}H{_WIDTH}" for level in levels)
    unusual = [place for place, is_so in zip(at, told.unusual[-MONTHS:], strict=True) if place and is_so]
    paths = {
        "m": mean if told.upper is not None else "",
        "t": lower + upper,
        "": "".join("M" + " ".join(run) for run in _runs(at)),
        "p": "".join(f"M{run[0]}h0" for run in _runs(at) if len(run) == 1),  # of no length: a dot
        "u": "".join(f"M{place}h0" for place in unusual),
    }
    return (Markup('<path class="{}" d="{}"/>').format(name, path) for name, path in paths.items() if path)


def _runs(at: Sequence[str | None]) -> Iterator[list[str]]:
    """The places one after the other without a gap."""
    for is_known, run in groupby(at, key=bool):
        if is_known:
            yield [place for place in run if place]


def _scale(figures: Sequence[Fraction]) -> Callable[[Fraction], int]:
    """How far down a figure stands."""
    low, high = min(figures), max(figures)
    span = high - low or Fraction(1)
    return lambda figure: round(_EDGE + (high - figure) / span * (_HEIGHT - 2 * _EDGE))
