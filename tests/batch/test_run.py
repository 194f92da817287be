"""The run: what is executed again and what is not, what an interruption leaves, and that nothing is half done."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scorecard_kit.batch import folder as batch_folder
from scorecard_kit.batch.run import Options, run
from scorecard_kit.batch.zygote import Zygote
from scorecard_kit.findings import InputError
from scorecard_kit.render import Result, Step, prepare, render

ROOT = Path(__file__).parent.parent.parent
PACK = """title: A small pack
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
  - notebook: sliced
    for_each: {area: [Kent, North Kent]}
  - notebook: sliced_indicator
    for_each: {indicator: [visits, reviews]}
  - notebook: plain
"""
EVERYTHING = ("sliced-kent", "sliced-north-kent", "sliced-indicator-visits", "sliced-indicator-reviews", "plain")


class Small(NamedTuple):
    """A small kit with one pack."""

    root: Path

    @property
    def pack(self) -> Path:
        """The parameters file."""
        return self.root / "parameters" / "small.yaml"

    @property
    def folder(self) -> Path:
        """Where it is rendered to."""
        return self.root / "outputs" / "small"

    def change(self, name: str, old: str, new: str) -> None:
        """Change a text in a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, only: tuple[str, ...] = (), **options: Any) -> Result:  # noqa: ANN401 - those of Options
        """Render the pack as a batch."""
        [result] = run([prepare(self.pack, self.root / "outputs", only)], Options(**options))
        return result

    def command(self, *words: str) -> "subprocess.Popen[str]":
        """Start the command in a process of its own."""
        command = [sys.executable, "-m", "scorecard_kit", "render", "parameters/small.yaml", *words]
        return subprocess.Popen(
            command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def pages(self) -> dict[str, bytes]:
        """Every file that is no record, by name."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        named = {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}
        return {name: held for name, held in named.items() if not name.endswith((".ipynb", "manifest.json"))}

    def manifest(self) -> dict[str, Any]:
        """What manifest.json says."""
        said: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return said


def notebook(cells: list[tuple[str, str]]) -> str:
    """The text of a notebook of code cells, each with its tag."""
    made: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"cell-{place}", "metadata": {"tags": [tag] if tag else []}, "source": source,
         "outputs": [], "execution_count": None}
        for place, (tag, source) in enumerate(cells)
    ]  # fmt: skip
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def sliced(declares: str, option: str, title: str) -> str:
    """A notebook that loads a part of the data, and shows what it has loaded."""
    shared = 'data: str = "data/small"\nperiod: str = "2016-03"\nsmall_counts: dict = {}\n'
    cells = [
        ("", "from scorecard_kit.data import load\nfrom scorecard_kit.markup import opening, paragraph"),
        ("parameters", shared + declares),
        ("", f"book = load(data, small_counts, {option})"),
        ("", f"opening({title}, str(len(book.results)), glossary=book.glossary)"),
        ("", "rows = book.results[['indicator', 'area', 'numerator', 'denominator']].to_numpy().tolist()"),
        ("", "paragraph(str([[str(cell) for cell in row] for row in rows]))"),
    ]
    return notebook(cells)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path], zygote: Zygote) -> Small:
    """A kit whose pack has been rendered as a batch; tests work on copies of it."""
    assert zygote
    small = Small(make_kit(tmp_path_factory.mktemp("batch")))
    written = {
        "sliced": sliced('area: str = "Kent"', "areas=area", 'f"Part {area}"'),
        "sliced_indicator": sliced('indicator: str = "visits"', "indicators=indicator", 'f"Part {indicator}"'),
    }
    for name, text in written.items():
        (small.root / "notebooks" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    small.pack.write_text(PACK, encoding="utf-8")
    assert small.run().rendered == EVERYTHING
    return small


@pytest.fixture
def small(pristine: Small, tmp_path: Path) -> Small:
    """A copy of the rendered kit."""
    shutil.copytree(pristine.root, tmp_path / "kit")
    return Small(tmp_path / "kit")


def test_parallel_is_as_serial(small: Small) -> None:
    """Pages and figures are those of the plain render, byte for byte."""
    render(small.pack, small.root / "plainly")
    mine = small.pages()
    theirs = Small(small.root).folder.parent.parent / "plainly" / "small"
    assert mine == {name: (theirs / name).read_bytes() for name in mine}
    assert len(mine) == 8


def test_the_march_pack_is_as_serial(march_pack: Path, tmp_path: Path) -> None:
    """The command, which runs in parallel and takes parts of the data, gives the plain render's bytes."""
    only = ("exception-report-cic-reviews", "scorecard-north-kent", "areas")
    render(ROOT / "parameters" / "scs-2016-03.yaml", tmp_path, only)
    kept = [f"{name}.html" for name in only]
    parts = [(march_pack / name).read_text().split("<main")[1].split("</main")[0] for name in kept]
    assert parts == [
        (tmp_path / march_pack.name / name).read_text().split("<main")[1].split("</main")[0] for name in kept
    ]


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
        ("parameters/small.yaml", "title: A small pack", "title: Another pack", ("plain",)),
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
    small.run(force=True)
    assert after == small.pages()


def test_a_commentary_is_read_by_its_own_section_alone(small: Small) -> None:
    """A section that loads a part of the data, and neither names commentary nor hands the data on, reads none."""
    note = small.root / "data" / "small" / "commentary" / "2016-03" / "visits.md"
    note.parent.mkdir(parents=True)
    note.write_text("## Commentary\n\nA sentence.\n", encoding="utf-8")
    assert small.run().rendered == ("plain",)


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


def test_what_has_run_is_kept(small: Small) -> None:
    """A run that was interrupted after three sections leaves them, and the next does the other two."""
    whole = small.pages()
    shutil.rmtree(small.folder)
    job, seen = prepare(small.pack, small.root / "outputs"), list[Step]()

    def stop(step: Step) -> None:
        seen.append(step)
        if step.number == 3 and step.seconds is not None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([job], Options(jobs=1), stop)
    assert small.pages().keys() - {f".kept/{key.name}" for key in (small.folder / ".kept").iterdir()} == set()
    done = list[Step]()
    run([prepare(small.pack, small.root / "outputs")], Options(jobs=1), done.append)
    quick = [step.section for step in done if step.seconds is not None]
    assert sorted(quick) == sorted(EVERYTHING)
    assert small.pages() == whole


def test_a_disk_that_is_full_leaves_everything_as_it_was(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one file cannot be made, none is replaced; with room again, only the writing is left to do."""
    before = small.pages()
    small.change("notebooks/plain.ipynb", "results for", "rows for")
    monkeypatch.setattr("scorecard_kit.outputs.os.fsync", no_room)
    with pytest.raises(InputError, match=r"it cannot be written \(No space left on device\)"):
        small.run()
    assert {name: held for name, held in small.pages().items() if not name.startswith(".kept")} == before
    monkeypatch.undo()
    small.run()
    assert "rows for" in small.pages()["plain.html"].decode()


def no_room(_: int) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


def test_two_runs_of_one_pack(small: Small) -> None:
    """The second says that it waits, and then finds nothing to do."""
    shutil.rmtree(small.folder)
    with batch_folder.alone(small.folder, print):
        second = small.command()
        assert second.stderr
        assert second.stderr.readline() == "small: another run is rendering it; waiting for that to end.\n"
        small.run()
    output, _ = second.communicate(timeout=60)
    assert output.startswith("small: 0 sections rendered, 5 unchanged in ")
    assert list(small.folder.parent.glob(".*.lock")) == []


def test_ctrl_c(small: Small) -> None:
    """The command ends soon, says that the work is kept, and leaves the pages as they were."""
    before = small.pages()
    small.change("notebooks/plain.ipynb", "if fail:", "import time; time.sleep(600)\\nif fail:")
    started = small.command("--force")
    assert started.stderr
    said = [started.stderr.readline() for _ in range(2)]
    os.kill(started.pid, signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert [line for line in said if "sliced" not in line] == []
    assert errors.splitlines()[-1] == "Interrupted. What has run is kept: the same command does the rest."
    assert started.returncode == 130
    assert {name: held for name, held in small.pages().items() if not name.startswith(".kept")} == before


def test_killed_at_any_moment_and_run_again(small: Small, soak: bool) -> None:
    """With SIGKILL at a random moment: every page on disk is whole, and the next run gives the undisturbed bytes."""
    whole, moments = small.pages(), random.Random(4)  # noqa: S311 - moments, not secrets
    for _ in range(20 if soak else 2):
        shutil.rmtree(small.folder)
        started = small.command()
        time.sleep(moments.uniform(0.2, 5))
        os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
        pages = [path.read_text(encoding="utf-8") for path in small.folder.glob("*.html")]
        assert [page[-8:] for page in pages] == ["</html>\n"] * len(pages)
        small.run()
        assert small.pages() == whole


def test_ordinary_kernels_give_the_same(small: Small) -> None:
    """Where no kernel can start warm, ordinary ones serve, with the same bytes."""
    before = small.pages()
    small.run(force=True, warm=False)
    assert small.pages() == before
