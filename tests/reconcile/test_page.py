"""The reconciliation: how many printed cells agree, and each that does not."""

import dataclasses
from collections.abc import Callable

import pandas as pd
import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.reconcile import page as reconciliation_page
from scorecard_kit.reconcile.compare import reconcile


def test_the_blocks_of_the_reconciliation(invented: Dataset, golden: Callable[..., None]) -> None:
    """52 of 68 is 76.5%, and Amber where Green is printed; 10,000 days of 68 children are 147.1, printed as 147.0."""
    cells = reconcile(invented, "march", {"below": 6, "already_published": True}, reporting="month")
    golden(
        counts=reconciliation_page.counts(cells),
        checks=reconciliation_page.checks(cells),
        differences=reconciliation_page.differences(cells, invented.indicators),
    )


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("", "No printed cell of this report is entered, so nothing is compared."),
        ("a", "1 printed cell agrees with what the figures give."),
        ("aa", "Both printed cells agree with what the figures give."),
        ("aaa", "All 3 printed cells agree with what the figures give."),
        ("e", "No printed cell agrees with what the figures give. 1 cell differs, with its explanation."),
        ("?", "No printed cell agrees with what the figures give. 1 cell differs, without an explanation."),
        ("ae", "1 of 2 printed cells agrees with what the figures give. 1 cell differs, with its explanation."),
        ("aaee", "2 of 4 printed cells agree with what the figures give. 2 cells differ, each with its explanation."),
        (
            "aee?",
            (
                "1 of 4 printed cells agrees with what the figures give. 3 cells differ, 1 of them without an "
                "explanation."
            ),
        ),
    ],
)
def test_cells_are_counted_in_words(cells: str, said: str) -> None:
    """None, one, two and more, that agree and that differ."""
    rows = [{"agrees": cell == "a", "explanation": "Why." if cell == "e" else ""} for cell in cells]
    assert reconciliation_page.answer(pd.DataFrame(rows, columns=["agrees", "explanation"])) == said


def test_a_cell_without_a_month(invented: Dataset) -> None:
    """A budget line has no month, and its difference none to name: 800,000 is not 801 thousand."""
    cell = {"item": "Fostering", "field": "cash_limit_net", "printed": "801", "period": "", "area": ""}
    published = invented.published.head(1).assign(**cell)
    cells = reconcile(dataclasses.replace(invented, published=published), "march", {"below": 6})
    text = str(reconciliation_page.differences(cells, invented.indicators).html)
    assert "Fostering: cash limit net</td>" in text
    assert "801" in text


def test_a_report_without_a_printed_cell(invented: Dataset) -> None:
    """A name that the table published does not have makes no table of nothing, and no "there are none"."""
    cells = reconcile(invented, "mach", {"below": 6, "already_published": True}, reporting="month")
    blocks = [
        reconciliation_page.counts(cells),
        reconciliation_page.checks(cells),
        reconciliation_page.differences(cells, invented.indicators),
    ]
    assert [str(block.html) for block in blocks] == ["", "", ""]
