"""The files of the March 2016 pack as they are handed over: PDF, Word, workbook and CSV, each as good as the page."""

import csv
import io
import re
import shutil
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx.enum.section import WD_ORIENT
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from pypdf.generic import ContentStream

from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.share.scan._kit_sentences import is_of_the_kit
from scorecard_kit.share.scan._markup import read_markup
from scorecard_kit.share.scan.readers import WORD
from scorecard_kit.share.scan.scanner import SMALL_COUNT, examine
from scorecard_kit.share.share import Shared, share
from scorecard_kit.share.word.document import pack_docx
from tests.conftest import ROOT, run_command, run_here
from tests.share.word_faults import faults, headings, opened

pytestmark = pytest.mark.browser


FEWER = {
    "[Kent, North Kent, East Kent, South Kent, West Kent]": "[Kent, North Kent]",
    "{indicator: red}": "{indicator: [pf-initial-visits]}",
    "  - notebook: reconciliation\n": "",
}
"""What is left out by day: areas and sections of a kind that is there already, and 1,860 compared cells."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, soak: bool) -> Pack:
    """Render the March 2016 pack with a section or two of each kind; where there is time, with every section."""
    root = tmp_path_factory.mktemp("kit")
    for folder in ("notebooks", "data/scs"):
        shutil.copytree(ROOT / folder, root / folder)
    text = (ROOT / "parameters" / "scs-2016-03.yaml").read_text(encoding="utf-8")
    for whole, some in FEWER.items():
        assert whole in text
        text = text if soak else text.replace(whole, some)
    parameters = root / "parameters" / "scs-2016-03.yaml"
    parameters.parent.mkdir()
    parameters.write_text(text, encoding="utf-8")
    run_here(root, "render", parameters)
    return read_pack(parameters)


@pytest.fixture(scope="module")
def rendered(pack: Pack) -> Path:
    """The folder of the rendered pack."""
    return pack.root / "outputs" / pack.name


@pytest.fixture(scope="module")
def tables(rendered: Path) -> dict[str, bytes]:
    """The rendered files of figures."""
    return {path.name: path.read_bytes() for path in (rendered / "data").glob("*.csv")}


@pytest.fixture(scope="module")
def shared(pack: Pack, rendered: Path, chromium: str) -> Shared:
    """Share it, once for every test."""
    assert chromium
    return share(pack.path, rendered.parent)


@pytest.fixture(scope="module")
def page(shared: Shared) -> BeautifulSoup:
    """The pack as one page."""
    return BeautifulSoup((shared.folder / "pack.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def paper(shared: Shared) -> PdfReader:
    """The pack as PDF."""
    return PdfReader(shared.folder / "pack.pdf")


@pytest.fixture(scope="module")
def sheets_of_paper(paper: PdfReader) -> list[str]:
    """The text of each of its sheets."""
    return [sheet.extract_text() for sheet in paper.pages]


@pytest.fixture(scope="module")
def book(shared: Shared) -> Workbook:
    """The pack as workbook."""
    return load_workbook(shared.folder / "tables.xlsx")


def test_nothing_is_found_and_all_of_it_is_there(shared: Shared, rendered: Path, tables: dict[str, bytes]) -> None:
    """The five files are put in place, pack.html as it was rendered, and the scan of all of them finds nothing."""
    assert [str(leak) for leak in shared.report.leaks] == []
    assert sorted(path.name for path in shared.folder.iterdir()) == sorted(shared.files)
    assert shared.files == ("pack.html", "pack.pdf", "pack.docx", "tables.xlsx", "csv.zip")
    assert (shared.folder / "pack.html").read_bytes() == (rendered / "pack.html").read_bytes()
    assert [path.name for path in shared.folder.parent.glob(".*")] == []
    kinds = Counter(content.kind for content in shared.report.contents)
    assert (kinds["HTML"], kinds["PDF"], kinds[WORD], kinds["workbook"], kinds["zip"]) == (1, 1, 1, 1, 1)
    assert kinds["CSV"] == len(tables)


@pytest.fixture(scope="module")
def examples(
    pack: Pack, rendered: Path, soak: bool, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Path, Path]]:
    """Parameters and pages of the March 2016 pack; where there is time, of every pack, also under the default rule."""
    if not soak:
        return [(pack.path, rendered)]
    found = []
    for rule in ("true", "false"):
        root = tmp_path_factory.mktemp(rule)
        for folder in ("notebooks", "data", "parameters"):
            shutil.copytree(ROOT / folder, root / folder)
        paths = sorted((root / "parameters").glob("*.yaml"))
        for path in paths:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("already_published: true", f"already_published: {rule}"), encoding="utf-8")
        run_command("render", *paths, "--output", root / "outputs")
        found += [(path, root / "outputs" / path.stem) for path in paths]
    return found


def test_nothing_is_found_in_the_examples(examples: list[tuple[Path, Path]], soak: bool) -> None:
    """Index, one section and tables raise no alarm; a reconciliation does where the rule withholds what was printed."""
    for path, folder in examples:
        pages = folder.glob("*.html") if soak else (folder / "index.html", folder / "scorecard-north-kent.html")
        files = {file.name: file.read_bytes() for file in [*pages, *folder.glob("data/*.csv")]}
        assert len(files) > 5
        leaks = examine(read_pack(path), files).leaks
        if "already_published: false" in path.read_text(encoding="utf-8"):
            leaks = tuple(it for it in leaks if not (it.rule == SMALL_COUNT and it.file.startswith("reconciliation")))
            leaks = tuple(it for it in leaks if not (it.rule == SMALL_COUNT and "Explanation" in it.place))
        assert leaks == ()
        if soak:
            text = (folder / "pack.html").read_text(encoding="utf-8")
            assert faults(pack_docx(read_pack(path), text, folder)) == []


def test_what_the_kit_counts_is_people_or_known(examples: list[tuple[Path, Path]]) -> None:
    """Every "3 of 8" of the kit's own is in its list of sentences, or a row of the tables has both figures."""
    assert [found for _, folder in examples for found in _counts_that_nothing_explains(folder)] == []


