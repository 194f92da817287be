"""A plan to files, with real kernels: whole files or none, each failure named, nothing of this machine in them."""

import getpass
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest

from scorecard_kit.findings import InputError
from scorecard_kit.publish.folder import open_folder, write, write_all
from scorecard_kit.run._render import Result, Step, prepare
from scorecard_kit.run.batch import run
from scorecard_kit.run.kernel import cell_number, scrub
from scorecard_kit.run.warm.zygote import Zygote
from tests.run.conftest import ONE_BY_ONE

PACK = """title: A small pack
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
"""
AT_FIRST = """  - notebook: plain
    parameters: {area: Kent}
  - notebook: one_indicator
    for_each: {indicator: red}
  - notebook: noisy
"""
THEN = """  - notebook: plain
    parameters: {area: Kent, fail: true}
  - notebook: one_indicator
    for_each: {indicator: red}
  - notebook: leaving
  - notebook: dying
  - notebook: scripted
  - notebook: misled
"""


class Run(NamedTuple):
    """A render, and the folder as it was after it."""

    result: Result
    files: dict[str, bytes]
    steps: list[Step]

    def manifest(self) -> dict[str, Any]:
        """What manifest.json says."""
        said: dict[str, Any] = json.loads(self.files["manifest.json"])
        return said

    def entry(self, section: str) -> dict[str, Any]:
        """What manifest.json says of one section."""
        [entry] = [entry for entry in self.manifest()["sections"] if entry["name"] == section]
        return dict(entry)

    def text(self, file: str) -> str:
        """A file's text."""
        return self.files[file].decode()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rendered(kit: Path, entries: str, only: tuple[str, ...] = (), *, warm: bool = True) -> Run:
    """Render the kit's pack with these sections, one after the other."""
    path, steps = kit / "parameters" / "small.yaml", list[Step]()
    path.write_text(PACK + entries, encoding="utf-8")
    [result] = run([prepare(path, kit / "outputs", only)], ONE_BY_ONE._replace(warm=warm), steps.append)
    return Run(result, contents(kit / "outputs" / "small"), steps)


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path], zygote: Zygote) -> Iterator[Path]:
    """A kit beside a kernel specification of another environment, whose interpreter is not there."""
    assert zygote
    root = make_kit(tmp_path_factory.mktemp("kit"))
    other = tmp_path_factory.mktemp("jupyter") / "kernels" / "python3"
    other.mkdir(parents=True)
    spec = {"argv": ["/no/such/python", "-f", "{connection_file}"], "display_name": "Other", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(other.parent.parent))
        yield root


@pytest.fixture(scope="module")
def first(kit: Path) -> Run:
    """A pack of three sections, rendered in ordinary kernels, and then a file of somebody else's put beside it."""
    run = rendered(kit, AT_FIRST, warm=False)
    (kit / "outputs" / "small" / "minutes.html").write_text("not ours", encoding="utf-8")
    return run


@pytest.fixture(scope="module")
def again(kit: Path, first: Run) -> Run:
    """The same pack once more, from here on in kernels that start warm."""
    del first
    return rendered(kit, AT_FIRST)


@pytest.fixture(scope="module")
def later(kit: Path, again: Run) -> Run:
    """The pack after a change: a section fails that had a page, four are new and fail, one is no longer planned."""
    del again
    return rendered(kit, THEN)


@pytest.fixture(scope="module")
def alone(kit: Path, later: Run) -> Run:
    """One section rendered by its notebook's name, when another that never had a page has come into the plan."""
    del later
    return rendered(kit, AT_FIRST + "  - notebook: plain\n    name: newcomer\n", ("one_indicator",))


def test_a_kernel_specification_of_another_environment_is_not_used(first: Run) -> None:
    """Kernels run this interpreter, whatever specification of the name python3 is installed."""
    assert (first.result.rendered, first.result.failed) == (("plain", "one-indicator-visits", "noisy"), ())


def test_print_on_a_page_is_warned_of(first: Run) -> None:
    """A print that was left in stands on the page, and result and manifest say in which section and cell."""
    [warning] = first.result.warnings
    assert first.entry("noisy")["warnings"] == [warning]
    assert warning.startswith('notebooks/noisy.ipynb, cell 3: "printed . python')
    assert warning.endswith("and stands on the page of noisy. Take the print out, or tag the cell not-on-page.")
    assert first.entry("plain")["warnings"] == []


def test_the_files_of_a_pack(first: Run) -> None:
    """A page and a record each, figures where there are any, and the pack's own three files; nothing else is left."""
    assert sorted(first.files) == [
        "data/plain.csv",
        "index.html",
        "manifest.json",
        "noisy.html",
        "notebooks/noisy.ipynb",
        "notebooks/one-indicator-visits.ipynb",
        "notebooks/plain.ipynb",
        "one-indicator-visits.html",
        "pack.html",
        "plain.html",
    ]
    assert first.files["data/plain.csv"] == b"area,results\nKent,4\n"
    assert [title in first.text("pack.html") for title in ("Plain Kent", "visits", "Noisy")] == [True] * 3


