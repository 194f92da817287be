"""Whatever is written stands as text in tables.xlsx and in CSV files: never a link, a note or a formula."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from scorecard_kit.blocks.html import guarded_csv, unguarded
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.share._workbook import write_tables

HOSTILE = (
    "[Open me](http://example.org/x)", "[see](note)", "[a](b) and [c](d)", "Costs $$rated$$ today", "$$no note$$",
    "=1+1", "+44 1622", "-x", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "\uff1d1+1", "_x0041_", "\u2192", "\u5e74",
    "(", "http://example.org/", "mailto:a@example.org", "internal:'Notes'!A1", "'quoted", "\ue000\ue001",
)  # fmt: skip
PACK = """title: "[Title](http://example.org) $$rated$$"
council: "=Council $$x$$ [y](z)"
status: final
worked_example: "[An](example)"
period: 2016-03
data: data/small
sections: [{notebook: plain}]
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path]) -> Pack:
    """A pack whose title, council and example are hostile too."""
    kit = make_kit(tmp_path_factory.mktemp("kit"))
    (kit / "parameters" / "small.yaml").write_text(PACK, encoding="utf-8")
    return read_pack(kit / "parameters" / "small.yaml")


def as_csv(rows: list[list[str]]) -> bytes:
    """A CSV file of rows, as the kit writes one."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return guarded_csv(out.getvalue()).encode()


def cells(book: Workbook, sheet: str) -> list[object]:
    """Every cell of a sheet that is not empty."""
    return [cell.value for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


@pytest.fixture(scope="module")
def hostile(pack: Pack) -> Workbook:
    """A workbook with a sheet for each hostile text: in its title, in a heading, in the first column and in another."""
    tables, titles = {}, {}
    for number, text in enumerate(HOSTILE):
        tables[f"s{number}.csv"] = as_csv([["name", text, "value"], [text, "x", "1.5"], ["y", text, "2"]])
        titles[f"s{number}"] = f"About {text}"
    return load_workbook(io.BytesIO(write_tables(pack, tables, titles)))


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_text_is_text_in_the_workbook(hostile: Workbook, number: int) -> None:
    """As a cell, a first cell, a heading and a title: it stands there letter for letter."""
    text = HOSTILE[number].replace("\ue000\ue001", "\ufffd\ufffd")  # private signs are nobody's
    words = " ".join(text.replace("_", " ").split())
    found = cells(hostile, f"s{number}")
    assert found[0] == f"About {text} [note 1]"
    assert found.count(text) >= 2
    assert words[:1].upper() + words[1:] in found
    assert {1.5, 2} <= {value for value in found if isinstance(value, float | int)}


def test_no_text_is_a_link_or_a_formula(hostile: Workbook) -> None:
    """The only links lead from the contents to the sheets; the cover shows title, council and example as written."""
    everything = [cell for sheet in hostile for row in sheet.iter_rows() for cell in row]
    links = [cell.hyperlink.location or cell.hyperlink.target for cell in everything if cell.hyperlink]
    assert links == [f"'s{number}'!A1" for number in range(len(HOSTILE))]
    assert [cell.value for cell in everything if cell.data_type == "f"] == []
    cover = [str(value) for value in cells(hostile, "Cover")]
    assert "=Council $$x$$ [y](z)" in cover
    assert "[Title](http://example.org) $$rated$$: tables" in cover
    assert any("[An](example)" in value for value in cover)


def test_a_table_of_odd_shape(pack: Pack) -> None:
    """Blank rows, rows that are too long or short, headings that are blank, double or endless: nothing is lost."""
    rows = [
        ["a", "", "A", "x" * 300],
        ["1", "2", "3", "4", "extra"],
        ["", "", "", ""],
        ["5"],
        [" ", "\t"],
        ["y" * 40_000],
    ]
    found = cells(load_workbook(io.BytesIO(write_tables(pack, {"odd.csv": as_csv(rows)}, {}))), "odd")
    assert {"A", "Column 2", "A 2", "Column 5", "extra", 2, 3, 4} <= set(found)
    assert "X" + "x" * 249 in found
    assert max(len(str(value)) for value in found) == 32_000


def test_no_temporary_folder_is_needed(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A temporary folder that is full or closed stops no workbook, since none is used."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile", "gettempdir"):
        monkeypatch.setattr(f"tempfile.{name}", full)
    assert write_tables(pack, {"one.csv": b"a,b\n1,2\n"}, {})


def test_the_contents_say_the_whole_name(pack: Pack) -> None:
    """The name of a sheet is cut where Excel asks for it: the contents say so, and the section's whole name."""
    names = ["exception-report-adoption-plan-second-review", "exception-report-adoption-plan-second-visit"]
    tables = {f"{name}.csv": b"a,b\n1,2\n" for name in names}
    book = load_workbook(io.BytesIO(write_tables(pack, tables, {})))
    assert book.sheetnames[3:] == ["exception-report-adoption-plan-", "exception-report-adoption-pla-2"]
    contents = "\n".join(map(str, cells(book, "Contents")))
    assert (
        "The name of a sheet holds 31 characters at most; the whole name of its section stands beside it." in contents
    )
    for name in names:
        assert f"The same figures as data/{name}.csv of the pack." in contents


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"), ("@x", "'@x"), ("+x", "'+x"), ("-x", "'-x"), ("\t=1", "'\t=1"), ("\r\n=1", "'\r\n=1"),
        (" =1", "' =1"), ("\uff1d1", "'\uff1d1"), ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("-1.5", "-1.5"), ("+17.7%", "+17.7%"), ("-", "-"), ("-1e-05", "-1e-05"), ("1,000", "1,000"), ("a=b", "a=b"),
        ("'=1", "'=1"), ("", ""),
    ],
)  # fmt: skip
def test_a_cell_of_a_notebooks_own_table(cell: str, expected: str) -> None:
    """What a spreadsheet would run is marked as text, whatever leads it; figures stay, and a mark is not doubled."""
    out = io.StringIO()
    csv.writer(out).writerow(["other", cell])
    [row] = csv.reader(io.StringIO(guarded_csv(out.getvalue()), newline=""))
    assert row == ["other", expected]
    assert unguarded(expected) == (cell if cell != "'=1" else "=1")


def test_a_table_without_such_cells_keeps_its_bytes() -> None:
    """CSV in which nothing could be run is not written anew."""
    text = 'a;b\r\n"1";-2\r\n'
    assert guarded_csv(text) == text
