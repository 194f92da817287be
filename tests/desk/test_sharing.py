"""`scorecard share` on a small pack: when it refuses, what it says, and that it leaves all or nothing."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scorecard_kit.cli import app
from scorecard_kit.desk.archive import zipped
from scorecard_kit.desk.paper import find_browser, headings, unfolded
from scorecard_kit.desk.tables_workbook import sheet_names

PACK = """title: A small pack
council: Kent County Council
status: final
published: 2016-05-13
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
  - notebook: plain
    parameters: {area: Kent}
"""


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, list(arguments))


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path]) -> Path:
    """A kit with a small pack that is rendered, once for all of these tests."""
    kit = make_kit(tmp_path_factory.mktemp("kit"))
    for name, text in {"small": PACK, "draft": PACK.replace("final", "draft")}.items():
        (kit / "parameters" / f"{name}.yaml").write_text(text, encoding="utf-8")
    before = Path.cwd()
    os.chdir(kit)
    done = run("render", "parameters/small.yaml", "parameters/draft.yaml", "--jobs", "1")
    os.chdir(before)
    assert done.exit_code == 0, done.output
    return kit


@pytest.fixture
def kit(rendered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that kit as the working directory."""
    shutil.copytree(rendered, tmp_path / "kit")
    monkeypatch.chdir(tmp_path / "kit")
    return tmp_path / "kit"


def test_what_is_shared_without_a_pdf(kit: Path) -> None:
    """The files are in place, the terminal says what was looked at, and the same pack gives the same bytes again."""
    done = run("share", "parameters/small.yaml", "--no-pdf")
    assert done.exit_code == 0, done.output
    first = files(kit / "outputs" / "small" / "share")
    assert sorted(first) == ["csv.zip", "pack.html", "tables.xlsx"]
    assert f"pack.html: HTML, {len(first['pack.html']):,} bytes" in done.stdout
    assert "Nothing found. 3 files in" in done.stdout
    assert "There is no pack.pdf, as --no-pdf asks." in done.stdout
    assert run("share", "parameters/small.yaml", "--no-pdf").exit_code == 0
    assert files(kit / "outputs" / "small" / "share") == first


def test_a_draft_is_refused_unless_asked_for(kit: Path) -> None:
    """A draft is not handed over by mistake; the message names the line and both mends."""
    refused = run("share", "parameters/draft.yaml", "--no-pdf")
    assert refused.exit_code == 2
    assert 'draft.yaml, line 3, key status: "draft" is a draft, and drafts are not handed over.' in refused.stderr
    assert "Write `status: final` and render again, or add `--draft`" in refused.stderr
    assert refused.stderr.endswith("Nothing was shared.\n")
    assert not (kit / "outputs" / "draft" / "share").exists()
    assert run("share", "parameters/draft.yaml", "--no-pdf", "--draft").exit_code == 0


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        ("data/small/results.csv", b"90,100", "plain was made from an earlier results.csv"),
        ("outputs/small/pack.html", b"small", "its pages, its parameters or the kit have changed since"),
        ("outputs/small/manifest.json", b"{", "the pack has not been rendered"),
        ("outputs/small/manifest.json", b'"rendered",\n', "plain failed when the pack was rendered"),
    ],
)
def test_what_is_not_rendered_as_it_stands_is_refused(kit: Path, name: str, change: bytes, problem: str) -> None:
    """A changed figure, a changed page, no manifest, a failed section: render first."""
    replaced = {b"90,100": b"91,100", b"small": b"other", b"{": b"", b'"rendered",\n': b'"failed",\n'}[change]
    path = kit / name
    path.write_bytes(path.read_bytes().replace(change, replaced))
    refused = run("share", "parameters/small.yaml", "--no-pdf")
    assert refused.exit_code == 2
    assert problem in refused.stderr
    assert "Run `scorecard render parameters/small.yaml` first." in refused.stderr
    assert not (kit / "outputs" / "small" / "share").exists()


def test_a_find_leaves_the_earlier_share_as_it_was(kit: Path) -> None:
    """Where something is found nothing is shared: exit code 1, place and rule, and no more than two characters."""
    assert run("share", "parameters/small.yaml", "--no-pdf").exit_code == 0
    before = files(kit / "outputs" / "small" / "share")
    path = kit / "parameters" / "small.yaml"
    path.write_text(PACK.replace("A small pack", "A small pack, ME14 1XQ"), encoding="utf-8")
    assert run("render", "parameters/small.yaml", "--jobs", "1").exit_code == 0
    done = run("share", "parameters/small.yaml", "--no-pdf")
    assert done.exit_code == 1
    assert re.search(r"^Found: pack\.html, line \d+.*: postcode \(ME…, 8 characters\)$", done.stderr, re.MULTILINE)
    assert {line.split(",")[0] for line in done.stderr.splitlines()[:-1]} >= {"Found: pack.html", "Found: tables.xlsx"}
    assert "1XQ" not in done.output
    assert "Nothing was shared" in done.stderr
    assert files(kit / "outputs" / "small" / "share") == before
    assert [name for name in files(kit / "outputs" / "small") if ".tmp" in name or "print-" in name] == []


def test_no_browser_is_said_with_its_mend(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is nothing to print with, nothing is shared, and the message says what to do."""
    monkeypatch.setenv("SCORECARD_CHROMIUM", str(kit / "no-such-browser"))
    assert find_browser() is None
    refused = run("share", "parameters/small.yaml")
    assert refused.exit_code == 2
    assert "pack.pdf: there is no browser to print it with. Install Chrome, Edge or Chromium" in refused.stderr
    assert "`--no-pdf` makes the other three files without it" in refused.stderr
    assert not (kit / "outputs" / "small" / "share").exists()


def test_a_browser_that_prints_nothing_is_named(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is no browser, or fails, is said; no traceback, nothing left behind."""
    monkeypatch.setenv("SCORECARD_CHROMIUM", "true")
    refused = run("share", "parameters/small.yaml")
    assert refused.exit_code == 2
    assert "pack.pdf: true did not print it (it wrote nothing)." in refused.stderr
    assert [name for name in files(kit / "outputs" / "small") if "print-" in name] == []


def test_names_of_sheets_are_short_and_their_own() -> None:
    """Excel takes 31 characters, no two the same whatever their capitals, and keeps some for itself."""
    long = "exception-report-adoption-plan-second-review"
    assert sheet_names([long, f"{long}-again", "Kent", "kent", "notes", "a/b[c]"]) == [
        "exception-report-adoption-plan", "exception-report-adoption-2", "Kent", "kent-2", "notes-2", "a b c",
    ]  # fmt: skip


def test_a_page_for_paper() -> None:
    """What is folded is unfolded once; headings are read as one line, without symbols that only eyes see."""
    page = '<h1>A &amp; <b>B\n C</b> <i aria-hidden="true">●</i> Red</h1><details><p>x</p></details><details open>'
    assert headings(page) == ["A & B C Red"]
    assert unfolded(page).count("<details open") == 2


def test_a_zip_without_a_clock() -> None:
    """The same members give the same bytes, whenever and wherever they are packed."""
    assert zipped({"a.txt": b"1"}) == zipped({"a.txt": b"1"})
    assert zipped({"a.txt": b"1"}) != zipped({"b.txt": b"1"})
