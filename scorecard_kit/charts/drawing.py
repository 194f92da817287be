"""What every chart shares: a matplotlib figure as inline SVG, in the page's own colours and fonts, with its names.

A chart is drawn in user units of one pixel and scales with the page. Its colours are the page's custom properties, so
that dark mode reaches them; its text is text. The same figures give the same bytes.
"""

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from scorecard_kit.blocks.palette import CHART_COLOURS
from scorecard_kit.blocks.sentences import trimmed
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.periods import month_name, year_and_month

__all__ = [
    "colour", "draw", "framed", "inline", "months", "positions", "range_sentence", "result_line",
    "saved", "ticked_range", "value_axis",
]  # fmt: skip

_SAVED: Any = {"svg.fonttype": "none", "svg.hashsalt": "scorecard"}
_STYLE: Any = {
    "font.size": 12, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "axes.edgecolor": CHART_COLOURS["rule"]["light"],
    "axes.labelcolor": CHART_COLOURS["quiet"]["light"], "text.color": CHART_COLOURS["ink"]["light"],
    "xtick.color": CHART_COLOURS["rule"]["light"], "ytick.color": CHART_COLOURS["rule"]["light"],
    "xtick.labelcolor": CHART_COLOURS["quiet"]["light"], "ytick.labelcolor": CHART_COLOURS["quiet"]["light"],
    "ytick.major.size": 0, "grid.color": CHART_COLOURS["rule"]["light"], "grid.linewidth": 0.5,
}  # fmt: skip
_LABELLED_BY_YEAR_FROM = 25
_PAD = 13  # units from the axis down to the foot of the months' letters
_LEFT = 0.04  # of the axis: half a month's label, clear of the labels of the values


def colour(name: str) -> str:
    """The colour of a role, as the page replaces it."""
    return CHART_COLOURS[name]["light"]


def draw(width: int, height: int, plot: Callable[[Axes], None]) -> str:
    """Draw on axes that fill the figure; width and height in user units."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width / 72, height / 72))
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_label_coords(0, 0)  # no axis has a label; finding its place takes an eighth of a chart's time
        plot(axes)
        return saved(figure)


def saved(figure: Figure, *, with_all: bool = False) -> str:
    """A figure as SVG whose text is text, on no ground of its own; the same figure gives the same bytes.

    The picture is as large as the figure, `with_all` as large as what is drawn: names longer than their room too.
    """
    out = io.StringIO()
    with mpl.rc_context(_SAVED):
        figure.savefig(
            out,
            format="svg",
            transparent=True,
            metadata={"Date": None, "Creator": None},
            bbox_inches="tight" if with_all else None,
        )
    return out.getvalue()


def inline(svg: str, name: str, title: str, description: str) -> Markup:
    """Make a saved figure fit to stand in a page: named, with ids of its own, in the page's fonts and colours."""
    body = svg[svg.index("<svg") :]
    body = re.sub(
        r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>|<!--.*?-->", "", body, flags=re.DOTALL
    )
    body = re.sub(r'\b(id|xlink:href|href)="(#?)', rf'\1="\2{name}-', body).replace("url(#", f"url(#{name}-")
    body = re.sub(r"font: ([\d.]+)px [^;\"]+", r"font-size: \1px", body)
    body = re.sub(r"; font-family: [^;\"]+", "", body)
    for role, shades in CHART_COLOURS.items():
        body = body.replace(shades["light"], f"var(--{role}, {shades['light']})")
    width, height = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', body)[0]
    head = Markup(
        '<svg role="img" aria-labelledby="{0}-title {0}-desc" width="{3}" height="{4}" viewBox="0 0 {3} {4}" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>'
    ).format(name, title, description, width, height)
    inner = re.sub(r"\s*\n\s*", "\n", body[body.index(">") + 1 :])
    return head + Markup(_lean(inner))  # noqa: S704  # data reach it through matplotlib, which escapes text


def _lean(svg: str) -> str:
    """The same drawing in fewer letters: groups without a name, places to a hundredth of a pixel, paths on one line."""
    nameless = re.sub(r'<g id="[^"]*">', "<g>", svg)
    return re.sub(r'\b(d|x|y|transform)="([^"]*)"', lambda found: f'{found[1]}="{_rounded(found[2])}"', nameless)


