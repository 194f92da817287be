"""A parameters file: what is none is named for what it is, and a command opens each of its files once."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.findings import InputError
from scorecard_kit.pack.parameters import opened
from tests.conftest import ROOT

COMMANDS = "check", "render", "render", "share --no-pdf", "explore"
COUNTING = """
import json, subprocess, sys
counts = []
def note(event, arguments):
    for name in counts[-1] if counts and event == "open" else ():
        counts[-1][name] += str(arguments[0]).endswith(name)
sys.addaudithook(note)
from scorecard_kit.cli import app
for words in sys.argv[1:]:
    command, *options = words.split()
    if command == "explore":  # JupyterLab itself is not what is counted
        subprocess.run = lambda command, **_: subprocess.CompletedProcess(command, 0)
    counts.append(dict.fromkeys(("small.yaml", "plain.ipynb"), 0))
    app([command, "parameters/small.yaml", *options], standalone_mode=False)
print(json.dumps(counts))
"""


def test_every_command_opens_its_parameters_file_once(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """Also a render that has something to do, which compares, plans and records the file: it has one content for all.

    The count sees what Python opens: the notebook, which is looked at more often, is counted too.
    """
    kit = make_kit(tmp_path)
    shutil.copy(ROOT / "notebooks" / "explore_variances.ipynb", kit / "notebooks")
    head = "title: A pack\nperiod: 2016-03\nstatus: final\npublished: 2016-05-13\ndata: data/small\n"
    (kit / "parameters" / "small.yaml").write_text(f"{head}sections: [{{notebook: plain}}]\n", encoding="utf-8")
    arguments = [sys.executable, "-c", COUNTING, *COMMANDS]
    done = subprocess.run(arguments, cwd=kit, capture_output=True, text=True, check=False)
    opens = json.loads(done.stdout.splitlines()[-1])
    assert [(words, count["small.yaml"]) for words, count in zip(COMMANDS, opens, strict=True)] == [
        (words, 1) for words in COMMANDS
    ]
    assert all(count["plain.ipynb"] for count in opens)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("folder.yaml", "folder.yaml: it is a folder. Name the pack's own file: parameters/scs-2016-03.yaml."),
        ("a.ipynb", "a.ipynb: it is no parameters file. Name the pack's own file: parameters/scs-2016-03.yaml."),
        ("pipe.yaml", "pipe.yaml: it is no file. Name the pack's own file: parameters/scs-2016-03.yaml."),
        ("2016.yaml", "2016.yaml: there is no such file in {folder}. Check the name."),
        ("circle.yaml", "circle.yaml: it cannot be read (Too many levels of symbolic links). Check the name."),
        ("a" * 300 + ".yaml", f"{'a' * 60}: it cannot be read (File name too long). Check the name."),
        ("long.yaml", "long.yaml: it has over 200,000 characters. Split it in two."),
    ],
)
def test_what_is_no_parameters_file_is_named_for_what_it_is(tmp_path: Path, name: str, said: str) -> None:
    """A folder, a pipe that would be waited for, a link that leads nowhere: the mend is for that."""
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "a.ipynb").touch()
    (tmp_path / "2016.yaml").symlink_to("nowhere")
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    (tmp_path / "long.yaml").write_text("€" * 300_000, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(InputError) as stopped:
        _ = opened(tmp_path / name).document
    assert [str(finding) for finding in stopped.value.findings] == [said.format(folder=tmp_path)]


def test_what_is_open_stays_as_it_was(tmp_path: Path) -> None:
    """A file that is written meanwhile has one content for all who ask; a new command sees the other."""
    path = tmp_path / "pack.yaml"
    path.write_text("title: One\n", encoding="utf-8")
    file = opened(path)
    path.write_text("title: Two\n", encoding="utf-8")
    assert opened(file) is file
    assert (opened(file).document.values, opened(path).document.values) == ({"title": "One"}, {"title": "Two"})
