"""Where a pack may be written, and what it may read: sources are never overwritten, nothing outside is published."""

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scorecard_kit import load
from scorecard_kit.cli import app
from scorecard_kit.files.places import name_problem, output_findings, sources_of, upwards, within
from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import check, examine, read_pack
from scorecard_kit.pages import commentary
from scorecard_kit.publish.folder import open_folder
from tests.conftest import SMALL_DATA

PACK = "title: Care\nperiod: 2016-03\ndata: data/small\nsections: [{notebook: plain}]\n"
MANIFEST = {"pack": "other", "kit": "", "sections": [], "outputs": {}}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the sources of a kit, whose pack is called care, beside those of another kit."""
    for name in ("home", "beside"):
        for file in ("notebooks/plain.ipynb", "data/small/areas.csv", "parameters/care.yaml", "docs/data.md"):
            write(tmp_path / name / file, "")
    return tmp_path


def held(folder: Path) -> dict[str, bytes | str]:
    """Every file, folder and link under a folder, by name."""
    found = {}
    for path in sorted(folder.rglob("*")):
        kind = "link" if path.is_symlink() else "folder" if path.is_dir() else path.read_bytes()
        found[path.relative_to(folder).as_posix()] = kind
    return found


def write(path: Path, text: str) -> None:
    """Write a file with the folders that it takes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def link(path: Path, target: Path | str) -> None:
    """Make a link with the folders that it takes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


Prepared = Callable[[Path], object]
HOSTILE: list[tuple[str, str, Prepared | None, str]] = [
    ("home", "notebooks", None, "is home/notebooks"),
    ("home", "data", None, "is home/data"),
    ("home", "parameters", None, "is home/parameters"),
    ("home", "docs", None, "is home/docs"),
    ("home", "Data", None, "is home/data"),
    ("home/x/..", "data", None, "is home/data"),
    ("home/data", "small", None, "lies in home/data"),
    ("home/data/small", "care", None, "lies in home/data"),
    ("home/data/small/commentary", "care", None, "lies in home/data"),
    ("home/notebooks", "care", None, "lies in home/notebooks"),
    ("home/NOTEBOOKS", "care", None, "lies in home/notebooks"),
    ("home/parameters", "care", None, "lies in home/parameters"),
    ("home/docs/new", "care", None, "lies in home/docs"),
    ("home/outputs/../data", "care", None, "lies in home/data"),
    (".", "home", None, "holds home/notebooks"),
    ("..", "{name}", None, "holds home/notebooks"),
    (".", "beside", None, "holds files that the kit has not written"),
    ("beside/data", "care", None, "lies in beside/data"),
    ("beside/notebooks", "care", None, "lies in beside/notebooks"),
    ("out", "care", lambda home: link(home / "out", home / "home" / "data"), "lies in home/data"),
    ("out", "care", lambda home: link(home / "out" / "care", home / "home" / "notebooks"), "is home/notebooks"),
    ("out", "care", lambda home: link(home / "out" / "care", home / "home"), "holds home/notebooks"),
    ("out", "care", lambda home: link(home / "out" / "care", "nowhere"), "is a link that leads nowhere"),
    ("out", "care", lambda home: link(home / "out" / "care", "care"), "cannot be looked into"),
    ("out", "care", lambda home: write(home / "out" / "care", ""), "(it is a file)"),
    ("out", "care", lambda home: write(home / "out", ""), "is a file)"),
    ("out", "care", lambda home: write(home / "out/care/mine.docx", ""), "has not written, such as mine.docx"),
    ("out", "care", lambda home: write(home / "out/care/data/mine.csv", ""), "has not written, such as data/mine.csv"),
    ("out", "care", lambda home: write(home / "out/care/manifest.json", '{"name": "App"}'), "such as manifest.json"),
    ("out", "care", lambda home: write(home / "out/care/manifest.json", json.dumps(MANIFEST)), "holds the pack other"),
    ("out/other", "care", lambda home: write(home / "out/other/manifest.json", json.dumps(MANIFEST)), "lies in that"),
    ("out", "care", lambda home: link(home / "out/care/data", home / "home" / "data"), "such as data"),
    ("home" + "/long" * 900, "care", None, "cannot be looked into"),
]  # fmt: skip


@pytest.mark.parametrize(("output", "pack", "prepared", "problem"), HOSTILE)
def test_a_hostile_output_is_refused_and_nothing_is_touched(
    home: Path, monkeypatch: pytest.MonkeyPatch, output: str, pack: str, prepared: Prepared | None, problem: str
) -> None:
    """An output that is, holds or lies in what people have written, or holds others' files, is refused untouched."""
    monkeypatch.chdir(home)
    if prepared:
        prepared(home)
    before, pack = held(home), pack.format(name=home.name)
    sources = sources_of(home / "home" / "parameters" / "care.yaml", [home / "home" / "data" / "small"])
    [finding] = output_findings(Path(output).absolute() / pack, pack, sources)
    assert problem in str(finding)
    assert "--output" in finding.mend
    assert held(home) == before


