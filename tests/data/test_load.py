"""A data folder as a whole: found, loaded, refused with everything at once."""

import shutil
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from benchmarks.history import make_history
from scorecard_kit import load
from scorecard_kit.data import _keys as keys
from scorecard_kit.data.dataset import main_area
from scorecard_kit.data.load import check
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import Source, find_folder, is_table, lines_of
from scorecard_kit.findings import Finding, InputError
from tests.stores import as_database
from tests.workbooks import write

ROOT = Path(__file__).parents[2]
PACKAGE = str(ROOT / "scorecard_kit")
SMALL = ROOT / "tests" / "data_cases" / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the small sound folder, to be spoilt."""
    return Path(shutil.copytree(SMALL, tmp_path / "data" / "small"))


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first place of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_folder_is_loaded(folder: Path) -> None:
    """Figures come out exact, and a table that is not there has its columns and no rows."""
    dataset = load(folder)
    assert dataset.results.loc[9, "numerator"] == Fraction(3346, 10)
    assert dataset.targets.loc[4, "target"] == Fraction(15, 2)
    assert list(dataset.changes.columns) == [column.name for column in TABLES["changes"].columns]
    assert dataset.changes.empty
    assert dataset.notes == ()
    assert main_area(dataset) == "Shire"


def test_several_findings_in_several_files_come_at_once(folder: Path) -> None:
    """Five files are wrong in seven places, and one error tells all of them in the order of files and rows."""
    edit(folder / "results.csv", "Shire,,180,225", "Shire,,12.5%,225")
    edit(folder / "results.csv", "cic-reviews,2016-03,North,,", "cic-revews,03/04/2016,North,,")
    edit(folder / "results.csv", "334.6,320.5", "-334.6,320.5")
    edit(folder / "targets.csv", "98,80", "98,99")
    edit(folder / "areas.csv", "kind", "knd")
    (folder / "glossary.csv").write_bytes("term,words\n".encode("utf-16-le"))
    (folder / "breakdowns.csv").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load(folder)
    assert str(raised.value).splitlines() == [
        (
            'results.csv, row 2, column numerator: "12.5%" is a percentage, not a count. '
            "Write the number that was counted."
        ),
        (
            'results.csv, row 4, column period: "03/04/2016" may be 2016-04 or 2016-03. '
            "Write the month as 2016-04 or 2016-03."
        ),
        (
            'results.csv, row 4, column indicator: "cic-revews" is not in indicators.csv. '
            'Did you mean "cic-reviews"? If not, add it to indicators.csv.'
        ),
        (
            'results.csv, row 9, column numerator: "-334.6" is negative. '
            "Write 0 or more, or say yes under may_be_negative in indicators.csv."
        ),
        (
            'targets.csv, row 2, column floor: "99" is better than the target 98 (polarity H). '
            "Write a floor at or below the target, or correct the polarity."
        ),
        'areas.csv, row 1, column knd: there is no such column. Did you mean "kind"?',
        "breakdowns.csv: the file is empty. Write the header and the rows.",
        'glossary.csv: the file is saved as UTF-16, or is not text. Save it in Excel as "CSV UTF-8 (comma delimited)".',
    ]
    assert [str(finding) for finding in check(folder)] == str(raised.value).splitlines()


def test_one_mistake_is_told_once(folder: Path) -> None:
    """An indicator whose row cannot be read brings no further findings about its results, targets and cohorts."""
    edit(folder / "indicators.csv", "H,SS,percent", "Hih,SS,percent")
    assert [str(finding) for finding in check(folder)] == [
        'indicators.csv, row 2, column polarity: "Hih" is not one of H, L, T or blank. Write one of them.'
    ]


def test_a_row_whose_cells_are_shifted_is_told_once(folder: Path) -> None:
    """A definition with a comma outside quotation marks brings no findings about the cells that it shifts."""
    edit(folder / "indicators.csv", "Posts filled", "Posts filled,part II,now")
    assert [str(finding) for finding in check(folder)] == [
        (
            "indicators.csv, row 5: the row has more cells than the header (11, not 9). "
            "Put text with a comma in quotation marks."
        )
    ]


def test_a_missing_table_is_an_error(folder: Path) -> None:
    """Results are required, and a file of nearly that name is named."""
    (folder / "results.csv").rename(folder / "result.csv")
    with pytest.raises(InputError) as raised:
        load(folder)
    assert str(raised.value) == 'results.csv: the table is missing. Rename "result.csv" if it is this table.'


def test_a_file_that_is_no_table_is_a_warning(folder: Path) -> None:
    """A misspelt optional table would go unread, so that it is told."""
    (folder / "targets.csv").rename(folder / "target.csv")
    assert [(finding.level, str(finding)) for finding in check(folder)] == [
        (
            "warning",
            'target.csv: the file is none of the contract\'s tables, and is not read. Did you mean "targets.csv"?',
        )
    ]


def test_what_was_read_otherwise_is_among_the_notes(folder: Path) -> None:
    """A month that Excel rewrote is loaded, and the notes say so."""
    edit(folder / "results.csv", "cic-reviews,2016-02", "cic-reviews,Feb-16")
    dataset = load(folder)
    assert dataset.results.loc[6, "period"] == "2016-02"
    assert dataset.notes == (Finding("results.csv", 6, "period", "Feb-16", "is read as 2016-02", level="note"),)


def test_a_relative_folder_is_looked_for_upwards(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook in a folder beneath finds data/small of the folder above."""
    notebooks = folder.parent.parent / "notebooks" / "deeper"
    notebooks.mkdir(parents=True)
    monkeypatch.chdir(notebooks)
    assert find_folder("data/small").resolve() == folder.resolve()


