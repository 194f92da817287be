"""The figures of one report, as the fields that it alone prints are worked out from them."""

from typing import NamedTuple

import yaml

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.scorecard import score
from tests.conftest import ROOT


class Book(NamedTuple):
    """The data of a report, the rhythm of its reports, and its printed cells."""

    dataset: Dataset
    reporting: str
    cells: list[Row]

    def rated(self, cell: Row, indicator: str = "", period: str = "", cohort: str | None = None) -> Row:
        """The rated row that a cell is about, or that of another indicator, period or cohort of its area.

        Empty where there is none.
        """
        wanted, cohort = indicator or cell["item"], cell["cohort"] if cohort is None else cohort
        frames = (
            score(self.dataset, period or cell["period"], cell["area"], cohort, reporting=self.reporting, role=role)
            for role in ("indicator", "companion", "lead")
        )
        return next((row for frame in frames for row in records(frame) if row["indicator"] == wanted), {})


def book(report: str) -> Book:
    """Read the figures of a report that has its pack."""
    head = yaml.safe_load((ROOT / "parameters" / f"{report}.yaml").read_text(encoding="utf-8"))
    dataset = load(ROOT / head["data"], head["small_counts"])
    cells = records(dataset.published[dataset.published["report"] == report])
    return Book(dataset, head["reporting"], cells)
