"""The run: what is executed again and what is not, what passes for done, and that parallel is as serial."""

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import nbformat
import pytest
from papermill.iorw import papermill_io

from scorecard_kit.pack.plan import Section
from scorecard_kit.run._render import prepare
from scorecard_kit.run.batch import Options, run
from scorecard_kit.run.kernel import SectionError
from tests.conftest import ROOT, run_command
from tests.run.conftest import EVERYTHING, ONE_BY_ONE, Small, notebook

PACKS = sorted((ROOT / "parameters").glob("*.yaml"))


def test_parallel_is_as_serial(small: Small) -> None:
    """Pages and figures are those of the plain render, byte for byte."""
    run([prepare(small.pack, small.root / "plainly")], ONE_BY_ONE)
    mine = small.pages()
    theirs = Small(small.root).folder.parent.parent / "plainly" / "small"
    assert mine == {name: (theirs / name).read_bytes() for name in mine}
    assert len(mine) == 8


def test_nothing_is_run_where_nothing_has_changed(small: Small) -> None:
    """Neither a section runs nor a file is written."""
    before = {path: path.stat().st_mtime_ns for path in small.folder.rglob("*.html")}
    result = small.run()
    assert (result.rendered, result.unchanged) == ((), EVERYTHING)
    assert before == {path: path.stat().st_mtime_ns for path in small.folder.rglob("*.html")}


def test_the_command_imports_nothing_where_nothing_has_changed(small: Small) -> None:
    """Not even the data are read: the files' digests tell that all is as it was."""
    said = "['jupyter_client', 'matplotlib', 'nbconvert', 'numpy', 'pandas', 'papermill']"
    code = (
        f"import atexit, sys; from scorecard_kit.cli import main; sys.argv = ['scorecard', 'render', '{small.pack}'];"
        f"atexit.register(lambda: print([name for name in {said} if name in sys.modules])); main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=small.root, capture_output=True, text=True, check=False)
    index = Path("outputs") / "small" / "index.html"
    assert done.stdout.splitlines() == [f"small: 5 sections unchanged: {index}", "[]"]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("data/small/results.csv", "visits,2016-03,North Kent,,40,50", "visits,2016-03,North Kent,,41,50",
         ("sliced-north-kent", "sliced-indicator-visits", "plain")),
        ("data/small/results.csv", "reviews,2016-03,Kent,,90,100", "reviews,2016-03,Kent,,91,100",
         ("sliced-kent", "sliced-indicator-reviews", "plain")),
        ("data/small/targets.csv", "reviews,2015-04,85", "reviews,2015-04,86",
         ("sliced-kent", "sliced-north-kent", "sliced-indicator-reviews", "plain")),
        ("data/small/indicators.csv", "Reviews in time", "Reviews in good time", EVERYTHING),
        ("notebooks/sliced.ipynb", "Part {area}", "Of {area}", ("sliced-kent", "sliced-north-kent")),
        ("parameters/small.yaml", "title: A small pack", "title: Another pack", ()),
        ("parameters/small.yaml", "period: 2016-03", "period: 2016-02", EVERYTHING),
    ],
)  # fmt: skip
def test_a_section_runs_again_when_what_it_reads_has_changed(
    small: Small, file: str, old: str, new: str, expected: tuple[str, ...]
) -> None:
    """A section that loads a part of the data is not run for a change in another part; its page is like a new one."""
    small.change(file, old, new)
    assert small.run().rendered == expected
    after = small.pages()
    if expected != EVERYTHING:  # else every page is new already
        small.run(force=True)
    assert after == small.pages()


def test_a_commentary_that_no_section_shows_runs_none(small: Small) -> None:
    """A commentary that no section has looked for is no reason to run one."""
    note = small.root / "data" / "small" / "commentary" / "2016-03" / "visits.md"
    note.parent.mkdir(parents=True)
    note.write_text("## Commentary\n\nA sentence.\n", encoding="utf-8")
    assert small.run().rendered == ()


def test_force_runs_everything(small: Small) -> None:
    """With --force it does not matter that nothing has changed."""
    assert small.run(force=True).rendered == EVERYTHING


def test_a_page_shows_the_new_navigation(small: Small) -> None:
    """A section that is not run again gets a new page where another section's title has changed."""
    small.change("notebooks/sliced.ipynb", "Part {area}", "Of {area}")
    small.run()
    assert "Of North Kent" in small.pages()["plain.html"].decode()


def test_a_page_that_was_changed_or_lost_is_made_again(small: Small) -> None:
    """What is on disk is what was written: a page that is not is rendered again."""
    whole = small.pages()
    (small.folder / "plain.html").write_text("overwritten", encoding="utf-8")
    (small.folder / "sliced-kent.html").unlink()
    assert small.run().rendered == ("sliced-kent", "plain")
    assert small.pages() == whole


def test_the_manifest_describes_what_is_on_disk(small: Small) -> None:
    """Every file it names is there with that digest, and no other."""
    on_disk = {*small.pages(), *(f"notebooks/{name}.ipynb" for name in EVERYTHING)}
    assert set(small.manifest()["outputs"]) == on_disk
    assert {section["status"] for section in small.manifest()["sections"]} == {"rendered"}


def test_a_failed_section_is_tried_again(small: Small) -> None:
    """A failure is no state to keep: the next run tries again, although nothing has changed."""
    small.change("notebooks/plain.ipynb", "if fail:", "if not fail:")
    assert [failure.split(",")[0] for failure in small.run().failed] == ["plain failed: notebooks/plain.ipynb"]
    again = small.run()
    assert (len(again.failed), len(again.unchanged)) == (1, 4)


