"""What was published of earlier months, held against what the data say now."""

import csv
import hashlib
import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.editions import FIGURES, FOLDER, RECORD, published_before, sealed
from scorecard_kit.data.restated import as_published, restated
from scorecard_kit.findings import InputError
from tests.invented import INDICATORS, TARGETS

COLUMNS = (
    "indicator period area cohort category numerator denominator value status rag previous previous_period outturn "
    "direction_from_previous pages"
).split()
Row = dict[str, str]
NOW = """
indicator,period,area,cohort,numerator,denominator,value,status
visits,2016-01,Shire,,78,100,,
visits,2016-02,Shire,,84,100,,
visits,2016-03,Shire,,52,68,,
visits,2016-02,North,,,,,suppressed
visits,2016-03,North,,40,50,,
calls,2016-02,Shire,,1001,,,
calls,2016-03,Shire,,140,,,
"""


def visits(value: str, *, counts: str = "", **cells: str) -> Row:
    """Give a row of figures.csv, of February's visits in Shire unless it says otherwise."""
    numerator, _, denominator = counts.partition(" of ")
    row = {"indicator": "visits", "period": "2016-02", "area": "Shire", "value": value, "pages": "scorecard"}
    return {**dict.fromkeys(COLUMNS, ""), **row, "numerator": numerator, "denominator": denominator, **cells}


def publish(root: Path, name: str, period: str, *rows: Row, day: str = "", data: str = "data") -> None:
    """Write an edition of a pack as far as others read it."""
    folder = root / FOLDER / name / f"{day or period + '-28'}-1"
    folder.mkdir(parents=True)
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / FIGURES).write_bytes(out.getvalue().encode())
    record: dict[str, Any] = {
        "pack": name, "edition": folder.name, "number": 1, "date": day or f"{period}-28", "rendered": period,
        "published": f"{period}-28", "period": period, "corrections": [],
        "sections": [{"name": "scorecard", "parameters": {"data": data}}],
        "files": {FIGURES: hashlib.sha256(out.getvalue().encode()).hexdigest()},
    }  # fmt: skip
    (folder / RECORD).write_bytes(sealed(record))


@pytest.fixture
def book(make_book: Callable[..., Dataset], tmp_path: Path) -> Dataset:
    """Figures as they are in March, in a folder called data."""
    made = make_book(indicators=INDICATORS, results=NOW, targets=TARGETS)
    return type(made)(**{**{name: getattr(made, name) for name in made.__dataclass_fields__},
                         "folder": tmp_path / "data"})  # fmt: skip


def test_a_published_figure_that_is_otherwise_now(book: Dataset, tmp_path: Path) -> None:
    """74 of 100 was Red under a minimum of 75; 84 of 100 is Amber: ten percentage points more."""
    publish(tmp_path, "february", "2016-02", visits("74", counts="74 of 100", rag="Red"))
    [figure] = restated(book, "2016-03", "month", 0.1, start=tmp_path).figures
    assert (figure.key, figure.difference) == (("visits", "2016-02", "Shire", ""), Fraction(10))
    assert (figure.published.row["rag"], figure.now["rag"]) == ("Red", "Amber")


@pytest.mark.parametrize(
    ("row", "least", "listed"),
    [
        (visits("83.9"), 0.1, True),
        (visits("83.9"), 0.11, False),
        (visits("83.9", rag="Green"), 5, True),
        (visits("1000", indicator="calls"), 0.1, True),
        (visits("1000", indicator="calls"), 0.11, False),
        (visits("0", indicator="calls"), 100, True),
        (visits("84", counts="42 of 50"), 0.1, False),
    ],
)
def test_from_which_difference_a_figure_is_listed(
    book: Dataset, tmp_path: Path, row: Row, least: float, listed: bool
) -> None:
    """A tenth of a percentage point, or of a percent of a count, is listed from 0.1 on, and counted under it."""
    publish(tmp_path, "february", "2016-02", row)
    found = restated(book, "2016-03", "month", least, start=tmp_path)
    assert (len(found.figures), found.smaller) == ((1, 0) if listed else (0, 1))


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        (visits("84", counts="84 of 100"), 0),
        (visits(""), 0),
        (visits("80", category="Age"), 0),
        (visits("80", area="Everywhere"), 0),
        (visits("80", indicator="unknown"), 0),
        (visits("80", period="2016-03"), 0),
        (visits("80", pages="another"), 0),
        (visits("90", period="2015-12"), 1),
        (visits("84", previous="77", previous_period="2016-01"), 1),
        (visits("84", previous="78", previous_period="2016-01"), 0),
    ],
)
def test_what_is_no_restatement(book: Dataset, tmp_path: Path, row: Row, changed: int) -> None:
    """What is as it was, was not published yet, or is no series of the data; an earlier result beside one may be."""
    publish(tmp_path, "february", "2016-02", row)
    found = restated(book, "2016-03", "month", 0, start=tmp_path)
    assert len(found.figures) + found.smaller == changed


