"""What the tests of editions share: a small pack in the kit's own notebooks, rendered once, and copies of it."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner, Result

from scorecard_kit.cli import app
from tests.conftest import ROOT, SMALL_DATA

PACK = """title: A small pack
council: Shire County Council
status: final
published: 2016-05-13
period: 2016-03
data: data/small
small_counts: {below: 6}
sections:
  - notebook: scorecard
    for_each: {area: [Kent, North Kent]}
  - notebook: exception_report
    for_each: {indicator: red}
"""
TEXT = "In time were {{ numerator }} of {{ denominator }}.\n\n## Actions\n\nVisits are planned a month ahead.\n"
RESULTS = """indicator,period,area,cohort,numerator,denominator
visits,2016-02,Kent,,450,600
visits,2016-03,Kent,,520,680
visits,2016-03,North Kent,,400,500
reviews,2016-03,Kent,,43,100
reviews,2016-03,North Kent,,3,40
"""
LATE = ("data/small/results.csv", "visits,2016-03,Kent,,520,680", "visits,2016-03,Kent,,521,680")
"""A visit that was entered late: 520 of 680 is under the minimum of 76.5%, 521 of 680 is not."""
MARCH, TARGET = "2016-05-13-1", "85,76.5\nreviews"


class Published(NamedTuple):
    """A small kit, in which commands are run."""

    root: Path

    @property
    def outputs(self) -> Path:
        """The rendered pack."""
        return self.root / "outputs" / "small"

    @property
    def editions(self) -> Path:
        """The editions of it."""
        return self.root / "editions" / "small"

    def change(self, name: str, old: str, new: str) -> None:
        """Change a text in a file, once."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def run(self, command: str, *words: str, code: int = 0) -> Result:
        """Run a command on the pack, which ends with that code."""
        own = ["parameters/small.yaml"] if command in {"render", "publish", "share"} else []
        done = CliRunner().invoke(app, [command, *own, *words, *(["--jobs", "1"] if command == "render" else [])])
        assert done.exit_code == code, done.output
        return done

    def run_any(self, command: str, *words: str, code: int = 0) -> str:
        """Run a command with these words alone, which ends with that code, and give what it says."""
        done = CliRunner().invoke(app, [command, *words])
        assert done.exit_code == code, done.output
        return done.output

    def page(self, name: str) -> str:
        """A page of the rendered pack."""
        return (self.outputs / name).read_text(encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A kit whose pack is rendered, and published in March's edition; not to be changed."""
    root = tmp_path_factory.mktemp("published")
    for name in ("scorecard", "exception_report", "restated"):
        (root / "notebooks").mkdir(exist_ok=True)
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", root / "notebooks")
    written = {
        **{f"data/small/{name}": text for name, text in SMALL_DATA.items()},
        "data/small/commentary/2016-03/visits.md": TEXT,
        "parameters/small.yaml": PACK,
    }
    written["data/small/results.csv"] = RESULTS
    for name, text in written.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    kit, before = Published(root), Path.cwd()
    os.chdir(root)
    kit.run("render")
    kit.run("publish", "--approved-by", "The Director", "--reason", "For the cabinet's meeting")
    os.chdir(before)
    return kit


@pytest.fixture
def published(pristine: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    """A copy of that kit as the working directory."""
    shutil.copytree(pristine.root, tmp_path / "kit")
    monkeypatch.chdir(tmp_path / "kit")
    return Published(tmp_path / "kit")
