"""What Windows has otherwise, as far as another system can show it; the hosted run does the rest on Windows itself."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.run.claim import alone
from tests.conftest import ROOT

# Libraries are imported first: they go by their own knowledge of the system.
WITHOUT = """
import multiprocessing.context, os, pathlib, signal, sys
sys.modules["rfc3987_syntax"] = None  # a second
import asyncio, subprocess, filelock, ipykernel.kernelapp, jupyter_client, matplotlib.pyplot, nbconvert, pandas
import papermill, distributed, gptables, ipywidgets, openpyxl, pypdf, sqlalchemy, typer
for module in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[module] = None
for holder, names in (
    (multiprocessing.context, "ForkProcess ForkServerProcess ForkContext ForkServerContext"),
    (os, "fork forkpty getuid geteuid getpgid killpg setsid register_at_fork mkfifo sched_getaffinity"),
    (signal, "SIGKILL SIGHUP SIGALRM"),
):
    for name in names.split():
        delattr(holder, name)
package = pathlib.Path(sys.argv[1])
for path in sorted(package.rglob("*.py")):
    parts = path.relative_to(package.parent).with_suffix("").parts
    if path.stem not in ("__main__", "preload"):  # which is for the process that kernels are forked from
        __import__(".".join(part for part in parts if part != "__init__"))
print("all")
"""
AS_THERE = """
from scorecard_kit.run import ports
from scorecard_kit.run.warm import zygote
ports._PATH = 0
zygote.unsafe = lambda: "this system has no safe way to fork"
from scorecard_kit.cli import main
main()
"""
PACK = "title: Care\nperiod: 2016-03\ndata: data/small\nsections: [{notebook: plain}]\n"


def test_every_module_can_be_imported() -> None:
    """Nothing that Windows lacks is asked for when a module is loaded: forks, Unix's locks, users and signals."""
    command = [sys.executable, "-c", WITHOUT, str(ROOT / "scorecard_kit")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("all\n", 0), done.stderr


def test_a_render_as_on_windows(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """No fork, no socket in a folder, a console of cp1252, and spaces and umlauts in every path: the pack is written.

    One sentence tells why kernels do not start warm.
    """
    kit, temporary = make_kit(tmp_path / "Jürgen's new kit"), tmp_path / "temp orary"
    temporary.mkdir()
    (kit / "parameters" / "small.yaml").write_text(PACK, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", AS_THERE, "render", "parameters/small.yaml"],
        cwd=kit,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "TMPDIR": str(temporary)},
        capture_output=True,
        encoding="cp1252",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-2:][0] == (
        "Kernels start one by one, which takes longer: this system has no safe way to fork."
    )
    assert done.stdout.startswith("small: 1 section rendered in ")
    assert "<h1" in (kit / "outputs" / "small" / "plain.html").read_text(encoding="utf-8")
    assert list(temporary.iterdir()) == []


def test_the_lines_of_pip_in_a_path_with_spaces(tmp_path: Path) -> None:
    """The kit is installed in its folder as the README says, and both ways to call it work from there.

    The libraries are those that are installed already: nothing is fetched.
    """
    kit = tmp_path / "My Documents" / "scorecard kit"
    shutil.copytree(ROOT / "scorecard_kit", kit / "scorecard_kit", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, kit)
    folder = kit / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    own = {**os.environ, "PYTHONPATH": sysconfig.get_paths()["purelib"]}

    def ran(*command: str | Path) -> str:
        return subprocess.run(command, cwd=kit, env=own, capture_output=True, text=True, check=True).stdout

    ran(sys.executable, "-m", "venv", "--without-pip", ".venv")
    ran(folder / "python", "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "-e", ".")
    assert "render" in ran(folder / "scorecard", "--help")
    assert "render" in ran(folder / "python", "-m", "scorecard_kit", "--help")
    place = ran(folder / "python", "-c", "import scorecard_kit; print(scorecard_kit.__file__)")
    assert Path(place.strip()).is_relative_to(kit)


def test_a_lock_that_cannot_be_removed_while_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows removes no open file: the run goes on all the same, and the next one has the lock at once."""

    def held(path: Path, missing_ok: bool = False) -> None:
        del missing_ok
        raise PermissionError(13, "The process cannot access the file", str(path))

    monkeypatch.setattr(Path, "unlink", held)
    told = list[str]()
    for _ in range(2):
        with alone(tmp_path / "care", told.append):
            pass
    assert told == []