def _rounded(places: str) -> str:
    short = re.sub(r"\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), places)
    return re.sub(r"\s+", " ", short).strip()


def framed(svg: Markup, title: str, subtitle: str, css: str = "") -> Markup:
    """A chart with its title, which says what happened, and its subtitle, which says what is measured."""
    return Markup(
        '<figure class="chart {}"><figcaption><span class="chart-title">{}</span> '
        '<span class="chart-sub">{}</span></figcaption>\n{}</figure>'
    ).format(css, title, subtitle, svg)


def positions(periods: Sequence[str]) -> list[int]:
    """Where the months lie on the axis: a gap of three months is three apart."""
    numbers = [year * 12 + month for year, month in map(year_and_month, periods)]
    return [number - numbers[0] for number in numbers]


def months(axes: Axes, periods: Sequence[str], room: float = 0.125) -> None:
    """Label the months horizontally: every one where there is room, and under it the year where another one begins.

    A long history is labelled by year alone. `room` is the part of the axis that a label needs on a phone.
    """
    places, span = positions(periods), positions([periods[0], periods[-1]])[1] + 1
    axes.set_xlim(places[0] - max(0.5, span * _LEFT), places[-1] + 0.5)
    dated = list(zip(places, periods, strict=True))[::-1]
    if len(periods) >= _LABELLED_BY_YEAR_FROM:
        chosen = _apart([pair for pair in dated if pair[1].endswith("-01")], span * room)
        labels = [(place, period[:4]) for place, period in chosen]
    else:
        chosen = _apart(dated[:: -(-len(periods) // (int(1 / room) - 1))], span * room)
        labels = [(place, month_name(period)[:3]) for place, period in chosen]
        begins = zip(chosen, [""] + [period[:4] for _, period in chosen], strict=False)
        years = [(place, period[:4]) for (place, period), before in begins if period[:4] != before]
        axes.xaxis.remove_overlapping_locs = False  # a year stands under its month
        axes.set_xticks(*zip(*years, strict=True), minor=True, va="baseline")
        axes.tick_params(axis="x", which="minor", size=0, pad=_PAD + 20)
    axes.set_xticks(*zip(*labels, strict=True), va="baseline")  # so that Jan and Feb stand on one line
    axes.tick_params(axis="x", pad=_PAD)


def _apart(newest_first: Sequence[tuple[int, str]], least: float) -> list[tuple[int, str]]:
    """Those months whose labels do not touch, earliest first; where two would, the newer one stays."""
    kept: list[tuple[int, str]] = []
    for place, period in newest_first:
        if not kept or kept[-1][0] - place >= least:
            kept.append((place, period))
    return kept[::-1]


def value_axis(axes: Axes, unit: Unit) -> int:
    """Label the values as short as they can be said, with their unit; returns the letters of the longest label."""
    axes.yaxis.set_major_locator(_ticks())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: trimmed(round(y, 6), unit)))
    return max(len(trimmed(round(float(tick), 6), unit)) for tick in _ticks().tick_values(*axes.get_ylim()))


def ticked_range(values: Sequence[float]) -> tuple[float, float]:
    """The lowest and the highest tick of an axis of its own range, with a margin around the values."""
    margin = max((max(values) - min(values)) * 0.15, 0.5)
    ticks = _ticks().tick_values(min(values) - margin, max(values) + margin)
    return float(ticks[0]), float(ticks[-1])


def range_sentence(low: float, high: float, unit: Unit) -> str:
    """What the subtitle of a chart says of an axis that does not begin at nought."""
    return f" The axis runs from {trimmed(low, unit)} to {trimmed(high, unit)}."


def _ticks() -> MaxNLocator:
    return MaxNLocator(5, steps=[1, 2, 5, 10])


def result_line(axes: Axes, places: Sequence[int], values: Sequence[float], *, marked: bool = True) -> None:
    """The results as a heavy line, each with a marker unless they are too many."""
    marker = "o" if marked else ""
    axes.plot(places, values, color=colour("result"), linewidth=2.5, marker=marker, markersize=5, clip_on=False)
