"""The streams of a command: what nobody can hear is dropped, and what the command does stays right."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scorecard_kit._console import SAFE, outdated

HEAD = "title: A pack\nperiod: 2016-03\ndata: data/small\n"
NOTE = "Note: Python 3.11.7 lacks security fixes of zipfile, tempfile and html.parser that 3.11.14 has."


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory, make_kit) -> Path:  # type: ignore[no-untyped-def]  # noqa: ANN001 - conftest's
    """A small kit with a good and a bad pack."""
    root: Path = make_kit(tmp_path_factory.mktemp("console"))
    (root / "good.yaml").write_text(f"{HEAD}sections: [{{notebook: plain}}]\n", encoding="utf-8")
    (root / "bad.yaml").write_text(f"{HEAD}sections: [{{notebook: plane}}]\n", encoding="utf-8")
    return root


def shell(kit: Path, words: str, redirection: str) -> int:
    """The exit code of a command whose streams are set by the shell."""
    line = f'"{sys.executable}" -m scorecard_kit {words} {redirection}'
    return subprocess.run(["/bin/sh", "-c", line], cwd=kit, check=False, stderr=subprocess.DEVNULL).returncode


def test_the_exit_code_stays_right_where_nothing_can_be_said(kit: Path) -> None:
    """A check whose words go to a full disk still says by its exit code what it found."""
    assert shell(kit, "check bad.yaml", ">/dev/full 2>/dev/full") == 2


def test_a_render_without_any_stream(kit: Path) -> None:
    """Started by a scheduler with nothing to read from or to write to, it renders all the same."""
    assert shell(kit, "render good.yaml", "<&- >&- 2>&-") == 0
    assert (kit / "outputs" / "good" / "plain.html").is_file()


def test_a_reader_that_goes_away(kit: Path) -> None:
    """`scorecard check … | head -0` is no failure, and no traceback."""
    command = [sys.executable, "-m", "scorecard_kit", "check", "good.yaml"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, cwd=kit, check=False, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("version", "said"),
    [((3, 11, 7), NOTE), ((3, 11, 14), ""), ((3, 12, 11), "3.12.12 has"), ((3, 13, 10), ""), ((3, 15, 0), "")],
)
def test_a_python_that_lacks_fixes_is_named(version: tuple[int, int, int], said: str) -> None:
    """One line names the release to install; a Python that has them, or is newer, is passed over."""
    assert said in outdated(version)
    assert bool(outdated(version)) == bool(said)
    assert "\n" not in outdated(version)
    assert set(SAFE) == {(3, 11), (3, 12), (3, 13), (3, 14)}
