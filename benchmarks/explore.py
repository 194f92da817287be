"""Measure what a choice in the explorer costs on the March 2016 data: `python benchmarks/explore.py`.

For each kind of choice the time until the tab that is open is filled, the median and the longest over all choices and
tabs. What JupyterLab needs to show it is not in it.
"""

from dataclasses import replace
from statistics import median
from time import perf_counter

from scorecard_kit import load
from scorecard_kit.explore import page
from scorecard_kit.explore._results import areas
from scorecard_kit.explore.choices import after_choice, choices, others_of, settled
from scorecard_kit.explore.view import Desk, View
from scorecard_kit.judge.disclosure import SmallCounts

PARTS = tuple(page.TABS.values())


def shown(desk: Desk, view: View) -> list[float]:
    """The seconds until a choice is shown, with each tab open."""
    seconds = []
    for part in PARTS:
        start = perf_counter()
        fresh = Desk(replace(desk.book), desk.rule, desk.reporting)  # nothing is remembered of the choice before
        known = settled(fresh, after_choice(fresh, view))
        choices(fresh, known)
        part(fresh, known)
        seconds.append(perf_counter() - start)
    return seconds


def main() -> None:
    """Choose everything that can be chosen, and print the seconds."""
    rule = {"below": 6, "already_published": True}
    desk = Desk(load("data/scs", rule), SmallCounts(**rule))  # type: ignore[arg-type]  # as in a parameters file
    first = settled(desk, View("2016-03"))
    views = {"area": [replace(first, area=area) for area in areas(desk)]}
    views["indicator"] = [replace(first, indicator=key) for _, key in choices(desk, first)["indicator"]]
    views["order"] = [replace(first, sort_by=key) for _, key in choices(desk, first)["sort_by"]]
    by_area = replace(first, compare="area")
    views["compared with"] = [replace(by_area, other=other) for _, other in others_of(desk, by_area)]
    for kind, chosen in views.items():
        seconds = [each for view in chosen for each in shown(desk, view)]
        print(f"{kind}: {len(seconds)} times, median {median(seconds):.2f} s, longest {max(seconds):.2f} s")


if __name__ == "__main__":
    main()
