"""`scorecard publish`: a rendered pack becomes an edition, whole or not at all, and nothing changes it any more."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from scorecard_kit.run.claim import alone
from tests.editions.conftest import LATE, MARCH, Published, files

KILLED_AT = """import os, signal, sys
rename, fsync, left = os.rename, os.fsync, [{number}]

def dying(done, *given):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(*given)

os.fsync = lambda file: dying(fsync, file)
os.rename = lambda old, new: dying(rename, old, new)
"""
PLACED = """from pathlib import Path
from scorecard_kit.files.writer import place_folder
place_folder(Path("editions/small/new"), {{str(number): b"text" for number in range({files})}}, "publish")
"""
PUBLISH = "sys.argv = ['scorecard', 'publish', 'parameters/small.yaml']\nfrom scorecard_kit.cli import main\nmain()\n"


def rows(text: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def test_what_an_edition_holds(published: Published) -> None:
    """The record, the figures with their definitions, the commentary, the pages and the inputs, and nothing else."""
    folder = published.editions / MARCH
    held = files(folder)
    assert sorted(held) == [
        "commentary.csv", "definitions.csv", "edition.json", "figures.csv", "inputs.zip", "pages.zip",
    ]  # fmt: skip
    said = json.loads(held["edition.json"])
    assert (said["pack"], said["period"], said["published"], said["number"]) == ("small", "2016-03", "2016-05-13", 1)
    assert (said["approved_by"], said["reason"]) == ("The Director", "For the cabinet's meeting")
    assert said["versions"]["scorecard-kit"]
    assert [section["name"] for section in said["sections"]] == [
        "scorecard-kent", "scorecard-north-kent", "exception-report-visits",
    ]  # fmt: skip
    with zipfile.ZipFile(folder / "pages.zip") as pages:
        own = {name: content for name, content in files(published.outputs).items()
               if name.endswith((".html", ".csv"))}  # fmt: skip
        assert {name: pages.read(name) for name in pages.namelist()} == own
    with zipfile.ZipFile(folder / "inputs.zip") as inputs:
        assert {"parameters/small.yaml", "notebooks/scorecard.ipynb", "data/small/results.csv"} < set(inputs.namelist())
        assert all(inputs.read(name) == (published.root / name).read_bytes() for name in inputs.namelist())


def test_the_figures_are_those_that_readers_saw(published: Published) -> None:
    """Each figure has a row, as published and with its pages; a withheld one is c, whatever was entered."""
    held = published.editions / MARCH
    figures = rows((held / "figures.csv").read_bytes())
    found = {(row["indicator"], row["period"], row["area"]): row for row in figures}
    visits = found["visits", "2016-03", "Kent"]
    assert [visits[name] for name in ("numerator", "denominator", "target", "floor", "rag", "previous", "unit")] == [
        "520", "680", "85", "76.5", "Red", "75", "percent",
    ]  # fmt: skip
    assert (visits["direction_from_previous"], visits["pages"]) == (
        "improved",
        "scorecard-kent exception-report-visits",
    )
    withheld = found["reviews", "2016-03", "North Kent"]
    assert [withheld[name] for name in ("numerator", "value", "status")] == ["c", "c", "suppressed"]
    [text] = rows((held / "commentary.csv").read_bytes())
    assert text["page"] == "exception-report-visits"
    assert "In time were 520 of 680." in text["text"]
    assert [row["indicator"] for row in rows((held / "definitions.csv").read_bytes())] == ["visits", "reviews"]


def test_published_twice_it_is_there_once(published: Published) -> None:
    """The second time it says which edition it is, also after a render that changed nothing, and writes nothing."""
    before = files(published.editions)
    sentence = f"small is published as it is, as small/{MARCH}. Nothing was written.\n"
    assert published.run("publish").stdout == sentence
    assert "3 sections unchanged" in published.run("render").stdout
    published.run("render", "--force")
    assert published.run("publish", "--reason", "again").stdout == sentence
    assert files(published.editions) == before


def test_a_dry_run_writes_nothing(published: Published) -> None:
    """It says what would be made, and leaves no folder."""
    shutil.rmtree(published.root / "editions")
    done = published.run("publish", "--dry-run")
    assert f"small would be published as small/{MARCH}: 6 files, " in done.stdout
    assert not (published.root / "editions").exists()


def test_a_draft_is_not_published(published: Published) -> None:
    """The message names the line and the mend."""
    published.change("parameters/small.yaml", "status: final", "status: draft")
    refused = published.run("publish", code=2)
    assert 'small.yaml, line 3, key status: "draft" is a draft, and only a final pack is published.' in refused.stderr
    assert refused.stderr.endswith("Nothing was published.\n")


def test_what_is_not_rendered_as_it_stands_is_not_published(published: Published) -> None:
    """A figure that was changed since the render is on no page, so that no edition could say it."""
    published.change(*LATE)
    refused = published.run("publish", code=2)
    assert "scorecard-kent was made from an earlier results.csv" in refused.stderr
    assert "Run `scorecard render" in refused.stderr


def test_other_pages_with_the_same_figures_need_a_reason(published: Published) -> None:
    """A new title changes no figure: it renders as it is, and is published again by who says why."""
    published.change("parameters/small.yaml", "A small pack", "A small pack of figures")
    published.run("render")
    refused = published.run("publish", code=2)
    assert f"no published figure differs from small/{MARCH}, but its pages do" in refused.stderr
    assert "is published as small/2016-05-13-2" in published.run("publish", "--reason", "Its title").stdout
    said = json.loads((published.editions / "2016-05-13-2" / "edition.json").read_bytes())
    assert (said["reason"], said["before"], said["corrects"]) == ("Its title", f"small/{MARCH}", "")


def test_an_altered_edition_stops_what_builds_on_it(published: Published) -> None:
    """Neither a render nor a further edition goes on from one that somebody has touched; each names the file."""
    published.change(*LATE)
    (published.editions / MARCH / "figures.csv").write_bytes(b"indicator\n")
    for command, words in (("render", ("--correct", "late")), ("reproduce", (f"small/{MARCH}",))):
        refused = published.run(command, *words, code=2)
        assert f"small/{MARCH}/figures.csv: it was changed since it was published." in refused.stderr
    listed = published.run("editions", "small", code=1)
    assert "altered: figures.csv was changed" in listed.stdout


def test_git_keeps_an_edition_as_it_is(published: Published) -> None:
    """Line ends stay on every system, since a digest would not hold otherwise; and no rule of the kit hides it."""
    assert (published.root / "editions" / ".gitattributes").read_bytes() == b"* -text\n"


def test_two_at_once(published: Published) -> None:
    """The second says that it waits, and then finds that it is done."""
    shutil.rmtree(published.root / "editions")
    said = list[str]()
    with alone(published.outputs, print):
        waiting = threading.Thread(target=lambda: said.append(published.run("publish").output))
        waiting.start()
        waiting.join(1)
        assert waiting.is_alive()
    waiting.join(60)
    [output] = said
    assert "small: another run is at work on it; waiting for that to end." in output
    assert f"is published as small/{MARCH}" in output


def kill(code: str, root: Path) -> None:
    """Run a program that ends itself with SIGKILL."""
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", code], cwd=root, env=surroundings, capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


@pytest.mark.parametrize("number", range(4))
def test_killed_at_each_file_there_is_no_folder(number: int, tmp_path: Path) -> None:
    """Whichever of three files it was, or the folder's own name: nothing has that name, and the next makes it whole."""
    (tmp_path / "editions" / "small").mkdir(parents=True)
    kill(KILLED_AT.format(number=number) + PLACED.format(files=3), tmp_path)
    assert [path.name for path in (tmp_path / "editions" / "small").iterdir()] == [".work"]
    exec("import os\n" + PLACED.format(files=2).replace('"editions', f'r"{tmp_path}/editions'), {})  # noqa: S102
    assert sorted(files(tmp_path / "editions" / "small")) == ["new/0", "new/1"]


def test_killed_while_it_is_published(published: Published, soak: bool) -> None:
    """The whole command, killed as it names the folder (in a soak at each file): no edition, and then a whole one."""
    whole = files(published.editions / MARCH)
    for number in range(7) if soak else (6,):
        shutil.rmtree(published.editions)
        kill(KILLED_AT.format(number=number) + PUBLISH, published.root)
        assert [path.name for path in published.editions.iterdir() if not path.name.startswith(".")] == []
    published.run("publish", "--approved-by", "The Director", "--reason", "For the cabinet's meeting")
    assert files(published.editions) == {f"{MARCH}/{name}": content for name, content in whole.items()}
