"""Rated frames to charts: a matplotlib figure as inline SVG, with its title, its text alternative and its figures.

A chart is drawn in user units of one pixel and scales with the page. Its colours are the page's custom properties, so
that dark mode reaches them; its text is text. The same frame gives the same bytes.
"""

import io
import re
from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import Any

import matplotlib as mpl
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from scorecard_kit import sentences
from scorecard_kit.contract import Row, records
from scorecard_kit.indicator import Polarity, Unit
from scorecard_kit.markup import Block, slug
from scorecard_kit.palette import CHART_COLOURS
from scorecard_kit.period import month_name, year_and_month
from scorecard_kit.rating import display, display_result

_STYLE: dict[str, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "scorecard", "font.size": 12, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "axes.edgecolor": CHART_COLOURS["rule"]["light"],
    "axes.labelcolor": CHART_COLOURS["quiet"]["light"], "text.color": CHART_COLOURS["ink"]["light"],
    "xtick.color": CHART_COLOURS["rule"]["light"], "ytick.color": CHART_COLOURS["rule"]["light"],
    "xtick.labelcolor": CHART_COLOURS["quiet"]["light"], "ytick.labelcolor": CHART_COLOURS["quiet"]["light"],
    "ytick.major.size": 0, "grid.color": CHART_COLOURS["rule"]["light"], "grid.linewidth": 0.5,
}  # fmt: skip
_LABELLED_BY_YEAR_FROM = 25
_MONTHS_LABELLED = 7
_NAME_WIDTH = 58  # letters of an indicator's name on one line of a bar chart


def _colour(name: str) -> str:
    return CHART_COLOURS[name]["light"]


def _draw(width: int, height: int, plot: Callable[[Axes], None]) -> str:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width / 72, height / 72))
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        plot(axes)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue()


def inline(svg: str, name: str, title: str, description: str) -> Markup:
    """Make a saved figure fit to stand in a page: named, with ids of its own, in the page's fonts and colours."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r'\b(id|xlink:href|href)="(#?)', rf'\1="\2{name}-', body).replace("url(#", f"url(#{name}-")
    body = re.sub(r"font: ([\d.]+)px [^;\"]+", r"font-size: \1px", body)
    for role, shades in CHART_COLOURS.items():
        body = body.replace(shades["light"], f"var(--{role}, {shades['light']})")
    box = re.search(r'viewBox="[^"]+"', body)
    head = Markup(
        '<svg role="img" aria-labelledby="{0}-title {0}-desc" {1} xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc>'
    ).format(name, Markup(box.group() if box else ""), title, description)  # noqa: S704  # from matplotlib's own output
    inner = re.sub(r"\s*\n\s*", "\n", body[body.index(">") + 1 :])
    return head + Markup(inner)  # noqa: S704  # data reach it through matplotlib, which escapes text


def framed(svg: Markup, title: str, subtitle: str, css: str = "") -> Markup:
    """A chart with its title, which says what happened, and its subtitle, which says what is measured."""
    return Markup(
        '<figure class="chart {}"><figcaption><span class="chart-title">{}</span> '
        '<span class="chart-sub">{}</span></figcaption>\n{}</figure>'
    ).format(css, title, subtitle, svg)


def trend(months: pd.DataFrame, name: str, area: str) -> Block:
    """An indicator's months with target and floor; a single month makes no chart, and the block says so.

    `months` has the columns of `score`, a row a month. Percentages have a range of their own, which the subtitle says.
    """
    rows = records(months[months["value"].notna()])
    if len(rows) < 2:  # noqa: PLR2004  # a line needs two points
        return Block(Markup("<p>One month alone makes no chart: earlier results are not in the data.</p>"))
    low, high = _range(rows)
    last, unit = rows[-1], Unit(rows[-1]["unit"])

    def plot(axes: Axes) -> None:
        axes.set_position((0.1, 0.14, 0.64, 0.78))
        axes.set_ylim(low, high)
        _bounds(axes, rows, unit)
        _result_line(axes, rows)
        _months(axes, [row["period"] for row in rows])
        axes.yaxis.set_major_locator(_ticks())
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: sentences.trimmed(round(y, 6), unit)))

    title = sentences.trend_title(months)
    span = f"{month_name(rows[0]['period'])} to {month_name(last['period'])}"
    axis = "" if low == 0 else f" The axis runs from {sentences.trimmed(low, unit)} to {sentences.trimmed(high, unit)}."
    svg = inline(_draw(520, 270, plot), f"trend-{slug(last['indicator'])}", title, trend_description(rows))
    return Block(framed(svg, title, f"{name}, {area}, {span}.{axis}"))


def trend_description(rows: Sequence[Row]) -> str:
    """The text alternative of a trend: every month's result and rating, and the last target."""
    said = ", ".join(f"{month_name(row['period'])} {sentences.shown(row)} {row['rag']}" for row in rows)
    target = sentences.trimmed(rows[-1]["target"] if rows[-1]["target"] != "" else None, Unit(rows[-1]["unit"]))
    return f"Line chart. {said}.{f' Target {target}.' if target else ''}"


