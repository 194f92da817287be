"""What a section has read is recorded while it runs: a page is current as long as all of that is as it was."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from nbformat import NotebookNode

from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import Section
from scorecard_kit.publish import manifest
from scorecard_kit.reads import recorder
from scorecard_kit.run._render import prepare
from scorecard_kit.run.batch import Options, run
from scorecard_kit.run.record import looked_at, unchanged
from scorecard_kit.run.warm.zygote import Zygote
from scorecard_kit.share.share import share
from tests.run.conftest import ONE_BY_ONE, Small, notebook, read_record

PACK = """title: A small pack
status: final
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
"""
READING = ("files", "figures", "other")
RUNNING = ("arrow", "program")
TEXT = "data/small/commentary/2016-03/visits.md"
SECRET = "a-word-that-nobody-may-read"  # noqa: S105 - made up, to be looked for
SHOWING = """import pandas
from scorecard_kit.blocks.html import opening
opening("{}", repr(found), glossary=pandas.DataFrame())"""
CELLS = {
    "files": """import json, os, sqlite3
from pathlib import Path
import numpy, openpyxl, pandas
import helper
found = [numpy.loadtxt("stray.csv").tolist(), pandas.read_csv("table.csv").to_numpy().tolist(), helper.WORD]
with sqlite3.connect("store.db") as store:
    store.execute("attach 'attached.db' as beside")
    found += store.execute("select word from words union all select word from beside.words").fetchall()
found += [openpyxl.load_workbook("book.xlsx").active["A1"].value, json.loads(Path(data, "own.json").read_text())]
found += [Path("../outside.txt").read_text(), sorted(os.listdir("inbox")), Path("absent.txt").exists()]
found += [len(os.environ.get("SCORECARD_WORD", "")), Path(data, "measured.txt").stat().st_size]""",
    "arrow": """import pyarrow.parquet
found = pyarrow.parquet.read_table("arrow.parquet").to_pydict()""",
    "figures": """from scorecard_kit.pages import commentary
from scorecard_kit import load
book = load(data, small_counts, areas="Kent", period=period)
text = commentary.find(book.folder, period, "visits", "Kent")
found = [book.results["numerator"].map(str).tolist(), book.areas["area"].tolist(), text and text.text]""",
    "other": """from scorecard_kit import load
found = load("data/other", small_counts, areas="Kent").results["numerator"].map(str).tolist()""",
    "program": """import subprocess, sys
found = subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, text=True).stdout""",
}


def store_word(path: Path, word: str) -> None:
    """Put a word into a SQLite file."""
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("create table if not exists words (word)")
        store.execute("delete from words")
        store.execute("insert into words values (?)", [word])


def lay_out(root: Path, make_kit: Callable[[Path], Path]) -> Small:
    """A kit whose sections read in every way that a cell may."""
    kit = make_kit(root)
    for name, source in CELLS.items():
        cells = [
            ("parameters", 'data: str = "data/small"\nperiod: str = "2016-03"\nsmall_counts: dict = {}'),
            ("", source),
            ("", SHOWING.format(name.capitalize())),
        ]
        (kit / "notebooks" / f"{name}.ipynb").write_text(notebook(cells), encoding="utf-8")
    for pack, sections in (("small", READING), ("running", RUNNING)):
        text = PACK + "".join(f"  - notebook: {name}\n" for name in sections)
        (kit / "parameters" / f"{pack}.yaml").write_text(text, encoding="utf-8")
    other = kit / "data" / "other"
    other.mkdir()
    for path in (kit / "data" / "small").glob("*.csv"):
        (other / path.name).write_bytes(path.read_bytes())
    texts = {
        "stray.csv": "1\n2\n", "table.csv": "a,b\n1,2\n", "helper.py": "WORD = 'helped'\n", "inbox/one.txt": "",
        "data/small/own.json": "[1]", "data/small/measured.txt": "12", "../outside.txt": "outside",
        TEXT: "## Commentary\n\nSeen.\n", "data/small/unread.txt": "1",
    }  # fmt: skip
    for name, text in texts.items():
        (kit / name).parent.mkdir(parents=True, exist_ok=True)
        (kit / name).write_text(text, encoding="utf-8")
    store_word(kit / "store.db", "stored")
    store_word(kit / "attached.db", "attached")
    write_book(kit / "book.xlsx", 1)
    pd.DataFrame({"a": [1]}).to_parquet(kit / "arrow.parquet")
    return Small(kit)


def write_book(path: Path, value: int) -> None:
    """Write a workbook of one cell."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = value
    book.save(path)


def replaced(name: str, old: str, new: str) -> Callable[[Path], object]:
    """What changes a text in a file of the kit."""
    return lambda kit: (kit / name).write_text((kit / name).read_text(encoding="utf-8").replace(old, new), "utf-8")


