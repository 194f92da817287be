"""The pages of the kit, followed to the letter: every command runs, and says what the page says that it says."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from typer.testing import CliRunner

from scorecard_kit.cli import app
from tests.test_docs import PAGES, ROOT, spans

ON_WINDOWS, ON_UNIX = {"bat", "powershell"}, "sh"
WORKBOOK = Path("data/early-help/early-help.xlsx")
FILE, SHEET = re.compile(r"\S+\.(?:csv|md|yaml)"), re.compile(r"(Sheet|More rows of sheet) (\w+)")
# the kinds of blocks of pages that are not followed, and the tests of documents that take every one of them
ELSEWHERE = {
    ("docs/explanation/performance.md", "console"): "test_the_commands_of_a_cluster_are_understood",
    ("docs/explanation/chance.md", "python"): "test_the_examples_give_what_the_page_says",
    ("docs/explanation/architecture.md", "text"): "test_the_picture_of_the_layers_is_the_contract",
    ("docs/how-to/explorer.md", "python"): "test_the_how_to_shows_what_a_tab_writes",
    ("docs/how-to/work-with-frames.md", "python"): "test_every_example_gives_what_it_says",
    ("docs/reference/python.md", "python"): "test_every_module_of_a_notebook_stands_in_the_reference_of_python",
    ("docs/reference/data.md", "csv"): "test_the_csv_examples_are_rows_of_the_example_folder",
    ("docs/how-to/indicators.md", "csv"): "test_the_rows_of_the_how_to_pages_are_accepted",
    ("docs/how-to/data-sources.md", "csv"): "test_the_rows_of_the_how_to_pages_are_accepted",
    ("docs/how-to/sharing.md", "text"): "test_the_yaml_examples_are_packs",
    ("docs/reference/parameters.md", "yaml"): "test_the_yaml_examples_are_packs",
    ("docs/reference/commentary.md", "markdown"): "test_the_commentary_example_fills_in",
}


class Block(NamedTuple):
    """A fenced block of a page by its language, or a table; `heading` is the line that it stands under."""

    kind: str
    text: str
    heading: str


def blocks(page: str) -> Iterator[Block]:
    """Give the blocks of a page in order, with code that is only indented as the kind `indented`."""
    tokens, heading, rows = MarkdownIt().enable("table").parse(PAGES[page]), "", list[list[str]]()
    for token, after in zip(tokens, [*tokens[1:], Token("", "", 0)], strict=True):
        match token.type:
            case "heading_open":
                heading = after.content
            case "fence" | "code_block":
                yield Block(token.info if token.type == "fence" else "indented", token.content, heading)
            case "table_open":
                rows = []
            case "tr_open":
                rows.append([])
            case "th_open" | "td_open":
                rows[-1].append(after.content.strip("`"))
            case "table_close":
                yield Block("table", "\n".join("|".join(row) for row in rows), heading)


FOLLOWED = [page for page in PAGES if any(block.kind in {ON_UNIX, *ON_WINDOWS} for block in blocks(page))]


def test_every_block_is_followed_or_tested_elsewhere() -> None:
    """Each fenced block has a language, and stands on a page that is followed or is of a kind with its own test."""
    apart = {(page, block.kind) for page in PAGES if page not in FOLLOWED for block in blocks(page)}
    assert {kind for kind in apart if kind[1] != "table"} == set(ELSEWHERE)
    pages = ("test_docs", "test_architecture", "test_reference", "test_work_with_frames", "chance/test_chance_page",
             "explore/test_code")  # fmt: skip
    own = "".join((ROOT / "tests" / f"{name}.py").read_text(encoding="utf-8") for name in pages)
    assert [name for name in ELSEWHERE.values() if f"def {name}(" not in own] == []


@pytest.fixture
def kit(tmp_path: Path, march_pack: Path, soak: bool, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of an analyst's folders as the working directory, with the March 2016 pack rendered before.

    By day the invented county has the last thirteen of its 36 months.
    """
    for name in ("data", "notebooks", "parameters"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(march_pack, tmp_path / "outputs" / march_pack.name)
    if not soak:
        shorten(tmp_path / "data" / "westshire" / "results.csv", since="2025-03")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shorten(results: Path, since: str) -> None:
    """Leave the months before out of a file of results: a page reads the county six times, and tells of one month."""
    header, *rows = results.read_text(encoding="utf-8").splitlines(keepends=True)
    results.write_text(header + "".join(row for row in rows if row.split(",")[1] >= since), encoding="utf-8")


@pytest.mark.parametrize("page", FOLLOWED)
def test_a_page_is_followed_to_the_letter(page: str, kit: Path) -> None:
    """Its commands run, its files and sheets are typed, and each line that it promises is said or stands on a page."""
    said: list[str] = []
    steps = list(blocks(page))
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        if step.kind in ON_WINDOWS:
            lines = [on_unix(line) for line in step.text.splitlines()]
            if after and after.kind == ON_UNIX:
                assert lines == after.text.splitlines()
                continue
            said = [word for line in lines for word in run(line)]
        elif step.kind == ON_UNIX:
            is_refused = bool(after and after.kind == "text" and after.text.startswith("Error: "))
            said = [word for line in step.text.splitlines() for word in run(line, code=2 * is_refused)]
        elif step.kind == "text":
            unsaid = {*step.text.splitlines()} - {*said}
            assert unsaid - (shown(kit) if unsaid else set()) == set()
        elif step.kind == "python":
            replace_cell(kit, step.heading, step.text)
        elif step.kind == "table":
            if match := SHEET.fullmatch(step.heading):
                rows = [row.split("|") for row in step.text.splitlines()]
                type_in(kit / WORKBOOK, match[2], rows, more=match[1] != "Sheet")
        elif step.kind == "diff":
            edit(kit / step.heading, step.text.splitlines())
        else:
            assert FILE.fullmatch(step.heading), f"{page}: what is to be done with this {step.kind} block?"
            (kit / step.heading).parent.mkdir(parents=True, exist_ok=True)
            (kit / step.heading).write_text(step.text, encoding="utf-8")


def on_unix(line: str) -> str:
    """Write a line for PowerShell or the command prompt as macOS and Linux have it."""
    line = line.replace("\\", "/").replace(".venv/Scripts/", ".venv/bin/")
    return re.sub(r"^python ", "python3 ", line)


def edit(path: Path, lines: list[str]) -> None:
    """Put the lines with a plus in the place of those with a minus, which stand in the file one after the other."""
    old, new = (["\n" + line[1:] for line in lines if line.startswith(sign)] for sign in "-+")
    text = path.read_text(encoding="utf-8")
    place = text.index(old[0])
    for line in old:
        assert text.count(line + "\n") == 1, line
        text = text.replace(line, "")
    path.write_text(text[:place] + "".join(new) + text[place:], encoding="utf-8")


def run(line: str, code: int = 0) -> list[str]:
    """Run a line of a page in a copy of the kit, the working directory; give what it said, and end with that code."""
    program, *arguments = shlex.split(line)
    if program == "make":
        [target] = arguments
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), line
        return []
    if program == "mv":
        Path(arguments[0]).rename(arguments[1])
        return []
    if program == "python3":
        assert arguments == ["-m", "venv", ".venv"]
        return []
    if arguments[:3] == ["-m", "pip", "install"]:
        return installed(tuple(arguments))
    if program == ".venv/bin/python":
        assert arguments[:2] == ["-m", "scorecard_kit"], line
        arguments = arguments[2:]
    else:
        assert program == ".venv/bin/scorecard", line
    done = CliRunner().invoke(app, arguments)
    unexplained = "reconcile" in arguments and " 0 unexplained" not in done.stdout
    assert done.exit_code == (code or int(unexplained)), f"{line}\n{done.output}"
    return done.output.splitlines()