def _range(rows: Sequence[Row]) -> tuple[float, float]:
    figures = [float(row[key]) for row in rows for key in ("value", "target", "floor") if row[key] != ""]
    if rows[-1]["unit"] == Unit.COUNT:
        return 0.0, max(figures) * 1.1 or 1.0
    margin = max((max(figures) - min(figures)) * 0.15, 0.5)
    ticks = _ticks().tick_values(min(figures) - margin, max(figures) + margin)
    roof = 100.0 if rows[-1]["unit"] == Unit.PERCENT and max(figures) <= 100 else float(ticks[-1])  # noqa: PLR2004
    return max(float(ticks[0]), 0.0) if min(figures) >= 0 else float(ticks[0]), min(float(ticks[-1]), roof)


def _ticks() -> MaxNLocator:
    return MaxNLocator(5, steps=[1, 2, 5, 10])


def _positions(periods: Sequence[str]) -> list[int]:
    numbers = [year * 12 + month for year, month in map(year_and_month, periods)]
    return [number - numbers[0] for number in numbers]


def _bounds(axes: Axes, rows: Sequence[Row], unit: Unit) -> None:
    """Target and floor as thin steps labelled at their end, with the Amber band between them."""
    places = _positions([row["period"] for row in rows])
    edges = [place - 0.5 for place in places] + [places[-1] + 0.5]
    labels: list[tuple[float, str]] = []
    for key, word, dashes in (("target", "Target", "-"), ("floor", "Minimum", (0, (4, 3)))):
        figures = [float("nan") if row[key] == "" else float(row[key]) for row in rows]
        if rows[-1][key] == "":
            continue
        if key == "floor" and rows[-1]["polarity"] == Polarity.LOWER:
            word = "Highest Amber"
        axes.stairs(figures, edges, baseline=None, color=_colour("quiet"), linewidth=1, linestyle=dashes)
        labels.append((figures[-1], f"{word} {sentences.trimmed(rows[-1][key], unit)}"))
    if len(labels) == 2:  # noqa: PLR2004  # both ends of the band are known
        ends = [[float(row[key]) if row[key] != "" else float("nan") for row in rows] for key in ("target", "floor")]
        axes.stairs(ends[0], edges, baseline=ends[1], fill=True, color=_colour("amber-band"), zorder=0)
        axes.text(edges[0] + 0.06, sum(labels[i][0] for i in (0, 1)) / 2, "Amber", va="center", color=_colour("quiet"))
    _end_labels(axes, labels, edges[-1])


def _end_labels(axes: Axes, labels: Sequence[tuple[float, str]], right: float) -> None:
    low, high = axes.get_ylim()
    least, placed = (high - low) * 0.075, float("-inf")
    for height, text in sorted(labels):
        placed = max(height, placed + least)
        axes.annotate(text, (right, placed), xytext=(6, 0), textcoords="offset points", va="center", color=_colour("quiet"))


def _result_line(axes: Axes, rows: Sequence[Row]) -> None:
    places, figures = _positions([row["period"] for row in rows]), [float(row["value"]) for row in rows]
    axes.plot(places, figures, color=_colour("result"), linewidth=2.5, marker="o", markersize=5, clip_on=False)
    rising = len(figures) > 1 and figures[-1] >= figures[-2]
    axes.annotate(
        sentences.shown(rows[-1]), (places[-1], figures[-1]), xytext=(0, 9 if rising else -9), textcoords="offset points",
        ha="center", va="bottom" if rising else "top", fontweight="bold", color=_colour("result"),
    )  # fmt: skip


