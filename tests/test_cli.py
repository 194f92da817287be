"""The command: what it prints, where, and with which exit code."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scorecard_kit.cli import app

HEAD = "title: A pack\nperiod: 2016-03\ndata: data/small\n"
GOOD, BAD = f"{HEAD}sections: [{{notebook: plain}}]\n", f"{HEAD}sections: [{{notebook: plane}}]\n"


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small kit, with two valid packs and one that is not, as the working directory."""
    make_kit(tmp_path)
    for name, text in {"good": GOOD, "fine": GOOD, "bad": BAD}.items():
        (tmp_path / "parameters" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, color: bool = False) -> Result:
    """Run the command in this process."""
    return CliRunner(env={"FORCE_COLOR": "1"} if color else {}).invoke(app, list(arguments))


def run_apart(kit: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own, on a console that knows cp1252 only."""
    return subprocess.run(
        [sys.executable, "-m", "scorecard_kit", *arguments],
        cwd=kit,
        capture_output=True,
        check=False,
        encoding="cp1252",
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )


def test_a_render_in_a_log(kit: Path) -> None:
    """Sections and failures go to stderr, a line each, the closing line to stdout, no chatter anywhere; exit 1."""
    entries = "sections: [{notebook: noisy}, {notebook: leaving}]\n"
    (kit / "parameters" / "good.yaml").write_text(HEAD + entries, encoding="utf-8")
    done = run_apart(kit, "render", "parameters/good.yaml", "--jobs", "1")
    index = Path("outputs") / "good" / "index.html"
    assert done.returncode == 1
    assert re.sub(r"\d+\.\d s", "0.0 s", done.stdout) == f"good: 1 section rendered, 1 failed in 0.0 s: {index}\n"
    said = re.sub(r", about \d+ s left", "", re.sub(r"\d+\.\d s", "0.0 s", done.stderr))
    assert said.splitlines() == [
        "[1/2] noisy  0.0 s",
        "[2/2] leaving  0.0 s, failed",
        (
            'Warning: notebooks/noisy.ipynb, cell 3: "printed . python 19" is printed, and stands on the page of noisy.'
            " Take the print out, or tag the cell not-on-page."
        ),
        "leaving failed: notebooks/leaving.ipynb, cell 4: the notebook stopped itself (sys.exit)",
    ]


@pytest.mark.usefixtures("kit")
def test_a_render_on_a_terminal() -> None:
    """A bar shows the section at work; the closing line says where the index is, under --output; exit 0."""
    done = run("render", "parameters/good.yaml", "--output", "elsewhere", "--only", "plain", color=True)
    index = Path("elsewhere") / "good" / "index.html"
    assert (done.exit_code, index.is_file()) == (0, True)
    assert done.stdout.endswith(f": {index}\n")
    assert "plain" in done.stderr
    assert "1/1" in done.stderr


@pytest.mark.parametrize("files", [("bad", "good"), ("good", "bad")])
def test_nothing_runs_unless_every_pack_is_valid(kit: Path, files: tuple[str, str]) -> None:
    """One wrong file among several stops them all, with one line a finding and exit 2."""
    done = run("render", *(f"parameters/{name}.yaml" for name in files))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        'Error: bad.yaml, line 4, key sections 1.notebook: "plane" is no notebook. Did you mean "plain"?',
        "Nothing was rendered.",
    ]
    assert [path for path in kit.glob("outputs/**/*") if path.is_file()] == []


def test_two_packs_of_one_name(kit: Path) -> None:
    """Two parameters files of one name would share a folder, so neither is rendered."""
    (kit / "good.yaml").write_text(GOOD, encoding="utf-8")
    done = run("render", "parameters/good.yaml", "good.yaml")
    assert (done.exit_code, done.stderr.count("is given more than once")) == (2, 1)


@pytest.mark.usefixtures("kit")
def test_check_of_what_is_well() -> None:
    """Nothing found is exit 0 and a line that says so."""
    done = run("check", "parameters/good.yaml", "parameters/fine.yaml")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "0 errors, 0 warnings, 0 notes\n", "")


def test_check_on_a_console_without_the_characters(kit: Path) -> None:
    """A value that the console cannot show is shown with question marks; exit 2 and no traceback."""
    text = f"{HEAD}sections:\n  - notebook: plain\n    parameters: {{area: Łódź}}\n"
    (kit / "parameters" / "good.yaml").write_text(text, encoding="utf-8")
    done = run_apart(kit, "check", "parameters/good.yaml")
    assert (done.returncode, done.stdout) == (2, "1 error, 0 warnings, 0 notes\n")
    assert done.stderr.startswith(
        'Error: good.yaml, line 6, key sections 1.parameters.area: "?ód?" is no area of the data.'
    )
    assert len(done.stderr.splitlines()) == 1


def test_check_counts_by_level(kit: Path) -> None:
    """A commentary that is awaited is a warning, which is no failure."""
    text = f"{HEAD}sections:\n  - notebook: one_indicator\n    for_each: {{indicator: red}}\n"
    (kit / "parameters" / "good.yaml").write_text(text, encoding="utf-8")
    done = run("check", "parameters/good.yaml")
    assert (done.exit_code, done.stdout) == (0, "0 errors, 1 warning, 0 notes\n")
    assert done.stderr == "Warning: commentary/2016-03/visits.md: commentary is awaited. Write the file.\n"


@pytest.mark.parametrize("arguments", [("render",), ("check",), ("rendr", "x"), ("render", "x.yaml", "--fast")])
def test_a_command_that_is_typed_wrong(arguments: tuple[str, ...]) -> None:
    """A usage error is bad input: exit 2, no traceback."""
    done = run(*arguments)
    assert (done.exit_code, "Traceback" in done.output) == (2, False)


def test_the_version() -> None:
    """--version prints the version and nothing else."""
    done = run("--version")
    assert (done.exit_code, bool(re.fullmatch(r"\d+\.\d+\.\d+\n", done.stdout))) == (0, True)


def test_help_loads_nothing_heavy() -> None:
    """--help does not wait for papermill or nbconvert."""
    code = (
        "import atexit, sys; from scorecard_kit.cli import main; sys.argv = ['scorecard', '--help'];"
        "atexit.register(lambda: print([name for name in ('papermill', 'nbconvert') if name in sys.modules]));"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_explore_says_what_is_wrong_with_a_pack(kit: Path) -> None:
    """A parameters file that cannot be used stops it with the finding and its mend, before JupyterLab is started."""
    result = run("explore", "parameters/bad.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'bad.yaml, line 4, key sections 1.notebook: "plane" is no notebook. Did you mean "plain"?' in result.stderr
    assert not (kit / "desk").exists()


@pytest.mark.parametrize(
    ("typed", "pack"),
    [
        ("explore parameters/good.yaml --allow-root -- --no-browser --port 9999", "good"),
        ("explore -- --no-browser --port 9999", "scs-2016-03"),
    ],
)
def test_options_of_jupyterlab_are_passed_on(monkeypatch: pytest.MonkeyPatch, typed: str, pack: str) -> None:
    """What stands behind the two hyphens is JupyterLab's, also where no pack is named."""
    called: list[object] = []

    def opened(path: Path, options: list[str], **own: bool) -> int:
        called.extend([path, options, own["allow_root"]])
        return 0

    monkeypatch.setattr("scorecard_kit.explore.lab.open_explorer", opened)
    assert run(*typed.split()).exit_code == 0
    assert called == [Path(f"parameters/{pack}.yaml"), ["--no-browser", "--port", "9999"], "--allow-root" in typed]


@pytest.mark.usefixtures("kit")
@pytest.mark.parametrize(
    ("command", "function", "code"),
    [
        ("check parameters/good.yaml", "pack.plan.check", 130),
        ("reconcile parameters/good.yaml", "reconcile.report.reconciled", 130),
        ("share parameters/good.yaml", "share.share.share_pack", 130),
        ("new another", "start.command.begun", 130),
        ("explore parameters/good.yaml", "explore.lab.open_explorer", 0),
    ],
)
def test_a_command_that_is_interrupted(monkeypatch: pytest.MonkeyPatch, command: str, function: str, code: int) -> None:
    """Ctrl+C ends it in one line and with 130, as a shell knows it; it is the way to end the explorer."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"scorecard_kit.{function}", interrupt)
    done = run(*command.split())
    assert (done.exit_code, done.output) == (code, "Interrupted.\n" if code else "")
