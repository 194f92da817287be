"""A figure that is withheld stands in no sentence of a pack: neither of an indicator's commentary nor of a text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import check, read_pack

RESULTS = """indicator,period,area,cohort,numerator,denominator
visits,2016-03,Kent,,290,400
visits,2016-03,Kent,excluding_uasc,288,390
visits,2016-03,North,,4,40
visits,2016-03,South,,111,160
visits,2016-03,East,,175,200
visits,2016-02,North,,5,40
"""
AREAS = "area,kind,parent\nKent,county,\nNorth,area,Kent\nSouth,area,Kent\nEast,area,Kent\n"
PACK = """title: A pack
period: 2016-03
data: data/small
small_counts: {{below: 6{}}}
sections: [{{notebook: one_indicator, for_each: {{indicator: [visits]}}}}]
"""


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path]) -> Path:
    """A kit with one page, of an indicator of which North has four cases."""
    make_kit(tmp_path)
    small = tmp_path / "data" / "small"
    (small / "results.csv").write_text(RESULTS, encoding="utf-8")
    (small / "areas.csv").write_text(AREAS, encoding="utf-8")
    (small / "commentary" / "2016-03").mkdir(parents=True)
    return tmp_path


def levels(kit: Path, text: str, published: str = "") -> dict[str, str]:
    """Give the level of what `check` says of each figure in the commentary."""
    (kit / "data" / "small" / "commentary" / "2016-03" / "visits.md").write_text(text, encoding="utf-8")
    (kit / "parameters" / "small.yaml").write_text(PACK.format(published), encoding="utf-8")
    found = check(kit / "parameters" / "small.yaml")
    return {finding.value or "": finding.level for finding in found if "is typed" in finding.problem}


def test_a_withheld_figure_in_a_sentence_stops_the_pack(kit: Path) -> None:
    """Four in North, the 36 others there, its rate, and the neighbour that is withheld with it; 12 is nobody's."""
    text = "Of {{ denominator }}: 4, 36, 10.0%, 175 and 12; also 5 and 290.\n"
    # South is the smallest that hides North: 111 of 160, and the 49 others.
    assert levels(kit, text) == {
        "4": "error", "36": "error", "10.0%": "error", "175": "warning", "12": "warning", "5": "warning",
        "290": "warning",
    }  # fmt: skip
    assert levels(kit, "There were 111 in the south, and 49 more.\n") == {"111": "error", "49": "error"}
    with pytest.raises(InputError, match="withheld to protect individuals"):
        read_pack(kit / "parameters" / "small.yaml")


def test_what_was_published_already_may_be_typed_but_for_a_small_cohort(kit: Path) -> None:
    """The counts of North were printed; the two of the cohort, 290 less 288, were not."""
    text = "There were 4 in the north, and 2 others.\n"
    assert levels(kit, text, ", already_published: true") == {"4": "warning", "2": "error"}
    assert levels(kit, text) == {"4": "error", "2": "error"}