def test_a_folder_that_is_not_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what was looked for, and which folder is spelled nearly like it."""
    monkeypatch.chdir(folder.parent.parent)
    with pytest.raises(InputError) as raised:
        find_folder("data/smal")
    assert str(raised.value) == (
        'data/smal: there is no such data folder, neither here nor in a folder above. Did you mean "data/small"?'
    )
    assert [str(finding) for finding in check("data/smal")] == [str(raised.value)]


def test_small_counts_are_withheld_unless_published(folder: Path) -> None:
    """Four of a hundred are withheld by default, and shown where the pack says they are published already."""
    edit(folder / "results.csv", "North,,90,100", "North,,4,100")
    edit(folder / "results.csv", "North,excluding_uasc,80,90", "North,excluding_uasc,3,90")
    edit(folder / "breakdowns.csv", "30", "3")
    edit(folder / "breakdowns.csv", "17,8", "17,35")
    withheld, shown = load(folder), load(folder, {"below": 6, "already_published": True})
    assert withheld.results.loc[[4, 5], "status"].tolist() == ["suppressed", "suppressed"]
    assert withheld.results.loc[[4, 5], "numerator"].tolist() == [None, None]
    assert withheld.breakdowns["count"].tolist() == [None, None]
    assert shown.results.loc[[4, 5], "numerator"].tolist() == [Fraction(4), Fraction(3)]
    assert shown.breakdowns["count"].tolist() == [Fraction(3), Fraction(35)]


def test_the_main_area_is_the_only_county(folder: Path) -> None:
    """The county wherever it stands, else the first area, else the area of the first result."""
    edit(folder / "areas.csv", "Shire,county,\nNorth,area,Shire\n", "North,area,Shire\nShire,county,\n")
    assert main_area(load(folder)) == "Shire"
    edit(folder / "areas.csv", "county", "area")
    assert main_area(load(folder)) == "North"
    (folder / "areas.csv").unlink()
    assert main_area(load(folder)) == "Shire"


def test_the_data_of_the_first_pack_have_nothing_wrong() -> None:
    """The folder data/scs holds no error, no warning and no note."""
    assert check(ROOT / "data" / "scs") == []


def test_an_error_reads_as_lines_of_text() -> None:
    """In a notebook the error's text is every finding, one a line, with row for a table and line for other files."""
    error = InputError(
        [
            Finding("results.csv", 12, "numerator", "n/a", "is not a number", "Write the number."),
            Finding("scs-2016-03.yaml", 3, "perod", None, "there is no such key", 'Did you mean "period"?'),
        ]
    )
    assert str(error) == (
        'results.csv, row 12, column numerator: "n/a" is not a number. Write the number.\n'
        'scs-2016-03.yaml, line 3, key perod: there is no such key. Did you mean "period"?'
    )


def test_a_finding_is_one_line_whatever_stands_in_the_cell() -> None:
    """A cell of two lines is told in one."""
    finding = Finding("results.csv", 2, "numerator", "12\n13", "is not a number", "Write the number.")
    assert str(finding) == 'results.csv, row 2, column numerator: "12 13" is not a number. Write the number.'


def csv_files(_: Path) -> Any:  # noqa: ANN401 - a place as `load` takes it
    """A small folder of CSV files."""
    return SMALL


def workbook(folder: Path) -> Any:  # noqa: ANN401 - as above
    """A workbook in which a result is shown as a percentage, so that the indicator's unit is asked for."""
    write(folder, lambda book: setattr(book["results"]["G3"], "number_format", "0.0%"))
    return folder


def history(folder: Path) -> Any:  # noqa: ANN401 - as above
    """Results in Parquet that count as a large table, of which parts are read."""
    make_history(folder / "data", 14, 6, 50)
    return folder / "data"


def database(folder: Path) -> Any:  # noqa: ANN401 - as above
    """A database of SQLite whose tables count as large ones."""
    as_database(SMALL, f"sqlite:///{folder / 'one.db'}")
    return {"database": "env:SCORECARD_TEST"}


def reentered(run: Callable[[], object]) -> list[tuple[str, str]]:
    """The modules of the kit that were called again from a module beneath them, with the function that was called."""
    stack: list[str] = []
    again: list[tuple[str, str]] = []

    def watch(frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if not file.startswith(PACKAGE) or event not in {"call", "return"}:
            return
        if event == "return":
            stack.pop()
            return
        if stack and file != stack[-1] and file in stack:
            again.append((Path(file).relative_to(PACKAGE).as_posix(), frame.f_code.co_name))
        stack.append(file)

    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(None)
    assert stack == []
    return again


@pytest.mark.parametrize("source", [csv_files, workbook, history, database])
def test_load_enters_no_module_twice_but_by_a_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: Callable[[Path], Any]
) -> None:
    """While a module waits for what it has called, nothing beneath calls it: no hook, no circle, from any source."""
    monkeypatch.setenv("SCORECARD_TEST", f"sqlite:///{tmp_path / 'one.db'}")
    monkeypatch.setattr(keys, "LARGEST_WHOLE", 0)
    place = source(tmp_path)
    assert reentered(lambda: load(place, {"below": 6}, period="2016-03", months=3)) == []


def test_a_call_from_beneath_is_seen() -> None:
    """The watch sees what it is for: a reader of sources that, asked for its texts, calls sources again."""
    store = keys.Store(lambda *_: True, lambda *_: [str(is_table("results.csv"))], lambda *_: [])
    source = Source(frozenset({"results"}), lambda table: table.file, lambda *_: ([], []), store=store)
    asked = [{"indicator": ["visits"]}]
    assert reentered(lambda: lines_of(TABLES["results"], [source], asked)) == [("data/sources.py", "is_table")]
