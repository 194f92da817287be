"""What an interruption leaves: whole pages only, and the work done so far, whatever ended the run."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scorecard_kit.run import claim as batch_folder
from scorecard_kit.run._render import Step, prepare
from scorecard_kit.run.batch import Options, UnwrittenError, run
from tests.run.conftest import EVERYTHING, Small

COMMAND = "import sys; sys.argv = ['scorecard', 'render', 'parameters/small.yaml', '--force']\n"
MAIN = "from scorecard_kit.cli import main\nmain()"
NO_MORE_THAN = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
KILLED_AT = """import os, signal
replace, left = os.replace, [{number}]

def dying(old, new):
    left[0] -= str(old) != str(new)
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(old, new)

os.replace = dying
"""


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
    assert len([key for key in (small.folder / ".kept").iterdir() if key.suffix != ".tmp"]) == 3
    assert small.own_pages() == {}
    done = list[Step]()
    run([prepare(small.pack, small.root / "outputs")], Options(jobs=1), done.append)
    assert sorted(step.section for step in done if step.seconds is not None) == sorted(EVERYTHING)
    assert small.pages() == whole


def test_a_disk_that_is_full_leaves_everything_as_it_was(small: Small, tmp_path: Path) -> None:
    """Where one file cannot be made, none is replaced; with room again, only the writing is left to do."""
    before, latest = small.own_pages(), (small.folder / "manifest.json").read_bytes()
    small.change("notebooks/plain.ipynb", "results for", "results are for")
    limit = len(latest) - 1  # the largest file does not fit, the others do
    code = NO_MORE_THAN.format(limit=limit) + COMMAND + MAIN
    surroundings = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")}  # its history may be larger
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=small.root, env=surroundings, capture_output=True, text=True, check=False
    )
    reason = "it cannot be written (File too large). Make room on the disk, then render again."
    assert (done.returncode, done.stderr.splitlines()[-2:]) == (
        2, [f"Error: manifest.json: {reason}", "Nothing was rendered."],
    )  # fmt: skip
    assert (small.own_pages(), (small.folder / "manifest.json").read_bytes()) == (before, latest)
    assert len(list((small.folder / ".kept").iterdir())) == len(EVERYTHING)
    small.run()
    assert "results are for" in small.pages()["plain.html"].decode()


def test_a_page_that_is_held_for_good(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old pack stays, byte for byte, and the words say so; what has run is kept, and the next run writes it."""
    before, latest, real = small.own_pages(), (small.folder / "manifest.json").read_bytes(), os.replace
    small.change("notebooks/plain.ipynb", "results for", "results are for")

    def held(old: str | Path, new: str | Path) -> None:
        if str(new).endswith("small/pack.html") and str(old) != str(new):
            raise PermissionError(13, "Access is denied")
        real(old, new)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr("scorecard_kit.files.writer.sleep", lambda _: None)
    with pytest.raises(UnwrittenError, match=r"pack\.html: it cannot be written \(Access is denied\)") as stopped:
        small.run()
    assert (stopped.value.closing, stopped.value.results) == (
        "small is as it was before: nothing of it was replaced.", [],
    )  # fmt: skip
    assert (small.own_pages(), (small.folder / "manifest.json").read_bytes()) == (before, latest)
    monkeypatch.setattr(os, "replace", real)
    small.run()
    assert "results are for" in small.pages()["plain.html"].decode()


def test_two_runs_of_one_pack(small: Small) -> None:
    """The second says that it waits, and then finds nothing to do."""
    shutil.rmtree(small.folder)
    with batch_folder.alone(small.folder, print):
        second = small.command()
        assert second.stderr
        assert second.stderr.readline() == "small: another run is at work on it; waiting for that to end.\n"
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
    said = [started.stderr.readline() for _ in range(4)][2:]  # after what is said of two texts that are awaited
    os.kill(started.pid, signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert [line for line in said if "sliced" not in line] == []
    assert errors.splitlines()[-1] == "Interrupted. What has run is kept: the same command does the rest."
    assert started.returncode == 130
    assert small.own_pages() == before


def test_killed_at_any_moment_and_run_again(small: Small, soak: bool) -> None:
    """With SIGKILL at a random moment every page on disk is a whole one, and the next run gives the undisturbed bytes.

    Half of the runs begin with the pages of an earlier one, whose sections have other titles.
    """
    earlier, whole, moments = small.own_pages(), changed(small), random.Random(4)  # noqa: S311 - moments, not secrets
    begun = time.monotonic()
    small.command("--force").communicate()
    undisturbed = time.monotonic() - begun
    for number in range(20 if soak else 2):
        before = restore(small, earlier if number % 2 else {})
        started = small.command()
        time.sleep(moments.uniform(0, undisturbed))
        os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
        assert_each_is_whole(small, before, whole)
        small.run()
        assert small.pages() == whole


def test_killed_between_two_files_and_run_again(small: Small, soak: bool) -> None:
    """Killed when some files have been replaced and others have not, every page is an old or a new one, never less."""
    earlier, whole = small.own_pages(), changed(small)
    kept = len(EVERYTHING)  # each section is kept as it ends; then come three files of each, and the pack's own three
    for number in range(kept + len(whole) + len(EVERYTHING)) if soak else (kept + 4,):
        before = restore(small, earlier)
        code = KILLED_AT.format(number=number) + COMMAND + MAIN
        ended = subprocess.run([sys.executable, "-c", code], cwd=small.root, capture_output=True, check=False)
        assert ended.returncode == -signal.SIGKILL
        assert_each_is_whole(small, before, whole)
        small.run()
        assert small.pages() == whole


def changed(small: Small) -> dict[str, bytes]:
    """Give every section another title, and return the undisturbed pages with it."""
    for name, old in (("sliced", "Part {area}"), ("sliced_indicator", "Part {indicator}"), ("plain", "Plain {area}")):
        small.change(f"notebooks/{name}.ipynb", old, old.replace("P", "A p", 1))
    small.run()
    return small.pages()


def restore(small: Small, files: dict[str, bytes]) -> dict[str, bytes]:
    """Lay out a folder that has these files alone, with a manifest that calls them the kit's and nothing current."""
    shutil.rmtree(small.folder)
    said = {"pack": "small", "kit": "", "sections": [], "outputs": dict.fromkeys(files, "")}
    small.folder.mkdir()
    (small.folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    for name, held in files.items():
        (small.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (small.folder / name).write_bytes(held)
    return files


def assert_each_is_whole(small: Small, before: dict[str, bytes], whole: dict[str, bytes]) -> None:
    """Every file that a reader may open is as it was before, or as it is after an undisturbed run."""
    found = small.own_pages()
    shown = {name: held for name, held in found.items() if not Path(name).name.startswith(".")}
    assert [name for name, held in shown.items() if held not in (before.get(name), whole[name])] == []
    assert before.keys() - found.keys() == set()
