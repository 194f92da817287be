"""What the explorer shows as code: the lines for a cell that make the tables and charts of a tab, by public names."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from scorecard_kit.explore._indicator import case_of
from scorecard_kit.explore._results import by_area, side_by_side, teams
from scorecard_kit.explore.view import Desk, View, sides
from scorecard_kit.frames.effects import EVERYONE
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.periods import financial_year
from scorecard_kit.pages.exception_report import breakdown

_ORDER = {
    "variance": '.sort_values("variance", key=abs, ascending=False, kind="stable")',
    "rating": '.sort_values("rag", kind="stable")',
    "direction": '.sort_values("direction_from_previous", kind="stable")',
    "name": '.sort_values("name", key=lambda names: names.str.casefold(), kind="stable")',
    "order": "",
}
"""By order of the results: how pandas sorts them."""


def results_code(desk: Desk, view: View) -> str:
    """The rated results of the view's area and group in its order, each with its variance."""
    group = f'[lambda rated: rated["group"] == {_written(view.group)}]' if view.group else ""
    rated = _call("score_latest", view.period, view.area, **_rhythm(desk))
    lines = [f"rated = {rated}.query(\"standing != 'no result'\"){group}"]
    if not view.cohort:
        order = "" if view.sort_by == "variance" else _ORDER[view.sort_by]
        return _code(desk, ["score_latest"], [*lines, f"rated{order}"])
    impact = _call("impact_of_cohort", view.period, view.area, view.cohort)
    columns = _written(["excluding_value", "excluding_rag", "variance"])
    lines += [f'impact = {impact}.droplevel("area")', f"rated.join(impact[{columns}]){_ORDER[view.sort_by]}"]
    return _code(desk, ["impact_of_cohort", "score_latest"], lines)


def indicator_code(desk: Desk, view: View) -> str:
    """The indicator's months, its areas and teams side by side, both sides of the cohort, and its breakdowns."""
    if not view.indicator:
        return ""
    chosen, of_it = case_of(desk, view), _query(view.indicator)
    if chosen.latest["standing"] == "no result":
        return ""
    names = ["trend"]
    shown = [_call("trend", view.indicator, period=view.period, area=view.area, **_rhythm(desk))]
    tables = [by_area(desk, view, places) for places in (side_by_side(desk), teams(desk, view))]
    named = [[str(scored["area"].iloc[0]) for scored in scores] for scores in tables]
    for each in named:
        if len(each) > 1:
            names += ["areas", "score_latest"]
            shown.append(f"areas({_call('score_latest', view.period, each, **_rhythm(desk))}{of_it})")
    if view.cohort:
        names.append("impact_of_cohort")
        shown.append(f"{_call('impact_of_cohort', view.period, named[0], view.cohort)}{of_it}")
    if not breakdown(chosen).html:
        return _code(desk, names, _displayed(shown))
    case = _call("case", view.indicator, view.period, view.area, reporting=desk.reporting)
    shown.append(f"page.breakdown(page.{case})")
    return _code(desk, names, _displayed(shown), "from scorecard_kit.pages import exception_report as page")


def movement_code(desk: Desk, view: View) -> str:
    """What made the indicator move between the two sides of the view, and the volume and price of services."""
    lines, shown, names = list[str](), list[str](), list[str]()
    if view.indicator:
        names = ["effects", "waterfall"]
        lines.append(f"moved = {_effects(view)}")
        shown += ["waterfall(moved)", "moved"]
    if desk.book.unit_costs.empty:
        return _code(desk, names, [*lines, *_displayed(shown)]) if names else ""
    year = _written(financial_year(view.period))
    lines.append("split = page.split(book)")
    shown += [f'page.chart(split, "wholes", "£k", {year})', f'page.split_table(split, "£k", {year})']
    extra = "from scorecard_kit.pages import volume_and_price as page"
    return _code(desk, names, [*lines, *_displayed(shown)], extra)


def _effects(view: View) -> str:
    """The call for the two sides: what differs in the other one is what the result is compared with."""
    first, second = sides(view)
    if first[:2] == second[:2] and second.cohort and not first.cohort:
        return _call("effects", view.indicator, second.period, second.area, compare=second.cohort)
    other = [name for name, own in zip(first[:2], second[:2], strict=True) if name != own]
    other += [first.cohort or EVERYONE] if first.cohort != second.cohort else []
    cohort = [second.cohort] if second.cohort else []
    compare = other[0] if len(other) == 1 else other
    return _call("effects", view.indicator, second.period, second.area, *cohort, compare=compare)


def outlook_code(desk: Desk, view: View) -> str:
    """What it would take."""
    if not view.indicator:
        return ""
    lines = [
        f"desk = page.Desk(book, book.rule{', ' + _written(desk.reporting) if _rhythm(desk) else ''})",
        f"view = page.View({_written(view.period)}, {_written(view.area)}, indicator={_written(view.indicator)})",
        "page.outlook(desk, view)",
    ]
    return _code(desk, [], lines, "from scorecard_kit.explore import page")


def _code(desk: Desk, names: Sequence[str], lines: Iterable[str], also: str = "") -> str:
    """The lines of a cell behind those that import what they need and load the data."""
    rule = {} if desk.rule == SmallCounts() else asdict(desk.rule)
    data = desk.data or str(desk.book.folder)
    load = f"book = load({', '.join(map(_written, [data, rule] if rule else [data]))})"
    imports = [f"from scorecard_kit import {', '.join(sorted({'load', *names}))}", *([also] if also else [])]
    return "\n".join([*imports, "", load, *lines])


def _displayed(shown: Sequence[str]) -> list[str]:
    """A cell shows its last line by itself, and others when it is told to."""
    return [*(f"display({each})" for each in shown[:-1]), shown[-1]]


def _query(indicator: str) -> str:
    return f".query({f'indicator == {_written(indicator)}'!r})"


def _call(name: str, *arguments: object, **options: object) -> str:
    """A call with the book as its first argument."""
    written = [*map(_written, arguments), *(f"{option}={_written(value)}" for option, value in options.items())]
    return f"{name}({', '.join(['book', *written])})"


def _rhythm(desk: Desk) -> dict[str, str]:
    return {} if desk.reporting == "month" else {"reporting": desk.reporting}


def _written(value: object) -> str:
    """A plain value as Python, with the quotes of the kit's notebooks."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_written(key)}: {_written(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