def _counts_that_nothing_explains(folder: Path) -> Iterator[str]:
    pairs = set[tuple[str, str]]()
    for path in folder.glob("data/*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            figures = {text for text in row if text.isdigit()}
            pairs |= set(product(figures, figures))
    for path in sorted(folder.glob("*.html")):
        for piece in read_markup(path.name, path.read_bytes())[0].pieces:
            for match in () if piece.is_own else re.finditer(r"\b(\d[\d,]*) of (\d(?:[\d,]*\d)?)\b", piece.text):
                pair = match[1].replace(",", ""), match[2].replace(",", "")
                if pair not in pairs and not is_of_the_kit(piece.text, match.span()):
                    yield f"{path.name}: {piece.text[max(0, match.start() - 30) : match.end() + 30]}"


def words(text: str) -> Counter[str]:
    """Count the words of a text, without what print may change: ligatures and soft hyphens."""
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).replace("\u00ad", "")))


def test_no_word_of_a_table_is_lost(page: BeautifulSoup, sheets_of_paper: list[str]) -> None:
    """Every word of every table, also of one that a screen folds away, is in the PDF as often as in the page."""
    text = "\n".join(sheets_of_paper)
    joined = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    cells = [cell.get_text() for cell in page.select("caption, th, td")]
    said = [said.get_text() for said in page.select(".sr")]  # what is drawn, in words for screen readers alone
    wanted, have = words(" ".join(cells)) - words(" ".join(said)), words(text)
    assert len(wanted) > 500
    assert [word for word, times in wanted.items() if have[word] < times and joined.count(word) < times] == []


def test_the_word_document_keeps_nobody_out(shared: Shared) -> None:
    """Headings in order, tables with names and headers that repeat, alternative texts, language, nothing empty."""
    content = (shared.folder / "pack.docx").read_bytes()
    assert faults(content) == []
    document = opened(content)
    assert {it.orientation for it in document.sections} == {WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE}
    assert len(document.inline_shapes) >= 1


def test_the_word_document_says_what_the_page_says(shared: Shared, page: BeautifulSoup) -> None:
    """Every heading and every figure of a table is in it, in the sections' order but for the cover report."""
    document = opened((shared.folder / "pack.docx").read_bytes())
    sections = [text for level, text in headings(document) if level == 1]
    copy = BeautifulSoup(str(page), "html.parser")
    wanted = {joined(heading.get_text()) for heading in copy.select("main h2")}
    assert wanted <= {joined(text) for text in sections}
    have = Counter(joined(cell.text) for table in document.tables for row in table.rows for cell in row.cells)
    lost = Counter(joined(cell.get_text()) for cell in copy.select("td")) - have
    assert +lost == Counter()


def joined(text: str) -> str:
    """A text without its spaces."""
    return re.sub(r"\s+", "", text)


def plain(heading: Any) -> str:  # noqa: ANN401 - an element of a page
    """The words of a heading, without the symbol that only eyes see."""
    for symbol in heading.select("[aria-hidden=true]"):
        symbol.extract()
    return " ".join(heading.get_text().split())


def titles(outline: list[Any]) -> list[str]:
    """Every bookmark, in order."""
    return [title for entry in outline for title in (titles(entry) if isinstance(entry, list) else [entry.title])]