@pytest.mark.parametrize(
    ("output", "prepared"),
    [
        ("home/outputs", None),
        ("new", None),
        (".", None),
        ("home", None),
        ("out", lambda home: write(home / "out/care/manifest.json", json.dumps({**MANIFEST, "pack": "care"}))),
        ("out", lambda home: write(home / "out/care/.kept/key", "")),
        ("out", lambda home: write(home / "out/care/.work/journal.json", "[]")),
        ("out", lambda home: link(home / "out/care", home / "home/outputs")),
        ("out", lambda home: write(home / "out/care/.DS_Store", "")),
        ("out", lambda home: write(home / "out/care/.pack.html.123.tmp", "")),
    ],
)
def test_an_output_of_its_own_is_taken(home: Path, output: str, prepared: Prepared | None) -> None:
    """A new folder, the pack's own one, what a killed run has left, and a link to such a place are fine."""
    (home / "home" / "outputs").mkdir()
    if prepared:
        prepared(home)
    sources = sources_of(home / "home" / "parameters" / "care.yaml", [home / "home" / "data" / "small"])
    assert output_findings(home / output / "care", "care", sources) == []


NAMES = (
    "..", ".care", "-care", "care.", "care ", "care.txt", "con", "aux", "com1", "LPT9", "Care", "care_home",
    "care\u200b", "\u0441are", "care--home", "a/b", "a\\b", "c:care", "index", "pack", "care\n", "", "x" * 250,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_cannot_be_called_so(name: str) -> None:
    """A pack's name makes a folder and a page's address on every system: small letters, digits, single hyphens."""
    problem = name_problem(name)
    assert problem
    assert problem[1].startswith(("Rename the file", "Give the file a shorter name"))


@pytest.mark.parametrize("name", ["care", "scs-2016-03", "qpr-2011-12-q3", "7"])
def test_a_pack_can_be_called_so(name: str) -> None:
    """The names that packs have."""
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("file", "output", "said"),
    [
        ("care.yaml", "..", "holds care/notebooks"),
        ("...yaml", "outputs", '...yaml: ".." cannot be the name of a pack'),
        ("con.yaml", "outputs", 'con.yaml: "con" is a name that the kit or Windows has taken'),
        (
            "Care Home.yaml",
            "outputs",
            "Rename the file in small letters, digits and single hyphens, such as care-home",
        ),
        ("care.yaml", "data", "which would be overwritten"),
        ("care.yaml", "file", "is a file)"),
    ],
)
def test_the_command_refuses_too(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_kit: Callable[[Path], Path],
    file: str,
    output: str,
    said: str,
) -> None:
    """`render` ends with exit code 2 and one message, before a lock or a folder is made; `check` refuses the name."""
    monkeypatch.chdir(tmp_path)
    kit = make_kit(tmp_path / "care")  # called as its pack, so that its own folder could be the output
    (kit / "parameters" / file).write_text(PACK, encoding="utf-8")
    (kit / "file").touch()
    before = held(tmp_path)
    done = CliRunner().invoke(app, ["render", str(kit / "parameters" / file), "--output", str(kit / output)])
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert held(tmp_path) == before
    findings = examine(kit / "parameters" / file).findings
    assert [str(finding) for finding in findings] == ([] if file == "care.yaml" else [done.stderr[7:].splitlines()[0]])


@pytest.mark.parametrize("part", ["data", "notebooks", ".kept", ".work"])
def test_no_part_of_a_pack_is_written_through_a_link(tmp_path: Path, part: str) -> None:
    """A folder within the pack's own that is in truth another is refused, and that other one stays as it was."""
    write(tmp_path / "elsewhere" / "page.html", "mine")
    link(tmp_path / "out" / "care" / part, tmp_path / "elsewhere")
    with pytest.raises(InputError, match="is a link, and the kit writes through none"):
        open_folder(tmp_path / "out" / "care", ["index.html"])
    assert held(tmp_path / "elsewhere") == {"page.html": b"mine"}