@cache
def installed(arguments: tuple[str, ...]) -> list[str]:
    """See that what an installation asks for is installed as it stands there, without a request and a change."""
    trial = ["--dry-run", "--no-index", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(
        [sys.executable, *arguments, *trial], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return []


def shown(kit: Path) -> set[str]:
    """Give every line of text of the packs that were rendered, but for that of March 2016; pack.html has no others."""
    pages = [page for page in kit.glob("outputs/*/*.html") if page.parent.name != "scs-2016-03"]
    return {line for page in pages if page.name != "pack.html" for line in lines_of(page.read_bytes())}


@cache
def lines_of(page: bytes) -> set[str]:
    """Give every line of text of a page, which is read once."""
    return set(BeautifulSoup(page, "html.parser").stripped_strings)


def replace_cell(kit: Path, heading: str, code: str) -> None:
    """Put code into the first cell under a heading of the notebook that was begun last, as one does in JupyterLab."""
    notebook = max((kit / "notebooks").glob("*.ipynb"), key=lambda path: path.stat().st_mtime_ns)
    content = json.loads(notebook.read_text(encoding="utf-8"))
    titles = ["".join(cell["source"]).splitlines()[0] for cell in content["cells"]]
    content["cells"][titles.index(f"## {heading}") + 1]["source"] = code
    notebook.write_text(json.dumps(content), encoding="utf-8")


def type_in(workbook: Path, name: str, rows: list[list[str]], *, more: bool = False) -> None:
    """Empty a sheet beneath its header and type into it, as Excel does: text into text columns, else numbers.

    `more`: type beneath what is there, which stays.
    """
    book = load_workbook(workbook)
    sheet = book[name]
    header = next(row for row in sheet.iter_rows() if rows[0][0] in [cell.value for cell in row])
    first = (sheet.max_row if more else int(header[0].row or 0)) + 1
    places = {str(cell.value): place for place, cell in enumerate(header, 1)}
    for cell in chain.from_iterable(sheet.iter_rows(min_row=first)):
        cell.value = None
    for number, row in enumerate(rows[1:], first):
        for column, text in zip(rows[0], row, strict=True):
            is_text = sheet.column_dimensions[get_column_letter(places[column])].number_format == "@"
            sheet.cell(number, places[column]).value = text if is_text or not text else float(text)
    book.save(workbook)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_in_a_sentence_can_be_typed(page: str) -> None:
    """Where a sentence gives `scorecard …` with arguments, the command takes them."""
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    program = re.compile(r"(?:\S*python -m scorecard_kit|(?:\S*[/\\])?scorecard) ([a-z].*)")
    typed = [shlex.split(match[1].replace("\\", "/")) for span in spans(PAGES[page]) if (match := program.match(span))]
    for name, *arguments in typed:
        assert name in commands
        if arguments:
            commands[name].make_context(name, arguments)
