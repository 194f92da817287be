"""`scorecard compare`: what changed between editions and packs."""

from pathlib import Path

import pytest

from scorecard_kit.blocks.changes import Change, Side, changes
from scorecard_kit.editions.compare import side_named
from tests.editions.conftest import LATE, MARCH, TARGET, Published

PACK = "parameters/small.yaml"
FIGURE = {
    "indicator": "visits", "name": "Visits in time", "period": "2016-03", "area": "Kent", "cohort": "", "category": "",
    "numerator": "52", "denominator": "68", "value": "76.470588", "status": "", "rag": "Red", "target": "85",
    "floor": "76.5", "green_from": "", "green_to": "", "amber_from": "", "amber_to": "", "unit": "percent",
    "decimals": "1",
}  # fmt: skip
DEFINED = dict.fromkeys("group polarity data_period unit per decimals excludes definition source".split(), "")


def side(period: str = "2016-03", definition: str = "", **cells: str) -> Side:
    """One side with the one figure, some of whose cells are otherwise."""
    row = FIGURE | {"period": period} | cells
    defined = {"indicator": "visits", "name": "Visits in time", **DEFINED, "definition": definition}
    return Side(period, period, [row], [defined], [])


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (side(), []),
        (side(rag="Amber"), [Change("rating", "Visits in time, March 2016, Kent", "Red", "Amber")]),
        (
            side(numerator="53", value="77.94"),
            [Change("result", "Visits in time, March 2016, Kent", "76.5%, 52 of 68", "77.9%, 53 of 68")],
        ),
        (side(target="80"), [Change("target", "Visits in time, March 2016, Kent", "target 85.0%", "target 80.0%")]),
        (side(numerator="c", value="c"), [
            Change("result", "Visits in time, March 2016, Kent", "not repeated", "withheld"),
        ]),
        (side(status="provisional"), [
            Change("result", "Visits in time, March 2016, Kent", "76.5%", "76.5%, provisional"),
        ]),
        (side(definition="Within a week"), [
            Change("definition", "Visits in time: definition", "none", "Within a week"),
        ]),
        (side(area="North Kent"), [
            Change("result", "Visits in time, March 2016, Kent", "76.5%", "not shown"),
            Change("result", "Visits in time, March 2016, North Kent", "not shown", "76.5%"),
        ]),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_told_alone(after: Side, expected: list[Change]) -> None:
    """Rating, result, target, definition, and a figure that only one side shows."""
    assert changes(side(), after, by_month=True) == expected


def test_two_months_have_their_newest_figures_compared() -> None:
    """February's pack beside March's: the newest of each side that was not to come, and no month stands in the way."""
    march = side(numerator="53", value="77.94", rag="Amber")
    rows = [FIGURE | {"period": month, "rag": "Red"} for month in ("2016-02", "2016-01", "2016-04")]
    older = Side("2016-02", "2016-02", rows, march.definitions, [])
    assert [(change.kind, change.what) for change in changes(older, march, by_month=False)] == [
        ("rating", "Visits in time, Kent"), ("result", "Visits in time, Kent"),
    ]  # fmt: skip


def test_a_pack_and_an_edition(published: Published) -> None:
    """The rendered pack beside what was published: ratings, results, targets and commentary, as a table."""
    same = published.run("compare", f"small/{MARCH}", PACK)
    assert same.stdout == f"small/{MARCH} and small print the same.\n"
    published.change(*LATE)
    published.change("data/small/targets.csv", TARGET, TARGET.replace("85", "86"))
    published.change("data/small/commentary/2016-03/visits.md", "a month ahead", "a week ahead")
    refused = published.run("compare", f"small/{MARCH}", PACK, code=2)
    assert refused.stderr.endswith("Nothing was compared.\n")
    published.run("render", "--correct", "late")
    found = changes(side_named(f"small/{MARCH}", Path("outputs")), side_named(PACK, Path("outputs")), by_month=True)
    assert found[:1] == [Change("rating", "Visits in time, March 2016, Kent", "Red", "Amber")]
    assert {change.kind for change in found} == {"rating", "result", "target", "commentary"}
    [target] = [change for change in found if change.kind == "target" and ", Kent" in change.what]
    assert (target.was, target.now) == ("target 85.0%", "target 86.0%")
    assert "Changed: 1 rating, " in published.run("compare", f"small/{MARCH}", PACK).stdout


def test_words_are_not_changed_in_silence_either(published: Published) -> None:
    """Reworded commentary is refused as a figure is, and compared from its first new word."""
    published.change("data/small/commentary/2016-03/visits.md", "a month ahead", "a week ahead")
    refused = published.run("render", code=2)
    assert f"small/{MARCH}: Commentary: Visits in time; published: in other words; now: reworded." in refused.stderr
    published.run("render", "--correct", "it is a week")
    [change] = changes(side_named(f"small/{MARCH}", Path("outputs")), side_named(PACK, Path("outputs")), by_month=True)
    assert change.kind == "commentary"
    assert change.was.startswith("… month ahead.")
    assert change.now.startswith("… week ahead.")