def test_the_bookmarks_are_the_headings(page: BeautifulSoup, paper: PdfReader, pack: Pack) -> None:
    """Every section is a bookmark under the pack's own, and every other heading stands below it, as it reads."""
    copy = BeautifulSoup(str(page), "html.parser")
    assert titles(paper.outline) == [plain(heading) for heading in copy.select("h1, h2, h3, h4, h5, h6")]
    below: Any = paper.outline[1]
    assert sum(not isinstance(entry, list) for entry in below) == 1 + len(
        pack.sections
    )  # the contents, and each section


def test_the_paper_says_what_it_is(paper: PdfReader) -> None:
    """Tagged, in British English, with the pack's title shown, its council and its day; nothing of the machine."""
    root: Any = paper.root_object
    assert (root["/MarkInfo"]["/Marked"], "/StructTreeRoot" in root, root["/Lang"]) == (True, True, "en-GB")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata
    assert {key: str(value) for key, value in paper.metadata.items()} == {
        "/Title": "Specialist Children's Services Performance Management Scorecard, March 2016",
        "/Author": "Kent County Council",
        "/Producer": "scorecard-kit",
        "/CreationDate": "D:20160513000000Z",
        "/ModDate": "D:20160513000000Z",
    }


def test_sheets_are_a4_numbered_and_headed(paper: PdfReader, sheets_of_paper: list[str], soak: bool) -> None:
    """At most 25 sheets, A4, each with its number of all; where the scorecard runs on, its headers are repeated."""
    sizes = {tuple(sorted(round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:])) for sheet in paper.pages}
    assert sizes == {(210, 297)}
    assert len(paper.pages) <= 25  # of March 2016, once 61
    for number, text in enumerate(sheets_of_paper, start=1):
        assert f"{number} of {len(sheets_of_paper)}" in text
    rows = [text.count("is better") for text in sheets_of_paper if "Numerator" in text]
    assert len([number for number in rows if number > 3]) >= (6 if soak else 4)  # Kent's, and one of each area
    assert sorted(rows)[-2:] >= [13, 14]  # a full sheet of the scorecard


def test_the_paper_is_what_it_declares(paper: PdfReader, page: BeautifulSoup) -> None:
    """It has the mark of PDF/UA-1: links are described, figures have a text, and what is in no tag is an artifact."""
    root: Any = paper.root_object
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    links = [each.get_object() for sheet in paper.pages for each in sheet.get("/Annots", [])]
    assert links
    assert all("/StructParent" in link for link in links)
    texts = {" ".join(link.get_text().split()) for link in page.select("a[href]")}
    assert {str(link["/Contents"]) for link in links} <= texts
    figures = [element for element in elements(root["/StructTreeRoot"]) if element.get("/S") == "/Figure"]
    assert all(str(figure["/Alt"]).strip() for figure in figures)
    sheet: Any = paper.pages[0]
    assert sheet["/Tabs"] == "/S"
    depth, outside = 0, list[bytes]()
    for _, operator in ContentStream(sheet["/Contents"].get_object(), paper).operations:
        depth += (operator in {b"BDC", b"BMC"}) - (operator == b"EMC")
        outside += [operator] if not depth and operator in {b"Tj", b"TJ", b"S", b"f", b"Do"} else []
    assert outside == []


def elements(root: Any) -> Iterator[Any]:  # noqa: ANN401 - pypdf's own dictionary
    """Give every element of the document's structure."""
    waiting = [root]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += [kid for kid in element if not isinstance(kid, int)]
        elif isinstance(element, dict):
            yield element
            waiting += [element["/K"]] if "/K" in element and not isinstance(element["/K"], int) else []


def test_the_tags_hold_tables_with_headers(paper: PdfReader) -> None:
    """The structure names tables, their header cells, headings, lists, links and figures."""
    root: Any = paper.root_object
    found = Counter(str(element.get("/S", "")) for element in elements(root["/StructTreeRoot"]))
    assert {"/Table", "/TR", "/TH", "/TD", "/H1", "/H2", "/L", "/LI", "/Link", "/Figure"} <= set(found)
    assert found["/TH"] > 200


def test_the_sheets_of_the_workbook(shared: Shared, book: Workbook, tables: dict[str, bytes]) -> None:
    """Cover, contents and notes come first, then a sheet for each CSV file that has rows, in the pack's order."""
    with zipfile.ZipFile(shared.folder / "csv.zip") as archive:
        names = [name.removesuffix(".csv")[:31] for name in archive.namelist() if name.endswith(".csv")]
    assert book.sheetnames == ["Cover", "Contents", "Notes", *names]
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames) == 3 + len(tables)