def test_every_pack_is_as_serial(march_pack: Path, tmp_path: Path, soak: bool) -> None:
    """Every cell's outputs, charts included, and every page's words are those of sections run one after the other.

    The command runs them in parallel and in warm kernels. In the daily run, two sections of the March pack.
    """
    there, few = march_pack.parent, ("exception-report-cic-reviews", "activity")
    packs = PACKS if soak else [ROOT / "parameters" / f"{march_pack.name}.yaml"]
    if soak:
        there = tmp_path / "batch"
        run_command("render", *PACKS, "--output", there)
    for pack in packs:
        [serial] = run([prepare(pack, tmp_path / "plainly", () if soak else few)], ONE_BY_ONE)
        assert serial.failed == ()
        here = serial.index.parent
        for name in serial.rendered:
            assert outputs(here, name) == outputs(there / pack.stem, name)
            assert main(here / f"{name}.html") == main(there / pack.stem / f"{name}.html")
        assert not soak or files(here) == files(there / pack.stem)


def outputs(folder: Path, name: str) -> list[object]:
    """The outputs of a section's cells."""
    record = nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    return [cell.get("outputs") for cell in record.cells]


def main(page: Path) -> str:
    """The part of a page that is the section's own."""
    return page.read_text(encoding="utf-8").split("<main")[1].split("</main")[0]


def files(folder: Path) -> dict[str, bytes]:
    """Every page and every file of figures."""
    found = [*folder.glob("*.html"), *folder.glob("data/*.csv")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_libraries_that_do_not_load(small: Small) -> None:
    """The forkserver passes over what it cannot import: the command says so, and ordinary kernels give the same."""
    before = small.pages()
    broken = "from scorecard_kit.run.warm import zygote; zygote.PRELOAD = 'no.such.module'"
    words = "import sys; sys.argv = 'scorecard render parameters/small.yaml --force --only plain'.split()"
    code = f"{words}; {broken}; from scorecard_kit.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=small.root, capture_output=True, text=True, check=False)
    reason = "the libraries could not be loaded beforehand"
    assert f"Kernels start one by one, which takes longer: {reason}." in done.stderr.splitlines()
    assert done.stdout.startswith("small: 1 section rendered, 4 unchanged in ")
    assert small.pages() == before


def test_a_section_that_goes_wrong_is_the_only_one(small: Small) -> None:
    """A kernel that dies, one that hangs and one that leaves are told as such; the other sections are rendered."""
    wrong = {
        "dies": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "exits": "import os; os._exit(0)",
        "hangs": "while True: pass",
        "leaves": "import sys; sys.exit(0)",
    }
    for name, cell in wrong.items():
        cells = [("parameters", 'data: str = "data/small"\nperiod: str = "2016-03"'), ("", cell), ("", "print(1)")]
        (small.root / "notebooks" / f"{name}.ipynb").write_text(notebook(cells), encoding="utf-8")
    entries = "".join(f"  - notebook: {name}\n" for name in wrong)
    small.pack.write_text(small.pack.read_text(encoding="utf-8") + entries, encoding="utf-8")
    result = small.run(timeout=5)
    killed = "the kernel died (SIGKILL); perhaps the machine ran out of memory"
    assert result.failed == (
        f"dies failed: notebooks/dies.ipynb, cell 2: {killed}",
        "exits failed: notebooks/exits.ipynb, cell 2: the kernel died: its process ended (exit code 0)",
        "hangs failed: notebooks/hangs.ipynb, cell 2: the section took longer than it may (--timeout)",
        "leaves failed: notebooks/leaves.ipynb, cell 2: the notebook stopped itself (sys.exit)",
    )
    assert set(EVERYTHING) == {*result.rendered, *result.unchanged}
    assert [section["status"] for section in small.manifest()["sections"]][-4:] == ["failed"] * 4
    assert [name for name in wrong if (small.folder / f"{name}.html").exists()] == []


def test_papermill_is_left_as_it_was(small: Small) -> None:
    """Sections at the same time put papermill's folder back in the wrong order; after the run it is the one before."""
    local = papermill_io.get_handler("local")

    def stray(section: Section, root: Path) -> NoReturn:  # noqa: ARG001 - an executor has them
        local.cwd("/gone")
        raise SectionError(0, "strayed")

    found = local.cwd("/before")
    [result] = run([prepare(small.pack, small.root / "outputs")], Options(force=True), executor=stray)
    left = local.cwd(found)
    assert (len(result.failed), left) == (5, "/before")


def test_several_packs_in_one_run(small: Small) -> None:
    """Each pack has its own pages, as if it had been rendered alone, and a line of its own."""
    whole = small.pages()
    other = small.pack.with_name("other.yaml")
    other.write_text(small.pack.read_text(encoding="utf-8").replace("period: 2016-03", "period: 2016-02"), "utf-8")
    [alone] = run([prepare(other, small.root / "apart")], Options())
    done = subprocess.run(
        [sys.executable, "-m", "scorecard_kit", "render", "parameters/small.yaml", "parameters/other.yaml", "--force"],
        cwd=small.root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [line.split(" in ")[0] for line in done.stdout.splitlines()] == [
        "small: 5 sections rendered", "other: 5 sections rendered",
    ]  # fmt: skip
    assert (small.pages(), files(small.folder.with_name("other"))) == (whole, files(alone.index.parent))