EDITS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "files was made from an earlier stray.csv": ("stray.csv", replaced("stray.csv", "2", "3")),
    "files was made from an earlier table.csv": ("table.csv", replaced("table.csv", "1,2", "1,7")),
    "files was made from an earlier helper.py": ("helper.py", replaced("helper.py", "helped", "differs")),
    "files was made from an earlier store.db": ("store.db", lambda kit: store_word(kit / "store.db", "restored")),
    "files was made from an earlier attached.db": ("attached.db", lambda kit: store_word(kit / "attached.db", "other")),
    "files was made from an earlier book.xlsx": ("book.xlsx", lambda kit: write_book(kit / "book.xlsx", 4711)),
    "files was made from an earlier data/small/own.json": (
        "data/small/own.json", replaced("data/small/own.json", "1", "815"),
    ),
    "files was made from an earlier data/small/measured.txt": (
        "data/small/measured.txt", replaced("data/small/measured.txt", "12", "1234567"),
    ),
    "files was made from an earlier ../outside.txt": ("../outside.txt", replaced("../outside.txt", "outs", "ins")),
    "files was made before absent.txt was there": ("absent.txt", lambda kit: (kit / "absent.txt").write_text("")),
    "files was made from other files in inbox": (
        "inbox/two.txt", lambda kit: (kit / "inbox" / "two.txt").write_text("")
    ),
    "figures was made from an earlier results.csv": (
        "data/small/results.csv", replaced("data/small/results.csv", ",90,100", ",91,100"),
    ),
    "figures was made from an earlier areas.csv": (
        "data/small/areas.csv",
        replaced("data/small/areas.csv", "North Kent,area", "South Kent,area,Kent\nNorth Kent,area"),
    ),
    "figures was made from an earlier commentary/2016-03/visits.md": (TEXT, replaced(TEXT, "Seen", "Seen again")),
    "other was made from an earlier results.csv": (
        "data/other/results.csv", replaced("data/other/results.csv", ",90,100", ",92,100"),
    ),
}  # fmt: skip
"""By what `share` says then: the file, and what is done to it."""
SHOWN = {
    "files": ("3.0", "differs", "restored", "815", "ins", "two.txt", "True", "4711", "7", "other"),
    "figures": ("91", "South Kent", "Seen again"),
    "other": ("92",),
}
"""What each page shows when everything has been edited."""