@pytest.mark.parametrize(
    ("value", "counts", "area", "listed"),
    [("c", "c of c", "Shire", True), ("80", "40 of 50", "North", True), ("c", "c of c", "North", False)],
)
def test_nothing_is_told_of_what_is_withheld_on_a_side(
    book: Dataset, tmp_path: Path, value: str, counts: str, area: str, listed: bool
) -> None:
    """North's visits are withheld: no difference is given, whichever side it is; both sides alike are no change."""
    publish(tmp_path, "february", "2016-02", visits(value, counts=counts, area=area, rag="Red"))
    figures = restated(book, "2016-03", "month", 0, start=tmp_path).figures
    assert [(it.is_withheld, it.difference) for it in figures] == [(True, None)] * listed


def test_the_newest_edition_of_a_figure_counts(book: Dataset, tmp_path: Path) -> None:
    """January was published as 70, and in February's pack, beside its own result, as 78: that has been told."""
    publish(tmp_path, "january", "2016-01", visits("70", period="2016-01", rag="Red"))
    publish(tmp_path, "february", "2016-02", visits("84", previous="78", previous_period="2016-01"))
    assert restated(book, "2016-03", "month", 0, start=tmp_path).figures == []
    assert len(restated(book, "2016-02", "month", 0, start=tmp_path).figures) == 1


def test_an_older_edition_says_more_of_the_same_figure(book: Dataset, tmp_path: Path) -> None:
    """Beside February's result stands January's alone; its rating is in its own edition."""
    publish(tmp_path, "january", "2016-01", visits("70", period="2016-01", rag="Red"))
    publish(tmp_path, "february", "2016-02", visits("84", previous="70", previous_period="2016-01"))
    [figure] = restated(book, "2016-03", "month", 0, start=tmp_path).figures
    assert (figure.published.row["rag"], figure.now["rag"]) == ("Red", "Amber")


def test_which_editions_are_held_against_a_month(book: Dataset, tmp_path: Path) -> None:
    """Those of earlier months, over the same data, that were there before the month itself was published."""
    publish(tmp_path, "january", "2016-01", visits("70"))
    publish(tmp_path, "others", "2016-01", visits("70"), data="elsewhere")
    publish(tmp_path, "march", "2016-03", visits("70"), day="2016-04-15")
    publish(tmp_path, "february", "2016-02", visits("70"), day="2016-05-01")
    data = tmp_path / "data"
    assert [it.record["pack"] for it in published_before(tmp_path, data, "2016-03")] == ["january"]
    assert [it.record["pack"] for it in published_before(tmp_path, data, "2016-04")] == ["february", "march", "january"]
    assert published_before(tmp_path, data, "2016-01") == []
    found = as_published(book, "2016-04", months=1, start=tmp_path)
    assert [it.edition.record["pack"] for it in found.values()] == ["march"]


def test_an_altered_edition_is_found(book: Dataset, tmp_path: Path) -> None:
    """Nothing is compared with figures that somebody has changed."""
    publish(tmp_path, "february", "2016-02", visits("74"))
    [table] = tmp_path.rglob(FIGURES)
    table.write_text(table.read_text(encoding="utf-8").replace("74", "84"), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        restated(book, "2016-03", "month", 0, start=tmp_path)
    assert "figures.csv: it was changed since it was published" in str(raised.value)
