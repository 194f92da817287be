"""A county whose areas do not add up to it has its pages all the same, and what is left over is never below nought."""

import csv
import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from scorecard_kit.pack.plan import read_pack
from tests.conftest import ROOT
from tests.in_process import executed

COUNTY = "Westshire"
NOTEBOOKS = ("activity", "areas", "impact_of_uasc", "summary", "scorecard", "cover_report")


def apart(root: Path, percent: int) -> Path:
    """Lay out the invented county, whose own counts of March are so many percent of what its areas have together."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(ROOT / "data" / "westshire", root / "data" / "westshire")
    results = root / "data" / "westshire" / "results.csv"
    with results.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["period"] in {"2025-03", "2026-02", "2026-03"}]
    for row in rows:
        if (row["area"], row["period"]) == (COUNTY, "2026-03"):
            for name in ("numerator", "denominator"):
                row[name] = str(int(row[name]) * percent // 100) if row[name] else ""
    with results.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    text = (ROOT / "parameters" / "westshire-2026-03.yaml").read_text(encoding="utf-8").replace("final", "draft")
    parameters = root / "parameters" / "westshire.yaml"
    parameters.parent.mkdir()
    parameters.write_text(text, encoding="utf-8")
    return parameters


@pytest.mark.parametrize("percent", [80, 125])
def test_no_page_fails_over_a_county_that_does_not_add_up(tmp_path: Path, percent: int) -> None:
    """Fewer or more than the areas have together: every cell of every page runs, those that look at the data too."""
    pack = read_pack(apart(tmp_path, percent))
    sections = {section.notebook.stem: section for section in pack.sections}
    with chdir(tmp_path):
        for name in NOTEBOOKS:
            assert executed(sections[name], looks=True).cells
    found = [finding for finding in pack.findings if "its areas have together" in finding.problem]
    assert (len(found) > 10) is (percent < 100)
    assert {finding.level for finding in pack.findings} == {"warning"}