def test_progress_is_told_section_by_section(first: Run) -> None:
    """Each section is told when it starts and when it has ended."""
    assert [(step.number, step.total, step.section, step.seconds is None) for step in first.steps] == [
        (1, 3, "plain", True),
        (1, 3, "plain", False),
        (2, 3, "one-indicator-visits", True),
        (2, 3, "one-indicator-visits", False),
        (3, 3, "noisy", True),
        (3, 3, "noisy", False),
    ]


def test_the_manifest(kit: Path, first: Run) -> None:
    """It names every input with its sha256, the versions, and what became of each section."""
    said = first.manifest()
    names = [f"data/small/{name}.csv" for name in ("areas", "indicators", "results", "targets")]
    names += [f"notebooks/{name}.ipynb" for name in ("noisy", "one_indicator", "plain")]
    assert sorted(said["inputs"]) == [*names, "parameters/small.yaml"]
    results = (kit / "data" / "small" / "results.csv").read_bytes()
    assert said["inputs"]["data/small/results.csv"] == hashlib.sha256(results).hexdigest()
    assert said["versions"]["python"] == sys.version.split()[0]
    entry = first.entry("one-indicator-visits")
    assert entry["seconds"] > 0
    assert {key: entry[key] for key in ("notebook", "parameters", "status", "page", "error")} == {
        "notebook": "notebooks/one_indicator.ipynb",
        "parameters": {"data": "data/small", "period": "2016-03", "indicator": "visits"},
        "status": "rendered",
        "page": "one-indicator-visits.html",
        "error": "",
    }


def test_nothing_of_this_machine_is_in_a_file(kit: Path, first: Run) -> None:
    """A notebook that prints its folder, its interpreter and a warning leaves none of them in record or page."""
    places = [str(kit), sys.prefix, str(Path.home())]
    found = [(name, place) for name, text in first.files.items() for place in places if place.encode() in text]
    assert found == []
    assert f'"{getpass.getuser()}"' not in first.text("notebooks/noisy.ipynb")
    assert "printed . python" in first.text("notebooks/noisy.ipynb")