def _months(axes: Axes, periods: Sequence[str]) -> None:
    """Label the months horizontally: every one where there is room, by year in a long history; years are marked."""
    places = _positions(periods)
    axes.set_xlim(places[0] - 0.5, places[-1] + 0.5)
    if len(periods) >= _LABELLED_BY_YEAR_FROM:
        chosen = [(place, period[:4]) for place, period in zip(places, periods, strict=True) if period.endswith("-01")]
    else:
        every = -(-len(periods) // _MONTHS_LABELLED)
        kept = [pair for back, pair in enumerate(reversed(list(zip(places, periods, strict=True)))) if back % every == 0]
        chosen = [(place, _month_label(period, first=period == kept[-1][1])) for place, period in kept]
    axes.set_xticks([place for place, _ in chosen], [label for _, label in chosen])


def _month_label(period: str, *, first: bool) -> str:
    month = month_name(period)[:3]
    return f"{month}\n{period[:4]}" if first or period.endswith("-01") else month


def variances(impact: pd.DataFrame, cohort: str, area: str) -> Block:
    """The variances of one area by indicator: bars from zero, largest first, better to the right for every polarity."""
    mine = records(impact[impact["area"] == area])
    rows = [row for row in mine if row["variance"] != "" and row["unit"] == Unit.PERCENT]
    if not rows:
        return Block(Markup("<p>{}: no percentage has a variance to show.</p>").format(area))
    rows.sort(key=lambda row: abs(row["variance"]), reverse=True)
    worth, words = [_worth(row) for row in rows], sentences.cohort_words(cohort)
    better, worse = sum(each > 0 for each in worth), sum(each < 0 for each in worth)
    title = (
        f"{words[:1].upper()}{words[1:]}, {better} of {sentences.count(len(rows), 'percentage')} for {area} "
        f"{'is' if better == 1 else 'are'} better and {worse} {'is' if worse == 1 else 'are'} worse"
    )
    said = "; ".join(f"{row['name']} {_signed(row)}, {_better(each)}" for row, each in zip(rows, worth, strict=True))
    drawn = _draw(340, 46 * len(rows) + 34, lambda axes: _bars(axes, rows, worth))
    svg = inline(drawn, f"variances-{slug(area)}", title, f"Bar chart. {said}.")
    measured = f"Variance in percentage points, {words} less including, {area}, largest first."
    return Block(framed(svg, title, f"{measured} Better is to the right, for every polarity.", css="bars"))


def _bars(axes: Axes, rows: Sequence[Row], worth: Sequence[float]) -> None:
    axes.set_position((0, 0, 1, 1))
    reach = max(abs(each) for each in worth) * 1.4 or 1.0
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(rows) - 0.5, -1.1)
    axes.axis("off")
    for place, (row, value) in enumerate(zip(rows, worth, strict=True)):
        side = 1 if value >= 0 else -1
        axes.barh(place, value, height=0.28, color=_colour("better" if value >= 0 else "worse"))
        axes.plot([0, 0], [place - 0.22, place + 0.22], color=_colour("quiet"), linewidth=1)
        axes.annotate(
            _signed(row), (value, place), xytext=(5 * side, 0), textcoords="offset points",
            ha="left" if side > 0 else "right", va="center", fontweight="bold",
        )  # fmt: skip
        name = "\n".join(wrap(row["name"], _NAME_WIDTH))
        axes.text(-reach, place - 0.24, name, va="bottom", ha="left", fontsize=10, linespacing=1.1)
    for end, side_name, word in ((-reach, "left", "Worse"), (reach, "right", "Better")):
        axes.text(end, -1.02, word, ha=side_name, va="top", color=_colour("quiet"))


def _signed(row: Row) -> str:
    return display(row["variance"], row["decimals"], signed=True)


def _worth(row: Row) -> float:
    """A variance with better as positive, whatever the polarity."""
    if row["polarity"] == Polarity.TARGET and row["target"] != "":
        distances = [abs(row[f"{side}_value"] - row["target"]) for side in ("including", "excluding")]
        return float(abs(row["variance"])) * (1 if distances[1] <= distances[0] else -1)
    return float(-row["variance"] if row["polarity"] == Polarity.LOWER else row["variance"])


def _better(worth: float) -> str:
    return "better" if worth > 0 else "worse" if worth < 0 else "the same"


def stocks(months: pd.DataFrame, area: str) -> Block:
    """An area's stocks over time, one small chart a measure, each from zero. `months`: activity frames, one under another."""
    charts = []
    for name, series in months[months["area"] == area].groupby("name", sort=False):
        rows = [row for row in records(series) if row["this_month"] != ""]
        if len(rows) > 1:
            charts.append(_stock(rows, str(name), area))
    return Block(Markup('<div class="grid">{}</div>').format(Markup("\n").join(charts)))


def _stock(rows: Sequence[Row], name: str, area: str) -> Markup:
    figures, periods = [float(row["this_month"]) for row in rows], [row["period"] for row in rows]

    def plot(axes: Axes) -> None:
        axes.set_position((0.06, 0.24, 0.88, 0.62))
        axes.plot(_positions(periods), figures, color=_colour("result"), linewidth=2.5, marker="o", markersize=5, clip_on=False)
        axes.set_ylim(0, max(figures) * 1.15 or 1)
        for place, row in ((0, rows[0]), (-1, rows[-1])):
            axes.annotate(display(row["this_month"], 0), (_positions(periods)[place], figures[place]), xytext=(0, 8),
                          textcoords="offset points", ha="center", fontweight="bold", color=_colour("result"))  # fmt: skip
        _months(axes, periods)
        axes.set_yticks([0], [""])

    move = rows[-1]["this_month"] - rows[-2]["this_month"]
    verb = "unchanged" if move == 0 else f"{'up' if move > 0 else 'down'} {display(abs(move), 0)}"
    title = f"{name}: {verb} in the month"
    said = ", ".join(f"{month_name(row['period'])} {display(row['this_month'], 0)}" for row in rows)
    svg = inline(_draw(240, 150, plot), f"stock-{slug(name)}", title, f"Line chart from zero. {said}.")
    return framed(svg, title, f"{area}, at the end of each month, from zero.", css="small")
