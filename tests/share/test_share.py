"""`scorecard share` on a small pack: when it refuses, what it says, and that it leaves all or nothing."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from typer.testing import CliRunner, Result

from scorecard_kit.cli import app
from scorecard_kit.findings import InputError
from scorecard_kit.publish.browser import find_browser
from scorecard_kit.share._pdf import headings, print_pdf, unfolded
from scorecard_kit.share._workbook import sheet_names

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
    assert sorted(first) == ["csv.zip", "pack.docx", "pack.html", "tables.xlsx"]
    assert f"pack.html: HTML, {len(first['pack.html']):,} bytes" in done.stdout
    assert "Nothing found. 4 files in" in done.stdout
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
    assert "`--no-pdf` makes the other files without it" in refused.stderr
    assert not (kit / "outputs" / "small" / "share").exists()


def test_a_browser_that_prints_nothing_is_named(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is no browser, or fails, is said; no traceback, nothing left behind."""
    monkeypatch.setenv("SCORECARD_CHROMIUM", "true")
    refused = run("share", "parameters/small.yaml")
    assert refused.exit_code == 2
    assert "pack.pdf: true did not print it (it wrote nothing)." in refused.stderr
    assert [name for name in files(kit / "outputs" / "small") if "print-" in name] == []


def test_what_is_not_the_kits_stays_and_is_named(kit: Path) -> None:
    """Files and folders of somebody else, in share/ and beside it, are neither removed nor changed, and are named."""
    folder = kit / "outputs" / "small"
    mine = ("print-2016/letter.docx", "share/notes.docx", "share/old/tables.xlsx", ".share.old.tmp/pack.html")
    for name in mine:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"mine")
    for _ in range(2):
        done = run("share", "parameters/small.yaml", "--no-pdf")
        assert done.exit_code == 0, done.output
        left = "it was left there, and nobody has looked at it."
        assert done.stderr.splitlines() == [
            f"share/notes.docx is not the kit's: {left}", f"share/old/tables.xlsx is not the kit's: {left}",
        ]  # fmt: skip
        assert {(folder / name).read_bytes() for name in mine} == {b"mine"}


@pytest.mark.parametrize("name", ["tables.xlsx", "pack.pdf"])
def test_a_shared_file_that_was_changed_is_not_overwritten(kit: Path, name: str) -> None:
    """A workbook that somebody has noted something in, or a PDF of their own, is theirs: nothing is shared over it."""
    folder = kit / "outputs" / "small"
    assert run("share", "parameters/small.yaml", "--no-pdf").exit_code == 0
    record = json.loads((folder / "share.json").read_text(encoding="utf-8"))
    record["files"].setdefault("pack.pdf", "0")  # as if one had been printed, and replaced by another's
    (folder / "share.json").write_text(json.dumps(record), encoding="utf-8")
    (folder / "share" / name).write_bytes(b"mine")
    before = files(folder)
    done = run("share", "parameters/small.yaml", "--no-pdf")
    assert done.exit_code == 2
    assert f"share/{name}: the kit has not put it there, or it was changed since. Move it elsewhere" in done.stderr
    assert files(folder) == before


def test_an_earlier_pdf_goes_where_none_is_asked_for(kit: Path) -> None:
    """A file that the kit has shared and does not share now is removed with the others' replacement."""
    folder = kit / "outputs" / "small"
    assert run("share", "parameters/small.yaml", "--no-pdf").exit_code == 0
    (folder / "share" / "pack.pdf").write_bytes(b"printed")
    record = json.loads((folder / "share.json").read_text(encoding="utf-8"))
    record["files"]["pack.pdf"] = hashlib.sha256(b"printed").hexdigest()
    (folder / "share.json").write_text(json.dumps(record), encoding="utf-8")
    assert run("share", "parameters/small.yaml", "--no-pdf").exit_code == 0
    assert sorted(files(folder / "share")) == ["csv.zip", "pack.docx", "pack.html", "tables.xlsx"]


