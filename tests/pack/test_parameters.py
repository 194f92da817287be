"""A parameters file: what is none is named for what it is, and a command opens each of its files once."""

import os
from pathlib import Path

import pytest

from scorecard_kit.findings import InputError
from scorecard_kit.pack.parameters import opened


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
