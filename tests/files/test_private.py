"""The folder of a run: for its owner alone, and gone with it, however it ended."""

import fcntl
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scorecard_kit.files import private
from scorecard_kit.run._heard import LastWords, last_line


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty temporary folder, and a run that has no folder in it yet."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(private, "_own", {})
    yield tmp_path
    for _, lock in private._own.values():  # noqa: SLF001 - as the end of the program would
        lock.release()


def left(folder: Path, name: str, *, lock: bool = True) -> Path:
    """A folder as an earlier run would have left it."""
    made = folder / name
    made.mkdir(mode=0o700)
    (made / "1").mkdir()
    if lock:
        (made / ".lock").touch()
    return made


def test_it_is_for_its_owner_alone(temporary: Path) -> None:
    """Neither the folder of the run nor anything in it can be listed or searched by others, whatever the umask."""
    before = os.umask(0)
    try:
        folders = [private.run_folder(), private.kernel_folder(), private.kernel_folder()]
        folders += [Path(place) for place in private.surroundings().values()]
    finally:
        os.umask(before)
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert folders[0].parent == temporary
    assert f"-{os.getpid()}-" in folders[0].name
    assert private.run_folder() == folders[0]


def test_what_killed_runs_have_left_is_removed(temporary: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder goes whose run is gone; one of a run that lives stays, as does what is no such folder."""
    gone, lives = left(temporary, "scorecard-11-abc"), left(temporary, "scorecard-12-abc")
    begins, never_began = (left(temporary, f"scorecard-{number}-abc", lock=False) for number in (13, 14))
    os.utime(never_began, (0, 0))
    elsewhere = left(tmp_path_factory.mktemp("else"), "theirs")
    (temporary / "scorecard-15-abc").symlink_to(elsewhere)
    others = [left(temporary, "scorecard-merge"), left(temporary, "another-16-abc")]
    with (lives / ".lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        private.run_folder()
    assert [folder.exists() for folder in (gone, never_began)] == [False, False]
    assert [folder.exists() for folder in (lives, begins, elsewhere / "1", *others)] == [True] * 5


def test_it_goes_with_the_program(tmp_path: Path) -> None:
    """A program that ends in the ordinary way, or by an error, leaves nothing in the temporary folder."""
    code = "from scorecard_kit.files.private import kernel_folder; print(kernel_folder().parent.parent); 1 / 0"
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=own, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), list(tmp_path.iterdir())) == (1, str(tmp_path), [])


def test_last_words_are_the_end_of_what_was_written() -> None:
    """Of a flood only the end is kept, so that neither memory nor disk fills; the last line says most."""
    words = LastWords()
    os.write(words.end, b"x" * 60_000 + b"\n")
    os.write(words.end, b"Traceback (most recent call last):\n  File x\nImportError: no \xff numpy\n\n")
    said = words.text()
    assert len(said) <= 8192
    assert last_line(said) == "ImportError: no \ufffd numpy"
    assert last_line(" \n") == ""