@pytest.mark.parametrize("kind", ["link", "link to nowhere", "file"])
def test_a_share_that_is_no_folder_of_its_own(kit: Path, kind: str) -> None:
    """Where share/ is a link or a file the message says so, and what it leads to stays as it was."""
    place, elsewhere = kit / "outputs" / "small" / "share", kit / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pack.html").write_bytes(b"mine")
    if kind == "file":
        place.write_bytes(b"mine")
    else:
        place.symlink_to(elsewhere if kind == "link" else kit / "nowhere")
    done = run("share", "parameters/small.yaml", "--no-pdf")
    said = "it is a file where a folder is to be made" if kind == "file" else "it is a link, and the kit writes through"
    assert (done.exit_code, done.stderr.count(f"Error: share: {said}")) == (2, 1)
    assert files(elsewhere) == {"pack.html": b"mine"}


def test_a_share_that_is_held_by_another_program(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held for good, the earlier share is there as it was, and the words are true; then the new one is."""
    folder, real = kit / "outputs" / "small", os.replace
    assert run("share", "parameters/small.yaml", "--no-pdf").exit_code == 0
    before = files(folder)
    path = kit / "parameters" / "small.yaml"
    path.write_text(PACK.replace("A small pack", "Another pack"), encoding="utf-8")
    assert run("render", "parameters/small.yaml", "--jobs", "1").exit_code == 0
    rendered = files(folder)

    def held(old: str | Path, new: str | Path) -> None:
        if str(new).endswith("tables.xlsx"):
            raise PermissionError(13, "Access is denied")
        real(old, new)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr("scorecard_kit.files.writer.sleep", lambda _: None)
    done = run("share", "parameters/small.yaml", "--no-pdf")
    assert done.exit_code == 2
    assert "share/tables.xlsx: it cannot be written (Access is denied), although it was tried" in done.stderr
    assert "Close it in Excel or the browser, then share again." in done.stderr
    assert done.stderr.endswith("small is as it was before: nothing of it was replaced.\n")
    assert files(folder) == rendered
    assert files(folder / "share") == {name[6:]: held for name, held in before.items() if name.startswith("share/")}
    monkeypatch.setattr(os, "replace", real)
    assert run("share", "parameters/small.yaml", "--no-pdf").exit_code == 0
    assert b"Another pack" in (folder / "share" / "pack.html").read_bytes()


@pytest.mark.parametrize(
    "place", ["scorecard_kit.publish.browser.tempfile.TemporaryDirectory", "pathlib.Path.write_text"]
)
def test_a_disk_that_is_full_while_it_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """No room for what the browser reads or writes is a finding with its mend, and leaves nothing."""

    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place, full)
    with pytest.raises(InputError, match=r"^pack\.pdf: it cannot be written \(No space left .*Make room on the disk"):
        print_pdf("<p>", tmp_path / ".work", "Title", "", "")
    assert list(tmp_path.iterdir()) == []


def test_names_of_sheets_are_short_and_their_own() -> None:
    """Excel takes 31 characters, no two the same whatever their capitals, and keeps some for itself."""
    long = "exception-report-adoption-plan-second-review"
    assert sheet_names([long, f"{long}-again", "Kent", "kent", "notes", "a/b[c]"]) == [
        "exception-report-adoption-plan-", "exception-report-adoption-pla-2", "Kent", "kent-2", "notes-2", "a b c",
    ]  # fmt: skip


def test_a_page_for_paper() -> None:
    """What is folded is unfolded once; headings are read as one line, without symbols that only eyes see."""
    page = '<h1>A &amp; <b>B\n C</b> <i aria-hidden="true">●</i> Red</h1><details><p>x</p></details><details open>'
    assert headings(page) == ["A & B C Red"]
    assert unfolded(page).count("<details open") == 2