def test_the_checklist_of_the_workbook(book: Workbook) -> None:
    """One marked table a sheet, one header; nothing merged, hidden, filtered or frozen; no blank row, no formula."""
    for sheet in book.worksheets[1:]:
        [table] = sheet.tables.values()
        start, end = table.ref.split(":")
        head = int(re.sub(r"\D", "", start))
        assert start.startswith("A"), sheet.title
        assert (set(sheet.merged_cells.ranges), sheet.freeze_panes, table.autoFilter) == (set(), None, None), (
            sheet.title
        )
        assert sheet.sheet_state == "visible", sheet.title
        assert [row for row, shape in sheet.row_dimensions.items() if shape.hidden] == [], sheet.title
        assert [column for column, shape in sheet.column_dimensions.items() if shape.hidden] == [], sheet.title
        assert sheet["A1"].value, sheet.title
        header = [str(cell.value) for cell in sheet[head]]
        assert len(set(header)) == len(header), sheet.title
        assert all(header), sheet.title
        rows = list(sheet.iter_rows(min_row=head + 1, values_only=True))
        assert end.endswith(str(head + len(rows))), sheet.title
        assert [number for number, row in enumerate(rows) if not any(cell is not None for cell in row)] == []
        assert [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
        assert table.name.isascii(), sheet.title
    names = [table.name for sheet in book.worksheets for table in sheet.tables.values()]
    assert len(set(names)) == len(names)


def test_each_sheet_says_what_it_shows(book: Workbook) -> None:
    """Above each table: its title, the same as the section's, whose figures they are, and what the signs mean."""
    above = " ".join(str(row[0]) for row in book["impact-of-uasc"].iter_rows(max_row=9, values_only=True))
    assert above.startswith("Impact of UASC, March 2016 [note 1]")
    assert "Source: Kent County Council: Specialist Children's Services" in above
    assert "not a publication of the council" in above
    assert "[c]: withheld to protect individuals." in above
    notes = [str(cell) for row in book["Notes"].iter_rows(values_only=True) for cell in row]
    assert any("unrounded" in cell for cell in notes)


def test_links_and_properties_of_the_workbook(shared: Shared, book: Workbook, tables: dict[str, bytes]) -> None:
    """Contents link within the workbook only; title, council, day and language are set, and no one's name."""
    links = [cell.hyperlink for row in book["Contents"].iter_rows() for cell in row if cell.hyperlink]
    assert len(links) == len(tables)
    assert {link.target for link in links} == {None}
    said = book.properties
    assert (said.creator, said.language) == ("Kent County Council", "en-GB")
    assert said.title == "Specialist Children's Services Performance Management Scorecard: tables"
    assert said.created.replace(tzinfo=UTC) == datetime(2016, 5, 13, tzinfo=UTC)
    with zipfile.ZipFile(shared.folder / "tables.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_workbook_holds_the_figures_of_the_csv(shared: Shared, book: Workbook) -> None:
    """Cell by cell, each table is its CSV file: numbers as numbers, withheld ones as [c], what is blank as [z]."""
    with zipfile.ZipFile(shared.folder / "csv.zip") as archive:
        for name in ("scorecard-kent.csv", "impact-of-uasc.csv", "activity.csv"):
            rows = list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            sheet = book[name.removesuffix(".csv")]
            head = int(re.sub(r"\D", "", next(iter(sheet.tables.values())).ref.split(":")[0]))
            keys = [str(cell.value).lower().replace(" ", "_") for cell in sheet[head]]
            cells = [dict(zip(keys, row, strict=True)) for row in sheet.iter_rows(min_row=head + 1, values_only=True)]
            for row, shown in zip(rows, cells, strict=True):
                assert {key: said(shown[key]) for key in row if key in shown} == {
                    key: number(value) for key, value in row.items() if key in shown
                }


def said(cell: object) -> object:
    """A cell as the CSV says it."""
    return {None: "", "[c]": "c", "[z]": ""}.get(cell, cell) if cell is None or isinstance(cell, str) else cell


def number(text: str) -> object:
    """A text of the CSV as a number, where it is one, to the sixteen digits that a workbook holds."""
    return pytest.approx(float(text), rel=1e-15) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def test_the_archive_of_csv_files(shared: Shared, tables: dict[str, bytes]) -> None:
    """Every table as it was rendered, a README that names each with its title and whose they are; no clock."""
    with zipfile.ZipFile(shared.folder / "csv.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
        readme = archive.read("README.txt").decode()
        assert {name: archive.read(name) for name in names[1:]} == tables
    assert all(name in readme for name in tables)
    assert "scorecard-kent.csv  Scorecard: Kent, March 2016" in readme
    assert "Kent County Council: Specialist Children's Services" in readme
    assert "not a publication of the council" in readme
