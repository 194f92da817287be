"""What is demanded of a small pack with faults in it: one verdict, the same from every source and on every page."""

import csv
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from bs4 import BeautifulSoup
from hypothesis import note

from scorecard_kit.data.yaml_file import Document, read_text
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.pack.plan import check
from tests import in_process
from tests.conftest import ROOT, SOAK
from tests.faulty import PERIOD, Drawn
from tests.faulty_sources import write

DRAWS = 5_000 if SOAK else 6
_ROW = re.compile(r"\b(?:another row|row \d+)")
_TABLE = re.compile(r"\b(?:figures\.xlsx, sheet |table )?(\w+)(?:\.csv|\.parquet)?\b")


@contextmanager
def laid_out(root: Path, drawn: Drawn, source: str) -> Iterator[Path]:
    """The pack's parameters file, its data in one of the sources; both are gone afterwards."""
    folder, parameters = root / "data" / "h", root / "parameters" / "h.yaml"
    folder.mkdir(parents=True)
    try:
        data = write(drawn, folder, source)
        parameters.write_text(drawn.parameters(data), encoding="utf-8")
        with patch.dict(os.environ, {"FAULTY": f"sqlite:///{root / 'data' / 'h.db'}"}):
            yield parameters
    finally:
        shutil.rmtree(root / "data")


@cache
def _document(text: str, name: str) -> Document:
    """The document of a parameters file: most draws have the same."""
    return read_text(text, name)


def plain(finding: Finding) -> str:
    """What a finding says, whatever the source calls its tables and rows."""
    said = f"{finding.level}: {finding.column}: {finding.value}: {finding.problem}. {finding.mend}"
    said = re.sub(r"figures\.xlsx, sheet (\w+)", r"\1", said)
    said = re.sub(r"\b(\w+)\.(?:csv|parquet)\b", r"\1", said)
    return _ROW.sub("a row", re.sub(r"\btable (\w+)", r"\1", said))


def errors(findings: list[Finding]) -> list[Finding]:
    """Those that stop a render."""
    return [finding for finding in findings if finding.level == "error"]


def rendered(parameters: Path) -> tuple[list[Finding], dict[str, str]]:
    """The errors that stop a render, or its pages and figures."""
    try:
        return [], in_process.rendered(parameters)
    except InputError as error:
        return errors(error.findings), {}


def ratings(made: dict[str, str]) -> dict[str, Counter[str]]:
    """The main area's ratings as each page counts or shows them."""
    counted = {}
    for name in ("index.html", "summary.html", "scorecard.html"):
        state = BeautifulSoup(made[name], "html.parser").select_one(".state")
        assert state is not None, name
        items = [item.get_text(" ", strip=True).split(" ") for item in state.select("li")]
        counted[name] = Counter(
            {words[-1]: int(words[0]) for words in items if words[-1] != "rated" and words[0] != "0"}
        )
    for name in ("data/summary.csv", "data/scorecard.csv", "data/areas.csv"):
        rows = csv.DictReader(made[name].splitlines())
        counted[name] = Counter(row["rag"] for row in rows if row["area"] == "Westshire" and row["rag"] != "Not rated")
    return counted


def copy_of_notebooks(root: Path) -> Path:
    """A folder with a copy of the notebooks, and room for packs."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "parameters").mkdir()
    return root


def demand(root: Path, drawn: Drawn) -> None:
    """No traceback; one verdict from check and render; the same findings and bytes from both sources; one count."""
    note(f"{drawn.faults}, {drawn.status}, {drawn.kept}")
    said: dict[str, list[str]] = {}
    made: dict[str, dict[str, str]] = {}
    for source in ("csv", drawn.kept.source):
        with laid_out(root, drawn, source) as parameters, patch("scorecard_kit.data.yaml_file.read_text", _document):
            found = check(parameters)
            refused, made[source] = rendered(parameters)
        note(f"{source}: {[str(it) for it in errors(found)]}")
        assert [str(it) for it in refused] == [str(it) for it in errors(found)], source
        said[source] = sorted({plain(it) for it in found if it.level != "note"})
    assert said[drawn.kept.source] == said["csv"]
    assert made[drawn.kept.source] == made["csv"]
    if made["csv"] and main_areas(made["csv"]) <= {"Westshire"}:
        counted = ratings(made["csv"])
        assert all(count == counted["index.html"] for count in counted.values()), counted
        assert exceptions(made["csv"]) == red(made["csv"])
    if made["csv"]:
        assert unaccounted(drawn, made["csv"], said["csv"]) == []


def main_areas(made: dict[str, str]) -> set[str]:
    """The area that the pack is about: without areas.csv, that of the first result, which may be another."""
    return {row["area"] for row in csv.DictReader(made["data/summary.csv"].splitlines())}


def red(made: dict[str, str]) -> list[str]:
    """The indicators that the scorecard rates Red."""
    rows = csv.DictReader(made["data/scorecard.csv"].splitlines())
    return sorted(row["indicator"] for row in rows if row["rag"] == "Red")


def exceptions(made: dict[str, str]) -> list[str]:
    """The indicators that have an exception page."""
    names = (name.partition("exception-") for name in made)
    return sorted(name.removesuffix(".html") for start, found, name in names if found and not start)


UNSEEN = " \t\r\n\u00a0\u2009\u200b\ufeff"
"""What the drawn folders have round a cell, and a reader does not see."""


def unaccounted(drawn: Drawn, made: dict[str, str], said: list[str]) -> list[list[str]]:
    """The rows of the reported month that no table of figures holds and no finding names.

    A row without figures was prepared ahead; its indicator is in the scorecard with an earlier month, or none.
    """
    header, *rows = drawn.tables["results"]
    header = [name.strip().lower() for name in header]
    shown = set()
    for name in ("data/scorecard.csv", "data/areas.csv", "data/summary.csv"):
        shown |= {(it["indicator"], it["area"]) for it in csv.DictReader(made[name].splitlines())}
    words = " ".join(said)
    cells = [dict(zip(header, row, strict=False)) for row in rows]
    return [
        list(row.values())
        for row in cells
        if row.get("period", "").strip(UNSEEN).startswith(PERIOD)
        and (row.get("indicator", "").strip(UNSEEN), row.get("area", "").strip(UNSEEN)) not in shown
        and row.get("area", "").strip(UNSEEN) not in words
    ]