def test_the_record_is_a_whole_notebook(kit: Path, first: Run) -> None:
    """The executed record is valid, names its notebook, and holds the parameters that it was run with."""
    record = nbformat.reads(first.text("notebooks/plain.ipynb"), as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(record)
    assert record.metadata.papermill.input_path == "plain.ipynb"
    assert record.metadata.papermill.parameters["report"] == "small"
    assert (kit / "notebooks" / "plain.ipynb").read_text(encoding="utf-8").count('"outputs": []') == 6


def test_two_renders_give_the_same_bytes(first: Run, again: Run) -> None:
    """Pages and figures hold no time and no order by chance; only records and the manifest may differ."""
    pages = {name: text for name, text in first.files.items() if name.endswith((".html", ".csv"))}
    assert len(pages) == 6
    assert pages == {name: again.files[name] for name in pages}


def test_each_failure_names_notebook_cell_and_cause(later: Run) -> None:
    """The cell is the one that JupyterLab numbers so; an error in the data is told in full; the others are rendered."""
    assert later.result.rendered == ("one-indicator-visits",)
    script = "a <script> element"
    *failed, misled = later.result.failed
    assert failed == [
        "plain failed: notebooks/plain.ipynb, cell 4: ValueError: not in yet",
        "leaving failed: notebooks/leaving.ipynb, cell 4: the notebook stopped itself (sys.exit)",
        "dying failed: notebooks/dying.ipynb, cell 3: the kernel died: its process ended (exit code 1)",
        f"scripted failed: notebooks/scripted.ipynb, cell 4: the output holds {script}, which no page may hold",
    ]
    assert misled.startswith(
        "misled failed: notebooks/misled.ipynb, cell 3: no/such/folder: there is no such data folder"
    )


def test_a_failed_section_keeps_its_earlier_page(again: Run, later: Run) -> None:
    """Page, figures and record stay to the byte, and index and manifest say from when they are."""
    kept = ["plain.html", "data/plain.csv", "notebooks/plain.ipynb"]
    assert [later.files[name] for name in kept] == [again.files[name] for name in kept]
    entry = later.entry("plain")
    assert (entry["status"], entry["page"]) == ("failed", "plain.html")
    assert entry["rendered"] == again.entry("plain")["rendered"]
    assert re.search(r"This page is from \d{1,2} \w+ \d{4}; it could not be rendered since\.", later.text("index.html"))
    assert "Plain Kent" in later.text("pack.html")


def test_a_failed_section_without_an_earlier_page_has_none(later: Run) -> None:
    """Not even a half-written page, a figure or a record is there of a section that has only failed."""
    new = ("leaving", "dying", "scripted", "misled")
    assert [name for name in later.files if Path(name).stem in new] == []
    assert [(later.entry(name)["status"], later.entry(name)["page"]) for name in new] == [("failed", "")] * 4


def test_pages_that_are_no_longer_planned_are_removed(later: Run) -> None:
    """After a complete run a section that left the plan leaves the folder, and nobody else's file does."""
    assert [name for name in later.files if "noisy" in name] == []
    assert later.files["minutes.html"] == b"not ours"
    assert not [name for name in later.files if name.endswith(".tmp")]


def test_one_section_alone_leaves_the_others_as_they_are(later: Run, alone: Run) -> None:
    """Only the named section runs; index and pack.html still hold the others, and say which was never rendered."""
    assert alone.result.rendered == ("one-indicator-visits",)
    kept = ["plain.html", "data/plain.csv", "notebooks/plain.ipynb"]
    assert [alone.files[name] for name in kept] == [later.files[name] for name in kept]
    assert ["Plain Kent" in alone.text(page) for page in ("index.html", "pack.html")] == [True, True]
    assert "This section has not been rendered yet." in alone.text("index.html")
    assert [entry["name"] for entry in alone.manifest()["sections"]][:2] == ["plain", "one-indicator-visits"]


@pytest.fixture
def own_kit(tmp_path: Path, make_kit: Callable[[Path], Path]) -> Path:
    """A kit of its own for a test in which nothing is run."""
    root = make_kit(tmp_path)
    (root / "parameters" / "small.yaml").write_text(PACK + AT_FIRST, encoding="utf-8")
    return root


def complaints(kit: Path, only: tuple[str, ...] = ()) -> list[str]:
    """What preparing to render complains of."""
    with pytest.raises(InputError) as caught:
        prepare(kit / "parameters" / "small.yaml", kit / "outputs", only)
    return [str(finding) for finding in caught.value.findings]


def test_an_output_folder_that_cannot_be_written(own_kit: Path) -> None:
    """A file in the folder's place stops the render before anything is run."""
    (own_kit / "outputs").write_text("", encoding="utf-8")
    [message] = complaints(own_kit)
    assert message.startswith(f"--output: the folder {own_kit / 'outputs' / 'small'} cannot be written (")


def test_every_file_that_cannot_be_replaced_is_named(own_kit: Path) -> None:
    """A page or figures that cannot be replaced stop the render before anything is run, all at once."""
    for name in ("index.html", "plain.html", "data/plain.csv"):
        (own_kit / "outputs" / "small" / name).mkdir(parents=True)
    problem = "it is a folder where a file is to be written. Move it elsewhere."
    names = ["index.html", "plain.html", "plain.csv"]
    assert complaints(own_kit) == [f"{name}: {problem}" for name in names]


def test_only_names_a_section_or_a_notebook(own_kit: Path) -> None:
    """A word that is neither is met with the nearest that is."""
    assert complaints(own_kit, ("plane",)) == [
        '--only: "plane" is neither a section of the pack nor its notebook. Did you mean "plain"?'
    ]
    [other] = complaints(own_kit, ("nothing",))
    assert other.partition("There are: ")[2].count("plain") == 1  # a section that is called as its notebook is


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where the old file cannot be replaced it stays, the message says so, and no temporary file is left."""
    (tmp_path / "page.html" / "held").mkdir(parents=True)
    with pytest.raises(
        InputError, match=r"^page\.html: it cannot be written \(.*\)\. Close it in Excel or the browser"
    ):
        write(tmp_path / "page.html", "new")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["held", "page.html"]


def test_a_manifest_cannot_remove_a_file_outside_the_pack(tmp_path: Path) -> None:
    """Names that lead out of the folder, or are not those of a section's files, are passed over."""
    folder = tmp_path / "pack"
    open_folder(folder, [])
    for path in (tmp_path / "outside.html", folder / "ours.html", folder / "data" / "other.txt"):
        path.write_text("", encoding="utf-8")
    gone = ["../outside.html", str(tmp_path / "outside.html"), "ours.html", "data/other.txt", "", "absent.html"]
    write_all(folder, {"manifest.json": ""}, gone)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "manifest.json", "other.txt", "outside.html",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "expected"),
    [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3)],  # markdown, imports, parameters, papermill's own cell, the first after it
)
def test_a_cell_has_the_number_that_jupyterlab_gives_it(place: int, expected: int) -> None:
    """Markdown is not counted, nor the cell that papermill puts in after the parameters."""
    path = Path(__file__).parents[1] / "notebooks" / "plain.ipynb"
    source = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert cell_number(source, {"area": "Kent"}, place) == expected


def test_paths_are_taken_out_of_a_text(tmp_path: Path) -> None:
    """Paths under the root are shown as seen from it, others shortened, and a longer name is left alone."""
    text = f"{tmp_path}/data/x.csv, {tmp_path}, {tmp_path}-other, {sys.prefix}/lib"
    beside = scrub(f"{tmp_path}-other", tmp_path)
    assert scrub(text, tmp_path) == f"data/x.csv, ., {beside}, python/lib"