def test_a_file_that_the_kit_has_not_written_is_not_overwritten(tmp_path: Path) -> None:
    """In a pack's own folder too a page of somebody else's stays: the message names it."""
    write(tmp_path / "manifest.json", json.dumps({**MANIFEST, "outputs": {"ours.html": ""}}))
    write(tmp_path / "ours.html", "")
    write(tmp_path / "mine.html", "")
    open_folder(tmp_path, ["manifest.json", "ours.html"])
    with pytest.raises(InputError, match=r"^mine\.html: it stands where a page .* has not written it\. Move it"):
        open_folder(tmp_path, ["manifest.json", "ours.html", "mine.html"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("commentary/2016-03/visits.md", True),
        ("absent/below.md", True),
        ("../other.md", False),
        ("commentary/../../other.md", False),
        ("..\\other.md", False),
        ("/etc/hostname", False),
        ("C:\\other.md", False),
        ("C:other.md", False),
        ("\\\\server\\share\\other.md", False),
        ("linked.md", False),
        ("folder/other.md", False),
        ("circle/other.md", False),
        ("x" * 5000, True),
        ("nul\0byte", False),
        ("", False),
    ],
)
def test_within(tmp_path: Path, name: str, expected: bool) -> None:
    """A name leads to a place within a folder, whatever way it takes: by dots, a drive, a server, a link."""
    write(tmp_path / "other.md", "")
    link(tmp_path / "folder_of_data" / "linked.md", tmp_path / "other.md")
    link(tmp_path / "folder_of_data" / "folder", tmp_path)
    link(tmp_path / "folder_of_data" / "circle", "circle")
    assert within(tmp_path / "folder_of_data", name) is expected


@pytest.mark.parametrize("way", ["text", "absolute", "file", "folder", "also_for", "period"])
def test_no_commentary_comes_from_outside_the_data_folder(tmp_path: Path, way: str) -> None:
    """By name or by link: what lies elsewhere is refused by name, and never on a page."""
    for name in ("indicators.csv", "results.csv"):
        write(tmp_path / "figures" / name, SMALL_DATA[name])
    book, other = load(tmp_path / "figures"), tmp_path / "secret" / "visits.md"
    write(other, "---\nalso_for: visits\n---\nSecret")
    month, name, period = book.folder / "commentary" / "2016-03", "visits", "2016-03"
    if way == "folder":
        link(month, other.parent)
    elif way in ("file", "also_for"):
        link(month / ("visits.md" if way == "file" else "zebra.md"), other)
    elif way == "period":
        period = os.path.relpath(other.parent, book.folder / "commentary")
    else:
        name = str(other.with_suffix("")) if way == "absolute" else os.path.relpath(other.with_suffix(""), month)
    asks = partial(commentary.text, book, period, name)
    if way not in ("text", "absolute"):
        asks = partial(commentary.commentary, book, name, period, "Kent")
    with pytest.raises(InputError, match="it lies outside the data folder"):
        asks()


@pytest.mark.parametrize("place", ["../elsewhere", "{absolute}", "data/linked"])
def test_no_section_reads_data_from_outside_the_kit(
    tmp_path: Path, make_kit: Callable[[Path], Path], place: str
) -> None:
    """The data of a section's own lie in the kit as well: by dots, in full or by a link, `check` and plan refuse it."""
    kit = make_kit(tmp_path / "kit")
    shutil.copytree(kit / "data" / "small", tmp_path / "elsewhere")
    link(kit / "data" / "linked", tmp_path / "elsewhere")
    written = place.format(absolute=tmp_path / "elsewhere")
    text = PACK.replace("plain}", f"plain, parameters: {{data: {written}}}}}")
    (kit / "parameters" / "care.yaml").write_text(text, encoding="utf-8")
    [error] = [it for it in check(kit / "parameters" / "care.yaml") if it.level == "error"]
    assert str(error).startswith("care.yaml, line 4, key sections 1.parameters.data: ")
    assert str(error).endswith(" leads out of the folder that holds notebooks/. Put the data into it: data/scs.")
    with pytest.raises(InputError, match="leads out of the folder"):
        read_pack(kit / "parameters" / "care.yaml")


def test_a_folder_is_looked_for_upwards(tmp_path: Path) -> None:
    """The nearest counts; a file of the name, a blank and a name that no system takes are no folder."""
    inner = tmp_path / "a" / "b"
    (inner / "data").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    (inner / "notebooks").touch()
    assert upwards(inner, "data") == inner / "data"
    assert upwards(inner, "notebooks") == tmp_path / "notebooks"
    assert [upwards(inner, name) for name in ("", "x" * 300, "a\0b")] == [None] * 3