@pytest.fixture(scope="module")
def reading(
    tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path], zygote: Zygote
) -> Iterator[Small]:
    """A kit that has been rendered as a batch, in warm kernels. Who changes it puts back what there was."""
    assert zygote
    kit = lay_out(tmp_path_factory.mktemp("reads") / "kit", make_kit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCORECARD_WORD", SECRET)
        jobs = [prepare(kit.pack.with_name(f"{name}.yaml"), kit.root / "outputs") for name in ("small", "running")]
        assert [(result.rendered, result.failed) for result in run(jobs, Options())] == [(READING, ()), (RUNNING, ())]
        yield kit


def refusal(kit: Small) -> str:
    """Why the pack is not shared."""
    with pytest.raises(InputError) as refused:
        share(kit.pack, kit.root / "outputs", pdf=False)
    return str(refused.value)


def reads_of(kit: Small) -> dict[str, dict[str, Any]]:
    """What the manifest says that each section has read."""
    return {section["name"]: section["reads"] for section in kit.manifest()["sections"]}


@pytest.mark.parametrize(("words", "edit"), [(words, edit) for words, (_, edit) in EDITS.items()])
def test_share_refuses_a_page_that_was_made_from_something_else(
    reading: Small, words: str, edit: Callable[[Path], object]
) -> None:
    """Whatever is edited, of all that a section has read, the section and the file are named, and all is well again."""
    path = reading.root / next(name for said, (name, _) in EDITS.items() if said == words)
    before = (path.read_bytes(), path.stat().st_mtime_ns) if path.exists() else None
    assert unchanged(reading.pack, reading.root / "outputs") == list(READING)
    edit(reading.root)
    assert unchanged(reading.pack, reading.root / "outputs") == []
    said = refusal(reading)
    path.unlink()
    if before is not None:
        path.write_bytes(before[0])
        os.utime(path, ns=(before[1], before[1]))
    assert said.startswith(f"small.yaml: {words}. Run `scorecard render ")
    assert unchanged(reading.pack, reading.root / "outputs") == list(READING)


def test_share_refuses_a_page_that_was_made_in_another_environment(
    reading: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that a cell has read is named, and nothing of what it holds or has held is said or written."""
    monkeypatch.setenv("SCORECARD_WORD", f"{SECRET}-changed")
    said = refusal(reading)
    assert "files was made with another SCORECARD_WORD in the environment" in said
    monkeypatch.delenv("SCORECARD_WORD")
    assert refusal(reading) == said
    monkeypatch.setenv("SCORECARD_WORD", SECRET)
    assert unchanged(reading.pack, reading.root / "outputs") == list(READING)
    written = [path.read_text(encoding="utf-8") for path in reading.folder.rglob("*") if path.is_file()]
    assert [text for text in [said, *written] if SECRET in text] == []


def test_a_record_names_nothing_of_the_machine(reading: Small) -> None:
    """Paths are seen from the root, in the manifest as in the executed notebook, where the record stands too."""
    reads = reads_of(reading)
    record = read_record(reading.folder / "notebooks" / "files.ipynb")
    assert record.metadata["scorecard"]["reads"] == reads["files"]
    said = json.dumps(reads)
    assert [place for place in (str(reading.root), str(Path.home()), '"/') if place in said] == []
    assert {"stray.csv", "../outside.txt", "absent.txt"} <= set(reads["files"]["files"])


def test_every_page_is_made_again_where_all_has_changed(
    tmp_path: Path, make_kit: Callable[[Path], Path], reading: Small
) -> None:
    """The next render shows what is there now, in warm kernels and, section by section, in an ordinary one.

    Both see the same: the digests of all files are those of the first way.
    """
    kit = lay_out(tmp_path / "kit", make_kit)
    run([prepare(kit.pack, kit.root / "outputs", ("files",))], ONE_BY_ONE)
    plainly, warmly = reads_of(kit)["files"], reads_of(reading)["files"]
    names = [name for name in warmly["files"] if "_" not in Path(name).name and not name.endswith((".db", ".xlsx"))]
    assert {name: plainly["files"].get(name) for name in names} == {name: warmly["files"][name] for name in names}
    assert plainly["folders"] == warmly["folders"]
    assert {"store.db", "attached.db", "book.xlsx"} <= set(plainly["files"])
    for _, edit in EDITS.values():
        edit(kit.root)
    assert kit.run().rendered == READING
    for name, words in SHOWN.items():
        page = kit.pages()[f"{name}.html"].decode()
        assert [word for word in words if word not in page] == []
    assert kit.run().rendered == ()


def test_what_reads_past_python_makes_its_section_run_each_time(reading: Small) -> None:
    """Nobody can tell what another program or pyarrow has read, perhaps elsewhere; `share` goes by what can be seen."""
    path = reading.pack.with_name("running.yaml")
    assert unchanged(path, reading.root / "outputs") == []
    [result] = run([prepare(path, reading.root / "outputs")], Options())
    assert (result.rendered, result.warnings) == (RUNNING, ())
    assert share(path, reading.root / "outputs", pdf=False).report.leaks == ()
    store_word(reading.root / "store.db", "stored")
    said = json.loads((reading.root / "outputs" / "running" / "manifest.json").read_bytes())
    assert [section["reads"]["again"] for section in said["sections"]] == [["imports pyarrow"], ["runs a program"]]
    pd.DataFrame({"a": [99]}).to_parquet(reading.root / "arrow.parquet")
    with pytest.raises(InputError, match=r"arrow was made from an earlier arrow.parquet \(it imports pyarrow"):
        share(path, reading.root / "outputs", pdf=False)


def given_back(kit: Small, name: str) -> Callable[[Section, Path], NotebookNode]:
    """An executor that runs nothing: it gives the earlier record, and changes a file meanwhile."""

    def execute(section: Section, root: Path) -> NotebookNode:
        replaced(name, "2", "3")(root)
        return read_record(kit.folder / "notebooks" / f"{section.name}.ipynb")

    return execute


def test_what_changes_while_a_section_runs_is_said_and_read_again(small: Small) -> None:
    """Its page was made from what is no longer there: it does not count as current, and the next render runs it."""
    small.change("notebooks/plain.ipynb", "if fail:", "open('stray.csv').read()\\nif fail:")
    (small.root / "stray.csv").write_text("2", encoding="utf-8")
    assert small.run().rendered == ("plain",)
    job = prepare(small.pack, small.root / "outputs", ("plain",))
    [result] = run([job], Options(force=True), executor=given_back(small, "stray.csv"))
    words = "plain was made from an earlier stray.csv, which was changed while it ran: render again."
    assert result.warnings[-1] == words
    assert small.manifest()["seen"] == ""
    assert small.run().rendered == ("plain",)
    assert small.run().rendered == ()


def test_a_page_that_another_section_has_overtaken_is_named(small: Small) -> None:
    """One section writes what another has read: whichever was current when it did is not so any more, and is made."""
    small.change("notebooks/plain.ipynb", "if fail:", "open('between.txt').read()\\nif fail:")
    small.change("notebooks/sliced.ipynb", "rows = book", "open('between.txt', 'w').write(area)\\nrows = book")
    (small.root / "between.txt").write_text("before", encoding="utf-8")
    assert small.run(only=("plain",)).rendered == ("plain",)
    result = small.run()
    assert "plain" in result.unchanged
    words = "plain was made from an earlier between.txt, which was changed meanwhile: render again."
    assert words in result.warnings
    assert small.manifest()["seen"] == ""
    assert "plain" in small.run().rendered


def test_commentary_of_a_folder_that_is_not_loaded_is_looked_at(tmp_path: Path) -> None:
    """A section may show the words of another folder alone: they are among what is looked at at a glance."""
    text = tmp_path / "data" / "other" / "commentary" / "2016-03" / "visits.md"
    text.parent.mkdir(parents=True)
    text.write_text("one", encoding="utf-8")
    asked = {"asked": ["data/other", "2016-03", "visits", "Kent"], "found": "x"}
    entries = [{"reads": {"commentary": [asked]}}]
    before = looked_at({}, tmp_path, tmp_path / "data" / "small", entries)
    text.write_text("two", encoding="utf-8")
    assert looked_at({}, tmp_path, tmp_path / "data" / "small", entries) != before


def test_the_manifest_learns_no_digest_that_no_page_was_made_from(small: Small) -> None:
    """What is read by nobody has no digest, and the notebook of a section that was left alone has its earlier one.

    What was looked at is another matter: the next command sees at a glance that there is nothing to do.
    """
    before = small.manifest()["inputs"]
    small.change("data/small/results.csv", "reviews,2016-03,Kent,,90,100", "reviews,2016-03,Kent,,91,100")
    (small.root / "data" / "small" / "notes.txt").write_text("read by nobody", encoding="utf-8")
    small.run(only=("sliced-kent",))
    ran = small.manifest()["inputs"]
    assert {name for name in ran if ran[name] != before.get(name)} == {"data/small/results.csv"}
    small.change("notebooks/plain.ipynb", "results for", "results are for")
    small.run(only=("sliced-kent",))
    assert small.manifest()["inputs"]["notebooks/plain.ipynb"] == before["notebooks/plain.ipynb"]
    assert set(small.run().rendered) == {"sliced-indicator-reviews", "plain"}
    said = small.manifest()
    (small.root / "data" / "small" / "notes.txt").write_text("still read by nobody", encoding="utf-8")
    assert unchanged(small.pack, small.root / "outputs") == []
    assert small.run().rendered == ()
    assert small.manifest()["inputs"] == said["inputs"]
    assert "data/small/notes.txt" not in said["inputs"]
    assert small.manifest()["seen"] != said["seen"]
    assert len(unchanged(small.pack, small.root / "outputs")) == 5


@pytest.mark.parametrize("part", ["kit_digest", "installed", "versions"])
def test_the_kit_and_the_libraries_are_in_the_key(reading: Small, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """A template of the kit, or the version of any library, is an input of every page."""
    other: Any = {"pandas": "0"} if part == "versions" else "another"
    monkeypatch.setattr(manifest, part, lambda: other)
    assert "files was made from an earlier notebook, with other parameters or by another version" in refusal(reading)


def test_the_template_and_what_is_installed_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte of a template, and one version in site-packages, are another kit and other libraries."""
    sources = tmp_path / "kit" / "publish" / "templates"
    sources.mkdir(parents=True)
    (sources / "page.html.j2").write_text("one", encoding="utf-8")
    monkeypatch.setattr(manifest, "__file__", str(tmp_path / "kit" / "publish" / "manifest.py"))
    before = manifest.kit_digest()
    (sources / "page.html.j2").write_text("two", encoding="utf-8")
    assert manifest.kit_digest() != before
    packages = tmp_path / "site-packages"
    (packages / "pkg-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(packages)])
    one = manifest.installed()
    os.rename(packages / "pkg-1.0.dist-info", packages / "pkg-1.1.dist-info")  # noqa: PTH104 - as an installer
    assert manifest.installed() != one


def test_an_analysts_settings_of_matplotlib_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the working folder, in the folder of the settings, or as a style there: every chart takes them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "settings"))
    (tmp_path / "settings" / "stylelib").mkdir(parents=True)
    found = {manifest.installed()}
    for name in ("matplotlibrc", "settings/matplotlibrc", "settings/stylelib/council.mplstyle"):
        (tmp_path / name).write_text(f"lines.linewidth: {len(name)}", encoding="utf-8")
        found.add(manifest.installed())
    assert len(found) == 4


def test_a_digest_of_a_variable_tells_nothing_without_its_salt() -> None:
    """The same value has another digest in each record, and one that is not set has none."""
    digests = {recorder.variable_digest("NAME", "value", salt) for salt in ("one", "two")}
    assert (len(digests), recorder.variable_digest("NAME", None, "one")) == (2, "")
